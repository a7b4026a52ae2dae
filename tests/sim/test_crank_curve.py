"""Arcs and levels of curves over the crank circle whose answers can be worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.crank_curve import (
    STEP_DEG,
    Arc,
    fine,
    first_rise,
    main_positive_arc,
    narrowest_arc_with,
    peak,
    share_below,
)

N = 720
ANGLE = 2 * np.pi * np.arange(N) / N


def _apart(a: float, b: float) -> float:
    """Degrees between two crank angles, the short way round."""
    return abs((a - b + 180) % 360 - 180)


def _rectangle(start_deg: float, end_deg: float, high: float = 1.0, low: float = -0.5):
    angle = 360 * np.arange(N) / N
    inside = (angle - start_deg) % 360 < (end_deg - start_deg) % 360
    return np.where(inside, high, low)


@pytest.mark.parametrize("top", [0, 45, 90, 180, 300, 350])
def test_a_cosine_is_positive_for_a_quarter_turn_either_side_of_its_top(top):
    arc = main_positive_arc(np.cos(ANGLE - np.deg2rad(top)))
    assert _apart(arc.start_deg, top - 90) <= 2 * STEP_DEG
    assert _apart(arc.end_deg, top + 90) <= 2 * STEP_DEG


@pytest.mark.parametrize("top", [0, 90, 200, 355])
@pytest.mark.parametrize("mean", [-0.6, -0.2, 0.3, 0.8])
def test_an_offset_widens_or_narrows_the_positive_arc(top, mean):
    half = np.rad2deg(np.arccos(-mean))
    arc = main_positive_arc(mean + np.cos(ANGLE - np.deg2rad(top)))
    assert arc.width_deg == pytest.approx(2 * half, abs=3 * STEP_DEG)
    assert _apart(arc.start_deg, top - half) <= 2 * STEP_DEG


@pytest.mark.parametrize(("start", "end"), [(20, 160), (300, 60), (359, 181), (0, 90), (180, 0)])
def test_a_rectangle_is_positive_between_its_edges(start, end):
    arc = main_positive_arc(_rectangle(start, end))
    assert _apart(arc.start_deg, start) <= 2 * STEP_DEG
    assert _apart(arc.end_deg, end) <= 2 * STEP_DEG


def test_the_positive_arc_with_the_most_area_is_the_main_one():
    wide_and_low = _rectangle(200, 330, high=0.1, low=0.0)
    narrow_and_high = _rectangle(60, 120, high=1.0, low=0.0)
    arc = main_positive_arc(wide_and_low + narrow_and_high - 0.01)
    assert _apart(arc.start_deg, 60) <= 2 * STEP_DEG
    assert _apart(arc.end_deg, 120) <= 2 * STEP_DEG


def test_a_curve_that_never_brakes_is_positive_all_round_from_its_lowest_point():
    arc = main_positive_arc(2 + np.cos(ANGLE - np.deg2rad(90)))
    assert arc.start_deg == arc.end_deg == pytest.approx(270)


def test_a_curve_that_only_brakes_has_no_positive_arc():
    assert main_positive_arc(-2 + np.cos(ANGLE)).width_deg == 0


@pytest.mark.parametrize("top", [0, 30, 90, 180, 345])
def test_half_the_area_of_a_cosine_lies_within_thirty_degrees_of_its_top(top):
    arc = narrowest_arc_with(np.cos(ANGLE - np.deg2rad(top)), 0.5)
    assert _apart(arc.start_deg, top - 30) <= 2 * STEP_DEG
    assert _apart(arc.end_deg, top + 30) <= 2 * STEP_DEG


@pytest.mark.parametrize("share", [0.25, 0.5, 0.9])
def test_the_narrowest_arc_of_a_rectangle_is_its_share_of_the_width(share):
    arc = narrowest_arc_with(_rectangle(300, 60), share)
    assert arc.width_deg == pytest.approx(120 * share, abs=3 * STEP_DEG)


def test_the_narrowest_arc_of_a_constant_is_its_share_of_the_circle():
    assert narrowest_arc_with(np.ones(60), 0.5).width_deg == pytest.approx(180, abs=STEP_DEG)


def test_a_curve_that_only_brakes_has_no_peak_arc():
    assert narrowest_arc_with(-2 + np.cos(ANGLE), 0.5).width_deg == 0


@pytest.mark.parametrize(("level", "width"), [(-0.5, 120), (0.0, 180), (0.5, 240)])
def test_a_cosine_lies_below_a_level_over_the_arc_its_inverse_gives(level, width):
    assert share_below(np.cos(ANGLE), level) == pytest.approx(width, abs=2 * STEP_DEG)


def test_the_peak_is_the_largest_sample_and_its_angle():
    assert peak(np.cos(ANGLE - np.deg2rad(105))) == pytest.approx((1.0, 105.0))


def test_interpolation_closes_the_circle():
    curve = np.array([1.0, 0.0, 0.0, 0.0])
    assert fine(curve)[int(315 / STEP_DEG)] == pytest.approx(0.5)


@given(st.integers(0, 59), st.lists(st.floats(-50, 50), min_size=60, max_size=60))
def test_turning_the_circle_turns_the_main_arc(shift, values):
    curve = np.array(values)
    arc, turned = main_positive_arc(curve), main_positive_arc(np.roll(curve, shift))
    areas = [_area_of_arc(c, a) for c, a in ((curve, arc), (np.roll(curve, shift), turned))]
    assert areas[0] == pytest.approx(areas[1], rel=1e-9, abs=1e-9)


def _area_of_arc(curve, arc: Arc) -> float:
    values = fine(curve)
    if (values > 0).all():
        return float(values.sum())
    start, width = round(arc.start_deg / STEP_DEG), round(arc.width_deg / STEP_DEG)
    return float(np.roll(values, -start)[:width].sum())


@given(st.floats(50.0, 170.0))
def test_a_curve_rises_through_nought_where_its_cosine_says(turn_deg):
    moment = -np.cos(ANGLE - np.deg2rad(turn_deg - 90.0))
    assert first_rise(moment, 45.0, 360.0) == pytest.approx(turn_deg, abs=0.1)


@pytest.mark.parametrize(
    ("first", "last", "rise"),
    [(45, 360, 205.0), (0, 360, 25.0), (206, 360, None), (200, 386, 205.0), (300, 386, 25.0)],
)
def test_the_first_rise_within_the_arc_counts_also_across_top_dead_centre(first, last, rise):
    twice = -np.cos(2 * (ANGLE - np.deg2rad(340.0)))
    found = first_rise(twice, first, last)
    assert found is None if rise is None else found == pytest.approx(rise, abs=0.1)


def test_a_curve_that_stays_below_nought_or_falls_through_it_does_not_rise():
    assert first_rise(-np.ones(N), 0.0, 360.0) is None
    assert first_rise(np.cos(ANGLE), 0.0, 180.0) is None
