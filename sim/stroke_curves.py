"""The curves of a leg over its crank circle, by the names under which files know them."""

from __future__ import annotations

import numpy as np

from rider_models.arrays import JOINTS, SAGITTAL_ANGLES, Array, Side, angle_name
from sim.load_metrics import MPA_PER_PA, load_curves
from sim.stroke import LegStroke

_TO_BICYCLE: dict[Side, Array] = {
    "left": np.array([1.0, -1.0, 1.0]),
    "right": np.array([1.0, 1.0, 1.0]),
}
"""A left leg is computed as a right one: what points to the side is turned."""


def leg_curves(leg: LegStroke, side: Side) -> dict[str, Array]:
    """Curves over n crank positions, units in the names, in bicycle axes (x forward, y left, z up).

    Each is n, but for `pedal_force_n` (n x 3, the foot's force on the pedal), `activation` and
    `muscle_force_n` (n x m, in the order of the leg's muscles).
    """
    angles = np.rad2deg(leg.problem.cycle.joint_angles)
    coordination = leg.coordination
    moments = dict(zip(JOINTS, SAGITTAL_ANGLES, strict=True))
    return {
        "crank_torque_nm": leg.crank_torque,
        "pedal_force_n": -coordination.force_on_foot * _TO_BICYCLE[side],
        **{f"{angle_name(joint)}_deg": angles[:, joint] for joint in SAGITTAL_ANGLES},
        **{f"{name}_moment_nm": leg.joint_moment[:, joint] for name, joint in moments.items()},
        **{f"{name}_n": curve for name, curve in load_curves(leg.loads).items()},
        "patellofemoral_stress_mpa": leg.loads.patellofemoral_stress * MPA_PER_PA,
        "activation": coordination.activation,
        "muscle_force_n": coordination.muscle_force,
    }
