"""Moments of the joints of trunk and arms: they move and carry all beyond them, and take the push of the bar."""

from __future__ import annotations

from rider_models.arrays import Array
from sim.opensim_export.newton_euler import Wrench, acting_at, moving_and_carrying, total
from sim.opensim_export.trunk_model import beyond, trunk_model
from sim.opensim_export.upper_body import UpperBody

HANDS = ("hand_r", "hand_l")
"""Bodies that the bar pushes."""


def upper_body_needs(upper: UpperBody, crank_speed: Array) -> dict[str, Wrench]:
    """Return what moves and carries each body of pelvis, trunk and arms, by name (crank speed n, rad/s)."""
    return {
        name: moving_and_carrying(body, upper.placed[name].pose, crank_speed)
        for name, body in upper.bodies.items()
    }


def holding_moments(upper: UpperBody, crank_speed: Array, push_on_hand: Array) -> dict[str, Array]:
    """Return the moment (n, Nm) along each coordinate of trunk and arms.

    `crank_speed` n (rad/s); `push_on_hand` (n x 3, N) is the bar's on each hand, at the wrist.
    """
    needs = upper_body_needs(upper, crank_speed)
    for hand in HANDS:
        pushed = acting_at(upper.placed[hand].pose.origin, -push_on_hand)
        needs[hand] = total([needs[hand], pushed])
    moments: dict[str, Array] = {}
    for name in trunk_model():
        if name != "pelvis":
            placed = upper.placed[name]
            moment = total(needs[other] for other in beyond(name)).about(placed.pose.origin)
            moments |= {key: (axis * moment).sum(axis=1) for key, axis in placed.axes.items()}
    return moments
