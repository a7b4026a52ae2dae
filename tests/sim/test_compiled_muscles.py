"""The compiled muscles of a forward simulation against the arrays that strokes are made with."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rider_models.muscle_paths import AngleOutOfRange, sampled_range_rad
from sim.forward import compiled_muscles
from sim.forward.muscle_drive import MuscleDrive

pytestmark = pytest.mark.skipif(not compiled_muscles.available(), reason="no compiled muscles here")

SHARES = st.lists(st.floats(0.0, 1.0), min_size=12, max_size=12)
SPEEDS = st.lists(st.floats(-15.0, 15.0), min_size=12, max_size=12)
"""Joint angles as shares of the sampled range, and velocities (rad/s), of both legs."""


@pytest.fixture(scope="module", params=["stroke", "uneven_stroke"])
def drives(request):
    stroke = request.getfixturevalue(request.param)
    compiled, arrays = MuscleDrive(stroke), MuscleDrive(stroke)
    arrays._compiled = []
    return compiled, arrays


def leg_angles(drive: MuscleDrive, shares: list[float], crank: float = 0.0) -> np.ndarray:
    low, high = sampled_range_rad()
    inside = low + (high - low) * (1e-9 + (1 - 2e-9) * np.reshape(shares, (2, 6)))
    return np.asarray(inside - drive.joint_angles(crank, np.zeros((2, 6))))


@given(SHARES, SPEEDS, st.floats(0.0, 40.0))
def test_moments_are_those_of_the_arrays_anywhere_in_the_range(drives, shares, speeds, crank):
    compiled, arrays = drives
    angles, velocity = leg_angles(compiled, shares, crank), np.reshape(speeds, (2, 6))
    found = compiled.moments(crank, 9.0, angles, velocity)
    wanted = arrays.moments(crank, 9.0, angles, velocity)
    assert np.abs(found - wanted).max() <= 1e-10 * (1.0 + np.abs(wanted).max())


def test_an_angle_out_of_range_is_named_by_either(drives):
    _, high = sampled_range_rad()
    for drive in drives:
        angles = leg_angles(drive, [0.5] * 12)
        angles[1, 3] = high[3] + 0.02
        with pytest.raises(AngleOutOfRange, match="knee flexion"):
            drive.moments(0.0, 9.0, angles, np.zeros((2, 6)))


def test_a_library_of_another_layout_is_not_used(monkeypatch, stroke):
    monkeypatch.setattr(compiled_muscles, "LAYOUT", -1)
    compiled_muscles._library.cache_clear()
    try:
        assert not compiled_muscles.available()
        assert not MuscleDrive(stroke)._compiled
        with pytest.raises(RuntimeError, match="not part of this installation"):
            compiled_muscles.CompiledMuscles(stroke.right.problem.muscles)
    finally:
        monkeypatch.undo()
        compiled_muscles._library.cache_clear()


def test_a_stronger_leg_has_its_own_muscles(stroke):
    own = stroke.right.problem
    twice = replace(own.muscles, cross_section=2 * own.muscles.cross_section)
    zero, moments = np.zeros(6), [np.zeros(6), np.zeros(6)]
    angles, activation = own.cycle.joint_angles[10].copy(), stroke.right.coordination.activation[10]
    for muscles, found in zip((own.muscles, twice), moments, strict=True):
        compiled = compiled_muscles.CompiledMuscles(muscles)
        assert compiled.add_moments(angles, zero, activation.copy(), found)
    assert moments[1] == pytest.approx(2 * moments[0], rel=1e-12)
