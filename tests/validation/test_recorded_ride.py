"""The recorded ride, ridden by a rider of whom height and mass are known: missed by no more than version 0.1.0 did."""

from __future__ import annotations

from pathlib import Path

import pytest

from fit_optimizer.setup.setup_file import read_set_up
from fit_optimizer.trace_check.bins import check_bin, rms_errors
from fit_optimizer.traces import read_bins_csv

EXAMPLES = Path(__file__).parents[2] / "examples"
OF_0_1_0 = {
    "torque_effectiveness_pct": 1.9,
    "pedal_smoothness_pct": 1.0,
    "power_phase_start_deg": 8.0,
    "power_phase_end_deg": 13.9,
    "peak_power_phase_start_deg": 5.1,
    "peak_power_phase_end_deg": 4.1,
}
"""Root mean square errors over the ride's bins and both sides (points, deg). The default rider was fitted to these
bins, so that this is no independent test of it."""


@pytest.fixture(scope="module")
def errors() -> dict[str, float]:
    set_up = read_set_up(EXAMPLES / "turbo_rider.toml")
    bins = read_bins_csv(EXAMPLES / "turbo_ride_bins.csv")
    return rms_errors([check_bin(set_up, each) for each in bins])


@pytest.mark.parametrize("metric", OF_0_1_0)
def test_the_ride_is_missed_uncalibrated_by_no_more_than_the_first_version_did(metric, errors):
    assert errors[metric] <= OF_0_1_0[metric]
