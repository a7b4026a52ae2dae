"""Moves are few, follow each other, end at the recommendation, and the bar moves as parts can."""

from itertools import pairwise
from math import hypot
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fit_optimizer.criteria.evaluation import with_fit
from fit_optimizer.recommendation.bar_parts import SPACER_MM, bar_parts
from fit_optimizer.recommendation.moves import MOST_MOVES, moves
from fit_optimizer.setup.bike_parts import clamp_on_frame_mm
from fit_optimizer.setup.measured_bike import known
from fit_optimizer.setup.search_space import values_in_force
from fit_optimizer.setup.setup_file import read_set_up, with_values

TURBO = Path(__file__).parents[3] / "examples" / "turbo_rider.toml"
GOAL = {"saddle_height_mm": 760.0, "torso_angle_deg": 47.5, "cleat_setback_mm": 9.0}


def way(goal, *changes):
    set_up = read_set_up(TURBO, list(changes))
    return moves(set_up, with_fit(set_up, goal))


def test_an_adjustment_takes_few_moves_and_the_last_ends_at_the_recommendation():
    found = way(GOAL)
    assert [step.order for step in found] == list(range(1, len(found) + 1))
    last = {step.key: step.end for step in found}
    assert last["saddle_height_mm"] == 760.0
    assert last["cleat_setback_mm"] == 9.0
    assert "torso_angle_deg" not in last
    for key in last:
        assert sum(step.key == key for step in found) <= MOST_MOVES


@pytest.mark.parametrize(("by_mm", "count"), [(6.0, 1), (9.0, 2), (14.0, 3), (40.0, MOST_MOVES)])
def test_a_saddle_goes_in_moves_that_a_fitter_makes_and_six_millimetres_at_once(by_mm, count):
    now = values_in_force(read_set_up(TURBO))["saddle_height_mm"]
    found = way({"saddle_height_mm": now - by_mm})
    assert sum(step.key == "saddle_height_mm" for step in found) == count


def test_each_move_begins_where_the_one_before_ended():
    for one, after in pairwise(way(GOAL)):
        if one.key == after.key:
            assert after.start == one.end


def test_the_foot_is_set_before_the_saddle_and_the_saddle_before_the_bar():
    order = [step.key for step in way(GOAL)]
    assert order.index("cleat_setback_mm") < order.index("saddle_height_mm")
    assert order.index("saddle_height_mm") < order.index("bar_up_mm")


def test_what_no_tape_tells_and_what_the_seat_post_does_is_no_move():
    assert way({"saddle_height_mm": 716.0}, "saddle_height_mm=715") == ()
    assert "saddle_setback_mm" not in {step.key for step in way({"saddle_height_mm": 752.0})}


def test_a_saddle_that_goes_in_several_moves_is_slid_back_with_them_and_not_for_weeks_after():
    set_up = read_set_up(TURBO, ["saddle_setback_mm=215"])
    now = values_in_force(set_up)
    kept = {"saddle_setback_mm": now["saddle_setback_mm"]}
    found = moves(
        set_up, with_fit(set_up, {"saddle_height_mm": now["saddle_height_mm"] - 40, **kept})
    )
    assert sum(step.key == "saddle_setback_mm" for step in found) == 1
    alone = moves(set_up, with_fit(set_up, {"saddle_setback_mm": now["saddle_setback_mm"] + 15}))
    assert sum(step.key == "saddle_setback_mm" for step in alone) == 3


def test_a_setback_that_nobody_measured_is_left_where_the_seat_post_brings_it() -> None:
    """A beginner was told to slide a saddle to a place which nobody knew that it had."""
    saddle = {"saddle_height_mm": 700.0}
    for measured, slides in ([], 0), (["saddle_setback_mm=215"], 1):
        set_up = read_set_up(TURBO, ["saddle_height_mm=640", *measured])
        setback = {"saddle_setback_mm": values_in_force(set_up)["saddle_setback_mm"]}
        found = moves(set_up, with_fit(set_up, {**saddle, **setback}))
        assert sum(step.key == "saddle_setback_mm" for step in found) == slides
        slid = moves(set_up, with_fit(set_up, {"saddle_setback_mm": 190.0}))
        assert "saddle_setback_mm" in {step.key for step in slid}


def test_a_fit_that_stays_takes_no_moves():
    set_up = read_set_up(TURBO)
    assert moves(set_up, with_fit(set_up, values_in_force(set_up))) == ()


@pytest.mark.parametrize(("forward", "up"), [(-10.0, 35.0), (0.0, -20.0), (20.0, 5.0)])
def test_parts_bring_the_bar_nearer_than_it_is(forward, up):
    known = read_set_up(
        TURBO, ["stem_length_mm=100", "stem_angle_deg=-6", "spacers_mm=25", "spacers_above_mm=20"]
    )
    parts = bar_parts(known, forward, up)
    assert hypot(parts.forward_mm - forward, parts.up_mm - up) < 0.5 * hypot(forward, up)
    assert "assumed" not in parts.words


@settings(max_examples=40, deadline=None)
@given(
    st.floats(-40, 40),
    st.floats(-40, 60),
    st.floats(70, 75),
    st.integers(0, 60),
    st.integers(0, 60),
)
def test_stem_and_spacers_of_the_recommended_fit_put_the_bar_where_the_moves_do(
    forward, up, head, under, above
):
    now = read_set_up(
        TURBO,
        [
            "stem_length_mm=100",
            "stem_angle_deg=-6",
            f"spacers_mm={under}",
            f"spacers_above_mm={above}",
            f"head_tube_angle_deg={head}",
        ],
    )
    parts = bar_parts(now, forward, up)
    if parts is None:
        return
    then = with_values(now, parts.keys(now))
    was, is_ = (clamp_on_frame_mm(known(one), 560.0, 390.0) for one in (now, then))
    assert is_[0] - was[0] == pytest.approx(parts.forward_mm, abs=0.06)
    assert is_[1] - was[1] == pytest.approx(parts.up_mm, abs=0.06)
    spacers = [one.bicycle.spacers_mm + one.bicycle.spacers_above_mm for one in (now, then)]
    assert spacers[1] == pytest.approx(spacers[0])


def test_parts_that_nobody_wrote_down_are_not_written_down_afterwards():
    assert bar_parts(read_set_up(TURBO), 0.0, 20.0).keys(read_set_up(TURBO)) == {}
    known_stem = read_set_up(TURBO, ["spacers_mm=20"])
    assert set(bar_parts(known_stem, 0.0, 15.0).keys(known_stem)) == {"spacers_mm"}


def test_no_more_spacers_go_above_the_stem_than_a_set_up_may_have():
    changes = ["spacers_mm=25", "spacers_above_mm=56"]
    full = read_set_up(TURBO, changes)
    parts = bar_parts(full, 19.0, -19.0)
    assert parts is None or parts.keys(full)["spacers_above_mm"] <= 80


def test_without_stems_the_bar_moves_along_the_steerer_by_whole_spacers():
    parts = bar_parts(read_set_up(TURBO), 0.0, 14.0, stems=False)
    along = hypot(parts.forward_mm, parts.up_mm) / SPACER_MM
    assert along == pytest.approx(round(along), abs=0.02)
    assert "stem of" not in parts.words.replace("assumed stem of", "")


def test_a_bar_that_is_off_by_less_than_a_spacer_is_left():
    assert bar_parts(read_set_up(TURBO), 2.0, 3.0) is None


@pytest.mark.parametrize(
    ("complaint", "lowered"), [("none", True), ("feet", True), ("lower_back", False)]
)
def test_no_bar_goes_down_with_a_saddle_where_a_higher_torso_is_tried_for_the_pain(
    complaint, lowered
):
    start = ("saddle_height_mm=760", f"complaint={complaint}")
    found = way({"saddle_height_mm": 735.0}, *start)
    assert any(step.key == "bar_up_mm" for step in found) == lowered
    assert any(step.key == "bar_up_mm" for step in way({"saddle_height_mm": 785.0}, *start))
