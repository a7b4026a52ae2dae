"""The time stamps of records: which can be used, where the clock jumps, what belongs together.

Columns are arrays of shape (n,), one value a record, in the order of the file.
"""

from __future__ import annotations

import numpy as np

from fit_optimizer.traces.wording import counted
from rider_models.arrays import Array, Flags

LONGEST_PAUSE_S = 7 * 86_400.0
"""A step forward of more than a week is a clock that was set, not a pause (a guess)."""

FURTHEST_BACK_S = 60.0
"""A step back of more than this is a clock that was set, not records out of order (a guess)."""

FEWEST_AGREEING = 3
"""Records in a row that must agree in their clock; fewer carry a damaged time stamp (a guess)."""

JUMP_LASTS_S = 60.0
"""Time put in the place of a clock's jump: long enough to count as a pause (`Steadiness.pause_s`)."""

ONE_RECORD_S = 1.0
"""Records less than a second apart may be parts of one (Bryton sends power and cadence apart)."""


def typical_step_s(time_s: Array) -> float:
    """Mean time from one record to the next in s, pauses left out; 1 where there is no step.

    Steps over four times the median step above 0 are pauses (a guess). The mean is taken, not the
    median: where two records share each time stamp, half of the steps are 0.
    """
    steps = np.diff(time_s)
    forward = steps[steps > 0.0]
    if forward.size == 0:
        return 1.0
    usual = steps[(steps >= 0.0) & (steps <= 4.0 * float(np.median(forward)))]
    return float(usual.mean())


def in_time_order(columns: dict[str, Array], losses: list[str]) -> dict[str, Array]:
    """The records with a usable time, in the order of time, which counts from the first, in s.

    A jump of the clock (`LONGEST_PAUSE_S`, `FURTHEST_BACK_S`) becomes a
    pause of `JUMP_LASTS_S` and the records either side are kept, in the order of the file.
    """
    time = columns["time_s"]
    usable: Flags = np.isfinite(time)
    usable[usable] = _agreeing(time[usable])
    dropped = int(np.count_nonzero(~usable))
    if dropped:
        losses.append(f"Dropped: {counted(dropped, 'record')} without a usable time.")
    columns = {name: values[usable] for name, values in columns.items()}
    time = columns["time_s"]
    if time.size == 0:
        return columns
    steps = np.diff(time)
    jumps: Flags = _is_jump(steps)
    if jumps.any():
        largest = float(np.abs(steps[jumps]).max())
        words = f"{largest / 86_400:.0f} days" if largest > 86_400 else f"{largest:.0f} s"
        losses.append(
            f"The clock jumps {np.count_nonzero(jumps)} times, by up to {words}; the parts on either "
            "side were kept, with a pause between them."
            if np.count_nonzero(jumps) > 1
            else f"The clock jumps by {words}; the parts before and after were kept, with a pause "
            "between them."
        )
        columns["time_s"] = time = _without_jumps(time, jumps)
    if np.any(np.diff(time) < 0.0):
        losses.append("Records were out of time order and were sorted.")
        order = np.argsort(time, kind="stable")
        columns = {name: values[order] for name, values in columns.items()}
        time = columns["time_s"]
    columns["time_s"] = time - time[0]
    return columns


def _is_jump(steps: Array) -> Flags:
    jump: Flags = (steps > LONGEST_PAUSE_S) | (steps < -FURTHEST_BACK_S)
    return jump


def _agreeing(time: Array) -> Flags:
    """Shape (n,): records that are not alone, or nearly, between two jumps of the clock.

    Where no part is long enough, the records within a week of the middle one are taken.
    """
    kept = np.arange(time.size)
    while True:
        part = (
            np.concatenate([[0], np.cumsum(_is_jump(np.diff(time[kept])))]) if kept.size else kept
        )
        lengths = np.bincount(part.astype(np.int64)) if kept.size else part
        if lengths.size <= 1:
            break
        shortest = int(lengths.min())
        if shortest >= FEWEST_AGREEING:
            break
        kept = kept[lengths[part.astype(np.int64)] > shortest]
    if kept.size == 0 and time.size:
        kept = np.flatnonzero(np.abs(time - np.median(time)) <= LONGEST_PAUSE_S)
    agreeing = np.zeros(time.size, dtype=np.bool_)
    agreeing[kept] = True
    return agreeing


def _without_jumps(time: Array, jumps: Flags) -> Array:
    """The same times with `JUMP_LASTS_S` in the place of each jump, parts in the order of the file.

    A part starts after the latest time of the part before it, also where its records are unordered.
    """
    edges = [0, *(np.flatnonzero(jumps) + 1), time.size]
    moved = time.copy()
    for before, start, end in zip(edges[:-2], edges[1:-1], edges[2:], strict=True):
        latest = moved[before:start].max()
        moved[start:end] += latest + JUMP_LASTS_S - time[start:end].min()
    return moved


def joined_parts(columns: dict[str, Array], losses: list[str]) -> dict[str, Array]:
    """The records with those joined that are parts of one, sent less than `ONE_RECORD_S` apart.

    Records are parts of one where at least one of them lacks the power or the cadence and nothing
    that both send differs; what only one of them has is taken from it. Two whole records of one
    second stay two.
    """
    time = columns["time_s"]
    names = [name for name in columns if name not in ("time_s", "standing")]
    table = np.stack([columns[name] for name in names])
    main = [names.index("power_w"), names.index("cadence_rpm")]
    lacks = ~np.all(np.isfinite(table[main]), axis=0)
    near = np.diff(time) < ONE_RECORD_S
    keep = np.ones(time.size, dtype=np.bool_)
    first = 0
    parted: list[int] = (np.flatnonzero(near & (lacks[:-1] | lacks[1:])) + 1).tolist()
    for place in parted:
        # Records that are joined already stand for the first of them.
        first = first if not keep[place - 1] else place - 1
        if time[place] - time[first] >= ONE_RECORD_S:
            continue
        one, other = table[:, first], table[:, place]
        both = np.isfinite(one) & np.isfinite(other)
        whole = np.all(np.isfinite(one[main])) and np.all(np.isfinite(other[main]))
        if whole or np.any(one[both] != other[both]):
            continue
        table[:, first] = np.where(np.isfinite(one), one, other)
        keep[place] = False
    if keep.all():
        return columns
    joined = {name: values[keep] for name, values in columns.items()}
    joined |= {name: table[n][keep] for n, name in enumerate(names)}
    losses.append(
        f"Joined: {counted(int(np.count_nonzero(~keep)), 'record')} with others of the same second, "
        "which held the other part of the figures."
    )
    return joined
