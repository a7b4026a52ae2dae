"""What the headings of an electromyogram say: the unit of its times, and whose top dead centre is nought."""

import numpy as np
import pytest

from fit_optimizer.emg.columns import columns_of
from fit_optimizer.emg.table import EmgTable

TIMES = np.arange(0.0, 4.0)


def table(**columns):
    """A table with a channel beside the columns."""
    return EmgTable(columns={"VL": np.ones(len(TIMES)), **columns})


@pytest.mark.parametrize(
    ("heading", "times_of_a_second"),
    [("time", 1.0), ("time_s", 1.0), ("Time [ms]", 1e3), ("time_us", 1e6)],
)
def test_times_are_read_in_the_unit_that_their_heading_names(heading, times_of_a_second):
    found = columns_of(table(**{heading: times_of_a_second * TIMES}), "right")
    np.testing.assert_allclose(found.time_s, TIMES)


@pytest.mark.parametrize(
    ("heading", "told", "side"),
    [
        ("left_crank_angle_deg", "right", "left"),
        ("crank_angle_r_deg", "left", "right"),
        ("crank_angle_deg", "left", "left"),
    ],
)
def test_crank_angles_are_of_the_leg_that_their_heading_names_or_else_of_the_one_told(
    heading, told, side
):
    found = columns_of(table(**{heading: 90.0 * TIMES}), told)
    assert found.angle_side == side
    np.testing.assert_allclose(found.crank_deg, 90.0 * TIMES)
