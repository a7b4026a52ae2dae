"""The single-leg drill: one pedal ridden, the other leg resting beside the bicycle.

Nothing brings the pedal up again but the leg itself. Between cranks and flywheel lies a freewheel, so the leg can drive
the flywheel but not be carried by it. A counterweight on the free pedal, as in studies of single-leg cycling, does what
the other leg's weight does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from rider_models.arrays import Array, Side
from rider_models.muscles import scale_muscles
from rider_models.rider import Rider
from sim.bicycle import ROAD_CRANK_INERTIA_KG_M2, Bicycle
from sim.bullet import GRAVITY_M_S2
from sim.crank_speed import check_crank_inertia, settle_crank_speed
from sim.dynamics import leg_dynamics, pedal_weight_torque
from sim.kinematics import CRANK_POSITIONS, at_crank_speed, leg_of, move_leg
from sim.leg_problem import leg_problem
from sim.muscle_sharing import CoordinationFailed, SolverReport, coordinate
from sim.posture import sit
from sim.riding import Riding
from sim.stroke import LegStroke, leg_stroke, refuse_reserves
from sim.trunk import trunk_weight


@dataclass(frozen=True, eq=False)
class SingleLegStroke:
    """A solved stroke of one leg that pedals alone. `solver` says how it was found."""

    leg: LegStroke
    solver: SolverReport
    body_weight_n: float

    @property
    def crank_speed(self) -> Array:
        """Crank speed (n, rad/s) against the leg's crank angle."""
        return self.leg.problem.cycle.crank_speed

    @property
    def total_crank_torque(self) -> Array:
        """Torque of the leg (n, Nm): there is no other."""
        return self.leg.crank_torque


def ride_single_leg(
    rider: Rider,
    bicycle: Bicycle,
    riding: Riding,
    side: Side = "right",
    freewheel: bool = True,
    counterweight_kg: float = 0.0,
) -> SingleLegStroke:
    """Return the stroke of one leg that delivers the whole power of the riding.

    Without a `freewheel` (a fixed wheel) the flywheel carries the leg over. `counterweight_kg` hangs on the free
    pedal. The resting leg does nothing to pelvis and bicycle. From the road's crank inertia up the crank turns at
    constant speed; below, its speed is what the leg's torque and the counterweight make of it. Raises PedalfitError
    where the leg cannot do it.
    """
    check_crank_inertia(bicycle.crank_inertia_kg_m2)
    hung = -pedal_weight_torque(counterweight_kg, bicycle.crank_length_m)
    pedal = _pedalled(rider, bicycle, riding, side, -hung if freewheel else None)
    constant = np.full(CRANK_POSITIONS, riding.crank_speed)
    if bicycle.crank_inertia_kg_m2 >= ROAD_CRANK_INERTIA_KG_M2:
        stroke = pedal(constant)
    else:
        stroke = settle_crank_speed(
            lambda speed: _Helped(pedal(speed), hung),
            constant,
            riding.crank_speed,
            bicycle.crank_inertia_kg_m2,
            lambda helped: bool(helped.stroke.solver.unsettled),
        ).stroke
    refuse_reserves(stroke.leg, riding)
    if stroke.solver.unsettled:
        raise CoordinationFailed(stroke.solver.unsettled)
    return stroke


@dataclass(frozen=True, eq=False)
class _Helped:
    """A stroke whose crank a counterweight turns too."""

    stroke: SingleLegStroke
    help: Array

    @property
    def crank_speed(self) -> Array:
        return self.stroke.crank_speed

    @property
    def total_crank_torque(self) -> Array:
        return self.stroke.total_crank_torque + self.help


def _pedalled(
    rider: Rider, bicycle: Bicycle, riding: Riding, side: Side, least_torque: Array | None
) -> Callable[[Array], SingleLegStroke]:
    """A function from crank speed (n, rad/s) to the stroke at it.

    The hips move as they do where the other leg pedals too, each with this leg's power: nobody measured them otherwise.
    """
    leg, cleat = leg_of(rider, bicycle, side)
    posture = sit(rider, bicycle, replace(riding, power_w=2 * riding.power_w))
    moved = move_leg(rider, leg, bicycle, cleat, riding, posture)
    muscles = scale_muscles(leg, rider.height_m, rider.mass_kg, rider.hip_width_m)
    weight_n = rider.mass_kg * GRAVITY_M_S2

    def pedal(crank_speed: Array) -> SingleLegStroke:
        cycle = at_crank_speed(moved, crank_speed)
        problem = leg_problem(
            cycle,
            leg_dynamics(cycle),
            muscles,
            rider.coordination,
            riding.cue,
            least_torque,
            riding.pattern_hip_line,
        )
        (solved,), report = coordinate(
            [problem],
            riding.power_w,
            weight_n,
            rider.coordination,
            weight=trunk_weight(riding.torso_angle, rider.torso_m, weight_n),
            alone=True,
        )
        return SingleLegStroke(leg_stroke(problem, solved), report, weight_n)

    return pedal
