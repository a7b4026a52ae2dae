"""The metrics of a stroke: what a power meter would show, joint ranges, loads and work shares.

`metric_table` names and describes every one; the functions here compute them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from rider_models.arrays import JOINTS, SAGITTAL_ANGLES, Array, Joint, angle_name
from rider_models.two_leg_urdf import PEDAL_MASS_KG
from sim.crank_curve import (
    between_samples,
    main_positive_arc,
    narrowest_arc_with,
    peak,
    share_below,
)
from sim.dynamics import pedal_weight_torque
from sim.knee_angle import marker_knee_flexion
from sim.load_metrics import load_metrics
from sim.metabolic_cost import metabolic_power
from sim.metric_table import LEG_METRICS, METRICS, Legs, Metric
from sim.stroke import LegStroke, Stroke

WORK_DIRECTIONS = {
    "hip_extension": (Joint.HIP_FLEXION, -1),
    "hip_flexion": (Joint.HIP_FLEXION, 1),
    "knee_extension": (Joint.KNEE_FLEXION, -1),
    "knee_flexion": (Joint.KNEE_FLEXION, 1),
    "ankle_plantarflexion": (Joint.ANKLE_DORSIFLEXION, -1),
}
"""Movements whose positive work is counted: joint angle, and sign of the moment that drives them."""

Metrics = dict[str, float]
"""Values by the names of `metric_table`, units in the names."""


def leg_metrics(leg: LegStroke, body_weight_n: float) -> Metrics:
    """Metrics of one leg, in the order of `LEG_METRICS`."""
    found = {
        **meter_metrics(leg),
        **_joint_ranges(leg),
        "knee_extension_moment_peak_nm": float(-leg.joint_moment[:, Joint.KNEE_FLEXION].min()),
        **load_metrics(leg, body_weight_n),
        **_work_metrics(leg),
        "negative_muscular_torque_pct": negative_muscular_torque_pct(leg),
        "force_effectiveness": force_effectiveness(leg),
        "downstroke_share_pct": downstroke_share(leg),
        "muscle_effort": muscle_effort(leg),
    }
    return {metric.name: found[metric.name] for metric in LEG_METRICS}


def meter_metrics(leg: LegStroke) -> Metrics:
    """What a power meter in the pedal would show of a leg, as `torque_metrics` names it."""
    return torque_metrics(metered_torque(leg), leg.problem.cycle.time_share)


def torque_metrics(torque: Array, time_share: Array) -> Metrics:
    """A pedal's metrics as the FIT profile defines them, from the crank torque of one leg (n, Nm).

    Torque effectiveness (P+ + P-)/P+, pedal smoothness mean/max of the power, power phase from
    start to end of positive torque, peak power phase the narrowest arc with half the power. The
    crank turns as far in every `time_share` (n), so power is torque over it. A leg that never
    drives has an effectiveness and a smoothness of nought.
    """
    driving = float(np.maximum(torque, 0.0).mean())
    mean = float(torque.mean())
    highest_power = float((torque / time_share).max() / len(torque))
    phase = between_samples(torque, main_positive_arc(torque))
    peak_phase = narrowest_arc_with(torque, 0.5)
    highest, at = peak(torque)
    return {
        "torque_effectiveness_pct": 100 * mean / driving if driving > 0 else 0.0,
        "pedal_smoothness_pct": 100 * mean / highest_power if highest_power > 0 else 0.0,
        "power_phase_start_deg": phase.start_deg,
        "power_phase_end_deg": phase.end_deg,
        "peak_power_phase_start_deg": peak_phase.start_deg,
        "peak_power_phase_end_deg": peak_phase.end_deg,
        "peak_crank_torque_nm": highest,
        "peak_crank_torque_angle_deg": at,
    }


def metered_torque(leg: LegStroke) -> Array:
    """Return a leg's crank torque as gauges in the pedal's axle see it (n, Nm): with the weight of the pedal's body.

    The body hangs on the axle beyond the gauges. It helps its leg on the way down and has to be lifted again, which
    takes 0.2 to 0.3 points of torque effectiveness at 200 W; over a revolution, and over both legs, it does nothing.
    """
    return leg.crank_torque + pedal_weight_torque(PEDAL_MASS_KG, leg.problem.cycle.crank_length_m)


def dead_spot_metrics(total_torque: Array) -> Metrics:
    """Dead spots of the two-leg crank torque (n, Nm).

    Dead-centre size is lowest over mean torque (Leirdal & Ettema 2011); the width is the arc below
    half the mean torque, per dead spot (there are two in a revolution).
    """
    mean = float(total_torque.mean())
    return {
        "dead_centre_size_pct": 100 * float(total_torque.min()) / mean,
        "dead_spot_width_deg": share_below(total_torque, mean / 2) / 2,
    }


def combined_smoothness_pct(total_torque: Array) -> float:
    """Mean over largest torque of both legs (n, Nm), in percent, as a meter in the spider sends it."""
    return float(100 * total_torque.mean() / total_torque.max())


def stroke_metrics(stroke: Stroke) -> Metrics:
    """Every metric of a stroke, in the order of `METRICS`; two legs make one as the table says."""
    left = leg_metrics(stroke.left, stroke.body_weight_n)
    alike = stroke.right is stroke.left
    right = left if alike else leg_metrics(stroke.right, stroke.body_weight_n)
    power = {side: mean_power(leg) for side, leg in stroke.legs.items()}
    cadences = stroke.crank_speed * 60 / (2 * np.pi)
    metabolic = metabolic_power(stroke)
    found = {
        **combine_legs(left, right),
        **dead_spot_metrics(stroke.total_crank_torque),
        "combined_smoothness_pct": combined_smoothness_pct(stroke.total_crank_torque),
        "mean_crank_power_w": power["left"] + power["right"],
        "balance_right_pct": 100 * power["right"] / (power["left"] + power["right"]),
        "metabolic_power_w": metabolic,
        "gross_efficiency_pct": 100 * (power["left"] + power["right"]) / metabolic,
        "cadence_min_rpm": float(cadences.min()),
        "cadence_max_rpm": float(cadences.max()),
        "solve_time_ms": 1000 * stroke.solve_time_s,
    }
    return {metric.name: found[metric.name] for metric in METRICS}


def reproducible_metrics(stroke: Stroke) -> Metrics:
    """The metrics that are the same in every run of the same set-up."""
    found = stroke_metrics(stroke)
    return {metric.name: found[metric.name] for metric in METRICS if metric.reproducible}


def combine_legs(left: Metrics, right: Metrics) -> Metrics:
    """One number of each leg metric's two, as the metric's row says."""
    return {
        metric.name: _combined(metric, left[metric.name], right[metric.name])
        for metric in LEG_METRICS
    }


def mean_power(leg: LegStroke) -> float:
    """Mean crank power of a leg (W)."""
    cycle = leg.problem.cycle
    return float((leg.crank_torque * cycle.crank_speed * cycle.time_share).sum())


def muscular_crank_torque(leg: LegStroke) -> Array:
    """Crank torque that the joint moments deliver (n, Nm): joint power over crank speed.

    The rest of the crank torque is the leg's weight and inertia giving and taking energy, and the moving pelvis. By
    power, not by splitting the pedal force as Kautz & Hull 1993 do.
    """
    return np.asarray(leg.joint_power.sum(axis=1) / leg.problem.cycle.crank_speed)


def negative_muscular_torque_pct(leg: LegStroke) -> float:
    """Negative over positive area of the muscular crank torque, in percent."""
    muscular = muscular_crank_torque(leg)
    return float(100 * np.maximum(-muscular, 0).sum() / np.maximum(muscular, 0).sum())


def force_effectiveness(leg: LegStroke) -> float:
    """Index of force effectiveness: tangential over resultant force in the plane of the crank."""
    force = leg.coordination.force_on_foot[:, [0, 2]]
    tangential = leg.crank_torque / leg.problem.cycle.crank_length_m
    return float(tangential.sum() / np.linalg.norm(force, axis=1).sum())


def downstroke_share(leg: LegStroke) -> float:
    """Share of the leg's crank work done between top and bottom dead centre (percent)."""
    down = leg.problem.cycle.crank_angle < np.pi
    return float(100 * leg.crank_torque[down].sum() / leg.crank_torque.sum())


def muscle_effort(leg: LegStroke) -> float:
    """Mean squared activation, each muscle weighed by its volume."""
    volume = leg.problem.muscles.volume / leg.problem.muscles.volume.sum()
    per_position = (leg.coordination.activation**2) @ volume
    return float((per_position * leg.problem.cycle.time_share).sum())


def _mean_direction(left: float, right: float) -> float:
    both = np.exp(1j * np.deg2rad([left, right])).sum()
    return float(np.rad2deg(np.angle(both)) % 360)


_OF_TWO: dict[Legs, Callable[[float, float], float]] = {
    Legs.LARGER: max,
    Legs.SMALLER: min,
    Legs.MEAN: lambda left, right: (left + right) / 2,
    Legs.DIRECTION: _mean_direction,
}


def _combined(metric: Metric, left: float, right: float) -> float:
    return left if left == right else _OF_TWO[metric.legs](left, right)


def _joint_ranges(leg: LegStroke) -> Metrics:
    degrees = np.rad2deg(leg.problem.cycle.joint_angles)
    ranges = {}
    for joint in SAGITTAL_ANGLES:
        name, angle = angle_name(joint), degrees[:, joint]
        ranges[f"{name}_min_deg"] = float(angle.min())
        ranges[f"{name}_max_deg"] = float(angle.max())
        ranges[f"{name}_range_deg"] = float(np.ptp(angle))
    knee = leg.problem.cycle.joint_angles[:, Joint.KNEE_FLEXION]
    read = np.rad2deg(marker_knee_flexion(knee))
    ranges["knee_flexion_by_markers_min_deg"] = float(read.min())
    ranges["knee_flexion_by_markers_max_deg"] = float(read.max())
    return ranges


def _work_metrics(leg: LegStroke) -> Metrics:
    """Net work shares of the joints, and shares of the total positive work by direction of moment."""
    time = leg.problem.cycle.time_share[:, None]
    power = leg.joint_power * time
    net = {name: power[:, list(angles)].sum() for name, angles in JOINTS.items()}
    total = sum(net.values())
    positive = _positive_work(leg.joint_moment, power)
    whole = sum(positive.values())
    shares = {f"{joint}_work_share_pct": float(100 * w / total) for joint, w in net.items()}
    return shares | {f"positive_work_pct.{k}": float(100 * v / whole) for k, v in positive.items()}


def _positive_work(moment: Array, power: Array) -> Mapping[str, float]:
    return {
        name: float(power[(power[:, j] > 0) & (sign * moment[:, j] > 0), j].sum())
        for name, (j, sign) in WORK_DIRECTIONS.items()
    }
