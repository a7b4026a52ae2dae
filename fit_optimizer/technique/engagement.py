"""How near their best length and speed the muscles work, and the saddle height at which they are nearest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fit_optimizer.setup.rider_on_bike import seat_rider, with_saddle_at
from fit_optimizer.setup.tables import SetUp
from rider_models.errors import PedalfitError
from sim.muscle_curves import active_force_length, force_velocity, hill_curvature
from sim.stroke import LegStroke, Stroke

HEIGHTS = (0.94, 0.96, 0.98, 1.0, 1.02, 1.04)
"""Saddle heights that are tried, over the one by leg length: within 6 %, where riders adapt as filmed (guess)."""


@dataclass(frozen=True)
class Engagement:
    """How near to their best the muscles work that shorten under load, each weighed by the work that it gives (0 to 1).

    `length`: active force at the fibre's length over that at its best; `speed`: power at the fibre's speed over that at
    the speed of most power. `both` is the mean of their product.
    """

    length: float
    speed: float
    both: float


@dataclass(frozen=True)
class EngagementAt:
    """A saddle height (m), also over the one by leg length, and the engagement; None where it cannot be ridden."""

    saddle_height_m: float
    over_custom: float
    engagement: Engagement | None


def engagement(stroke: Stroke) -> Engagement:
    """Return how near to their best the muscles of both legs work."""
    parts = [_of_leg(leg) for leg in stroke.legs.values()]
    work, length, speed = (np.concatenate([part[i] for part in parts]) for i in range(3))
    return Engagement(
        length=float(np.average(length, weights=work)),
        speed=float(np.average(speed, weights=work)),
        both=float(np.average(length * speed, weights=work)),
    )


def _of_leg(leg: LegStroke) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Work given, and nearness to the best length and the best speed, of every muscle and position (each flat)."""
    problem = leg.problem
    state, time = problem.state, problem.cycle.time_share[:, None]
    given = -leg.coordination.activation * state.active * state.tendon_velocity
    curvature = np.broadcast_to(
        hill_curvature(problem.muscles.slow_twitch_share), state.norm_velocity.shape
    )
    power = force_velocity(state.norm_velocity, curvature) * -state.norm_velocity
    most = power_at_best_speed(curvature)
    return (
        (np.maximum(given, 0.0) * time).ravel(),
        active_force_length(state.norm_length).ravel(),
        np.clip(power / most, 0.0, 1.0).ravel(),
    )


def power_at_best_speed(curvature: np.ndarray) -> np.ndarray:
    """Return the most power of a shortening fibre over force times greatest speed, by the curvature of Hill's curve.

    Of (1 - v) v / (1 + v / k) over v: the root of v^2 + 2 k v - k.
    """
    best = np.sqrt(curvature**2 + curvature) - curvature
    return np.asarray((1 - best) * best / (1 + best / curvature))


def engagement_by_saddle(
    set_up: SetUp, heights: Sequence[float] = HEIGHTS
) -> tuple[EngagementAt, ...]:
    """Return the engagement over saddle heights, the ankle following the saddle as riders' do."""
    on = seat_rider(set_up)
    found = []
    for over in heights:
        height_m = over * on.custom_saddle_height_m
        try:
            at = engagement(with_saddle_at(set_up, on, height_m).simulate())
        except PedalfitError:
            at = None
        found.append(EngagementAt(height_m, over, at))
    return tuple(found)
