"""The figures of a stroke: what a power meter would show, joint ranges, loads and work shares."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.crank_curve import (
    between_samples,
    main_positive_arc,
    narrowest_arc_with,
    peak,
    share_below,
)
from sim.load_metrics import load_metrics
from sim.metabolic_cost import metabolic_power
from sim.stroke import LegStroke, Stroke

Array = NDArray[np.float64]
Figures = dict[str, float | dict[str, float]]

HIP, KNEE, ANKLE = 0, 3, 4

_LARGER_COUNTS = ("_peak_", "_mean_", "_impulse_", "_max_deg")
"""Of two legs the more loaded one and the outermost angle count."""


def leg_metrics(leg: LegStroke, body_weight_n: float) -> Figures:
    """Figures of one leg, units in the names."""
    return {
        **torque_metrics(leg.crank_torque, leg.problem.cycle.time_share),
        **_joint_ranges(leg),
        "knee_extension_moment_peak_nm": float(-leg.joint_moment[:, KNEE].min()),
        **load_metrics(leg, body_weight_n),
        **_work_metrics(leg),
        "force_effectiveness": force_effectiveness(leg),
        "downstroke_share_pct": downstroke_share(leg),
        "muscle_effort": muscle_effort(leg),
    }


def torque_metrics(torque: Array, time_share: Array) -> dict[str, float]:
    """A pedal's figures as the FIT profile defines them, from the crank torque of one leg (n, Nm).

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


def dead_spot_metrics(total_torque: Array) -> dict[str, float]:
    """Dead spots of the two-leg crank torque (n, Nm).

    Dead-centre size is lowest over mean torque (Leirdal & Ettema 2011); the width is the arc below
    half the mean torque, per dead spot (there are two in a revolution).
    """
    mean = float(total_torque.mean())
    return {
        "dead_centre_size_pct": 100 * float(total_torque.min()) / mean,
        "dead_spot_width_deg": share_below(total_torque, mean / 2) / 2,
    }


def stroke_metrics(stroke: Stroke) -> Figures:
    """Figures of a stroke: of both legs together, the mean of what a meter shows per pedal, the
    worse leg for loads and the outermost joint angle."""
    sides = {side: leg_metrics(leg, stroke.body_weight_n) for side, leg in stroke.legs.items()}
    combined = combine_legs(sides["left"], sides["right"])
    power = {side: mean_power(leg) for side, leg in stroke.legs.items()}
    total = stroke.total_crank_torque
    combined.update(dead_spot_metrics(total))
    combined["mean_crank_power_w"] = power["left"] + power["right"]
    combined["left_balance_pct"] = 100 * power["left"] / (power["left"] + power["right"])
    metabolic = metabolic_power(stroke)
    combined["metabolic_power_w"] = metabolic
    combined["gross_efficiency_pct"] = 100 * (power["left"] + power["right"]) / metabolic
    cadences = stroke.crank_speed * 60 / (2 * np.pi)
    combined["cadence_min_rpm"] = float(cadences.min())
    combined["cadence_max_rpm"] = float(cadences.max())
    combined["solve_time_ms"] = 1000 * stroke.solve_time_s
    return combined


def combine_legs(left: Figures, right: Figures) -> Figures:
    """One figure of two: the larger load, the outermost joint angle, else the mean (angles around the circle)."""
    combined: Figures = {}
    for key, of_left in left.items():
        of_right = right[key]
        if isinstance(of_left, dict) and isinstance(of_right, dict):
            combined[key] = {k: (v + of_right[k]) / 2 for k, v in of_left.items()}
        elif isinstance(of_left, float) and isinstance(of_right, float):
            combined[key] = _combine(key, of_left, of_right)
    return combined


def mean_power(leg: LegStroke) -> float:
    """Mean crank power of a leg (W)."""
    cycle = leg.problem.cycle
    return float((leg.crank_torque * cycle.crank_speed * cycle.time_share).sum())


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


def _combine(key: str, left: float, right: float) -> float:
    if left == right:
        return left
    if any(word in key for word in _LARGER_COUNTS):
        return max(left, right)
    if key.endswith("_min_deg"):
        return min(left, right)
    if "phase" in key or key.endswith("angle_deg"):
        both = np.exp(1j * np.deg2rad([left, right])).sum()
        return float(np.rad2deg(np.angle(both)) % 360)
    return (left + right) / 2


def _joint_ranges(leg: LegStroke) -> dict[str, float]:
    degrees = np.rad2deg(leg.problem.cycle.joint_angles)
    names = {"hip_flexion": HIP, "knee_flexion": KNEE, "ankle_dorsiflexion": ANKLE}
    ranges = {}
    for name, column in names.items():
        ranges[f"{name}_min_deg"] = float(degrees[:, column].min())
        ranges[f"{name}_max_deg"] = float(degrees[:, column].max())
    return ranges


def _work_metrics(leg: LegStroke) -> Figures:
    """Net work shares of the joints, and shares of the total positive work by direction of moment."""
    time = leg.problem.cycle.time_share[:, None]
    power = leg.joint_power * time
    net = {"hip": power[:, :3].sum(), "knee": power[:, KNEE].sum(), "ankle": power[:, 4:].sum()}
    total = sum(net.values())
    positive = _positive_work(leg.joint_moment, power)
    whole = sum(positive.values())
    shares: Figures = {
        f"{joint}_work_share_pct": float(100 * w / total) for joint, w in net.items()
    }
    shares["positive_work_pct"] = {k: float(100 * v / whole) for k, v in positive.items()}
    return shares


def _positive_work(moment: Array, power: Array) -> Mapping[str, float]:
    directions = {
        "hip_extension": (HIP, -1),
        "hip_flexion": (HIP, 1),
        "knee_extension": (KNEE, -1),
        "knee_flexion": (KNEE, 1),
        "ankle_plantarflexion": (ANKLE, -1),
    }
    return {
        name: float(power[(power[:, j] > 0) & (sign * moment[:, j] > 0), j].sum())
        for name, (j, sign) in directions.items()
    }
