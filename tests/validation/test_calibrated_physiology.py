"""A rider fitted to a power meter keeps knee loads and joint moments within what was published."""

from pathlib import Path

import pytest

from fit_optimizer.calibration.candidate import Candidate
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import read_set_up
from fit_optimizer.validation import load_experiments, run_validation
from rider_models.coordination import Coordination

CALIBRATED = Path(__file__).parents[2] / "examples" / "turbo_rider_calibrated.toml"
LOADS_AND_MOMENTS = (
    "quadriceps_to_patellar_tendon",
    "patellofemoral_versus_saddle",
    "knee_moment_versus_torque",
    "knee_moment_sign",
    "wilkinson_curves",
)


def outcomes(key: str, coordination: Coordination) -> dict[str, tuple[str, str]]:
    (experiment,) = [one for one in load_experiments() if one.key == key]
    found = run_validation(experiments=[experiment], seat=Candidate(coordination).seat)
    return {one.check.label: (one.verdict, one.why) for one in found}


@pytest.mark.parametrize("key", LOADS_AND_MOMENTS)
def test_nothing_published_about_loads_and_moments_is_lost_by_calibrating(key):
    """`pedalfit calibrate` on the recorded turbo ride wrote the set-up; its weights ride everywhere."""
    coordination = seat_rider(read_set_up(CALIBRATED)).rider.coordination
    if coordination == Coordination():
        pytest.skip("calibrating on this ride changes no weight, so there is nothing to lose")
    default, calibrated = outcomes(key, Coordination()), outcomes(key, coordination)
    assert default
    lost = {
        label: why
        for label, (verdict, why) in calibrated.items()
        if verdict == "fail" and default[label][0] == "pass"
    }
    assert lost == {}
