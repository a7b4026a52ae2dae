"""What a fit is judged by, once: knee load, dead spots and what riding costs, each to be made small.

Search, choice, bands, documents and tables read `OBJECTIVES`: one more is one more row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import degrees, pi

import numpy as np

from fit_optimizer.setup.complaints import Complaint, Load, first_tried
from rider_models.muscle_groups import MUSCLE_GROUPS
from sim.pedalling_metrics import Metrics, reproducible_metrics
from sim.stroke import LegStroke, Stroke

DEAD_SPOT_REFERENCE_DEG = 90.0
"""Half a revolution has one dead spot; 90 deg below half the mean torque is half of that."""

COST_MATTERS = 0.03
"""Change of metabolic power that can be told: gross efficiency of the same rider on other days varies by
4.2 %, and a change of 0.6 in 20 points is perceived (Moseley & Jeukendrup 2001, MSSE 33:621)."""

PEAK_TOLD, IMPULSE_TOLD = 0.087, 0.037
"""Smallest change that can be told of the peak and of the impulse of a knee's force that a muscle model gives for the
same person on other days: of its inner side in walking, eight people on three days (Barrios & Willson 2017, J Appl
Biomech 33:171). Nobody has it of cycling."""
KNEE_LOAD_MATTERS = (PEAK_TOLD + IMPULSE_TOLD) / 2
"""Smallest change of the knee load that can be told: the load is half of peaks and half of impulses."""
DEAD_SPOTS_MATTER = 0.05
"""Change of the dead spots that counts. A guess, which turns no key: it ends bands and is told."""

COMPLAINT_SHARE = 0.5
"""Share of the knee load that a known complaint's own load makes up: a guess."""

CLOSED_FROM_SHARE = 0.5
"""Share of the hip flexion that the rider tolerates from which closing it counts: what pinches is the end of the
rider's own range (`hip_flexion_max_deg`, measured or assumed), not an angle that holds for all hips. A guess."""
CLOSED_HIP_BODY_WEIGHTS = 4.0
"""What a hip at the end of its range counts as (body weights), so that one at three quarters counts as two, the
order of the knee's peaks. A guess."""

BEHIND_KNEE = tuple(group.name for group in MUSCLE_GROUPS if group.behind_knee)
"""Functional groups whose force presses on the back of the knee."""


Judged = dict[str, float]
"""Each objective's number by its key, in the order of `OBJECTIVES`; smaller is better."""


@dataclass(frozen=True)
class Ridden:
    """What objectives are computed from: a stroke, its metrics, and where it hurts."""

    stroke: Stroke
    metrics: Metrics
    complaint: Complaint


@dataclass(frozen=True)
class Objective:
    """One thing to be made small, above zero: its key in files, words, unit and decimals, and value.

    `matters` is the smallest relative change that counts: fits that differ by less are as good. What `decides` may
    turn a key for what it saves: only what was measured of riders on bicycles. The others end bands and are told.
    """

    key: str
    words: str
    explained: str
    unit: str
    decimals: int
    matters: float
    value: Callable[[Ridden], float]
    decides: bool = False


def _dead_spots(ridden: Ridden) -> float:
    """Mean of 1 - dead-centre size and of dead-spot width over `DEAD_SPOT_REFERENCE_DEG`; 0 is none."""
    weakness = 1 - ridden.metrics["dead_centre_size_pct"] / 100
    width = ridden.metrics["dead_spot_width_deg"] / DEAD_SPOT_REFERENCE_DEG
    return (weakness + width) / 2


OBJECTIVES: tuple[Objective, ...] = (
    Objective(
        "knee_load",
        "knee load",
        "kneecap and knee force, peak and mean",
        "bw",
        2,
        KNEE_LOAD_MATTERS,
        lambda ridden: knee_load(loads_of(ridden.stroke, ridden.metrics), ridden.complaint),
    ),
    Objective(
        "dead_spots",
        "dead spots",
        "how weak and how long the stroke's weak part is: 0 is none, 1 a dead stop of a quarter turn",
        "",
        2,
        DEAD_SPOTS_MATTER,
        _dead_spots,
    ),
    Objective(
        "metabolic_power",
        "energy cost",
        "energy the body burns at that power and cadence, and what the air takes more at another torso",
        "w",
        0,
        COST_MATTERS,
        lambda ridden: ridden.metrics["metabolic_power_w"],
        decides=True,
    ),
)
"""In the order of the search's values. What riding costs keeps the others honest, for a knee can be spared
at any price."""


def objectives(stroke: Stroke, complaint: Complaint = "none") -> tuple[Judged, Metrics]:
    """Objectives of a stroke, and the metrics that they come from."""
    ridden = Ridden(stroke, reproducible_metrics(stroke), complaint)
    return {one.key: one.value(ridden) for one in OBJECTIVES}, ridden.metrics


def knee_load(loads: Mapping[Load, float], complaint: Complaint) -> float:
    """Load to be made small (body weights) from the loads that are weighed.

    Without a complaint, and with one that the model has no load of (back, hands, saddle, feet, the knee's
    sides), the mean of the patellofemoral and the tibiofemoral load; else that mean and the
    complaint's load in the shares 1 - `COMPLAINT_SHARE` and `COMPLAINT_SHARE`.
    """
    knee = (loads["patellofemoral_force"] + loads["tibiofemoral_compression"]) / 2
    row = first_tried(complaint)
    if row is None or row.load is None:
        return knee
    return (1 - COMPLAINT_SHARE) * knee + COMPLAINT_SHARE * loads[row.load]


def loads_of(stroke: Stroke, metrics: Metrics) -> dict[Load, float]:
    """The loads that can be weighed (body weights, the worse leg's), by their names.

    - `patellofemoral_force`, `tibiofemoral_compression`: of the knee itself; pain at its front is laid to a low
      or forward saddle and high compression in deep flexion (Callaghan 2005, J Bodyw Mov Ther 9:226).
    - `behind_knee`: force of the muscles behind the knee; pain there is laid to a saddle too high
      or too far back, which stretches them (Asplund & St Pierre 2004, Phys Sportsmed 32:23).
    - `achilles_tendon_force` (Wanich et al. 2007, J Am Acad Orthop Surg 15:748).
    - `closed_hip`: how far the hip closes towards the end of the rider's own range, which is what a
      fit for such hips opens (Wadsworth & Weinrauch 2019, Int J Sports Phys Ther 14:468).
    """
    weight = stroke.body_weight_n

    def of_metrics(name: str) -> float:
        peak, mean = metrics[f"{name}_peak_n"], metrics[f"{name}_mean_n"]
        return _peak_and_impulse(peak, mean) / weight

    return {
        "patellofemoral_force": of_metrics("patellofemoral_force"),
        "tibiofemoral_compression": of_metrics("tibiofemoral_compression"),
        "behind_knee": max(_flexor_load(leg) for leg in stroke.legs.values()) / weight,
        "achilles_tendon_force": of_metrics("achilles_tendon_force"),
        "closed_hip": _closed_hip(stroke, metrics["hip_flexion_max_deg"]),
    }


def _peak_and_impulse(peak: float, mean: float) -> float:
    """Mean of a load's peak and of the peak that a pulse with the same impulse would have.

    The pulse is half a sine over half the revolution, whose mean is 1/pi of its peak.
    """
    return (peak + pi * mean) / 2


def _closed_hip(stroke: Stroke, most_deg: float) -> float:
    """What the closing of a hip counts as (body weights): from half the rider's own range to its end."""
    limit = degrees(stroke.rider.mobility.hip_flexion_max)
    used = most_deg / limit
    return CLOSED_HIP_BODY_WEIGHTS * max(used - CLOSED_FROM_SHARE, 0.0) / (1 - CLOSED_FROM_SHARE)


def _flexor_load(leg: LegStroke) -> float:
    flexors = np.isin(leg.problem.muscles.groups, BEHIND_KNEE)
    force = leg.coordination.muscle_force[:, flexors].sum(axis=1)
    mean = float((force * leg.problem.cycle.time_share).sum())
    return _peak_and_impulse(float(force.max()), mean)
