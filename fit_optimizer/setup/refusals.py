"""Turns what the simulator refuses into a sentence with the set-up's keys and what is allowed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import with_values
from fit_optimizer.setup.tables import SetUp
from rider_models.errors import PedalfitError
from rider_models.muscle_paths import AngleOutOfRange, path_geometry
from sim.kinematics import distinct_sides, move_leg
from sim.leg_kinematics import LegCannotReach
from sim.muscle_sharing import CoordinationFailed
from sim.posture import sit

TRIED_MM = np.arange(400, 1001, 5)
TRIED_POWERS = 12


@contextmanager
def explained(set_up: SetUp) -> Iterator[None]:
    """Re-raise a refusal of this set-up with the key, the value and what is allowed."""
    try:
        yield
    except (LegCannotReach, AngleOutOfRange) as error:
        height = 1000 * seat_rider(set_up).bicycle.saddle_height_m
        raise type(error)(
            f"saddle_height_mm is {height:.0f}: {error}; {_rideable_heights(set_up)}"
        ) from None
    except CoordinationFailed as error:
        raise CoordinationFailed(
            f"power_w is {set_up.riding.power_w:g}: {error}; {_rideable_power(set_up)}"
        ) from None


def _rideable_heights(set_up: SetUp) -> str:
    """Saddle heights from which the legs can follow the pedals, in words."""
    heights = [mm for mm in TRIED_MM.tolist() if _can_follow(set_up, mm)]
    if not heights:
        return "no saddle height suits these legs, cranks and ankle angles"
    return f"allowed for this rider and bicycle is {heights[0]} to {heights[-1]}"


def _can_follow(set_up: SetUp, saddle_height_mm: float) -> bool:
    seated = seat_rider(with_values(set_up, {"saddle_height_mm": saddle_height_mm}))
    rider, bicycle = seated.rider, seated.bicycle
    posture = sit(rider, bicycle, seated.riding)
    try:
        for leg, cleat in distinct_sides(rider, bicycle):
            cycle = move_leg(rider, leg, bicycle, cleat, seated.riding, posture)
            path_geometry(cycle.joint_angles)
    except PedalfitError:
        return False
    return True


def _rideable_power(set_up: SetUp) -> str:
    """The most power that the muscles can produce at this cadence, found by halving, in words."""
    low, high = 0.0, set_up.riding.power_w
    for _ in range(TRIED_POWERS):
        middle = (low + high) / 2
        tried = with_values(set_up, {"power_w": max(middle, 10.0)})
        try:
            seat_rider(tried).simulate(activation_dynamics=False)
            low = middle
        except PedalfitError:
            high = middle
    cadence = set_up.riding.cadence_rpm
    if low < 10:
        return f"no power can be ridden at {cadence:g} rpm with this set-up"
    return f"allowed at {cadence:g} rpm is up to about {10 * (low // 10):.0f}"
