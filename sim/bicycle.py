"""The bicycle as set up: saddle, cranks, stance and cleats (SI units)."""

from __future__ import annotations

from dataclasses import dataclass

ROAD_CRANK_INERTIA_KG_M2 = 95.0
"""Bicycle and rider on the road, seen at the crank: about 80 kg rolling on 0.34 m wheels in a gear of 3.2."""

LIFTED_WITH_THE_FOOT_KG = 0.25
"""What a leg on an independent crank lifts beside itself, as mass at the pedal's axis: half of a crank arm of 0.2 kg
and a pedal of 0.15 kg (makers' weights, rounded). On cranks of one piece the other side's balances it."""


@dataclass(frozen=True)
class CleatPosition:
    """Cleat of one shoe: spindle behind the ball of the foot, outwards of the foot's midline, shim under
    the cleat (m), toe-out (rad), wedge (rad; + lifts the inside edge of the foot)."""

    setback_m: float
    outward_m: float
    toe_out: float
    shim_m: float = 0.0
    wedge: float = 0.0


@dataclass(frozen=True)
class Bicycle:
    """A bicycle set up for a rider (m, rad).

    `saddle_height_m` runs from the bottom-bracket centre to the saddle top along the seat tube;
    `saddle_setback_m` is the horizontal distance of the saddle reference point (where the saddle
    is 80 mm wide) behind the bottom bracket. `stance_width_m` is the distance between the middles
    of the pedals. `sole_stack_m` is the height of the sole of the foot above the pedal spindle.
    `crank_inertia_kg_m2` is all that turns with the cranks, seen at their axis: on the road the
    rolling bicycle and rider in the gear ridden, on an ergometer its flywheel. The saddle is tilted from level by
    `saddle_tilt` (+ nose up) about its reference point, so that height and setback stay. Of `independent_cranks` each
    turns a freewheel of its own: a leg can drive, but nothing brings its crank and pedal up again except the leg
    itself.
    """

    saddle_height_m: float
    saddle_setback_m: float
    seat_tube_angle: float
    crank_length_m: float
    stance_width_m: float
    sole_stack_m: float
    left_cleat: CleatPosition
    right_cleat: CleatPosition
    crank_inertia_kg_m2: float = ROAD_CRANK_INERTIA_KG_M2
    independent_cranks: bool = False
    saddle_tilt: float = 0.0
