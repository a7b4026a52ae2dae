"""What the studio's workers answer: keys that no search changes are refused, and limits that are broken are told."""

import json

import pytest

from fit_optimizer.setup.setup_file import SetUpError, parse_set_up
from fit_optimizer.studio import work
from rider_models.arrays import SIDES
from tests.strategies import set_up


def rider(**changes):
    return parse_set_up(set_up(**changes))


def stiff(hip_flexion_max_deg):
    """A rider whose hips bend no farther."""
    tables = set_up()
    tables["rider"]["mobility"] = {"hip_flexion_max_deg": hip_flexion_max_deg}
    return parse_set_up(tables)


@pytest.mark.parametrize("ask", [lambda r, v: work.tried(r, [{}, v]), work.taken_over])
def test_a_key_that_no_search_changes_is_refused_with_those_that_one_does(ask):
    with pytest.raises(
        SetUpError, match=r"height_mm cannot be searched: allowed are .*saddle_height_mm"
    ):
        ask(rider(), {"height_mm": 1700.0})


def test_a_fit_taken_over_moves_legs_that_differ_alike():
    shoes = {"left": 5.0, "right": 8.0}
    opened = json.loads(work.taken_over(rider(cleat_setback_mm=shoes), {"cleat_setback_mm": 7.5}))
    assert opened["set_up"]["bicycle"]["cleat_setback_mm"] == {"left": 6.0, "right": 9.0}


def test_a_movement_has_every_angle_of_both_legs_and_a_refused_one_the_reason():
    shown = json.loads(work.moved(rider()))
    sides = {(one["words"], one["side"]) for one in shown["angles"]}
    assert sides == {(words, side) for words, _ in sides for side in SIDES}
    assert all(one["unit"] in ("mm", "\u00b0") for one in shown["angles"])
    refused = json.loads(work.moved(rider(saddle_height_mm=950)))
    assert refused["refusal"]
    assert not refused.get("angles")


def test_limits_that_are_broken_are_told_with_by_how_much_and_only_those():
    free, bound = (json.loads(work.ridden(one)) for one in (rider(), stiff(85.0)))
    assert (free["feasible"], free["broken"]) == (True, [])
    (said,) = bound["broken"]
    over = bound["limits"]["hip flexion at the top"]
    assert not bound["feasible"]
    assert over > 0.1
    assert said == f"Beyond the rider's limit: hip flexion at the top, by {over:.1f} deg."
