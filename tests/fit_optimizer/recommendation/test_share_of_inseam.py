"""A saddle that departs from its customary share of the inseam has its reason, in mm."""

from __future__ import annotations

from pathlib import Path

import pytest

from fit_optimizer.criteria.evaluation import with_fit
from fit_optimizer.criteria.riding_angles import heights_for_knees
from fit_optimizer.recommendation.share_of_inseam import share_of_inseam
from fit_optimizer.setup.adjustments import CRANK, SADDLE, SETBACK
from fit_optimizer.setup.customary_ranges import USUAL_KNEE_DEG
from fit_optimizer.setup.setup_file import read_set_up

CLIENTS = Path(__file__).parents[3] / "examples" / "clients"


def share(name: str, *changes: str, knee: float = USUAL_KNEE_DEG):
    set_up = read_set_up(CLIENTS / f"{name}.toml", list(changes))
    (height,) = heights_for_knees(set_up, (knee,))
    return share_of_inseam(set_up, with_fit(set_up, {SADDLE: height}), knee)


def test_within_custom_nothing_is_told() -> None:
    found = share("carl")
    assert found is not None
    assert found.low <= found.share <= found.high
    assert found.departures == []


@pytest.mark.parametrize(
    ("name", "changes", "key", "sign"),
    [
        ("sophie", (), CRANK, -1),
        ("bernd", (f"{SETBACK}=300", "seat_tube_angle_deg=73.5"), SETBACK, -1),
        ("tina", ("cleat_setback_mm=-20",), "cleat_setback_mm", 1),
    ],
)
def test_outside_custom_the_largest_measured_reason_is_named_with_its_sign(
    name: str, changes: tuple[str, ...], key: str, sign: int
) -> None:
    found = share(name, *changes)
    assert found is not None
    assert not found.low <= found.share <= found.high
    assert found.departures[0].key == key
    assert found.departures[0].moves_mm * sign > 3


def test_a_knee_angle_advised_for_a_pain_is_a_reason_of_its_own() -> None:
    found = share("bernd", knee=43.0)
    assert found is not None
    reasons = {one.key: one.moves_mm for one in found.departures}
    assert reasons[SADDLE] == pytest.approx(
        (share("bernd", knee=43.0).share - share("bernd").share) * 925, abs=1
    )


def test_an_inseam_that_nobody_measured_has_no_share() -> None:
    assert share("alex") is None
