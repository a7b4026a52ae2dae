"""The patterns of a habit, and what its price does to activations."""

import numpy as np
import pytest

from rider_models.emg_envelopes import EMG_STUDIES, GROUP_OF_ELECTRODE, envelopes
from rider_models.muscle_table import muscle_rows
from sim.habit import habit_shapes
from tests.strategies import seated

GROUPS = tuple(row.group for row in muscle_rows())
ANGLE = 2 * np.pi * np.arange(60) / 60


def _speed(rpm: float) -> np.ndarray:
    return np.full(60, rpm * 2 * np.pi / 60)


def test_patterns_have_a_mean_square_of_one_and_only_what_was_measured_has_one():
    shapes = habit_shapes(GROUPS, ANGLE, _speed(80))
    measured = np.isin(GROUPS, list(GROUP_OF_ELECTRODE.values()))
    assert (shapes >= 0).all()
    assert (shapes[:, measured] ** 2).mean(axis=0) == pytest.approx(1)
    assert not shapes[:, ~measured].any()


def test_at_the_cadence_of_the_studies_a_pattern_peaks_near_the_mean_envelope():
    shapes = habit_shapes(GROUPS, ANGLE, _speed(75))
    envelope = np.mean(
        [
            np.interp(np.rad2deg(ANGLE), envelopes(s)[0], envelopes(s)[1]["gluteus_maximus"])
            for s in EMG_STUDIES
        ],
        axis=0,
    )
    later = np.argmax(shapes[:, GROUPS.index("gluteus_maximus")]) - np.argmax(envelope)
    assert 0 <= 6 * later <= 24


def test_force_keeps_its_place_in_the_revolution_while_excitation_moves_forward():
    def middle_deg(rpm: float) -> float:
        shape = habit_shapes(GROUPS, ANGLE, _speed(rpm))[:, GROUPS.index("vasti")]
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
