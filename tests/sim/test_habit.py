"""The patterns of a habit, and what its price does to activations."""

import numpy as np
import pytest

from rider_models.emg_envelopes import GROUP_OF_ELECTRODE, envelope_at
from rider_models.muscle_table import muscle_rows
from sim.habit import HIP_LINE, habit_shapes
from tests.strategies import seated

GROUPS = tuple(row.group for row in muscle_rows())
ANGLE = 2 * np.pi * np.arange(60) / 60


def _speed(rpm: float) -> np.ndarray:
    return np.full(60, rpm * 2 * np.pi / 60)


def test_patterns_have_a_mean_square_of_one_and_only_what_was_measured_has_one():
    shapes = habit_shapes(GROUPS, ANGLE, _speed(80), HIP_LINE)
    measured = np.isin(GROUPS, list(GROUP_OF_ELECTRODE.values()))
    assert (shapes >= 0).all()
    assert (shapes[:, measured] ** 2).mean(axis=0) == pytest.approx(1)
    assert not shapes[:, ~measured].any()


def test_at_the_cadence_of_the_study_a_pattern_peaks_just_after_the_envelope():
    shapes = habit_shapes(GROUPS, ANGLE, _speed(80), HIP_LINE)
    envelope = envelope_at("li_caldwell", "gluteus_maximus", np.rad2deg(ANGLE))
    later = np.argmax(shapes[:, GROUPS.index("gluteus_maximus")]) - np.argmax(envelope)
    assert 0 <= 6 * later <= 24


def test_a_pattern_turns_with_the_line_from_bottom_bracket_to_hip():
    upright, back = (
        habit_shapes(GROUPS, ANGLE, _speed(80), HIP_LINE + turn) for turn in (0.0, np.deg2rad(12))
    )
    assert back[:-2] == pytest.approx(upright[2:], abs=1e-2)


def test_force_keeps_its_place_in_the_revolution_while_excitation_moves_forward():
    def middle_deg(rpm: float) -> float:
        shape = habit_shapes(GROUPS, ANGLE, _speed(rpm), HIP_LINE)[:, GROUPS.index("vasti")]
        return float(np.rad2deg(np.angle((shape * np.exp(1j * ANGLE)).sum())))

    slow, fast = middle_deg(60), middle_deg(110)
    assert abs(slow - fast) < 8


def _vasti_beside_the_pattern(habit: float) -> float:
    """Share of the vasti's squared activation that is no multiple of the pattern."""
    leg = seated(coordination={"habit": habit}).simulate().right
    muscles = [i for i, group in enumerate(leg.problem.muscles.groups) if group == "vasti"]
    shape = leg.problem.habit_shape[:, muscles[0]]
    activation = leg.coordination.activation[:, muscles]
    scale = (shape[:, None] * activation).mean(axis=0) / (shape**2).mean()
    beside = activation - scale * shape[:, None]
    return float((beside**2).sum() / (activation**2).sum())


def test_the_dearer_the_habit_the_less_is_beside_the_pattern():
    shares = [_vasti_beside_the_pattern(habit) for habit in (0.0, 3.0, 30.0)]
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] < shares[0] / 4
