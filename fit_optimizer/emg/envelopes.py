"""From an electromyogram as recorded to its envelope: band-pass, rectified, low-pass, without a lag of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from fit_optimizer.emg.table import EmgError
from rider_models.arrays import Array

Kind = Literal["raw", "envelope"]
BAND_HZ = (20.0, 450.0)
"""What is kept of a raw electromyogram: motion lies below 20 Hz, noise above 450 (De Luca et al. 2010, J Biomech
43:1573, for the lower end; ISEK's standards for the upper)."""
LOW_PASS_HZ = 10.0
"""Cut-off of the envelope where none is asked for: studies of pedalling use 6 to 20 Hz (Hug & Dorel 2009, J
Electromyogr Kinesiol 19:182)."""
ORDER = 2
"""Of each Butterworth filter, run forward and backward: the fourth order in effect, without a lag."""
LEAST_RAW_HZ = 500.0
"""Raw recordings are sampled at twice the highest frequency that matters; below this rate half of the signal's
power is lost (a guess from spectra that lie between 20 and 250 Hz)."""
LEAST_ENVELOPE_HZ = 40.0
"""An envelope of 10 Hz takes four samples a period."""
RAW_FROM_HZ = 20.0
RAW_SHARE = 0.5
"""A channel whose power lies for more than half above 20 Hz is raw: envelopes end near 10 Hz."""
BOTH_SIGNS = 0.3
"""Lowest over highest value from which a channel is raw whatever its spectrum: no envelope is negative (a guess)."""
UNEVEN = 0.2
"""How far a time step may differ from the usual one, as a share of it, in more than one step of a hundred."""
LARGEST = 1e9
"""No electromyogram has more: 1 kV in uV."""
CLIPPED_RUN, CLIPPED_SHARE = 3, 0.001
"""A channel is clipped where more than a thousandth of its samples stand at its very end, three or more in a
row. Guesses: an unclipped signal stays at its own extreme for one sample."""


@dataclass(frozen=True, eq=False)
class Envelope:
    """An envelope (n, in the channel's unit) and whether it was made of a raw recording."""

    values: Array
    kind: Kind


def even_times(time_s: Array) -> Array:
    """Times (n, s) of an evenly sampled recording. Raises EmgError where they are uneven.

    Times that were rounded when they were written, to the same one twice even, lie on a straight line
    within the rounding: they are put back on it.
    """
    steps = np.diff(time_s)
    usual = (time_s[-1] - time_s[0]) / len(steps)
    if (np.abs(steps - usual) > UNEVEN * usual).mean() <= 0.01 and steps.min() > 0:
        return time_s
    line = np.linspace(time_s[0], time_s[-1], len(time_s))
    if usual > 0 and np.abs(time_s - line).max() <= 2 * max(usual, steps[steps > 0].min()):
        return line
    worst = int(np.argmax(np.abs(steps - usual)))
    raise EmgError(
        f"the times are uneven: most steps are {1000 * float(np.median(steps)):.3g} ms, that after row "
        f"{worst + 1} is {1000 * steps[worst]:.3g} ms; an evenly sampled recording is wanted"
    )


def envelope(name: str, values: Array, rate_hz: float, low_pass_hz: float) -> Envelope:
    """The envelope of a channel (n) sampled at a rate. Raises EmgError."""
    _refuse_no_signal(name, values)
    if rate_hz < LEAST_ENVELOPE_HZ:  # too few samples a second to tell raw from envelope
        _refuse_slow(name, rate_hz, "envelope", low_pass_hz)
    kind = kind_of(values, rate_hz)
    _refuse_slow(name, rate_hz, kind, low_pass_hz)
    _refuse_clipped(name, values)
    if kind == "raw":
        band = (BAND_HZ[0], min(BAND_HZ[1], 0.45 * rate_hz))
        values = np.abs(_filtered(values, band, "bandpass", rate_hz))
    return Envelope(np.maximum(_filtered(values, low_pass_hz, "lowpass", rate_hz), 0.0), kind)


def kind_of(values: Array, rate_hz: float) -> Kind:
    """Whether a channel is raw or an envelope: by how much of its power lies above 20 Hz, and its sign."""
    from scipy.signal import welch  # noqa: PLC0415  0.2 s that only an electromyogram needs

    low, middle, high = np.percentile(values, (1, 50, 99))
    frequency, power = welch(values, rate_hz, nperseg=min(len(values), int(2 * rate_hz)))
    share = power[frequency > RAW_FROM_HZ].sum() / power.sum()
    even = abs(middle - (low + high) / 2) < 0.15 * (high - low)
    both_signs = low < -BOTH_SIGNS * high
    return "raw" if both_signs or (share > RAW_SHARE and even) else "envelope"


def _filtered(
    values: Array,
    cut: float | tuple[float, float],
    kind: Literal["bandpass", "lowpass"],
    rate_hz: float,
) -> Array:
    """A channel without what lies outside a band, or above a frequency (Hz), and without a lag."""
    from scipy.signal import butter, sosfiltfilt  # noqa: PLC0415  as above

    sections = butter(ORDER, cut, kind, output="sos", fs=rate_hz)
    return np.asarray(sosfiltfilt(sections, values, padlen=_padding(values, rate_hz)))


def _padding(values: Array, rate_hz: float) -> int:
    """Samples by which a recording is continued at its ends: a fifth of a second, less than it is long."""
    return min(int(0.2 * rate_hz), len(values) - 2)


def _refuse_no_signal(name: str, values: Array) -> None:
    if np.abs(values).max() > LARGEST:
        raise EmgError(
            f"{name} holds {values[np.abs(values).argmax()]:.3g}: no electromyogram is so large in any unit"
        )
    if np.ptp(values) == 0:
        raise EmgError(
            f"{name} holds {values[0]:g} throughout: was its electrode connected? leave the column out"
        )


def _refuse_slow(name: str, rate_hz: float, kind: Kind, low_pass_hz: float) -> None:
    least = LEAST_RAW_HZ if kind == "raw" else max(LEAST_ENVELOPE_HZ, 2.5 * low_pass_hz)
    if rate_hz < least:
        words = "a raw electromyogram" if kind == "raw" else f"an envelope of {low_pass_hz:g} Hz"
        hint = " (are the times in ms? then name their column time_ms)" if rate_hz < 5 else ""
        raise EmgError(
            f"{name} is {words} sampled at {rate_hz:.3g} Hz: allowed is {least:.0f} Hz and more{hint}"
        )


def _refuse_clipped(name: str, values: Array) -> None:
    for end, words in ((values.max(), "highest"), (values.min(), "lowest")):
        if words == "lowest" and end >= 0:
            continue  # envelopes rest at nought
        at = np.concatenate([[0], (values == end).astype(int), [0]])
        starts, stops = np.flatnonzero(np.diff(at) == 1), np.flatnonzero(np.diff(at) == -1)
        runs = stops - starts
        share = runs[runs >= CLIPPED_RUN].sum() / len(values)
        if share > CLIPPED_SHARE:
            raise EmgError(
                f"{name} is clipped: {100 * share:.1f} % of its samples stand at its {words} value, {end:g}; "
                "record it with less gain, or leave the column out"
            )
