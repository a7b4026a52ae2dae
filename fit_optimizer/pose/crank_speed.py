"""How the crank speeds up and slows down over the turn, where a film tells the crank angle in time well enough."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fit_optimizer.pose.crank import CrankAngle, FoundFrom
from rider_models.arrays import Array
from sim.kinematics import CRANK_POSITIONS, crank_angles

HARMONICS = 4
"""Harmonics of the time over the crank angle that are looked for: two legs push twice a turn, and unlike legs once;
of a published swing by half the mean four hold all but 1 %."""

TOLD_FROM: dict[FoundFrom, float] = {"file": 0.01, "pedal": 0.08}
"""Swing, as a share of the mean speed, from which it is believed. A crank angle in a file is an encoder's (a guess);
a pedal's that is off by 1 deg twice a turn seems to swing by 0.07. Foot, ankle and knee tell none."""

SURE = 3.0
"""Standard errors that a harmonic must have to be believed."""

MOST = 2.5
"""Highest speed over the mean, and mean over the lowest, that a turning crank has; more is no steady pedalling (a
guess: 1.3 on an ergometer without a flywheel)."""


@dataclass(frozen=True, eq=False)
class SpeedOverTurn:
    """The crank's speed over the right crank's angle (60 positions), as a share of its mean over time."""

    over_mean: Array

    @property
    def swing(self) -> float:
        """Highest less lowest speed, as a share of the mean."""
        return float(np.ptp(self.over_mean))

    def turned(self, shift_deg: float) -> SpeedOverTurn:
        """The speed over a turn whose crank angles are later by so many deg."""
        at = crank_angles() + np.deg2rad(shift_deg)
        return SpeedOverTurn(
            np.asarray(np.interp(at, crank_angles(), self.over_mean, period=2 * np.pi))
        )


def speed_over_turn(crank: CrankAngle, time_s: Array) -> SpeedOverTurn | None:
    """The speed from a crank angle in time (s, n); None where it is even as far as can be told.

    Time is fitted as a function of the angle: a course of the cadence that may change from turn to turn, and
    harmonics of the angle that are the same in every turn.
    """
    least = TOLD_FROM.get(crank.found_from)
    if least is None:
        return None
    known = crank.pedalling & np.isfinite(crank.angle)
    if crank.spindle is not None:
        known &= np.isfinite(crank.spindle).all(axis=1)
    angle, time = crank.angle[known], time_s[known]
    turns = int(np.ptp(angle) / (2 * np.pi)) if angle.size else 0
    if turns < 2 or angle.size < 8 * (turns + 2 * HARMONICS):
        return None
    order = np.arange(1.0, HARMONICS + 1)
    columns = np.concatenate([_course(angle, turns), *_harmonics(angle, order)], axis=1)
    found = np.linalg.lstsq(columns, time, rcond=None)[0]
    off = time - columns @ found
    variance = float(off @ off) / max(len(time) - columns.shape[1], 1)
    errors = np.sqrt(variance * np.diag(np.linalg.pinv(columns.T @ columns)))
    cosine, sine = found[-2 * HARMONICS : -HARMONICS], found[-HARMONICS:]
    error = np.hypot(errors[-2 * HARMONICS : -HARMONICS], errors[-HARMONICS:])
    sure = np.hypot(cosine, sine) > SURE * error
    mean_slope = float(np.ptp(time) / np.ptp(angle))
    grid = crank_angles()
    slope = mean_slope + sum(
        k * (s * np.cos(k * grid) - c * np.sin(k * grid))
        for k, c, s, believed in zip(order, cosine, sine, sure, strict=True)
        if believed
    )
    return _believed(mean_slope / np.asarray(slope) * np.ones(CRANK_POSITIONS), least)


def speed_of_curve(crank_angle: Array, speed: Array) -> tuple[SpeedOverTurn | None, float]:
    """The speed (n, rad/s) that a mean curve gives over the crank angle (rad, n), and its mean over time (rad/s)."""
    known = np.isfinite(crank_angle) & np.isfinite(speed) & (speed > 0)
    if known.sum() < 12:
        return None, float("nan")
    around = np.mod(crank_angle[known], 2 * np.pi)
    order = np.argsort(around)
    curve = np.interp(crank_angles(), around[order], speed[known][order], period=2 * np.pi)
    mean = 1 / float(np.mean(1 / curve))
    return _believed(np.asarray(curve) / mean, TOLD_FROM["file"]), mean


def _believed(over_mean: Array, least: float) -> SpeedOverTurn | None:
    if over_mean.min() < 1 / MOST or over_mean.max() > MOST or np.ptp(over_mean) < least:
        return None
    return SpeedOverTurn(over_mean)


def _course(angle: Array, turns: int) -> Array:
    """Straight pieces of a turn each (n x turns + 1), joined: how time runs on where the cadence changes."""
    place = (angle - angle.min()) / np.ptp(angle) * turns
    return np.asarray(np.maximum(0.0, 1.0 - np.abs(place[:, None] - np.arange(turns + 1))))


def _harmonics(angle: Array, order: Array) -> tuple[Array, Array]:
    turned = angle[:, None] * order
    return np.cos(turned), np.sin(turned)
