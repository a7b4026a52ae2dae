"""A measured limit that is nearly used up is told: an assumed one, one with room, and a broken one are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from fit_optimizer.criteria.evaluation import Evaluation, with_fit
from fit_optimizer.criteria.limits import MEASURED_BY, Limit, limits
from fit_optimizer.documents.advice import BrokenLimit
from fit_optimizer.recommendation.near_limits import NEAR_DEG, limits_near
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import read_set_up
from fit_optimizer.setup.tables import MobilityTable

STEFAN = Path(__file__).parents[3] / "examples" / "clients" / "stefan.toml"
HAMSTRINGS = "hamstring length"
ACROSS = {"hip_inward_max_deg": 45, "hip_outward_max_deg": 45, "hip_abduction_max_deg": 45}


def told(*changes: str, at: tuple[Limit, ...], broken: tuple[BrokenLimit, ...] = ()) -> list[str]:
    fit = Evaluation(values={}, limits=at, objectives=None, metrics={}, refusal="")
    found = limits_near(read_set_up(STEFAN, list(changes)), fit, broken)
    return [one.limit for one in found]


def test_only_a_measured_limit_that_is_nearly_used_up_is_told() -> None:
    near = (Limit(HAMSTRINGS, -2.0), Limit("knee flexion at the top", -2.0))
    assert told(at=near) == [HAMSTRINGS]
    assert told("knee_flexion_max_deg=128", "straight_leg_raise_deg=60", at=near) == [
        HAMSTRINGS,
        "knee flexion at the top",
    ]
    assert told(at=(Limit(HAMSTRINGS, -NEAR_DEG),)) == []
    assert told(at=(Limit(HAMSTRINGS, 0.1),)) == []


def test_a_limit_that_is_broken_now_is_told_once() -> None:
    broken = BrokenLimit(limit=HAMSTRINGS, excess=2.0, unit="deg", freed_by=[])
    assert told(at=(Limit(HAMSTRINGS, -1.0),), broken=(broken,)) == []


def test_every_limit_of_mobility_says_by_which_measurement_it_is_known() -> None:
    set_up = read_set_up(STEFAN, [f"{key}={value}" for key, value in ACROSS.items()])
    seated = seat_rider(set_up)
    names = {one.name for one in limits(seated.hands(), seated) if one.unit == "deg"}
    assert names == {*MEASURED_BY}
    assert {*MEASURED_BY.values()} == {*MobilityTable.model_fields}


@pytest.mark.parametrize(
    ("limit", "change"),
    [
        ("hip flexion at the top", {"torso_angle_deg": 40}),
        ("hip flexion at the top", {"saddle_height_mm": 690}),
        (HAMSTRINGS, {"torso_angle_deg": 40}),
        ("knee extension at the bottom", {"saddle_height_mm": 730}),
        ("knee flexion at the top", {"saddle_height_mm": 690}),
        ("knee flexion at the top", {"crank_length_mm": 180}),
        ("ankle dorsiflexion", {"saddle_height_mm": 690}),
        ("ankle dorsiflexion", {"heel_drop_deg": 4}),
        ("ankle plantarflexion", {"saddle_height_mm": 730}),
    ],
)
def test_what_a_sentence_leaves_little_room_for_uses_the_limit_up(
    limit: str, change: dict[str, float]
) -> None:
    set_up = read_set_up(STEFAN, ["torso_angle_deg=45", "crank_length_mm=170"])

    def excess(values: dict[str, float]) -> float:
        seated = seat_rider(with_fit(set_up, values))
        return next(one.excess for one in limits(seated.hands(), seated) if one.name == limit)

    assert excess(change) > excess({}) + 0.3
