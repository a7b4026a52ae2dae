"""What a search may change, within which bounds, and what forbids a fit."""

from __future__ import annotations

from dataclasses import dataclass
from math import degrees, hypot

import numpy as np

from fit_optimizer.bar_position import hands
from fit_optimizer.rider_on_bike import RiderOnBike, seat_rider
from fit_optimizer.setup_tables import SetUp
from sim.kinematics import distinct_sides, move_leg
from sim.posture import sit

SADDLE_BELOW_CUSTOM, SADDLE_ABOVE_CUSTOM = 0.08, 0.06
HEEL_DROP_DEG = (-10.0, 10.0)
ANKLE_RANGE_DEG = (12.0, 40.0)
TORSO_STEP_DEG = 10.0
"""How far the search looks: wider than riders' habits, so that bounds seldom bind. Guesses."""


@dataclass(frozen=True)
class Variable:
    """One thing the search changes: flat key of the set-up, bounds, and the step of the fitter's tool."""

    key: str
    low: float
    high: float
    step: float


def search_space(set_up: SetUp) -> tuple[Variable, ...]:
    """Saddle height, ankle strategy and torso angle around what custom and the rider have."""
    custom_mm = seat_rider(set_up).custom_saddle_height_m * 1000
    torso = set_up.riding.torso_angle_deg
    return (
        Variable(
            "saddle_height_mm",
            round(custom_mm * (1 - SADDLE_BELOW_CUSTOM)),
            round(custom_mm * (1 + SADDLE_ABOVE_CUSTOM)),
            1.0,
        ),
        Variable("heel_drop_deg", *HEEL_DROP_DEG, 0.5),
        Variable("ankle_range_deg", *ANKLE_RANGE_DEG, 0.5),
        Variable(
            "torso_angle_deg",
            max(torso - TORSO_STEP_DEG, 8.0),
            min(torso + TORSO_STEP_DEG, 85.0),
            0.5,
        ),
    )


@dataclass(frozen=True)
class Limit:
    """How a fit stands against one limit: `excess` above zero breaks it (deg or mm)."""

    name: str
    excess: float


def limits(now: RiderOnBike, seated: RiderOnBike) -> tuple[Limit, ...]:
    """Mobility and reach of a fit, against the rider and the bar as it is now.

    Raises LegCannotReach where the leg cannot be closed.
    """
    rider = seated.rider
    posture = sit(rider, seated.bicycle, seated.riding)
    angles = np.concatenate(
        [
            move_leg(rider, leg, seated.bicycle, cleat, seated.riding, posture).joint_angles
            for leg, cleat in distinct_sides(rider, seated.bicycle)
        ]
    )
    hip, knee, ankle = angles[:, 0], angles[:, 3], angles[:, 4]
    able, before, after = rider.mobility, hands(now), hands(seated)
    bar_move = hypot(after.x - before.x, after.z - before.z)
    return (
        Limit("hip flexion at the top", degrees(hip.max() - able.hip_flexion_max)),
        Limit("knee extension at the bottom", degrees(able.knee_flexion_min - knee.min())),
        Limit("knee flexion at the top", degrees(knee.max() - able.knee_flexion_max)),
        Limit("ankle dorsiflexion", degrees(ankle.max() - able.ankle_dorsiflexion_max)),
        Limit("ankle plantarflexion", degrees(-ankle.min() - able.ankle_plantarflexion_max)),
        Limit("bar move", 1000 * (bar_move - now.bar_move_max_m)),
    )
