"""Adductors and the hip across the bicycle: over stance width, toe-out and torso."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import with_changes
from fit_optimizer.setup.tables import SetUp
from rider_models.arrays import Joint
from rider_models.errors import PedalfitError
from rider_models.muscle_groups import MUSCLES_BY_GROUP
from sim.stroke import LegStroke

ADDUCTORS = (*MUSCLES_BY_GROUP["short_adductors"], *MUSCLES_BY_GROUP["adductor_magnus"])
STEPS: dict[str, tuple[float, ...]] = {
    "stance_width_mm": (-30.0, 0.0, 30.0, 60.0),
    "toe_out_deg": (-5.0, 0.0, 5.0, 10.0),
    "torso_angle_deg": (-15.0, 0.0, 15.0),
}
"""Keys that change what the hip does across the bicycle, and the changes that are tried: pedals and cleats that are
sold, and the hoods against the drops (guess)."""


@dataclass(frozen=True)
class AcrossTheHip:
    """What a leg's hip and knee do across the bicycle (deg, N, Nm; adduction and inward rotation +).

    `adductor_force_peak_n` is the sum of the adductors' tendon forces, `adductor_length_max` the longest fibre of any
    over its best length. `knee_across_peak_nm`: largest moment about the knee's fore-aft axis of the pedal's force, by
    size, which bones and ligaments hold.
    """

    adductor_force_peak_n: float
    adductor_force_mean_n: float
    adductor_length_max: float
    hip_adduction_max_deg: float
    hip_abduction_max_deg: float
    hip_inward_max_deg: float
    hip_outward_max_deg: float
    knee_across_peak_nm: float


@dataclass(frozen=True)
class AcrossAt:
    """A key at a value, and what it does; the sentence why not where it cannot be ridden."""

    key: str
    value: float
    across: AcrossTheHip | None
    refusal: str


def across_the_hip(leg: LegStroke) -> AcrossTheHip:
    """Return what a solved leg does across the bicycle."""
    problem, coordination = leg.problem, leg.coordination
    cycle = problem.cycle
    mine = np.isin(np.array(problem.muscles.names), ADDUCTORS)
    force = coordination.muscle_force[:, mine].sum(axis=1)
    adduction = np.rad2deg(cycle.joint_angles[:, Joint.HIP_ADDUCTION])
    rotation = np.rad2deg(cycle.joint_angles[:, Joint.HIP_ROTATION])
    return AcrossTheHip(
        adductor_force_peak_n=float(force.max()),
        adductor_force_mean_n=float((force * cycle.time_share).sum()),
        adductor_length_max=float(problem.state.norm_length[:, mine].max()),
        hip_adduction_max_deg=float(adduction.max()),
        hip_abduction_max_deg=float(-adduction.min()),
        hip_inward_max_deg=float(rotation.max()),
        hip_outward_max_deg=float(-rotation.min()),
        knee_across_peak_nm=float(np.abs(knee_across_nm(leg)).max()),
    )


def knee_across_nm(leg: LegStroke) -> np.ndarray:
    """Return the moment of the pedal's force and moment about the knee's fore-aft axis (n, Nm).

    About the x axis of the bicycle through the knee, which points ahead: the part of the leg below is taken as massless
    across (its sideways acceleration is small).
    """
    knee = leg.problem.cycle.pose.hinges[:, Joint.KNEE_FLEXION]
    arm = leg.problem.cycle.pedal - knee
    force, moment = leg.coordination.force_on_foot, leg.coordination.moment_on_foot
    return np.asarray(arm[:, 1] * force[:, 2] - arm[:, 2] * force[:, 1] + moment[:, 0])


def ride_across(
    set_up: SetUp, steps: dict[str, Sequence[float]] | None = None
) -> tuple[AcrossAt, ...]:
    """Return what stance width, toe-out and torso angle do, one at a time, about the set-up's own."""
    found = []
    for key, changes in (steps or STEPS).items():
        for change in changes:
            value = _value(set_up, key) + change
            try:
                stroke = seat_rider(with_changes(set_up, {key: value})).simulate()
                found.append(AcrossAt(key, value, across_the_hip(stroke.right), ""))
            except PedalfitError as refusal:
                found.append(AcrossAt(key, value, None, str(refusal)))
    return tuple(found)


def _value(set_up: SetUp, key: str) -> float:
    """The value of a key; of the right leg where the legs differ."""
    table = set_up.riding if key == "torso_angle_deg" else set_up.bicycle
    value = getattr(table, key)
    return float(getattr(value, "right", value))
