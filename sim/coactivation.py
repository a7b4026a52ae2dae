"""Muscles that work against each other: at every joint, and in the leg as a whole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rider_models.arrays import SAGITTAL_ANGLES, Array, angle_name
from sim.stroke import LegStroke


@dataclass(frozen=True)
class CoActivation:
    """How much of a leg's muscles work against each other over a stroke.

    By joint (hip, knee, ankle): `index_pct` of Falconer & Winter, and `shared_power_w`, the mean power of the moment
    that both sides have in common. A muscle over two joints that hands power from one to the other counts as working
    against its antagonist at one of them, so the joints' power is an upper bound of what is lost.
    `lengthened_power_w`: mean power that the leg's muscles take up while they are stretched, which others of them or
    the other leg have to give.
    """

    index_pct: dict[str, float]
    shared_power_w: dict[str, float]
    lengthened_power_w: float


def co_activation(leg: LegStroke) -> CoActivation:
    """Return the co-activation of a solved leg, from the moments of its muscles, passive fibres included."""
    cycle, force = leg.problem.cycle, leg.coordination.muscle_force
    moments = leg.problem.state.arms * force[:, :, None]
    index, power = {}, {}
    for joint in SAGITTAL_ANGLES:
        name = angle_name(joint).partition("_")[0]
        mine = moments[:, :, joint]
        flexing, extending = np.maximum(mine, 0).sum(axis=1), np.maximum(-mine, 0).sum(axis=1)
        index[name] = common_share_pct(flexing, extending, cycle.time_share)
        common = np.minimum(flexing, extending) * np.abs(cycle.joint_velocity[:, joint])
        power[name] = float((common * cycle.time_share).sum())
    given = -force * leg.problem.state.tendon_velocity
    taken = np.maximum(-given, 0).sum(axis=1)
    return CoActivation(index, power, float((taken * cycle.time_share).sum()))


def common_share_pct(flexing: Array, extending: Array, time_share: Array) -> float:
    """Return twice the area that two opposed moments have in common over the area of both, in percent.

    Falconer & Winter 1985, Electromyogr Clin Neurophysiol 25:135. Moments n (Nm, at least nought), `time_share` n.
    Nought for a joint at which no muscle pulls; 100 where both sides pull alike all the time.
    """
    common = (np.minimum(flexing, extending) * time_share).sum()
    both = ((flexing + extending) * time_share).sum()
    return float(200 * common / both) if both > 0 else 0.0
