"""What a simulated stroke offers for comparison with a published experiment: metrics and curves by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rider_models.arrays import SAGITTAL_ANGLES, Array, angle_name
from rider_models.errors import PedalfitError
from rider_models.muscle_groups import MUSCLE_GROUPS
from rider_models.nearest import did_you_mean
from rider_models.rider import Rider
from sim.bicycle import Bicycle
from sim.muscle_phases import group_activation
from sim.pedalling_metrics import leg_metrics, muscular_crank_torque, reproducible_metrics
from sim.single_leg import SingleLegStroke
from sim.stroke import LegStroke, Stroke
from sim.work_sectors import joint_powers_w

EMG_GROUPS = tuple(group.name for group in MUSCLE_GROUPS if group.under_skin)
"""Groups whose muscles lie under the skin, where surface electrodes of cycling studies are put."""


class ExperimentError(PedalfitError):
    """An entry of the experiments table that cannot be used; the text names the entry."""


@dataclass(frozen=True, eq=False)
class StrokeValues:
    """Metrics (units in the names) and curves of the right leg over evenly spaced crank angles."""

    metrics: Mapping[str, float]
    curves: Mapping[str, Array]

    def metric(self, name: str) -> float:
        """A metric by name. Raises ExperimentError."""
        if name not in self.metrics:
            raise ExperimentError(_unknown(name, "a metric of a stroke", self.metrics))
        return float(self.metrics[name])

    def curve(self, name: str) -> Array:
        """A curve by name. Raises ExperimentError."""
        if name not in self.curves:
            raise ExperimentError(_unknown(name, "a curve of a stroke", self.curves))
        return self.curves[name]


def values_of(stroke: Stroke) -> StrokeValues:
    """The metrics of `metric_table` and curves.

    `*_per_kg` curves are divided by the rider's mass. `activation.NAME` is a muscle's activation
    or, for a functional group (also where a muscle has its name), the mean of its muscles weighed by volume;
    `activation_mean.NAME` its mean over the revolution, `activation_downstroke.NAME` from top to bottom.
    """
    metrics = dict(reproducible_metrics(stroke))
    for part, power_w in joint_powers_w(stroke).items():
        metrics[f"{part}_power_mean_w"] = power_w
    return _values(stroke.right, stroke.rider, stroke.bicycle, metrics)


def values_of_one_leg(stroke: SingleLegStroke, rider: Rider, bicycle: Bicycle) -> StrokeValues:
    """Metrics and curves of a leg that pedals alone; what needs two legs is not among the metrics."""
    metrics = dict(leg_metrics(stroke.leg, stroke.body_weight_n))
    return _values(stroke.leg, rider, bicycle, metrics)


def _values(
    leg: LegStroke, rider: Rider, bicycle: Bicycle, metrics: dict[str, float]
) -> StrokeValues:
    curves = _curves(leg, rider.mass_kg)
    for joint in SAGITTAL_ANGLES:
        metrics[f"{angle_name(joint)}_mean_deg"] = float(curves[f"{angle_name(joint)}_deg"].mean())
    for name, curve in curves.items():
        if name.startswith("activation."):
            metrics[name.replace("activation.", "activation_mean.")] = float(curve.mean())
            down = float(curve[: len(curve) // 2].mean())
            metrics[name.replace("activation.", "activation_downstroke.")] = down
    metrics["total_emg"] = sum(metrics[f"activation_mean.{group}"] for group in EMG_GROUPS)
    return StrokeValues(metrics | _fit(rider, bicycle), curves)


def _fit(rider: Rider, bicycle: Bicycle) -> dict[str, float]:
    """Saddle, crank and inseam (mm, deg): of the right leg."""
    return {
        "saddle_height_mm": 1000 * bicycle.saddle_height_m,
        "saddle_to_pedal_mm": 1000 * (bicycle.saddle_height_m + bicycle.crank_length_m),
        "seat_tube_angle_deg": float(np.rad2deg(bicycle.seat_tube_angle)),
        "inseam_mm": 1000 * (rider.right.length_m - rider.hip_above_crotch_m),
    }


def _curves(leg: LegStroke, mass_kg: float) -> dict[str, Array]:
    cycle = leg.problem.cycle
    force_on_pedal = -leg.coordination.force_on_foot
    tangential = leg.crank_torque / cycle.crank_length_m
    curves: dict[str, Array] = {
        "crank_speed_rad_s": cycle.crank_speed,
        "crank_torque_nm": leg.crank_torque,
        "crank_power_w": leg.crank_torque * cycle.crank_speed,
        "muscular_crank_torque_nm": muscular_crank_torque(leg),
        "crank_tangential_force_n": tangential,
        "crank_tangential_force_per_kg": tangential / mass_kg,
        "pedal_force_forward_n": force_on_pedal[:, 0],
        "pedal_force_up_n": force_on_pedal[:, 2],
        "pedal_angle_deg": sole_pitch_deg(leg),
    }
    for joint in SAGITTAL_ANGLES:
        name, moment = angle_name(joint), leg.joint_moment[:, joint]
        curves[f"{name}_deg"] = np.rad2deg(cycle.joint_angles[:, joint])
        curves[f"{name}_moment_nm"] = moment
        curves[f"{name}_moment_per_kg"] = moment / mass_kg
        curves[f"{name.partition('_')[0]}_power_w"] = leg.joint_power[:, joint]
    return curves | _activations(leg)


def sole_pitch_deg(leg: LegStroke) -> Array:
    """Pitch of the sole from horizontal over the cycle (n, deg), toe down positive."""
    forward = leg.problem.cycle.pose.rotations[:, -1, :, 0]
    return np.asarray(np.rad2deg(np.arctan2(-forward[:, 2], forward[:, 0])))


def _activations(leg: LegStroke) -> dict[str, Array]:
    muscles = dict(zip(leg.problem.muscles.names, leg.coordination.activation.T, strict=True))
    return {
        f"activation.{name}": curve for name, curve in {**muscles, **group_activation(leg)}.items()
    }


def _unknown(name: str, what: str, known: Mapping[str, object]) -> str:
    return f"{name} is not {what}{did_you_mean(name, known)}"
