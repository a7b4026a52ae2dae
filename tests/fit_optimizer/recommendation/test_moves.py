"""Moves are small, follow each other and end at the recommendation."""

from itertools import pairwise
from pathlib import Path

from fit_optimizer.recommendation.moves import LARGEST_MOVE, moves
from fit_optimizer.setup.search_space import values_in_force
from fit_optimizer.setup.setup_file import read_set_up

TURBO = Path(__file__).parents[3] / "examples" / "turbo_rider.toml"
GOAL = {"saddle_height_mm": 710.0, "torso_angle_deg": 47.5, "heel_drop_deg": -2.0}


def test_no_move_is_larger_than_allowed_and_the_last_ends_at_the_recommendation():
    found = moves(read_set_up(TURBO), GOAL)
    assert [step.order for step in found] == list(range(1, len(found) + 1))
    assert max(abs(step.end - step.start) for step in found) <= LARGEST_MOVE + 1e-9
    last = {step.key: step.end for step in found}
    assert last["saddle_height_mm"] == 710.0
    assert last["heel_drop_deg"] == -2.0
    assert "bar_up_mm" in last


def test_each_move_begins_where_the_one_before_ended():
    found = moves(read_set_up(TURBO), GOAL)
    for one, after in pairwise(found):
        if one.key == after.key:
            assert after.start == one.end


def test_a_fit_that_stays_takes_no_moves():
    set_up = read_set_up(TURBO)
    assert moves(set_up, values_in_force(set_up)) == ()
