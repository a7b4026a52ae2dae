"""Where it can hurt: what fitters and physicians try first, each with its source. No diagnosis.

Set-up, search, recommendation and report read this table: one more complaint is a name in `Complaint` and a row in
`TABLE`. What a row changes is computed for the rider before it is said (`recommendation.relief`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fit_optimizer.setup.adjustments import TORSO

Complaint = Literal[
    "none",
    "front_of_knee",
    "back_of_knee",
    "inside_of_knee",
    "outside_of_knee",
    "achilles",
    "hip_impingement",
    "lower_back",
    "hands",
    "saddle",
    "feet",
]
"""Where it hurts; all but "none" have a row in `TABLE`."""

Load = Literal[
    "patellofemoral_force",
    "tibiofemoral_compression",
    "behind_knee",
    "achilles_tendon_force",
    "closed_hip",
]
"""Loads that the search can weigh (`criteria.objectives.loads_of`)."""

Range = tuple[float, float]

Nose = Literal["", "up", "down", "either"]
"""Which way the saddle's nose points where the sources lay a complaint to it; empty where they do not."""

LEVEL_DEG = 2.0
"""A saddle turned by less passes for level (deg): what its cover's shape leaves open. A guess."""

AERO_NOSE_DOWN_DEG = 5.0
"""A nose that points down by no more is custom on aero bars, where the pelvis is rolled forward onto it: within the 9
deg that the rules of time trials allow. A guess."""


@dataclass(frozen=True)
class Trial:
    """One thing that is tried: a key of the set-up and by how much it is moved (mm or deg)."""

    key: str
    by: float


@dataclass(frozen=True)
class FirstTried:
    """What is tried first for a complaint.

    `first`: what the sources say is tried first; `load`: what the search weighs for it, None where the model
    has no load of it; `knee_bottom_deg`: where the saddle puts the knee, by markers while pedalling, where the
    complaint has a range of its own; `trials`: what is computed for this rider, in order; `metric`: what is told of
    each; `long_cranks`: whether the sources lay it to cranks that are longer than usual ones; `shorter_cranks`:
    whether shorter ones are advised whatever the present ones; `nose`: which way of the saddle's nose they lay it
    to; `unseen`: what the model cannot see, in a sentence.
    """

    words: str
    source: str
    first: str
    load: Load | None = None
    knee_bottom_deg: Range | None = None
    trials: tuple[Trial, ...] = ()
    metric: str | None = None
    long_cranks: bool = False
    shorter_cranks: bool = False
    nose: Nose = ""
    unseen: str = ""

    def of_nose(self, tilt_deg: float, on_aero_bars: bool = False) -> bool:
        """Whether a saddle turned so (deg, + is nose up) is one that the sources lay the complaint to."""
        if abs(tilt_deg) < LEVEL_DEG or (on_aero_bars and -AERO_NOSE_DOWN_DEG <= tilt_deg < 0):
            return False
        return self.nose in ("either", "up" if tilt_deg > 0 else "down")


MOTION_DEG = 8.0
"""What a knee is bent more in motion than standing still at the bottom (Bini & Hume 2016)."""

TABLE: dict[str, FirstTried] = {
    "front_of_knee": FirstTried(
        "front of the knee",
        "Holmes 1994; Callaghan 2005; Asplund & St Pierre 2004",
        "a saddle that is low or far forward; then long cranks, big gears and climbing",
        load="patellofemoral_force",
        knee_bottom_deg=(25 + MOTION_DEG, 30 + MOTION_DEG),
        trials=(
            Trial("saddle_height_mm", 5.0),
            Trial("saddle_setback_mm", 10.0),
            Trial("cadence_rpm", 10.0),
        ),
        metric="patellofemoral_force_peak_n",
        long_cranks=True,
    ),
    "back_of_knee": FirstTried(
        "back of the knee",
        "Holmes 1994; Asplund & St Pierre 2004",
        "a saddle that is high or far back; then pedals that let the heel swing too far",
        load="behind_knee",
        knee_bottom_deg=(30 + MOTION_DEG, 35 + MOTION_DEG),
        trials=(Trial("saddle_height_mm", -5.0), Trial("saddle_setback_mm", -10.0)),
        metric="knee_flexion_by_markers_min_deg",
    ),
    "inside_of_knee": FirstTried(
        "inside of the knee",
        "Asplund & St Pierre 2004; Callaghan 2005",
        "cleats: feet that point too far out or stand too far apart, and float",
        trials=(Trial("toe_out_deg", -2.0),),
        metric="tibiofemoral_compression_peak_n",
        unseen="The model's knee is a hinge: what the sides of the joint carry is not computed.",
    ),
    "outside_of_knee": FirstTried(
        "outside of the knee",
        "Holmes 1994; Farrell 2003; Asplund & St Pierre 2004",
        "a saddle that lets the knee open beyond 30° standing still, and feet that point inwards",
        knee_bottom_deg=(30 + MOTION_DEG, 35 + MOTION_DEG),
        trials=(Trial("saddle_height_mm", -5.0), Trial("toe_out_deg", 2.0)),
        metric="knee_flexion_by_markers_min_deg",
        unseen="The model's knee is a hinge: what the sides of the joint carry is not computed.",
    ),
    "achilles": FirstTried(
        "Achilles tendon",
        "Wanich et al. 2007; Asplund & St Pierre 2004",
        "cleats further back under the foot; then a saddle that makes the toes reach",
        load="achilles_tendon_force",
        trials=(
            Trial("cleat_setback_mm", 5.0),
            Trial("heel_drop_deg", -3.0),
            Trial("saddle_height_mm", -5.0),
        ),
        metric="achilles_tendon_force_peak_n",
    ),
    "hip_impingement": FirstTried(
        "front of the hip",
        "Wadsworth & Weinrauch 2019; Bini & Hume 2014",
        "shorter cranks; then a higher bar and a saddle further forward",
        load="closed_hip",
        trials=(
            Trial("crank_length_mm", -5.0),
            Trial("torso_angle_deg", 4.0),
            Trial("saddle_setback_mm", -10.0),
        ),
        metric="hip_flexion_max_deg",
        long_cranks=True,
        shorter_cranks=True,
    ),
    "lower_back": FirstTried(
        "lower back",
        "Salai et al. 1999; Streisfeld et al. 2017",
        "the nose of the saddle, 10 to 15° lower where it points up; then a shorter or higher reach",
        trials=(Trial("torso_angle_deg", 4.0),),
        nose="up",
        unseen="What the back carries is not computed.",
    ),
    "hands": FirstTried(
        "hands",
        "Mellion 1991; Silberman et al. 2005",
        "a level saddle; then a higher or nearer bar, padding and hands that move about",
        trials=(Trial("torso_angle_deg", 4.0),),
        nose="down",
        unseen="What the hands carry is not computed.",
    ),
    "saddle": FirstTried(
        "saddle",
        "Silberman et al. 2005; Mellion 1991",
        "a saddle that is too high or tilted; then its width",
        trials=(Trial("saddle_height_mm", -5.0),),
        metric="knee_flexion_by_markers_min_deg",
        nose="either",
        unseen="Pressure on the saddle is not computed.",
    ),
    "feet": FirstTried(
        "feet",
        "Silberman et al. 2005; Mellion 1991",
        "cleats further back, a wider or looser shoe and a stiffer sole",
        trials=(Trial("cleat_setback_mm", 5.0), Trial("cadence_rpm", 5.0)),
        unseen="Pressure under the foot is not computed.",
    ),
}
"""By complaint. Cited: Holmes, Pruitt & Whalen 1994, Clin Sports Med 13:187; Callaghan 2005, J Bodyw Mov Ther
9:226; Asplund & St Pierre 2004, Phys Sportsmed 32:23; Farrell, Reisinger & Tillman 2003, Knee 10:103; Wanich
et al. 2007, JAAOS 15:748; Wadsworth & Weinrauch 2019, IJSPT 14:468; Bini & Hume 2014, J Sci Cycling;
Salai et al. 1999, Br J Sports Med 33:398; Streisfeld et al. 2017, Sports Health 9:75; Mellion 1991, Sports
Med 11:52; Silberman et al. 2005, Clin J Sport Med 15:271. Some by their abstracts."""


def first_tried(complaint: str | None) -> FirstTried | None:
    """What is tried first for a complaint; None without one."""
    return TABLE.get(complaint) if complaint else None


def first_tried_higher(complaint: str | None) -> FirstTried | None:
    """What is tried first for a complaint where a higher torso is among it; None elsewhere.

    No bar is lowered after the saddle for such a rider.
    """
    row = first_tried(complaint)
    if row is None or not any(one.key == TORSO and one.by > 0 for one in row.trials):
        return None
    return row
