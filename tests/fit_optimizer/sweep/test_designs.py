"""Points of a sample are those that the libraries which read them expect."""

import numpy as np
import pytest

from fit_optimizer.sweep.designs import Design, salib_problem


def test_saltellis_points_are_those_of_the_library_that_makes_indices_of_them():
    sampling = pytest.importorskip("SALib.sample.sobol")
    between = {"power_w": (100.0, 300.0), "cadence_rpm": (60.0, 100.0), "heel_drop_deg": (-4.0, 3)}
    ours = Design("saltelli", 16, 7, between).points
    problem = salib_problem(between)
    assert np.array_equal(ours, sampling.sample(problem, 16, calc_second_order=False, seed=7))
