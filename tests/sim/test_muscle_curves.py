"""Hill curves at known points, and a slow muscle, written from the paper, that repeats a stroke.

De Groote, Kinney, Rao & Fregly 2016, Ann Biomed Eng 44:2922: equations of the supplement for force against length
and for lengthening; Hill's hyperbola by fibre type (Umberger et al. 2003) for shortening; a fibre of constant height
(Zajac 1989) on a tendon that yields to its pull at rest.
"""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rider_models.muscle_paths import path_geometry
from rider_models.muscle_table import muscle_rows
from sim.muscle_curves import active_force_length, force_velocity, hill_curvature
from tests.sim.hip_strength_by_hand import strength_in_flexion
from tests.sim.resting_by_hand import rest

B1 = (0.8150671134243542, 0.433004984392647, 0.1)
B2 = (1.055033428970575, 0.716775413397760, 1.0)
B3 = (0.162384573599574, -0.029947116970696, math.sqrt(0.5) / 2)
B4 = (0.063303448465465, 0.200356847296188, 0.0)
D1, D2, D3 = -0.3211346127989808, -8.149, -0.374


def _slow_force_length(norm_length: float) -> float:
    force = 0.0
    for b1, b2, b3, b4 in zip(B1, B2, B3, B4, strict=True):
        width = b3 + b4 * norm_length
        force += b1 * math.exp(-0.5 * (norm_length - b2) ** 2 / width**2)
    return force


def _slow_force_velocity(lengths_per_s: float, slow: float) -> float:
    """Force over isometric at a velocity in optimal fibre lengths per second (shortening negative)."""
    fastest = 4.8 * slow + 12 * (1 - slow)
    if lengths_per_s < 0:
        a = 0.1 + 0.4 * (1 - slow)
        b = a * fastest
        return max((1 + a) * b / (b - lengths_per_s) - a, 0.0)
    shifted = D2 * lengths_per_s / fastest + D3
    at_rest = D1 * math.log(D3 + math.sqrt(D3**2 + 1))
    return 1 - at_rest + D1 * math.log(shifted + math.sqrt(shifted**2 + 1))


def _slow_tendon_force(muscles, i, activation, path_length, path_rate) -> float:
    """Tendon force (N) of muscle i from the length (m) and rate (m/s) of its path."""
    row = muscle_rows()[i]
    optimal = muscles.optimal_fibre_length[i]
    height = optimal * math.sin(row.pennation_rad)
    room = path_length - muscles.tendon_slack_length[i]
    if room <= 0:
        return 0.0
    stretch, share, pull = rest(row.name, room / optimal)
    along = room - stretch * optimal
    fibre = math.sqrt(along**2 + height**2)
    if fibre <= 0.2 * optimal:
        return 0.0
    cosine = along / fibre
    fibre_rate = path_rate * (1 - share) * cosine
    active = _slow_force_length(fibre / optimal)
    active *= _slow_force_velocity(fibre_rate / optimal, muscles.slow_twitch_share[i])
    reference = muscles.max_isometric_force[i] / 0.6
    return reference * (0.6 * activation * active * cosine + pull)


def _slow_joint_moments(leg, position: int) -> np.ndarray:
    problem = leg.problem
    cycle, muscles = problem.cycle, problem.muscles
    paths = path_geometry(cycle.joint_angles[position : position + 1])
    moment = problem.passive_joint[position].copy()
    for i in range(len(muscle_rows())):
        length = paths.length[0, i] * muscles.path_scale[i]
        slopes = [paths.slope[0, i, j] * muscles.path_scale[i] for j in range(6)]
        rate = sum(s * v for s, v in zip(slopes, cycle.joint_velocity[position], strict=True))
        activation = leg.coordination.activation[position, i]
        activation *= strength_in_flexion(muscles.groups[i], float(cycle.joint_angles[position, 0]))
        force = _slow_tendon_force(muscles, i, activation, length, rate)
        for j in range(6):
            moment[j] -= slopes[j] * force
    return moment


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_slow_muscle_repeats_the_joint_moments_of_a_stroke(side, uneven_stroke):
    leg = uneven_stroke.legs[side]
    slow = np.array([_slow_joint_moments(leg, k) for k in range(0, 60, 4)])
    assert np.abs(slow - leg.joint_moment[::4]).max() < 1e-9 * np.abs(slow).max()


shares = st.floats(0.0, 1.0)


def _force(velocity: float, slow: float) -> float:
    return float(force_velocity(np.array([velocity]), hill_curvature(np.array([slow])))[0])


@given(shares)
def test_force_velocity_is_one_at_rest_and_nought_at_the_fastest_shortening(slow):
    assert _force(0.0, slow) == pytest.approx(1.0, abs=1e-12)
    assert _force(-1e-9, slow) == pytest.approx(1.0, abs=1e-6)
    assert _force(-1.0, slow) == pytest.approx(0.0, abs=1e-12)


@given(st.floats(-1, 1), st.floats(1e-6, 0.5), shares)
def test_force_grows_with_lengthening_velocity(velocity, more, slow):
    assert 0 <= _force(velocity, slow) < _force(velocity + more, slow) < 2


@pytest.mark.parametrize("velocity", [-1.0, -1.5, -10.0])
def test_a_muscle_that_shortens_too_fast_does_not_push(velocity):
    assert _force(velocity, 0.5) == 0.0


@given(st.floats(-0.99, 1), shares)
def test_force_velocity_follows_the_papers(velocity, slow):
    fastest = 4.8 * slow + 12 * (1 - slow)
    assert _force(velocity, slow) == pytest.approx(
        _slow_force_velocity(velocity * fastest, slow), rel=1e-9, abs=1e-12
    )


@given(st.floats(0.5, 4.5))
def test_fast_fibres_keep_more_force_at_a_speed(lengths_per_s):
    assert _force(-lengths_per_s / 12.0, 0.0) > _force(-lengths_per_s / 4.8, 1.0)


def test_active_force_peaks_near_the_optimal_length():
    lengths = np.linspace(0.3, 1.8, 1501)
    force = active_force_length(lengths)
    assert lengths[force.argmax()] == pytest.approx(1.0, abs=0.05)
    assert force.max() == pytest.approx(1.0, abs=0.02)
    assert active_force_length(np.array([1.0]))[0] == pytest.approx(1.0, abs=0.02)


def test_active_force_is_small_where_filaments_hardly_overlap():
    assert (active_force_length(np.array([0.3, 1.8])) < 0.15).all()


@given(st.floats(0.2, 1.9))
def test_active_force_length_is_a_fraction(norm_length):
    force = active_force_length(np.array([norm_length]))[0]
    assert 0 <= force <= 1.02
    assert force == pytest.approx(_slow_force_length(norm_length), rel=1e-12)


def test_force_at_nought_activation_is_the_passive_force(stroke):
    leg = stroke.right
    without = leg.coordination.muscle_force - leg.coordination.activation * leg.problem.state.active
    assert np.abs(without - leg.problem.state.passive).max() < 1e-9
    assert (leg.problem.state.passive >= 0).all()
