"""A finished forward ride: motion, crank torque of each leg, cleat gap and energies over time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rider_models.arrays import Array


@dataclass(frozen=True, eq=False)
class Energies:
    """Energies over a ride (each n, J), works counted from its start.

    `muscle_work` by the muscles on the joints, `ligament_work` by passive joint tissue,
    `push_work` by a push from outside, `hip_work` by what moves the hips and tilts the pelvis, `resistance_work`
    by the crank on the resistance; `kinetic` and `potential` of legs and crank.
    """

    muscle_work: Array
    ligament_work: Array
    push_work: Array
    hip_work: Array
    resistance_work: Array
    kinetic: Array
    potential: Array

    @property
    def dissipation(self) -> Array:
        """What constraints and time steps lost (n, J): work put in less work taken out and energy stored."""
        stored = self.kinetic + self.potential
        put_in = self.muscle_work + self.ligament_work + self.push_work + self.hip_work
        return np.asarray(put_in - self.resistance_work - (stored - stored[0]))


@dataclass(frozen=True, eq=False)
class ForwardRun:
    """A forward ride at n moments, legs as right legs in the order left, right.

    `time` n (s); `crank_angle` n (rad, the right crank's, growing beyond a revolution) and
    `crank_speed` n (rad/s); `leg_angles`, `joint_angles`, `velocity` n x 2 x 6 as in `LegCycle`;
    `crank_torque` n x 2 (Nm); `cleat_gap` n x 2 (m, foot from pedal, the worst up to the next
    moment) and `cleat_turn` n x 2 (rad, of the foot's spindle axis from the pedal's);
    `step_s` the time step, `run_time_s` what it took.
    """

    time: Array
    crank_angle: Array
    crank_speed: Array
    leg_angles: Array
    joint_angles: Array
    velocity: Array
    crank_torque: Array
    cleat_gap: Array
    cleat_turn: Array
    energies: Energies
    step_s: float
    run_time_s: float
