"""From a set-up file to the simulator's rider, bicycle and riding, defaults filled in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import cos, pi, radians
from typing import TYPE_CHECKING, Any

import numpy as np

from fit_optimizer.setup.named_rows import AS_EVER, TRAINED
from fit_optimizer.setup.tables import LeftRight, SetUp
from rider_models.anthropometry import segment_length_m
from rider_models.arrays import SIDES
from rider_models.body_survey import default_inseam_m, hip_above_crotch_m
from rider_models.coordination import Coordination
from rider_models.rider import Leg, Mobility, Rider, average_hip_width_m, average_leg
from sim.bicycle import Bicycle, CleatPosition
from sim.hands import SHOULDER_ANGLE, Hands, hands
from sim.posture import (
    hip_above_saddle_m,
    leg_reach_by_custom,
    saddle_height_as_far,
    saddle_height_by_custom,
)
from sim.riding import (
    NATURAL_ANKLE,
    PELVIS_SHARE_OF_REACH,
    AnkleStrategy,
    Riding,
    hip_drop_m,
    natural_ankle,
)
from sim.stroke import Stroke, simulate

CRANK_STOCK_M = (0.160, 0.165, 0.1675, 0.170, 0.1725, 0.175)
"""Crank lengths that are sold for road bikes today."""
CRANK_AT_NO_INSEAM_M = 0.107
CRANK_PER_INSEAM = 0.075
"""Crank length by custom: a line in the inseam, to the nearest length sold.

160-165 mm for an inseam of 0.75 m, 170 for 0.84, 175 from 0.90 on: the line is a guess through what road
bicycles come with by frame size, where the older rule of 0.216 of the inseam gives 162, 181 and 194. Within
these lengths neither sprint power nor oxygen uptake depends on the crank (Martin & Spirduso 2001, Eur J
Appl Physiol 84:413; McDaniel et al. 2002, J Appl Physiol 93:823).
"""

FARTHEST_PEDAL = np.deg2rad(162.0)
"""Crank angle near which the knee is straightest: 160-161 deg on the custom fit of riders of 1.50-1.95 m."""


if TYPE_CHECKING:
    from fit_optimizer.setup.kinds import RiderKind
    from fit_optimizer.setup.techniques import Technique
    from sim.muscle_sharing import SolverReport


@dataclass(frozen=True)
class RiderOnBike:
    """What one simulation needs; the ankle curve before a technique changes it; the custom saddle height
    that the natural ankle refers to; how far the bar can move; the bend of the elbow and the angle of
    arm and torso at the shoulder (rad)."""

    rider: Rider
    bicycle: Bicycle
    riding: Riding
    own_ankle: AnkleStrategy
    custom_saddle_height_m: float
    bar_move_max_m: float | None
    elbow_bend: float
    shoulder_angle: float = SHOULDER_ANGLE

    def simulate(
        self, activation_dynamics: bool = True, told: Callable[[SolverReport], None] | None = None
    ) -> Stroke:
        """Simulate the stroke; `told` hears of every share of the work that was solved. Raises PedalfitError."""
        return simulate(self.rider, self.bicycle, self.riding, activation_dynamics, told)

    def hands(self) -> Hands:
        """Where the hands rest at the torso angle ridden."""
        return hands(self.rider, self.bicycle, self.riding, self.elbow_bend, self.shoulder_angle)


def seat_rider(set_up: SetUp, natural: AnkleStrategy = NATURAL_ANKLE) -> RiderOnBike:
    """Fill in what a set-up leaves to anthropometry and custom, in SI units and radians.

    `natural` is the rider's customary ankle curve at the customary saddle height.
    """
    rider = _rider(set_up)
    crank_m = _crank_m(set_up)
    angle = radians(set_up.bicycle.seat_tube_angle_deg)
    custom_m = _custom_saddle_height(set_up, rider, crank_m, angle, natural)
    height_m = _metres(set_up.bicycle.saddle_height_mm, custom_m)
    bicycle = Bicycle(
        saddle_height_m=height_m,
        saddle_setback_m=_metres(set_up.bicycle.saddle_setback_mm, custom_m * cos(angle)),
        seat_tube_angle=angle,
        crank_length_m=crank_m,
        stance_width_m=set_up.bicycle.stance_width_mm / 1000,
        sole_stack_m=_thinner_sole_m(set_up),
        left_cleat=_cleat(set_up, "left"),
        right_cleat=_cleat(set_up, "right"),
        crank_inertia_kg_m2=set_up.bicycle.crank_inertia_kg_m2,
        independent_cranks=set_up.bicycle.cranks == "independent",
        saddle_tilt=radians(set_up.bicycle.saddle_tilt_deg),
    )
    own = _riding(set_up, rider, bicycle, custom_m, natural)
    farthest_mm = set_up.bicycle.bar_move_max_mm
    return RiderOnBike(
        rider=rider,
        bicycle=bicycle,
        riding=_as_meant(set_up, rider, own),
        own_ankle=own.ankle,
        custom_saddle_height_m=custom_m,
        bar_move_max_m=None if farthest_mm is None else farthest_mm / 1000,
        elbow_bend=radians(set_up.riding.elbow_bend_deg),
        shoulder_angle=radians(set_up.riding.shoulder_angle_deg),
    )


Seat = Callable[[SetUp], RiderOnBike]
"""What puts a set-up's rider on its bicycle: `seat_rider`, or the same with another customary rider."""


def with_saddle_at(set_up: SetUp, on: RiderOnBike, height_m: float) -> RiderOnBike:
    """The same rider with the saddle at another height (m) and the same setback, as `set_up` has the rest.

    The ankle follows the saddle. Cheaper than another set-up where only heights are tried.
    """
    bicycle = replace(on.bicycle, saddle_height_m=height_m)
    own = _riding(set_up, on.rider, bicycle, on.custom_saddle_height_m, NATURAL_ANKLE)
    return replace(
        on,
        bicycle=bicycle,
        riding=_as_meant(set_up, on.rider, own),
        own_ankle=own.ankle,
    )


def _rider(set_up: SetUp) -> Rider:
    table = set_up.rider
    height_m = table.height_mm / 1000
    inseam_m = None if table.inseam_mm is None else table.inseam_mm / 1000
    average = average_leg(height_m, table.sex, inseam_m)
    mobility = table.mobility
    arm = sum(segment_length_m(s, height_m, table.sex) for s in ("upper_arm", "forearm"))
    left, right = _leg(set_up, average, "left"), _leg(set_up, average, "right")
    leg_m = (left.length_m + right.length_m) / 2
    return Rider(
        height_m=height_m,
        mass_kg=table.mass_kg,
        sex=table.sex,
        left=left,
        right=right,
        hip_width_m=average_hip_width_m(height_m),
        hip_above_crotch_m=hip_above_crotch_m(leg_m, height_m, table.sex, inseam_m),
        torso_m=segment_length_m("trunk", height_m, table.sex),
        arm_m=_metres(table.arm_mm, arm),
        mobility=Mobility(
            hip_flexion_max=radians(mobility.hip_flexion_max_deg),
            knee_flexion_min=radians(mobility.knee_flexion_min_deg),
            knee_flexion_max=radians(mobility.knee_flexion_max_deg),
            ankle_dorsiflexion_max=radians(mobility.ankle_dorsiflexion_max_deg),
            ankle_plantarflexion_max=radians(mobility.ankle_plantarflexion_max_deg),
            straight_leg_raise=radians(mobility.straight_leg_raise_deg),
            hip_inward_max=_radians(mobility.hip_inward_max_deg),
            hip_outward_max=_radians(mobility.hip_outward_max_deg),
            hip_abduction_max=_radians(mobility.hip_abduction_max_deg),
        ),
        coordination=_coordination(set_up),
    )


def _kind(set_up: SetUp) -> RiderKind | None:
    """The kind of rider; None for a trained one, whom the keys' defaults describe."""
    if set_up.rider.kind == TRAINED:
        return None
    from fit_optimizer.setup.kinds import KINDS  # noqa: PLC0415  read for the others alone

    return KINDS[set_up.rider.kind]


def _strength(set_up: SetUp, side: str) -> float:
    kind = _kind(set_up)
    if kind is not None and "strength" not in set_up.rider.model_fields_set:
        return kind.strength
    return _side(set_up.rider.strength, side) or 1.0


def _coordination(set_up: SetUp) -> Coordination:
    """The weights, those that are not given as the kind of rider has them."""
    table: Any = set_up.rider.coordination
    kind = _kind(set_up)
    times = {} if kind is None else kind.coordination_times
    given = table.model_fields_set
    weights = table.model_dump()
    return Coordination(
        **{key: w if key in given else w * times.get(key, 1.0) for key, w in weights.items()}
    )


def technique_in_force(set_up: SetUp) -> tuple[str, float]:
    """Return the key of the technique that is followed and by which share; where none is given the kind of rider's."""
    table, kind = set_up.riding, _kind(set_up)
    if kind is None or "technique" in table.model_fields_set:
        return table.technique, table.technique_pct / 100
    if "technique_pct" in table.model_fields_set:
        return kind.technique, table.technique_pct / 100
    return kind.technique, kind.technique_share


def _leg(set_up: SetUp, average: Leg, side: str) -> Leg:
    table = set_up.rider
    return replace(
        average,
        thigh_m=_metres(_side(table.thigh_mm, side), average.thigh_m),
        shank_m=_metres(_side(table.shank_mm, side), average.shank_m),
        foot_m=_metres(_side(table.foot_mm, side), average.foot_m),
        strength=_strength(set_up, side),
    )


def _cleat(set_up: SetUp, side: str) -> CleatPosition:
    """Cleat of one shoe; what its sole is thicker than the other's lies under the foot as a shim does."""
    table = set_up.bicycle
    sole_m = (_side(table.sole_stack_mm, side) or 0.0) / 1000 - _thinner_sole_m(set_up)
    return CleatPosition(
        setback_m=(_side(table.cleat_setback_mm, side) or 0.0) / 1000,
        outward_m=(_side(table.cleat_outward_mm, side) or 0.0) / 1000,
        toe_out=radians(_side(table.toe_out_deg, side) or 0.0),
        shim_m=(_side(table.shim_mm, side) or 0.0) / 1000 + sole_m,
        wedge=radians(_side(table.wedge_deg, side) or 0.0),
    )


def _thinner_sole_m(set_up: SetUp) -> float:
    """Pedal axis to the sole of the foot (m), of the shoe that has less of it."""
    return min(_side(set_up.bicycle.sole_stack_mm, side) or 0.0 for side in SIDES) / 1000


def _riding(
    set_up: SetUp, rider: Rider, bicycle: Bicycle, custom_m: float, natural: AnkleStrategy
) -> Riding:
    """The riding of a rider whose ankle and pelvis follow how far the pedals are, by height or setback."""
    as_far_m = saddle_height_as_far(bicycle, hip_above_saddle_m(rider))
    table = set_up.riding
    crank_speed = table.cadence_rpm * 2 * pi / 60
    ankle = natural_ankle(
        natural,
        as_far_m / custom_m,
        crank_speed,
        table.power_w / crank_speed / set_up.rider.mass_kg,
    )
    ankle = replace(
        ankle,
        second_share=table.ankle_second_share,
        second_lag=radians(table.ankle_second_lag_deg),
    )
    kind = _kind(set_up)
    if table.ankle_range_deg is not None:
        ankle = replace(ankle, range=radians(table.ankle_range_deg))
    elif kind is not None:
        ankle = replace(ankle, range=ankle.range * kind.ankle_range_times)
    if table.ankle_peak_deg is not None:
        ankle = replace(ankle, peak_crank_angle=radians(table.ankle_peak_deg))
    if "ankle_dorsiflexion_max_deg" in set_up.rider.mobility.model_fields_set:
        ankle = ankle.bent_at_most(
            rider.mobility.ankle_dorsiflexion_max, cut_range=table.ankle_range_deg is None
        )
    ankle = replace(ankle, mean=ankle.mean + radians(table.heel_drop_deg))
    return Riding(
        power_w=table.power_w,
        crank_speed=crank_speed,
        torso_angle=radians(table.torso_angle_deg),
        ankle=ankle,
        hip_drop_m=hip_drop_m(as_far_m, custom_m) - set_up.rider.hip_up_mm / 1000,
        hip_back_m=set_up.rider.hip_back_mm / 1000,
        pelvis_forward=radians(set_up.rider.pelvis_forward_deg),
    )


def _as_meant(set_up: SetUp, rider: Rider, own: Riding) -> Riding:
    """The riding with what the rider means to do."""
    key, share = technique_in_force(set_up)
    if key == AS_EVER and set_up.riding.heel_drop_deg == 0:
        return own
    from fit_optimizer.setup.techniques import technique  # noqa: PLC0415  most riders are told
    # nothing: the techniques are not read for them

    return following(set_up, rider, own, technique(key), share)


def following(
    set_up: SetUp, rider: Rider, own: Riding, told: Technique, share: float = 1.0
) -> Riding:
    """Return the riding of a rider who follows a technique by a share; `own` is theirs as ever.

    Where the leg must reach farther because the heel is lower than it is unasked, the pelvis follows.
    """
    from fit_optimizer.setup.apply_technique import with_technique  # noqa: PLC0415  as above

    meant = with_technique(own, told, share)
    unasked = replace(own.ankle, mean=own.ankle.mean - radians(set_up.riding.heel_drop_deg))
    farther_m = _reach_m(set_up, rider, unasked) - _reach_m(set_up, rider, meant.ankle)
    return replace(meant, hip_drop_m=meant.hip_drop_m + PELVIS_SHARE_OF_REACH * farther_m)


def _reach_m(set_up: SetUp, rider: Rider, ankle: AnkleStrategy) -> float:
    """Hip centre to farthest pedal (m) at the customary knee angle, of the shorter leg, with an ankle curve."""
    at_the_bottom = float(ankle.dorsiflexion(FARTHEST_PEDAL))
    stack_m = _thinner_sole_m(set_up)
    cleats = (_cleat(set_up, side) for side in SIDES)
    return min(
        leg_reach_by_custom(leg, stack_m + cleat.shim_m, cleat.setback_m, at_the_bottom)
        for leg, cleat in zip((rider.left, rider.right), cleats, strict=True)
    )


def _crank_m(set_up: SetUp) -> float:
    if set_up.bicycle.crank_length_mm is not None:
        return set_up.bicycle.crank_length_mm / 1000
    return custom_crank_m(set_up)


def custom_crank_m(set_up: SetUp) -> float:
    """Crank length (m) that riders of that inseam have by custom, as sold."""
    table = set_up.rider
    inseam_m = _metres(table.inseam_mm, default_inseam_m(table.height_mm / 1000, table.sex))
    custom_m = CRANK_AT_NO_INSEAM_M + CRANK_PER_INSEAM * inseam_m
    return min(CRANK_STOCK_M, key=lambda stock_m: abs(stock_m - custom_m))


def _custom_saddle_height(
    set_up: SetUp, rider: Rider, crank_m: float, angle: float, natural: AnkleStrategy
) -> float:
    """Saddle height (m) for the customary knee angle at the bottom, of the shorter leg."""
    reach = _reach_m(set_up, rider, natural)
    return saddle_height_by_custom(reach, hip_above_saddle_m(rider), crank_m, angle)


def _radians(degrees: float | None) -> float | None:
    return None if degrees is None else radians(degrees)


def _metres(millimetres: float | None, otherwise_m: float) -> float:
    return otherwise_m if millimetres is None else millimetres / 1000


def _side(value: float | LeftRight | None, side: str) -> float | None:
    return getattr(value, side) if isinstance(value, LeftRight) else value
