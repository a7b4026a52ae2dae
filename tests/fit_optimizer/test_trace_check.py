"""The recording and the simulation are compared side by side, in the right units."""

import math
from pathlib import Path

import pytest

from fit_optimizer.setup_file import read_set_up
from fit_optimizer.trace_check import (
    CLOSE,
    FAIR,
    CheckedBin,
    check_document,
    check_trace,
    metric_error,
    read_bins,
    rms_errors,
)
from fit_optimizer.traces import TraceError
from fit_optimizer.workers import worker_pool

ROOT = Path(__file__).parents[2]
RIDE = ROOT.parent / "shared" / "traces" / "assioma_duo_turbo.fit"
needs_ride = pytest.mark.skipif(not RIDE.exists(), reason="../shared/traces is absent")


def checked(recorded: dict, simulated: dict) -> CheckedBin:
    return CheckedBin(200, 80, 100, recorded, {}, simulated, "")


def test_angles_are_compared_the_short_way_round():
    assert metric_error("power_phase_start_deg", 5, 355) == 10
    assert metric_error("power_phase_start_deg", 355, 5) == -10
    assert metric_error("torque_effectiveness_pct", 90, 80) == 10


def test_combined_smoothness_is_never_compared_with_a_pedals():
    bins = [
        checked(
            {"both": {"combined_smoothness_pct": 48.0}},
            {"left": {"pedal_smoothness_pct": 20.0}, "both": {"combined_smoothness_pct": 50.0}},
        )
    ]
    assert rms_errors(bins) == {"combined_smoothness_pct": 2.0}


def test_a_bin_without_a_simulation_counts_for_nothing():
    left = {"left": {"pedal_smoothness_pct": 20.0}}
    bins = [checked(left, {}), checked(left, {"left": {"pedal_smoothness_pct": 23.0}})]
    assert rms_errors(bins) == {"pedal_smoothness_pct": 3.0}


@needs_ride
def test_the_default_rider_is_fairly_near_the_recorded_ride_at_every_effort():
    with worker_pool(2) as pool:
        check = check_trace(read_set_up(ROOT / "examples" / "turbo_rider.toml"), RIDE, pool)
    assert check.rms_error["torque_effectiveness_pct"] <= FAIR["torque_effectiveness_pct"]
    assert check.rms_error["pedal_smoothness_pct"] <= FAIR["pedal_smoothness_pct"]
    angles = [error for metric, error in check.rms_error.items() if metric.endswith("_deg")]
    assert len(angles) == 4
    assert max(angles) <= FAIR["deg"]
    assert CLOSE["deg"] < FAIR["deg"]
    assert "over 20 bins" in check.verdict
    assert all(math.isfinite(b["power_w"]) for b in check_document(check)["bins"])


def test_a_file_that_is_no_recording_is_refused(tmp_path):
    path = tmp_path / "ride.fit"
    path.write_bytes(b"not a ride")
    with pytest.raises(TraceError):
        read_bins(path)
