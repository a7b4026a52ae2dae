"""What is tried for a pain: each move of the table, within what a set-up may hold, and whether it helps."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from fit_optimizer.criteria.evaluation import Evaluation
from fit_optimizer.recommendation.relief import relief
from fit_optimizer.setup.complaints import TABLE
from fit_optimizer.setup.search_space import values_in_force
from fit_optimizer.setup.setup_file import allowed_range, read_set_up
from fit_optimizer.setup.tables import SetUp
from tests.fit_optimizer.known_rider import BEST, TURBO, ask, known_answer
from tests.fit_optimizer.workers.in_this_process import InThisProcess

FORCE, KNEE = "achilles_tendon_force_peak_n", "knee_flexion_by_markers_min_deg"
NOW = {FORCE: 800.0, KNEE: 40.0}


def tried_for(complaint: str, after: Mapping[str, float], *changes: str):
    """The relief of a rider whose every move changes the metrics so."""
    set_up = read_set_up(TURBO, [f"complaint={complaint}", *changes])
    recommended = replace(known_answer(set_up, {"saddle_height_mm": 740.0}), metrics=dict(NOW))

    def answer(of: SetUp, values: Mapping[str, float]) -> Evaluation:
        return replace(known_answer(of, BEST), metrics={**NOW, **after})

    with pytest.MonkeyPatch.context() as patch:
        ask(patch, answer)
        return set_up, relief(set_up, recommended, InThisProcess())


def test_without_a_pain_nothing_is_tried() -> None:
    assert tried_for("none", {})[1] is None


@pytest.mark.parametrize("complaint", TABLE)
def test_every_move_of_the_table_is_tried_by_as_much_as_it_says(complaint: str) -> None:
    set_up, found = tried_for(complaint, {})
    assert found is not None
    now = values_in_force(set_up) | {
        "cadence_rpm": set_up.riding.cadence_rpm,
        "saddle_height_mm": 740.0,
    }
    trials = {trial.key: trial.by for trial in TABLE[complaint].trials}
    assert {one.key: one.end - one.start for one in found.tried} == pytest.approx(trials)
    assert all(one.start == pytest.approx(now[one.key]) for one in found.tried)
    assert not any(one.helps for one in found.tried)


@pytest.mark.parametrize(
    ("complaint", "metric", "factor", "helps"),
    [
        ("achilles", FORCE, 0.98, True),
        ("achilles", FORCE, 0.998, False),
        ("achilles", FORCE, 1.05, False),
        ("back_of_knee", KNEE, 1.03, True),
        ("back_of_knee", KNEE, 0.97, False),
    ],
)
def test_a_load_that_falls_helps_and_a_knee_that_opens_less_does(
    complaint: str, metric: str, factor: float, helps: bool
) -> None:
    _, found = tried_for(complaint, {metric: factor * NOW[metric]})
    assert found is not None
    assert {one.helps for one in found.tried} == {helps}


def test_no_move_goes_beyond_what_a_set_up_may_hold() -> None:
    _, most = allowed_range("cleat_setback_mm")
    _, found = tried_for("achilles", {}, f"cleat_setback_mm={most - 1}")
    assert found is not None
    (cleat,) = (one for one in found.tried if one.key == "cleat_setback_mm")
    assert (cleat.start, cleat.end) == (most - 1, most)
