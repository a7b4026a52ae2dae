"""Who does the work: power of muscle groups, ligaments, pelvis, the leg's own weight and inertia, and crank."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rider_models.arrays import FOOT, SHANK, THIGH, Array
from rider_models.muscle_groups import COACHED_GROUPS, groups_coached_as
from sim.dynamics import hip_velocity
from sim.free_body import carrying_force
from sim.stroke import LegStroke


@dataclass(frozen=True, eq=False)
class LegPower:
    """Powers of a leg over n crank positions (W), which add up at each of them.

    `muscle` n x g: tendon force times shortening velocity of the muscle-tendon units, by group of
    `COACHED_GROUPS`; `passive` n: ligaments and capsules, and the little that reserves do; `pelvis` n: what a
    pelvis that moves and tilts does to the leg; `limb` n: what weight and inertia of the leg give back (they take it
    elsewhere: nought over a revolution); `crank` n: what reaches the crank, the sum of the others.
    """

    muscle: Array
    passive: Array
    pelvis: Array
    limb: Array
    crank: Array


def muscle_power(leg: LegStroke) -> Array:
    """Tendon force times shortening velocity of every muscle-tendon unit of a leg (n x m, W)."""
    return np.asarray(-leg.coordination.muscle_force * leg.problem.state.tendon_velocity)


def leg_power(leg: LegStroke) -> LegPower:
    """Powers of a leg that is solved."""
    problem, coordination = leg.problem, leg.coordination
    velocity, turning = problem.cycle.velocity, problem.cycle.joint_velocity
    power = muscle_power(leg)
    groups = np.array(problem.muscles.groups)
    muscle = np.stack(
        [
            power[:, np.isin(groups, groups_coached_as(one.key))].sum(axis=1)
            for one in COACHED_GROUPS
        ],
        axis=1,
    )
    passive = ((problem.passive_joint + coordination.reserve) * turning).sum(axis=1)
    hip = hip_velocity(problem.cycle)
    carried = carrying_force(problem.cycle, (THIGH, SHANK, FOOT))
    pelvis = ((carried - coordination.force_on_foot) * hip).sum(axis=1)
    pelvis += ((leg.joint_moment + coordination.reserve) * (velocity - turning)).sum(axis=1)
    limb = -(problem.dynamics.required * velocity).sum(axis=1) - (carried * hip).sum(axis=1)
    crank = leg.crank_torque * problem.cycle.crank_speed
    return LegPower(muscle, passive, pelvis, limb, crank)
