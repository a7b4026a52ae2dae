"""Which revolution every sample of a recording belongs to: by crank angle, by pulses, or by a stated cadence."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fit_optimizer.emg.table import EmgError
from rider_models.arrays import Array

FEWEST = 5
"""Revolutions below which a mean curve says little: its standard error is half of the spread from four."""
CADENCE_RPM = (20.0, 220.0)
"""What a rider pedals."""
UNLIKE = 0.25
"""A revolution that lasts so much longer or shorter than the usual one, as a share of it, is left out: a pulse
was missed, or the rider coasted (a guess)."""
MOST_BACKWARD = 0.02
"""Share of samples at which a turning crank may go back: noise of an encoder (a guess)."""
LARGEST_STEP_DEG = 90.0
"""Beyond it a step of the crank angle cannot be told from one in the other direction with a margin."""
PERIODIC = 0.3
"""Correlation of an envelope with itself a revolution later, from which a cadence counts as found (a guess)."""


AS_WELL = 0.8
"""Share of the likeness a revolution later from which envelopes count as repeating as well after a half or a third of
it: the turn was taken for two or three (a guess; muscles with two bursts a turn have unlike ones)."""
FAR_BETTER = 0.3
"""By how much more envelopes must be like themselves two turns later than one turn later, for the turn to be a half
(a guess; steady riding has next to no difference)."""
SILENT = 1e-9
"""Share of a channel's sum of squares below which a stretch of it holds nothing but rounding (a guess)."""
SLACK = 0.05
"""Share by which a turn may be off where envelopes are looked at for a half or a double of it (a guess)."""


@dataclass(frozen=True, eq=False)
class Revolutions:
    """Crank angle (n, deg, growing), numbers k of the revolutions that are whole and alike, and cadence (rpm).

    `phase_known` is false where only a cadence was stated: the angle then counts from somewhere.
    `left_out` counts revolutions that lasted too long or too short.
    """

    angle_deg: Array
    kept: Array
    cadence_rpm: float
    phase_known: bool
    left_out: int


def by_angle(angle_deg: Array, time_s: Array) -> Revolutions:
    """Revolutions of a measured crank angle (n, deg, that may start anew each turn). Raises EmgError."""
    steps = (np.diff(angle_deg) + 180) % 360 - 180
    if np.ptp(angle_deg) > 720:  # counted on through the turns
        steps = np.diff(angle_deg)
    turned = float(steps.sum())
    jumps = np.abs(steps) > LARGEST_STEP_DEG
    if jumps.mean() > 0.01:
        raise EmgError(
            f"the crank angle does not turn but jumps, by up to {np.abs(steps).max():.0f} deg from row to row: "
            "is it another column, or is the recording sampled too slowly?"
        )
    if turned < 0 and (steps < 0).mean() > 0.5:
        raise EmgError(
            f"the crank angle runs backward, from {angle_deg[0]:.0f} to {angle_deg[0] + turned:.0f} deg: it "
            "grows in the direction of pedalling; give 360 minus it"
        )
    if (steps < -1).mean() > MOST_BACKWARD:
        raise EmgError("the crank goes back and forth: a recording of steady pedalling is wanted")
    unwrapped = angle_deg[0] + np.concatenate([[0.0], np.cumsum(steps)])
    minutes = (time_s[-1] - time_s[0]) / 60
    cadence = turned / 360 / minutes
    low, high = CADENCE_RPM
    if not low <= cadence <= high:
        hint = " (radians? then name it crank_angle_rad)" if cadence < low and turned > 30 else ""
        raise EmgError(
            f"the crank angle turns {turned / 360:.1f} times in {60 * minutes:.1f} s, which is {cadence:.1f} rpm: "
            f"allowed is {low:g} to {high:g}{hint}"
        )
    return _kept(np.maximum.accumulate(unwrapped), time_s, phase_known=True)


def by_pulses(pulse: Array, time_s: Array, at_deg: float) -> Revolutions:
    """Revolutions of a channel that gives a pulse each turn, at a crank angle (deg). Raises EmgError."""
    middle = (pulse.min() + pulse.max()) / 2
    rises = np.flatnonzero((pulse[1:] > middle) & (pulse[:-1] <= middle)) + 1
    moments = time_s[rises]
    shortest = 60 / CADENCE_RPM[1]
    moments = moments[np.diff(moments, prepend=-np.inf) > shortest]
    if len(moments) < 2:
        raise EmgError(
            f"no revolution is found: the pulse rises {len(moments)} times in {time_s[-1] - time_s[0]:.1f} s"
        )
    usual = float(np.median(np.diff(moments)))
    low, high = CADENCE_RPM
    if not low <= 60 / usual <= high:
        raise EmgError(
            f"the pulses are {usual:.2f} s apart, which is {60 / usual:.1f} rpm: allowed is {low:g} to {high:g}"
        )
    turns = np.arange(len(moments)) * 360.0
    before = turns[0] - (moments[0] - time_s) / usual * 360
    after = turns[-1] + (time_s - moments[-1]) / usual * 360
    angle = np.interp(time_s, moments, turns)
    angle = np.where(time_s < moments[0], before, np.where(time_s > moments[-1], after, angle))
    return _kept(angle + at_deg, time_s, phase_known=True)


def check_told(cadence_rpm: float) -> None:
    """Raises EmgError for a stated cadence (rpm) that nobody rides."""
    low, high = CADENCE_RPM
    if not low <= cadence_rpm <= high:
        raise EmgError(f"cadence is {cadence_rpm:g} rpm: allowed is {low:g} to {high:g}")


def by_cadence(cadence_rpm: float, envelopes: Array, time_s: Array) -> Revolutions:
    """Revolutions of a stated cadence, refined within a tenth by how the envelopes (channels x n) repeat.

    Raises EmgError where they do not repeat.
    """
    check_told(cadence_rpm)
    rate = 1 / float(np.median(np.diff(time_s)))
    lags = np.arange(
        int(np.floor(0.9 * 60 / cadence_rpm * rate)),
        int(np.ceil(1.1 * 60 / cadence_rpm * rate)) + 1,
    )
    if lags[-1] >= len(time_s) // 2:
        _refuse_few(int(len(time_s) / rate * cadence_rpm / 60))
    likeness = likeness_later(envelopes, int(lags[-1]))[lags]
    best = int(likeness.argmax())
    if likeness[best] < PERIODIC:
        raise EmgError(
            f"no revolution is found: nothing repeats at {cadence_rpm:g} rpm (a correlation of "
            f"{likeness[best]:.2f} with the revolution after it, {PERIODIC:g} is wanted); check the cadence, or "
            "record a crank angle or a pulse"
        )
    period_s = lags[best] / rate
    return _kept((time_s - time_s[0]) / period_s * 360, time_s, phase_known=False)


def check_cadence(turns: Revolutions, envelopes: Array, time_s: Array) -> None:
    """Raise EmgError where the envelopes (channels x n) show that a turn was taken for several, or half a turn for one.

    A pulse at every second turn, two magnets on a crank, or half the cadence told all give whole revolutions.
    """
    lag = 60 / turns.cadence_rpm / float(np.median(np.diff(time_s)))
    most = min(int(np.ceil((1 + SLACK) * 2 * lag)), envelopes.shape[1] // 2 - 1)
    likeness = likeness_later(envelopes, most)
    here = _best_near(likeness, lag)
    for count in (2, 3):
        if here >= PERIODIC and _best_near(likeness, lag / count) >= AS_WELL * here:
            raise EmgError(
                f"the muscles work {count} times in a revolution of {turns.cadence_rpm:.0f} rpm, each time alike: was "
                f"it ridden at {count * turns.cadence_rpm:.0f} rpm? Check the cadence told, or the pulse or crank "
                "angle that was recorded"
            )
    if _best_near(likeness, 2 * lag) > max(here, 0.0) + FAR_BETTER:
        raise EmgError(
            f"every second revolution of {turns.cadence_rpm:.0f} rpm is alike and the one between is not: was it "
            f"ridden at {turns.cadence_rpm / 2:.0f} rpm? Check the cadence told, or the pulse or crank angle that was "
            "recorded"
        )


def _best_near(likeness: Array, lag: float) -> float:
    """Highest of the likenesses (`likeness_later`) about a lag later (samples); 0 where it is too long."""
    first, last = max(int((1 - SLACK) * lag), 1), int(np.ceil((1 + SLACK) * lag))
    return float(likeness[first : last + 1].max()) if last < len(likeness) else 0.0


def likeness_later(envelopes: Array, most: int) -> Array:
    """Mean correlation of envelopes (channels x n) with themselves 0 to `most` samples later (most + 1).

    All lags at once by Fourier transforms: one by one they took a minute and a half of the largest recording.
    """
    channels, n = envelopes.shape
    lags = np.arange(most + 1)
    found = np.zeros(most + 1)
    size = 1 << (n + most).bit_length()
    for values in envelopes:
        apart = values - values.mean()
        spectrum = np.fft.rfft(apart, size)
        products = np.fft.irfft(spectrum * spectrum.conj(), size)[lags]
        sums, squares = (np.concatenate([[0.0], np.cumsum(apart**power)]) for power in (1, 2))
        first, last = sums[n - lags], sums[n] - sums[lags]
        one = squares[n - lags] - first**2 / (n - lags)
        other = squares[n] - squares[lags] - last**2 / (n - lags)
        scale = np.sqrt(np.maximum(one, 0.0) * np.maximum(other, 0.0))
        least = SILENT * squares[n] + np.finfo(float).tiny
        found += np.where(scale > least, products - first * last / (n - lags), 0.0) / np.maximum(
            scale, least
        )
    return np.asarray(found / channels)


def _kept(angle_deg: Array, time_s: Array, phase_known: bool) -> Revolutions:
    """Whole revolutions, those left out that last too long or too short. Raises EmgError for under five."""
    first, last = int(np.ceil(angle_deg[0] / 360)), int(np.floor(angle_deg[-1] / 360))
    growing = np.concatenate([[True], np.diff(angle_deg) > 0])
    starts = np.interp(360.0 * np.arange(first, last + 1), angle_deg[growing], time_s[growing])
    lasts = np.diff(starts)
    if len(lasts) < FEWEST:
        _refuse_few(len(lasts))
    usual = float(np.median(lasts))
    alike = np.abs(lasts - usual) <= UNLIKE * usual
    if alike.sum() < FEWEST:
        _refuse_few(int(alike.sum()), " that last alike")
    cadence = 60 / float(lasts[alike].mean())
    numbers = np.arange(first, last)[alike]
    return Revolutions(angle_deg, numbers, cadence, phase_known, int((~alike).sum()))


def _refuse_few(count: int, how: str = "") -> None:
    raise EmgError(
        f"{count} whole revolution{'' if count == 1 else 's'}{how} {'is' if count == 1 else 'are'} found: "
        f"{FEWEST} are wanted at least"
    )
