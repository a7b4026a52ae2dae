"""Which change is worth making: what saves energy, loads no knee, and nothing beside it that saves little."""

from itertools import product

import pytest

from fit_optimizer.criteria.evaluation import Evaluation
from fit_optimizer.criteria.limits import Limit
from fit_optimizer.criteria.objectives import COST_MATTERS, DEAD_SPOTS_MATTER, KNEE_LOAD_MATTERS
from fit_optimizer.recommendation.worthwhile import Worthwhile, worthwhile
from fit_optimizer.setup.search_space import Variable

SETBACK, TORSO = "saddle_setback_mm", "torso_angle_deg"
VARIABLES = (Variable(SETBACK, 150.0, 250.0), Variable(TORSO, 30.0, 60.0))
START = {SETBACK: 200.0, TORSO: 45.0}
NONE = dict.fromkeys(START, 0.0)
TELLS = 1.2
"""Changes that can be told, of one that is meant to be."""


def found(cost=NONE, knee=NONE, dead=NONE, limit=0.0, farthest=0.5) -> Worthwhile:
    """Of fits whose objectives fall (-) or rise with each variable's way from its start to the upper bound, by shares.

    Half the way and no way are tried. `limit`: what the setback's way breaks.
    """

    def ask(values: dict[str, float]) -> Evaluation:
        way = {v.key: (values[v.key] - START[v.key]) / (v.high - START[v.key]) for v in VARIABLES}
        of = {"knee_load": knee, "dead_spots": dead, "metabolic_power": cost}
        judged = {key: 1 + sum(each[k] * way[k] for k in way) for key, each in of.items()}
        return Evaluation(values, (Limit("hip", limit * way[SETBACK]),), judged, {}, "")

    ways = product(
        *([START[v.key], START[v.key] + farthest * (v.high - START[v.key])] for v in VARIABLES)
    )
    known = [ask(dict(zip(START, way, strict=True))) for way in ways]
    return worthwhile(ask(START), known, VARIABLES, ask)


def test_what_saves_energy_is_changed_and_what_saves_nothing_is_left():
    saved = found(cost={SETBACK: -2 * TELLS * COST_MATTERS, TORSO: -0.2 * COST_MATTERS})
    assert saved.changed == (SETBACK,)
    assert saved.fit.values == {SETBACK: 225.0, TORSO: 45.0}
    assert saved.left == (TORSO,)


def test_two_that_only_together_can_be_told_are_both_changed():
    each = -2 * 0.7 * COST_MATTERS
    assert found(cost={SETBACK: each, TORSO: each}).changed == (SETBACK, TORSO)


@pytest.mark.parametrize(
    "less",
    [
        {"cost": {SETBACK: -2 * 0.9 * COST_MATTERS, TORSO: 0.0}},
        {"dead": {SETBACK: -10 * DEAD_SPOTS_MATTER, TORSO: 0.0}},
        {"knee": {SETBACK: -10 * KNEE_LOAD_MATTERS, TORSO: 0.0}},
    ],
)
def test_energy_that_nobody_can_tell_and_dead_spots_and_loads_change_nothing(less):
    kept = found(**less)
    assert kept.changed == ()
    assert kept.fit.values == START


@pytest.mark.parametrize(("knee", "changed"), [(0.8, (SETBACK,)), (TELLS, ())])
def test_a_knee_that_is_loaded_more_by_as_much_as_can_be_told_forbids_it(knee, changed):
    saving = {SETBACK: -2 * TELLS * COST_MATTERS, TORSO: 0.0}
    loading = {SETBACK: 2 * knee * KNEE_LOAD_MATTERS, TORSO: 0.0}
    assert found(cost=saving, knee=loading).changed == changed


def test_a_limit_that_breaks_forbids_it():
    saving = {SETBACK: -2 * TELLS * COST_MATTERS, TORSO: 0.0}
    assert found(cost=saving, limit=3.0).changed == ()


def test_what_would_go_on_beyond_its_bound_is_told_and_not_changed():
    saving = {SETBACK: -2 * TELLS * COST_MATTERS, TORSO: 0.0}
    kept = found(cost=saving, farthest=1.0)
    assert kept.changed == ()
    assert kept.fit.values == START
    assert kept.at_stop == {SETBACK: 250.0}
