"""What the columns of an electromyogram are: time, crank, pulses, and the muscle of every channel."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from fit_optimizer.emg.table import EmgError, EmgTable, without_gaps
from fit_optimizer.plain_text import shown
from rider_models.arrays import Array, Side
from rider_models.electrodes import Electrode, UnknownMuscle, electrode_of

TIME = {"time", "t", "x", "zeit", "timestamp", "elapsed_time", "seconds"}
CRANK = {"crank_angle", "crank", "angle", "crankangle", "crank_position", "kurbelwinkel"}
PULSE = {"pulse", "trigger", "tdc", "top_dead_centre", "top_dead_center", "reed", "sync", "marker"}
NOT_EMG = re.compile(
    r"force|torque|power|speed|cadence|rpm|heart|hr|acc|gyro|temp|index|frame|sample|angle|moment|"
    r"(^|_)(sd|se|std|sem)($|_)|velocity|position|lap|balance"
)
"""Columns of other things that stand in such tables; they are passed over and named."""
TIME_UNITS = {"": 1.0, "s": 1.0, "sec": 1.0, "seconds": 1.0, "ms": 1e-3, "us": 1e-6}
"""Seconds in a unit of time."""
UNITS = r"(?:s|sec|seconds|ms|us|deg|degrees|rad|radians|v|mv|uv|µv|%|pct|au|a_u)"
_UNIT = re.compile(rf"\s*[\[(]\s*({UNITS}|°)\s*[\])]\s*$|[_ ]({UNITS})$", re.IGNORECASE)
TURN_RAD = 2 * np.pi
"""One turn of the crank."""


@dataclass(frozen=True, eq=False)
class Channel:
    """A muscle's column: its name in the file, the electrode's muscle and side, and n numbers."""

    name: str
    electrode: Electrode
    side: Side
    values: Array


@dataclass(frozen=True, eq=False)
class EmgColumns:
    """Channels, and what tells the revolutions: time (n, s), crank angle (n, deg), pulses (n).

    `passed_over` are names of columns that are no channels; `angle_side` is the leg whose top dead centre
    is nought of the crank angle.
    """

    channels: tuple[Channel, ...]
    time_s: Array | None
    crank_deg: Array | None
    angle_side: Side
    pulse: Array | None
    passed_over: tuple[str, ...]


def columns_of(table: EmgTable, side: Side) -> EmgColumns:
    """The columns of a table by what their headings say; channels that name no side are of `side`.

    Raises EmgError.
    """
    time = crank = pulse = None
    angle_side: Side = side
    channels: list[Channel] = []
    passed: list[str] = []
    unknown: list[UnknownMuscle] = []
    for heading, values in table.columns.items():
        name, unit = split_unit(heading)
        words = [w for w in name.split("_") if w not in ("left", "right", "l", "r")]
        bare = "_".join(words)
        if bare in TIME and time is None:
            time = _time(heading, values, unit)
        elif bare in CRANK and crank is None:
            crank = _crank(heading, values, unit)
            told = set(name.split("_")) & {"left", "l"}
            angle_side = (
                "left" if told else "right" if set(name.split("_")) & {"right", "r"} else side
            )
        elif bare in PULSE and pulse is None:
            pulse = without_gaps(values, heading)
        else:
            try:
                electrode = electrode_of(name, heading)
            except UnknownMuscle as error:
                if NOT_EMG.search(name) or not np.isfinite(values).any():
                    passed.append(heading)
                else:
                    unknown.append(error)
                continue
            channels.append(
                Channel(heading, electrode, electrode.side or side, without_gaps(values, heading))
            )
    if unknown:
        raise EmgError(str(unknown[0]))
    if not channels:
        raise EmgError(
            "no column is named for a muscle: name the channels, such as vastus_lateralis or VL"
        )
    twice = [c for c in channels if sum(_same(c, other) for other in channels) > 1]
    if twice:
        names = " and ".join(c.name for c in channels if _same(c, twice[0]))
        raise EmgError(f"{names} are the same muscle of the same leg: leave one of them out")
    return EmgColumns(tuple(channels), time, crank, angle_side, pulse, tuple(passed))


def split_unit(heading: str) -> tuple[str, str]:
    """A heading in small letters with _ between words, and the unit at its end, empty where there is none."""
    found = _UNIT.search(heading)
    unit = (found[1] or found[2]).lower() if found else ""
    stem = heading[: found.start()] if found else heading
    stem = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", stem)
    return re.sub(r"[^a-z0-9]+", "_", stem.lower()).strip("_"), unit


def _same(one: Channel, other: Channel) -> bool:
    return (one.electrode.muscle, one.side) == (other.electrode.muscle, other.side)


def _time(heading: str, values: Array, unit: str) -> Array:
    """Times (n, s), rounded ones twice in a row perhaps. Raises EmgError where they run backward."""
    if unit not in TIME_UNITS:
        raise EmgError(f"{heading} has the unit {shown(unit)}: allowed are s, ms and us")
    time = without_gaps(values, heading) * TIME_UNITS[unit]
    backward = np.flatnonzero(np.diff(time) < 0)
    if len(backward) or time[-1] <= time[0]:
        row = int(backward[0]) + 2 if len(backward) else len(time)
        raise EmgError(
            f"{heading} does not grow from row {row - 1} to row {row}: is it the column of times, or were "
            "two columns swapped?"
        )
    return time


def _crank(heading: str, values: Array, unit: str) -> Array:
    """Crank angles (n, deg), as written. Raises EmgError for radians taken for degrees."""
    angle = without_gaps(values, heading)
    if unit in ("rad", "radians"):
        return np.rad2deg(angle)
    within_turn = np.ptp(angle) <= TURN_RAD * 1.02 and -TURN_RAD <= angle.min() <= angle.max()
    if within_turn and np.ptp(angle) > 0.9 * TURN_RAD and len(angle) > 12:
        raise EmgError(
            f"{heading} goes from {angle.min():.2f} to {angle.max():.2f}, which are radians: name the column "
            "crank_angle_rad, or give degrees"
        )
    return angle
