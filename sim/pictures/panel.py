"""One panel: the rider on the bicycle at a crank position, seen from the right."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import Normalize
from matplotlib.patches import FancyArrow

from rider_models.arrays import Array
from sim.pictures.bicycle import crank_and_pedal, draw_bicycle
from sim.pictures.body import SIDE, LegOutline, Shape, UpperBody, leg_outline, upper_body
from sim.pictures.colours import (
    ACTIVATION,
    BODY,
    BODY_EDGE,
    BONE,
    FAR,
    FORCE,
    HELMET,
    INK,
    PAPER,
    activation_scale,
)
from sim.pictures.muscles import MuscleBand, muscle_bands, pelvis_outline
from sim.stroke import Stroke

ARROW_M = 0.26
"""Length of the arrow at the stroke's largest pedal force."""
LEAST_ARROW_M = 0.01
_BESIDE_M, _ABOVE_M = 0.10, 0.04
"""Room around the rider."""


@dataclass(frozen=True, eq=False)
class Scene:
    """What the panels of a stroke share; `bands` by crank position, `pelvis` p x 2, `hand` in m."""

    stroke: Stroke
    near: LegOutline
    far: LegOutline
    body: UpperBody
    pelvis: Array
    bands: list[list[MuscleBand]]
    hand: tuple[float, float]
    scale: Normalize

    @property
    def positions(self) -> int:
        """Number of crank positions."""
        return len(self.bands)


def build_scene(stroke: Stroke, hand: tuple[float, float]) -> Scene:
    """Everything drawn of a stroke, the wrist being at `hand` (x, z from the bottom bracket, m)."""
    bands = muscle_bands(stroke)
    return Scene(
        stroke=stroke,
        near=leg_outline(stroke.right, stroke.rider.right, stroke.rider),
        far=leg_outline(stroke.left, stroke.rider.left, stroke.rider),
        body=upper_body(stroke, hand),
        pelvis=pelvis_outline(stroke),
        bands=bands,
        hand=hand,
        scale=activation_scale(max(band.activation for at in bands for band in at)),
    )


def limits(scene: Scene) -> tuple[float, float, float, float]:
    """Left, right, bottom and top (m) that hold the rider and the force at every crank position."""
    body, positions = scene.body, range(scene.positions)
    points = [*body.trunk, *body.helmet, *body.arm]
    points += [polygon for k in positions for polygon in scene.near.flesh_at(k)]
    points.append(np.array([arrow(scene.stroke, k)[1] for k in positions]))
    every = np.vstack(points)
    left, bottom = (float(v) for v in every.min(axis=0))
    right, top = (float(v) for v in every.max(axis=0))
    return left - _BESIDE_M, right + _BESIDE_M, bottom - _ABOVE_M, top + _ABOVE_M


def draw_still(axes: Axes, scene: Scene) -> None:
    """The parts that do not move: bicycle, trunk, head, arm."""
    left, right, bottom, top = limits(scene)
    axes.set_axis_off()
    axes.set_aspect("equal")
    axes.set_xlim(left, right)
    axes.set_ylim(bottom, top)
    draw_bicycle(axes, scene.stroke, scene.hand)
    body = scene.body
    for artist in (
        *_outlined(body.head, BODY, 3.0),
        *_outlined(body.helmet, HELMET, 3.1),
        *_outlined(body.trunk, BODY, 3.2),
        *_outlined(body.arm, BODY, 7.0),
    ):
        axes.add_artist(artist)


def draw_moving(axes: Axes, scene: Scene, k: int) -> list[Artist]:
    """The parts that move, with the right crank at position k; what was added to the axes."""
    opposite = (k + scene.positions // 2) % scene.positions
    bones = [*scene.near.bones_at(k), scene.pelvis]
    artists: list[Artist] = [
        *crank_and_pedal(scene.stroke.left, opposite, FAR, 0.8),
        *_outlined(scene.far.flesh_at(opposite), FAR, 1.0),
        *crank_and_pedal(scene.stroke.right, k, INK, 3.6),
        *_outlined(scene.near.flesh_at(k), BODY, 4.0),
        PolyCollection(bones, facecolors=BONE, linewidths=0, zorder=4.1),
        _muscles(scene, k),
        *_force(scene.stroke, k),
    ]
    return [axes.add_artist(artist) for artist in artists]


def side_force(stroke: Stroke) -> Array:
    """Force of the right foot on its pedal in the side view (n x 2, N)."""
    force: Array = -stroke.right.coordination.force_on_foot[:, SIDE]
    return force


def arrow(stroke: Stroke, k: int) -> tuple[Array, Array]:
    """Tail, on the pedal, and tip of the force's arrow at crank position k (each 2, m)."""
    force = side_force(stroke)
    tail = stroke.right.problem.cycle.pedal[k, SIDE]
    return tail, tail + ARROW_M * force[k] / np.hypot(*force.T).max()


def _outlined(shape: Shape, colour: str, height: float) -> tuple[Artist, Artist]:
    """Overlapping polygons under one common outline."""
    behind = PolyCollection(shape, facecolors=BODY_EDGE, edgecolors=BODY_EDGE, linewidths=1.6)
    behind.set_zorder(height)
    return behind, PolyCollection(shape, facecolors=colour, linewidths=0, zorder=height)


def _muscles(scene: Scene, k: int) -> PolyCollection:
    bands = scene.bands[k]
    return PolyCollection(
        [band.outline for band in bands],
        facecolors=ACTIVATION(scene.scale([band.activation for band in bands])),
        edgecolors=BODY_EDGE,
        linewidths=0.6,
        zorder=5.0,
    )


def _force(stroke: Stroke, k: int) -> list[Artist]:
    """The foot's force on the pedal, in the plane of the picture, unless it is next to nothing."""
    tail, tip = arrow(stroke, k)
    length = float(np.hypot(*(tip - tail)))
    if length < LEAST_ARROW_M:
        return []
    drawn = FancyArrow(
        *tail,
        *(tip - tail),
        width=0.016,
        head_width=min(0.055, length),
        head_length=min(0.06, 0.6 * length),
        length_includes_head=True,
        facecolor=FORCE,
        edgecolor=PAPER,
        linewidth=0.8,
        zorder=8.0,
    )
    return [drawn]
