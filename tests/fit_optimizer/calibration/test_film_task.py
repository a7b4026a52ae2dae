"""What a fit to a film moves: curves with the crank, keys within their bounds, legs that keep their difference."""

import numpy as np
import pytest

from fit_optimizer.calibration.film_task import MAY_BE_OFF, TAPE_MM, FilmTask, middle, turned
from fit_optimizer.pose.series import PoseError
from fit_optimizer.setup.setup_file import allowed_range, parse_set_up
from tests.strategies import set_up

ANGLE = np.deg2rad(np.arange(0.0, 360.0, 6.0))
LEGS_MM = {"left": 430.0, "right": 440.0}


@pytest.fixture
def task():
    typed = {"knee_flexion_min_deg": {"left": 35.0, "right": 35.0}}
    return FilmTask(parse_set_up(set_up(thigh_mm=LEGS_MM)), None, typed)


def unknown(task, **steps):
    return np.array([steps.get(key, 0.0) for key in task.start])


@pytest.mark.parametrize("shift_deg", [0.0, 12.0, -40.0])
def test_a_curve_at_later_crank_angles_is_what_comes_later(shift_deg):
    later = ANGLE + np.deg2rad(shift_deg)
    curve, expected = (30 + 20 * np.cos(a - 1) + 3 * np.sin(2 * a) for a in (ANGLE, later))
    np.testing.assert_allclose(turned(curve, shift_deg), expected, atol=1e-9)


def test_legs_that_differ_are_moved_alike(task):
    moved = task.values(unknown(task, thigh_mm=1.0))["thigh_mm"]
    assert moved == {side: mm + task.off["thigh_mm"] for side, mm in LEGS_MM.items()}
    assert task.values(unknown(task))["thigh_mm"] == LEGS_MM


def test_a_length_that_was_taped_may_be_off_by_the_tape_and_one_left_to_custom_by_its_scatter(task):
    assert task.off["thigh_mm"] == TAPE_MM
    assert task.off["shank_mm"] == MAY_BE_OFF["shank_mm"]


def test_a_key_ends_where_the_set_ups_tables_end(task):
    low, high = allowed_range("heel_drop_deg")
    assert task.values(unknown(task, heel_drop_deg=100.0))["heel_drop_deg"] == high
    assert task.values(unknown(task, heel_drop_deg=-100.0))["heel_drop_deg"] == low


def test_what_nothing_measured_tells_is_not_moved(task):
    assert "pelvis_forward_deg" not in task.start
    assert "torso_angle_deg" not in task.start


def test_hips_are_lowered_where_the_legs_do_not_reach_the_pedals():
    too_high = FilmTask(parse_set_up(set_up(saddle_height_mm=830.0)), None, {})
    assert too_high.legs(np.zeros(len(too_high.start))) is None
    start = too_high.nearest_start()
    assert too_high.legs(start) is not None
    assert dict(zip(too_high.start, start, strict=True))["hip_up_mm"] < 0
    beyond = FilmTask(parse_set_up(set_up(saddle_height_mm=900.0)), None, {})
    with pytest.raises(PoseError, match="even with the hips 60 mm lower"):
        beyond.nearest_start()


def test_the_middle_of_both_legs_is_their_mean_and_a_text_has_none():
    assert middle(LEGS_MM) == 435.0
    assert middle(3) == 3.0
    with pytest.raises(TypeError, match="'road' is no number"):
        middle("road")
