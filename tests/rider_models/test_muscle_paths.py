"""Muscle paths as stored: arms are slopes of lengths, and angles beyond the samples are refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rider_models.muscle_groups import GROUP_OF_MUSCLE
from rider_models.muscle_paths import (
    MUSCLES,
    AngleOutOfRange,
    lines_of_action,
    path_geometry,
    reference_path_geometry,
    sampled_range_rad,
)
from rider_models.muscle_table import COORDINATES, muscle_rows, path_table
from rider_models.polynomials import monomial_gradients, monomials

LOW, HIGH = sampled_range_rad()


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=15)
def test_slopes_are_the_derivatives_of_the_lengths(seed):
    share = np.random.default_rng(seed).uniform(0.01, 0.99, (3, 6))
    angles, step = LOW + share * (HIGH - LOW), 1e-5
    slope = path_geometry(angles).slope
    for j in range(6):
        nudge = step * np.eye(6)[j]
        ahead, behind = path_geometry(angles + nudge), path_geometry(angles - nudge)
        numeric = (ahead.length - behind.length) / (2 * step)
        assert np.abs(numeric - slope[:, :, j]).max() < 1e-7


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=15)
def test_the_matrix_of_the_reference_model_says_what_each_muscles_polynomial_says(seed):
    x = np.random.default_rng(seed).uniform(-0.99, 0.99, (2, 6))
    half = (HIGH - LOW) / 2
    paths = reference_path_geometry((LOW + HIGH) / 2 + x * half)
    for i, name in enumerate(MUSCLES):
        row = path_table()["muscles"][name]
        used = [COORDINATES.index(c) for c in row["coordinates"]]
        length = monomials(x[:, used], row["degree"]) @ np.array(row["length_m"])
        gradients = monomial_gradients(x[:, used], row["degree"])
        slope = np.einsum("ntk,t->nk", gradients, np.array(row["length_m"])) / half[used]
        assert np.allclose(paths.length[:, i], length, rtol=0, atol=1e-11)
        assert np.allclose(paths.slope[:, i, used], slope, rtol=0, atol=1e-10)


@pytest.mark.parametrize("read", [path_geometry, lines_of_action])
@pytest.mark.parametrize("column", range(6), ids=COORDINATES)
@pytest.mark.parametrize("side", ["low", "high"])
def test_an_angle_beyond_the_samples_is_refused_by_name(read, column, side):
    angles = ((LOW + HIGH) / 2)[None].copy()
    angles[0, column] = LOW[column] - 0.02 if side == "low" else HIGH[column] + 0.02
    with pytest.raises(AngleOutOfRange, match=COORDINATES[column].replace("_", " ")):
        read(angles)


def test_not_a_number_is_not_taken_for_an_angle():
    angles = ((LOW + HIGH) / 2)[None].copy()
    angles[0, 3] = np.nan
    with pytest.raises(AngleOutOfRange):
        path_geometry(angles)


def test_forty_muscles_each_belong_to_one_group():
    assert len(MUSCLES) == len(set(MUSCLES)) == 40
    assert {row.name: row.group for row in muscle_rows()} == GROUP_OF_MUSCLE


@pytest.mark.parametrize(
    ("muscle", "coordinate", "sign"),
    [
        ("glmax2", "hip_flexion", -1),
        ("psoas", "hip_flexion", 1),
        ("iliacus", "hip_flexion", 1),
        ("recfem", "hip_flexion", 1),
        ("semimem", "hip_flexion", -1),
        ("bflh", "hip_flexion", -1),
        ("semimem", "knee_flexion", 1),
        ("bflh", "knee_flexion", 1),
        ("bfsh", "knee_flexion", 1),
        ("vaslat", "knee_flexion", -1),
        ("recfem", "knee_flexion", -1),
        ("gasmed", "knee_flexion", 1),
        ("soleus", "ankle_dorsiflexion", -1),
        ("tibant", "ankle_dorsiflexion", 1),
        ("addlong", "hip_adduction", 1),
    ],
)
def test_muscles_turn_their_joints_the_right_way_throughout_a_pedal_stroke(
    muscle, coordinate, sign
):
    """The common nine-muscle models turn these round in deep flexion."""
    random = np.random.default_rng(5)
    low = np.deg2rad([40.0, -5, -5, 25, -15, -5])
    high = np.deg2rad([110.0, 5, 5, 118, 20, 5])
    angles = random.uniform(low, high, (200, 6))
    slope = path_geometry(angles).slope[:, MUSCLES.index(muscle), COORDINATES.index(coordinate)]
    assert (-sign * slope > 0).all()
