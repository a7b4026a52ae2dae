"""Solid bodies of the segments (trimesh), for pictures and clearance checks.

Each has the volume that its mass has at the density of living tissue. Inertias of the dynamics are
de Leva's, not these bodies'; a test compares the two.
"""

from __future__ import annotations

import numpy as np
import trimesh

from rider_models.anthropometry import SegmentInertia, segment_inertia, segment_length_m
from rider_models.arrays import Array
from rider_models.rider import Leg, Rider
from rider_models.skeleton import ANKLE_TO_BALL_OVER_FOOT, HEEL_TO_BALL_OVER_FOOT

DENSITY_KG_M3 = {
    "head": 1110.0,
    "trunk": 1030.0,
    "upper_arm": 1070.0,
    "forearm": 1130.0,
    "thigh": 1050.0,
    "shank": 1090.0,
    "foot": 1100.0,
}
"""Dempster 1955 (in Winter 2009, table 4.1)."""

_DISTAL_OVER_PROXIMAL = {"upper_arm": 0.85, "forearm": 0.6, "thigh": 0.6, "shank": 0.55}
"""Girth at the far end over girth at the near end: a guess by eye."""

_SIDES = 24
"""Corners of the polygon that stands for a round section."""


def rider_solids(rider: Rider, leg: Leg) -> dict[str, trimesh.Trimesh]:
    """Solids by segment name, each with its near joint at the origin, hanging down along -z (m)."""
    solids = {
        "thigh": _limb("thigh", leg.thigh_m, rider),
        "shank": _limb("shank", leg.shank_m, rider),
        "foot": foot_solid(leg, rider),
        "trunk": _ellipsoid("trunk", rider.torso_m, rider, depth_over_width=0.65),
    }
    for name in ("upper_arm", "forearm"):
        solids[name] = _limb(name, segment_length_m(name, rider.height_m, rider.sex), rider)
    head = segment_length_m("head", rider.height_m, rider.sex)
    solids["head"] = _ellipsoid("head", head, rider, depth_over_width=1.0)
    return solids


def foot_solid(leg: Leg, rider: Rider) -> trimesh.Trimesh:
    """Foot as a wedge from heel to toe, ankle centre at the origin, sole at the ankle's height below."""
    inertia = segment_inertia("foot", leg.foot_m, rider.mass_kg, rider.sex)
    ball = ANKLE_TO_BALL_OVER_FOOT * leg.foot_m
    heel = ball - HEEL_TO_BALL_OVER_FOOT * leg.foot_m
    toe = heel + leg.foot_m
    sole, top, tip = -leg.ankle_height_m, 0.0, -0.75 * leg.ankle_height_m
    profile = np.array([[heel, sole], [toe, sole], [toe, tip], [0.25 * ball, top], [heel, top]])
    width = _volume("foot", inertia) / _area(profile)
    points = [[x, side * width / 2, z] for x, z in profile for side in (-1, 1)]
    return _hull(np.array(points))


def _limb(name: str, length_m: float, rider: Rider) -> trimesh.Trimesh:
    """Truncated cone along -z with the segment's length and volume."""
    inertia = segment_inertia(name, length_m, rider.mass_kg, rider.sex)
    taper = _DISTAL_OVER_PROXIMAL[name]
    radius = np.sqrt(3 * _volume(name, inertia) / (np.pi * length_m * (1 + taper + taper**2)))
    return _frustum(float(radius), float(radius * taper), length_m)


def _frustum(near: float, far: float, length: float) -> trimesh.Trimesh:
    """Regular frustum with the volume of the round one, near end at the origin."""
    angle = 2 * np.pi * np.arange(_SIDES) / _SIDES
    ring = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    polygon_to_circle = np.sqrt(np.pi / (_SIDES / 2 * np.sin(2 * np.pi / _SIDES)))
    ends = [
        np.column_stack([polygon_to_circle * radius * ring, np.full(_SIDES, z)])
        for radius, z in ((near, 0.0), (far, -length))
    ]
    return _hull(np.vstack(ends))


def _ellipsoid(
    name: str, length_m: float, rider: Rider, depth_over_width: float
) -> trimesh.Trimesh:
    """Ellipsoid along -z with the segment's length and volume."""
    inertia = segment_inertia(name, length_m, rider.mass_kg, rider.sex)
    ball: trimesh.Trimesh = trimesh.creation.icosphere(subdivisions=3)
    width = np.sqrt(_volume(name, inertia) / (ball.volume * length_m / 2 * depth_over_width))
    half_axes = np.array([width * depth_over_width, width, length_m / 2])
    return _hull(ball.vertices * half_axes - [0.0, 0.0, length_m / 2])


def _hull(points: Array) -> trimesh.Trimesh:
    hull: trimesh.Trimesh = trimesh.Trimesh(vertices=points).convex_hull
    return hull


def _volume(name: str, inertia: SegmentInertia) -> float:
    return inertia.mass_kg / DENSITY_KG_M3[name]


def _area(polygon: Array) -> float:
    x, z = polygon.T
    return float(abs(np.dot(x, np.roll(z, -1)) - np.dot(z, np.roll(x, -1))) / 2)
