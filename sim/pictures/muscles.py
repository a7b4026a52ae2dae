"""The muscles of the near leg as bands in the side view. A drawing: the physics knows nothing of it.

Of the 40 muscles those are drawn that a side view can tell apart, deep ones first. Left out are
those hidden under others of the same task: gluteus minimus, the posterior parts of gluteus medius,
piriformis, the adductors but the long parts of adductor magnus, gracilis, sartorius, tensor fasciae
latae, biceps femoris short head, vastus intermedius and the deep muscles of toes and ankle.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rider_models.arrays import FOOT, SHANK, THIGH, Array, Joint
from rider_models.muscle_points import (
    Frame,
    MusclePoints,
    muscle_points,
    patella_frame,
    pitched_frame,
)
from rider_models.muscle_table import COORDINATES
from rider_models.rider import Leg
from sim.leg_kinematics import LegPose
from sim.pictures.taut_line import Bend, band, line_length, rounded_line, taut_line
from sim.stroke import Stroke

SIDE = [0, 2]
"""Axes of the side view: forward and up."""

BELLY = {
    "psoas": (0.0, 0.85),
    "iliacus": (0.0, 0.85),
    "addmagIsch": (0.05, 0.75),
    "addmagDist": (0.05, 0.95),
    "semimem": (0.2, 0.85),
    "gasmed": (0.04, 0.55),
    "semiten": (0.05, 0.7),
    "soleus": (0.02, 0.75),
    "vasmed": (0.0, 0.6),
    "bflh": (0.15, 0.85),
    "recfem": (0.06, 0.72),
    "vaslat": (0.0, 0.6),
    "tibant": (0.0, 0.62),
    "perlong": (0.0, 0.5),
    "gaslat": (0.04, 0.5),
    "glmed1": (0.0, 0.85),
    "glmax3": (0.03, 0.95),
    "glmax2": (0.03, 0.95),
    "glmax1": (0.03, 0.95),
}
"""Drawn muscles, deep ones first, and where along the path the belly begins and ends, the rest being
tendon: by eye from anatomical plates."""

PELVIC_RIM = ("sart", "tfl", "glmed2", "glmax1", "bflh", "addlong")
"""Muscles whose origins go round the hip bone: front spine, crest, back, sitting bone, pubis."""

DRAWN_WIDTH = 0.85
"""Drawn width over that of a round belly of the muscle's volume, so that neighbours stay apart."""
TENDON_WIDTH_M = 0.006
_POINTS = 48
"""Width of a drawn tendon, and points along a drawn muscle: by eye."""


@dataclass(frozen=True, eq=False)
class MuscleBand:
    """One muscle at one crank position: outline (p x 2, m, x forward, z up) and activation."""

    name: str
    outline: Array
    activation: float


def segment_frames(
    pose: LegPose, knee_flexion: Array, pelvis_tilt: Array, sizes: Leg, hip_width_m: float
) -> dict[str, Frame]:
    """Frames of the segments that carry muscle points, at the n poses of a leg (angles in rad)."""
    hip, knee = pose.hinges[:, Joint.HIP_FLEXION], pose.hinges[:, Joint.KNEE_FLEXION]
    subtalar = pose.hinges[:, Joint.SUBTALAR_INVERSION]
    thigh = Frame(hip, pose.rotations[:, THIGH], sizes.thigh_m)
    return {
        "pelvis": pitched_frame(hip, pelvis_tilt, hip_width_m),
        "thigh": thigh,
        "patella": patella_frame(thigh, knee_flexion),
        "shank": Frame(knee, pose.rotations[:, SHANK], sizes.shank_m),
        "foot": Frame(subtalar, pose.rotations[:, FOOT], sizes.foot_m),
    }


def side_lines(muscle: MusclePoints, frames: dict[str, Frame]) -> list[Array]:
    """Path of a muscle in the side view at each crank position (n polylines p x 2, m)."""
    points = [frames[p.segment].place(p.place)[:, SIDE] for p in muscle.points]
    centres = [frames[c.segment].place(c.centre)[:, SIDE] for c in muscle.circles]
    lines = []
    for k in range(len(points[0])):
        pieces = [points[0][k][None]]
        for i in range(len(points) - 1):
            bends = [
                Bend(centre[k], circle.radius * frames[circle.segment].size_m, circle.path_on_left)
                for centre, circle in zip(centres, muscle.circles, strict=True)
                if circle.after_point == i
            ]
            pieces.append(taut_line(points[i][k], points[i + 1][k], bends)[1:])
        lines.append(np.vstack(pieces))
    return lines


def muscle_bands(stroke: Stroke) -> list[list[MuscleBand]]:
    """Bands of the right leg at each crank position, deep ones first."""
    leg = stroke.right
    frames = _right_leg_frames(stroke)
    muscles = leg.problem.muscles
    bands: list[list[MuscleBand]] = [[] for _ in leg.problem.cycle.crank_angle]
    for name, belly in BELLY.items():
        column = muscles.names.index(name)
        volume = muscles.volume[column]
        activation = leg.coordination.activation[:, column]
        for k, line in enumerate(side_lines(muscle_points(name), frames)):
            outline = band(rounded_line(line, _POINTS), _width(line_length(line), belly, volume))
            bands[k].append(MuscleBand(name, outline, float(activation[k])))
    return bands


def pelvis_outline(stroke: Stroke) -> Array:
    """The hip bone in the side view (p x 2, m), stretched over muscle origins at its rim.

    Where it is with the right crank up: over the stroke it moves by up to 6 mm about there, which no picture shows.
    """
    frame = _right_leg_frames(stroke)["pelvis"]
    origins = [muscle_points(name).points[0] for name in PELVIC_RIM]
    return np.array([frame.place(origin.place)[0, SIDE] for origin in origins])


def _right_leg_frames(stroke: Stroke) -> dict[str, Frame]:
    cycle, rider = stroke.right.problem.cycle, stroke.rider
    knee_flexion = cycle.joint_angles[:, COORDINATES.index("knee_flexion")]
    return segment_frames(
        cycle.pose, knee_flexion, cycle.pelvis_tilt, rider.right, rider.hip_width_m
    )


def _width(length_m: float, belly: tuple[float, float], volume_m3: float) -> Array:
    """Width (p, m) along a muscle: a spindle that keeps its volume, between tendons."""
    share = np.linspace(0.0, 1.0, _POINTS)
    inside = np.clip((share - belly[0]) / (belly[1] - belly[0]), 0.0, 1.0)
    round_width = 2 * np.sqrt(volume_m3 / (np.pi * length_m * (belly[1] - belly[0])))
    swell = np.sin(np.pi * inside) ** 0.8
    result: Array = np.maximum(TENDON_WIDTH_M, DRAWN_WIDTH * 1.3 * round_width * swell)
    return result
