"""What the pictures of a ride are drawn from: the body's outlines with its muscles, and both legs from the front."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from fit_optimizer.documents.ride import BodyAt, FrontLeg, FrontViewPoints, Outline
from rider_models.arrays import Array, Joint
from sim.pictures.body import leg_outline, upper_body
from sim.pictures.muscles import muscle_bands, pelvis_outline
from sim.stroke import LegStroke, Stroke

QUARTERS_DEG = (0, 90, 180, 270)
MOST_POINTS = 18
"""Points of an outline that are kept: a millimetre on paper tells no more."""
FRONT = [1, 2]
"""Axes of the front view: to the left and up."""


def body_outlines(
    stroke: Stroke, hand: tuple[float, float], angles_deg: Sequence[float] = QUARTERS_DEG
) -> list[BodyAt]:
    """Outlines of the body at some angles of the right crank, the muscles with their activation."""
    bands, pelvis = muscle_bands(stroke), pelvis_outline(stroke)
    near = leg_outline(stroke.right, stroke.rider.right, stroke.rider)
    upper = upper_body(stroke, hand)
    still = [*_parts("trunk", upper.trunk), *_parts("head", upper.head)]
    arm = list(_parts("arm", upper.arm))
    found = []
    for degrees in angles_deg:
        k = round(degrees / 360 * len(bands)) % len(bands)
        muscles = [
            Outline(part=b.name, points=_points(b.outline), activation=round(b.activation, 3))
            for b in bands[k]
        ]
        outlines = [
            *still,
            *_parts("leg", near.flesh_at(k)),
            *_parts("bone", [*near.bones_at(k), pelvis]),
            *muscles,
            *arm,
        ]
        found.append(BodyAt(crank_angle_deg=degrees, outlines=outlines))
    return found


def front_view(stroke: Stroke) -> FrontViewPoints:
    """Joint centres and pedals of both legs from the front, each over its own crank circle."""
    return FrontViewPoints(left=_front(stroke.left, -1.0), right=_front(stroke.right, 1.0))


def _front(leg: LegStroke, mirror: float) -> FrontLeg:
    """A leg is computed as a right one; a left one is its mirror image."""
    hinges, pedal = leg.problem.cycle.pose.hinges, leg.problem.cycle.pedal

    def seen(points: Array) -> list[tuple[float, float]]:
        rows = np.round(1000 * points[:, FRONT] * [mirror, 1.0], 1).tolist()
        return [(row[0], row[1]) for row in rows]

    return FrontLeg(
        hip=seen(hinges[:, Joint.HIP_FLEXION]),
        knee=seen(hinges[:, Joint.KNEE_FLEXION]),
        ankle=seen(hinges[:, Joint.ANKLE_DORSIFLEXION]),
        pedal=seen(pedal),
    )


def _parts(name: str, shape: list[Array]) -> Iterator[Outline]:
    for outline in shape:
        yield Outline(part=name, points=_points(outline))


def _points(outline: Array) -> list[tuple[float, float]]:
    every = max(1, int(np.ceil(len(outline) / MOST_POINTS)))
    rows = np.round(1000 * outline[::every]).tolist()
    return [(row[0], row[1]) for row in rows]
