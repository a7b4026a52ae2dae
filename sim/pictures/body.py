"""Outlines of the rider in the side view (x forward, z up, m).

Girths of trunk, limbs and head are those of the solids of `rider_models.segment_solids`; how they
are rounded off, the bend of the back, the elbow, the head's place and the helmet are drawn by eye.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import trimesh
from scipy.interpolate import PchipInterpolator
from scipy.spatial import ConvexHull

from rider_models.anthropometry import segment_length_m
from rider_models.arrays import Array
from rider_models.rider import Leg, Rider
from rider_models.segment_solids import rider_solids
from sim.stroke import LegStroke, Stroke

Shape = list[Array]
"""A part of the body as convex polygons (each p x 2) that overlap."""

SHOE_ROUNDING_M = 0.018
HEAD_FROM_SHOULDER_OVER_HEIGHT = 0.13
HEAD_ABOVE_TRUNK = np.deg2rad(22.0)
HEAD_UPRIGHT = np.deg2rad(72.0)
"""Where the head is, which the model does not know: by eye, a rider who looks down the road."""

SIDE = [0, 2]
"""Axes of the side view: forward and up."""
_HINGES, _LINKS = (0, 3, 4), (2, 3, 5)
"""Of the leg's six hinges and links those that place thigh, shank and foot."""
_BETWEEN = 4
"""Points between two corners of an outline."""
_ROUND = np.linspace(0.0, 2 * np.pi, 32, endpoint=False)
_CIRCLE = np.stack([np.cos(_ROUND), np.sin(_ROUND)], axis=1)


@dataclass(frozen=True)
class Knob:
    """A circle (m) over which an outline is stretched."""

    x: float
    z: float
    radius: float


def stretched(knobs: list[Knob]) -> Shape:
    """Outline stretched over circles that run smoothly through the given ones."""
    given = np.array([(knob.x, knob.z, knob.radius) for knob in knobs])
    even = np.linspace(0, len(knobs) - 1, _BETWEEN * (len(knobs) - 1) + 1)
    smooth = PchipInterpolator(np.arange(len(knobs)), given)(even)
    rings = [row[:2] + row[2] * _CIRCLE for row in smooth]
    return [_hull(np.vstack(pair)) for pair in pairwise(rings)]


@dataclass(frozen=True, eq=False)
class LegOutline:
    """A leg's motion, and outlines of flesh and bone in the axes of thigh, shank and foot."""

    leg: LegStroke
    flesh: tuple[Shape, Shape, Shape]
    bones: tuple[Shape, Shape]

    def flesh_at(self, k: int) -> Shape:
        """Outline of thigh, shank and shoe at crank position k."""
        return self._placed(self.flesh, k)

    def bones_at(self, k: int) -> Shape:
        """Outline of the bones of thigh and shank at crank position k."""
        return self._placed(self.bones, k)

    def _placed(self, parts: tuple[Shape, ...], k: int) -> Shape:
        pose = self.leg.problem.cycle.pose
        shapes = []
        for part, hinge, link in zip(parts, _HINGES, _LINKS, strict=False):
            origin, rotation = pose.hinges[k, hinge, SIDE], pose.rotations[k, link]
            shapes += [origin + polygon @ rotation[np.ix_(SIDE, SIDE)].T for polygon in part]
        return shapes


def leg_outline(leg: LegStroke, sizes: Leg, rider: Rider) -> LegOutline:
    """Outline of one of the rider's legs."""
    solids = rider_solids(rider, sizes)
    thigh_m, shank_m = sizes.thigh_m, sizes.shank_m
    hip, knee = _end(solids["thigh"], 0.0), _end(solids["thigh"], -thigh_m)
    calf, ankle = _end(solids["shank"], 0.0), _end(solids["shank"], -shank_m)
    thigh = [
        Knob(-0.04 * thigh_m, -0.02 * thigh_m, hip),
        Knob(0.015 * thigh_m, -0.35 * thigh_m, 0.52 * (hip + knee)),
        Knob(0.035 * thigh_m, -0.65 * thigh_m, 0.43 * (hip + knee)),
        Knob(0.01 * thigh_m, -thigh_m, 0.85 * knee),
    ]
    shank = [
        Knob(0.0, 0.0, 0.85 * knee),
        Knob(-0.05 * shank_m, -0.28 * shank_m, calf),
        Knob(-0.03 * shank_m, -0.7 * shank_m, 1.2 * ankle),
        Knob(-0.01 * shank_m, -0.97 * shank_m, ankle),
    ]
    bones = (
        stretched(
            [
                Knob(0.0, 0.0, 0.024),
                Knob(0.005 * thigh_m, -0.15 * thigh_m, 0.013),
                Knob(0.02 * thigh_m, -0.6 * thigh_m, 0.011),
                Knob(0.0, -thigh_m, 0.026),
            ]
        ),
        stretched(
            [
                Knob(0.0, -0.03 * shank_m, 0.024),
                Knob(0.01 * shank_m, -0.2 * shank_m, 0.012),
                Knob(0.0, -0.85 * shank_m, 0.010),
                Knob(0.0, -shank_m, 0.018),
            ]
        ),
    )
    flesh = (stretched(thigh), stretched(shank), [_shoe(solids["foot"])])
    return LegOutline(leg, flesh, bones)


def _shoe(foot: trimesh.Trimesh) -> Array:
    """The foot's profile with its corners rounded."""
    corners = np.asarray(foot.vertices)[:, [0, 2]]
    to_middle = (corners.min(axis=0) + corners.max(axis=0)) / 2 - corners
    inward = corners + SHOE_ROUNDING_M * to_middle / np.hypot(*to_middle.T)[:, None]
    return _hull((inward[:, None] + SHOE_ROUNDING_M * _CIRCLE).reshape(-1, 2))


@dataclass(frozen=True, eq=False)
class UpperBody:
    """Trunk with neck, head, helmet and arm, which do not move in a stroke."""

    trunk: Shape
    head: Shape
    helmet: Shape
    arm: Shape


def upper_body(stroke: Stroke, hand: tuple[float, float]) -> UpperBody:
    """Everything above the legs, with the wrist at `hand` (x, z, m)."""
    rider, posture = stroke.rider, stroke.posture
    solids = rider_solids(rider, rider.right)
    hip = np.array([posture.hip_x, posture.hip_z])
    shoulder = np.array([posture.shoulder_x, posture.shoulder_z])
    trunk = shoulder - hip
    along = trunk / np.hypot(*trunk)
    half = float(np.ptp(solids["trunk"].vertices[:, 0])) / 2
    skull, _, tall = np.ptp(solids["head"].vertices, axis=0) / 2
    head = shoulder + HEAD_FROM_SHOULDER_OVER_HEIGHT * rider.height_m * _turned(
        along, HEAD_ABOVE_TRUNK
    )
    up = np.array([np.cos(HEAD_UPRIGHT), np.sin(HEAD_UPRIGHT)])
    ahead = np.array([up[1], -up[0]])

    def on_trunk(share: float, behind: float, radius: float) -> Knob:
        x, z = hip + share * trunk + behind * half * np.array([-along[1], along[0]])
        return Knob(x, z, radius * half)

    def on_head(above: float, forward: float, radius: float) -> Knob:
        x, z = head + above * tall * up + forward * skull * ahead
        return Knob(x, z, radius * skull)

    torso = [
        on_trunk(0.02, 0.15, 1.0),
        on_trunk(0.3, 0.3, 0.95),
        on_trunk(0.7, 0.3, 1.05),
        on_trunk(0.97, 0.15, 0.62),
    ]
    return UpperBody(
        trunk=[*stretched(torso), *stretched([torso[-1], on_head(-0.25, -0.2, 0.6)])],
        head=stretched([on_head(0.2, 0.0, 0.95), on_head(-0.5, 0.3, 0.55)]),
        helmet=[_helmet(head + 0.22 * tall * up, 1.15 * skull, up, ahead)],
        arm=_arm(rider, solids, shoulder, np.array(hand)),
    )


def _arm(rider: Rider, solids: dict[str, trimesh.Trimesh], shoulder: Array, hand: Array) -> Shape:
    """Upper arm, forearm and fist, the elbow bent downwards as far as the hand's place asks."""
    upper, fore = (
        segment_length_m(name, rider.height_m, rider.sex) for name in ("upper_arm", "forearm")
    )
    longer = rider.arm_m / (upper + fore)
    reach = hand - shoulder
    distance = float(np.hypot(*reach))
    upper_m, fore_m = longer * upper, longer * fore
    cosine = (upper_m**2 + distance**2 - fore_m**2) / (2 * upper_m * distance)
    elbow = shoulder + upper_m * _turned(reach / distance, -np.arccos(np.clip(cosine, -1.0, 1.0)))
    wrist_radius = _end(solids["forearm"], -fore)
    fist = hand + 0.9 * wrist_radius * (hand - elbow) / np.hypot(*(hand - elbow))
    radii = (1.1 * _end(solids["upper_arm"], 0.0), _end(solids["forearm"], 0.0), wrist_radius)
    knobs = [
        Knob(float(x), float(z), radius)
        for (x, z), radius in zip(
            (shoulder, elbow, hand, fist), (*radii, 1.3 * wrist_radius), strict=True
        )
    ]
    return [polygon for pair in pairwise(knobs) for polygon in stretched(list(pair))]


def _helmet(centre: Array, radius: float, up: Array, ahead: Array) -> Array:
    """The upper half of a slightly stretched disc."""
    angle = np.linspace(-0.05, np.pi + 0.3, 30)[:, None]
    return np.asarray(centre + radius * (1.12 * np.cos(angle) * ahead + np.sin(angle) * up))


def _turned(vector: Array, angle: float) -> Array:
    """A vector of the side view, turned upwards from forward."""
    sine, cosine = np.sin(angle), np.cos(angle)
    return np.array([[cosine, -sine], [sine, cosine]]) @ vector


def _end(solid: trimesh.Trimesh, z: float) -> float:
    """Half the depth (m) of a solid's end face at height z."""
    face = solid.vertices[np.abs(solid.vertices[:, 2] - z) < 1e-9]
    return float(np.abs(face[:, 0]).max())


def _hull(points: Array) -> Array:
    result: Array = points[ConvexHull(points).vertices]
    return result
