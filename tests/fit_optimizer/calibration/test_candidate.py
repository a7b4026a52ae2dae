"""A candidate rides as if it were the default rider, and the search's steps move what they are named for."""

from dataclasses import asdict, replace

import numpy as np
import pytest

from fit_optimizer.calibration.candidate import (
    ANKLE_BOUNDS_DEG,
    FITTED_WEIGHTS,
    NUMBERS,
    Candidate,
)
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import parse_set_up
from rider_models.coordination import COORDINATION_KEYS, Coordination

RIDING = {"power_w": 200, "cadence_rpm": 80}


def _set_up(**rider):
    body = {"height_mm": 1780, "mass_kg": 72}
    return parse_set_up({"rider": body | rider, "riding": RIDING})


@pytest.mark.parametrize(
    "rider",
    [{}, {"kind": "untrained"}, {"kind": "endurance"}, {"coordination": {"habit": 3.0}}],
)
def test_the_default_candidate_is_the_default_rider_of_any_set_up(rider):
    set_up = _set_up(**rider)
    candidate, default = Candidate().seat(set_up), seat_rider(set_up)
    assert asdict(candidate.rider.coordination) == pytest.approx(
        asdict(default.rider.coordination), rel=1e-12
    )
    same = replace(candidate, rider=default.rider)
    assert same == default


def test_a_kind_multiplies_the_candidates_weights_and_weights_that_are_given_stay():
    moved = Candidate(Coordination(habit=2.0, knee_force=0.5))
    endurance = _set_up(kind="endurance")
    times = seat_rider(endurance).rider.coordination.knee_force / Coordination().knee_force
    assert moved.seat(endurance).rider.coordination.knee_force == pytest.approx(0.5 * times)
    given = _set_up(coordination={"habit": 3.0})
    seated = moved.seat(given).rider.coordination
    assert (seated.habit, seated.knee_force) == (3.0, pytest.approx(0.5))


def test_a_hip_line_farther_back_calls_the_muscles_earlier():
    set_up = _set_up()
    ahead = np.zeros(len(NUMBERS))
    ahead[NUMBERS.index("hip_line")] = -5.0
    torque = [
        c.seat(set_up).simulate().right.crank_torque
        for c in (Candidate(), Candidate().moved(ahead))
    ]
    peak = [float(np.argmax(t)) for t in torque]
    work_early = [float(t[: len(t) // 4].sum() / t.sum()) for t in torque]
    assert peak[1] <= peak[0]
    assert work_early[1] > work_early[0]


@pytest.mark.parametrize("moved", NUMBERS)
def test_a_step_moves_the_number_that_it_is_named_for_and_no_other(moved):
    steps = np.zeros(len(NUMBERS))
    steps[NUMBERS.index(moved)] = -1.0
    before, after = Candidate(), Candidate().moved(steps)
    changed = {
        key
        for key in COORDINATION_KEYS
        if getattr(after.coordination, key) != pytest.approx(getattr(before.coordination, key))
    }
    for key, name in (
        ("mean", "ankle_mean"),
        ("range", "ankle_range"),
        ("peak_crank_angle", "ankle_peak"),
    ):
        if getattr(after.ankle, key) != pytest.approx(getattr(before.ankle, key)):
            changed.add(name)
    if after.pattern_hip_line != before.pattern_hip_line:
        changed.add("hip_line")
    assert changed == {moved}
    assert "vasti" not in FITTED_WEIGHTS


def test_the_ankle_stays_within_its_bounds_and_what_lies_beyond_is_told():
    steps = np.zeros(len(NUMBERS))
    steps[NUMBERS.index("ankle_peak")] = 10.0
    moved = Candidate().moved(steps)
    assert np.rad2deg(moved.ankle.peak_crank_angle) == pytest.approx(ANKLE_BOUNDS_DEG[2][1])
    to_bound = (ANKLE_BOUNDS_DEG[2][1] - np.rad2deg(Candidate().ankle.peak_crank_angle)) / 2.0
    assert Candidate().steps_beyond(steps) == pytest.approx(10.0 - to_bound)
    assert Candidate().steps_beyond(np.zeros(len(NUMBERS))) == 0
