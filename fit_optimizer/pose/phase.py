"""Revolutions of a movement that repeats: its cadence and phase over time, gaps and pauses allowed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from fit_optimizer.pose.series import PoseError
from rider_models.arrays import Array, Flags, Indices

LEAST_RPM, MOST_RPM = 20.0, 180.0
"""Cadences that are looked for: those that a set-up allows."""

WINDOW_S = 6.0
"""Length of the pieces in which the cadence is looked for, so that it may change in between (a guess)."""

STEPS_HZ = 0.005
"""Step of the frequencies that are tried (0.3 rpm); the phase that is fitted afterwards corrects the rest."""

LEAST_EXPLAINED = 0.5
"""Share of the variance that a sine of the cadence must explain in a piece: a knee that pedals has 0.9."""

LEAST_LOCAL = 0.6
"""Share that a sine must explain within a turn and a half around a frame; below it the rider does not pedal there (a
guess)."""

TURNS_AROUND = 0.75
"""Turns to either side of a frame from which its phase is fitted: one and a half tell a sine from its mean."""

LEAST_FRAMES_A_TURN = 6.0
"""Fewer frames a turn tell no curve: a knee angle has three harmonics that matter."""

STEADY_S = 1.5
"""Seconds to either side over which the cadence holds well enough to tell half turns apart (a guess)."""

FINE_RAD = 0.4
"""How far the phase around a frame may lie off that over seconds (rad); more is a window in which the program goes
over to the other leg (a guess: crank speed that swings within a turn moves it by 0.1)."""

CHUNK = 4096
"""Frames whose phases are fitted at once, to bound memory."""


@dataclass(frozen=True, eq=False)
class Phase:
    """The phase (rad, n, rising by two pi a turn) of a movement's first harmonic, most at phase 0.

    `pedalling` (n) is false where the movement does not repeat. `cadence_rpm` is its mean.
    """

    angle: Array
    pedalling: Flags
    cadence_rpm: float

    @property
    def turns(self) -> int:
        """Whole turns while pedalling."""
        steps = np.diff(self.angle)[self.pedalling[1:] & self.pedalling[:-1]]
        return int(steps.sum() / (2 * np.pi) + 0.02)


def find_phase(time_s: Array, values: Array) -> Phase:
    """The phase of a repeating movement (n, any unit, NaN in gaps). Raises PoseError where none repeats.

    From frame to frame the phase keeps to the cadence, so a jump by half a turn is a program that goes over to
    the other leg: the phase goes on without it, and those frames are left out.
    """
    frequency = _frequency(time_s, values)
    middle = (frequency[1:] + frequency[:-1]) / 2
    base = 2 * np.pi * np.concatenate([[0.0], np.cumsum(middle * np.diff(time_s))])
    slow, explained = _local_fits(time_s, values, base, frequency)
    known = explained > LEAST_LOCAL
    if known.sum() < LEAST_FRAMES_A_TURN:
        raise PoseError(NO_REVOLUTION)
    places = np.flatnonzero(known).astype(np.int64)
    step = float(np.median(np.diff(time_s)))
    steady = _steady_lead(slow, np.where(known, explained, 0.0), step)[places]
    off = slow[places] - steady
    half_turns = np.rint(off / np.pi).astype(np.int64) % 2
    mostly = bool(2 * half_turns.sum() > half_turns.size)
    other_leg = half_turns != mostly
    fine = (off + np.pi / 2) % np.pi - np.pi / 2
    lead = steady + np.where(np.abs(fine) < FINE_RAD, fine, 0.0) + np.pi * mostly
    angle = base + np.interp(np.arange(len(base)), places, lead)
    nearest = _nearest(places, len(base))
    near = np.abs(np.arange(len(base)) - places[nearest]) <= _half_turn(time_s, frequency)
    forward = np.concatenate([[True], np.diff(angle) > 0])
    turning = near & forward & ~other_leg[nearest]
    steps = turning[1:] & turning[:-1]
    elapsed = float(np.diff(time_s)[steps].sum())
    evenly = base + np.interp(np.arange(len(base)), places, steady)
    turned = float(np.diff(evenly)[steps].sum())
    if elapsed <= 0:
        raise PoseError(NO_REVOLUTION)
    return Phase(angle, turning, 60 * turned / (2 * np.pi) / elapsed)


NO_REVOLUTION = (
    f"No revolution of the cranks was found: knee and foot repeat at no cadence of {LEAST_RPM:g} to "
    f"{MOST_RPM:g} rpm; film steady pedalling, and give the frame rate (--frame-rate) where the file has none."
)
"""Refusal of a movement that does not repeat."""


def _frequency(time_s: Array, values: Array) -> Array:
    """The frequency (Hz, n) at which the movement repeats around every frame."""
    known = np.isfinite(values)
    length = float(time_s[-1] - time_s[0])
    if known.sum() < 8 or length <= 0:
        raise PoseError(NO_REVOLUTION)
    tried = np.arange(LEAST_RPM / 60, MOST_RPM / 60 + STEPS_HZ, STEPS_HZ)
    pieces = max(1, int(length / WINDOW_S))
    ends = np.linspace(time_s[0], time_s[-1], pieces + 1)
    centres, found = [], []
    for start, stop in pairwise(ends.tolist()):
        inside = known & (time_s >= start) & (time_s <= stop)
        if inside.sum() < 8:
            continue
        at, moved = time_s[inside] - start, values[inside] - values[inside].mean()
        if moved.std() == 0:
            continue
        from scipy.signal import lombscargle  # noqa: PLC0415  0.6 s of imports that few commands need

        power = np.asarray(lombscargle(at, moved, 2 * np.pi * tried, normalize=True))
        best = int(np.argmax(power))
        if power[best] > LEAST_EXPLAINED:
            centres.append((start + stop) / 2)
            found.append(tried[best])
    if not found:
        raise PoseError(NO_REVOLUTION)
    return np.asarray(np.interp(time_s, centres, found))


def _steady_lead(lead: Array, weight: Array, step_s: float) -> Array:
    """The lead (rad, n) that holds over seconds, whichever leg is followed: a half turn makes no difference to it."""
    half = max(1, round(STEADY_S / step_s))
    around = np.ones(2 * half + 1)
    doubled = weight * np.exp(2j * lead)
    mean = np.convolve(doubled, around, mode="full")[half : half + len(lead)]
    return np.asarray(np.unwrap(np.angle(mean)) / 2)


def _half_turn(time_s: Array, frequency: Array) -> float:
    """Frames in half a turn."""
    step = float(np.median(np.diff(time_s)))
    return max(1.0, 0.5 / float(np.median(frequency)) / step)


def _nearest(places: Indices, count: int) -> Indices:
    """Which of rising places (m) lies nearest to each of 0 ... count - 1."""
    at = np.arange(count)
    right = np.clip(np.searchsorted(places, at), 0, len(places) - 1)
    left = np.clip(right - 1, 0, len(places) - 1)
    closer = np.abs(places[left] - at) <= np.abs(places[right] - at)
    return np.asarray(np.where(closer, left, right), dtype=np.int64)


def _local_fits(time_s: Array, values: Array, base: Array, frequency: Array) -> tuple[Array, Array]:
    """By how much the first harmonic around each frame leads `base` (rad, n), and the variance it explains.

    Weighted least squares of a mean and two harmonics over a turn and a half around the frame, more weight
    in its middle.
    """
    step = float(np.median(np.diff(time_s)))
    turn = 1.0 / float(np.median(frequency))
    if turn / step < LEAST_FRAMES_A_TURN:
        raise PoseError(
            f"There are {turn / step:.1f} frames a revolution, and at least {LEAST_FRAMES_A_TURN:g} are "
            "needed: film at a higher frame rate."
        )
    half = int(np.ceil(TURNS_AROUND * turn / step))
    around = np.arange(-half, half + 1)
    count = len(values)
    leads, explained = np.zeros(count), np.zeros(count)
    for first in range(0, count, CHUNK):
        centre = np.arange(first, min(first + CHUNK, count))
        place = centre[:, None] + around
        inside = (place >= 0) & (place < count)
        place = np.clip(place, 0, count - 1)
        sampled, angle = values[place], base[place]
        distance = np.abs(angle - base[centre][:, None]) / (2 * np.pi * TURNS_AROUND)
        weight = np.where(
            inside & np.isfinite(sampled), np.cos(np.pi / 2 * np.minimum(distance, 1)) ** 2, 0.0
        )
        sampled = np.nan_to_num(sampled)
        columns = np.stack(
            [
                np.ones_like(angle),
                np.cos(angle),
                np.sin(angle),
                np.cos(2 * angle),
                np.sin(2 * angle),
            ],
            axis=2,
        )
        weighted = columns * weight[..., None]
        normal = weighted.transpose(0, 2, 1) @ columns + 1e-9 * np.eye(5)
        right = np.einsum("nwk,nw->nk", weighted, sampled)
        fitted = np.linalg.solve(normal, right[..., None])[..., 0]
        total = np.maximum(weight.sum(axis=1), 1e-12)
        mean = (weight * sampled).sum(axis=1) / total
        variance = (weight * (sampled - mean[:, None]) ** 2).sum(axis=1) / total
        left = (weight * (sampled - np.einsum("nwk,nk->nw", columns, fitted)) ** 2).sum(
            axis=1
        ) / total
        enough = (weight > 0.02).sum(axis=1) >= LEAST_FRAMES_A_TURN
        leads[centre] = np.arctan2(-fitted[:, 2], fitted[:, 1])
        explained[centre] = np.where(
            enough & (variance > 0), 1 - left / np.maximum(variance, 1e-12), 0.0
        )
    return leads, explained
