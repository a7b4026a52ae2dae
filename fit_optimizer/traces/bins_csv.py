"""A table of bins as a CSV file, and back.

`examples/turbo_ride_bins.csv` was written by this module's functions:

    from fit_optimizer.traces import group_in_bins, read_trace, write_bins_csv

    trace = read_trace("../shared/traces/assioma_duo_turbo.fit")
    write_bins_csv(group_in_bins(trace.recording).bins, "examples/turbo_ride_bins.csv", PROVENANCE)
"""

from __future__ import annotations

import csv
import math
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TextIO

from fit_optimizer.traces.bins import Bin, LegMetrics, Summary
from fit_optimizer.traces.file_start import look_at
from fit_optimizer.traces.recording import LEG_METRICS, TraceError
from fit_optimizer.traces.wording import shown
from rider_models.arrays import SIDES

PROVENANCE = (
    "medians per bin of FITfileR's sample activity, Artistic-2.0, Favero Assioma DUO; angles 0 at "
    "each side's top dead centre; spread: half-width about the median of 68 % of the records"
)
"""What the header of `examples/turbo_ride_bins.csv` says."""

MOST_BINS = 10_000
"""More bins than any ride fills: 0 to 3000 W by 25 W and 0 to 250 rpm by 10 rpm are 3,000."""

LONGEST_LINE = 65_536
"""Characters of a line; one of a table of bins has under 1,000."""

RANGES = {
    "w": (-100.0, 3100.0),
    "rpm": (-50.0, 300.0),
    "pct": (0.0, 100.0),
    "deg": (0.0, 360.0),
    "mm": (-60.0, 60.0),
    "records": (1.0, 1e7),
}
"""What a column can hold, by its unit: what `record_table.POSSIBLE` lets through, and a bin's width."""

EDGES = ("power_from_w", "power_to_w", "cadence_from_rpm", "cadence_to_rpm")
RIDE_METRICS = ("power_w", "cadence_rpm", "balance_right_pct", "combined_smoothness_pct")


def _columns_of(figure: str) -> tuple[str, str]:
    """The headings of a metric's median and spread; the unit stays last."""
    name, _, unit = figure.rpartition("_")
    return f"{name}_median_{unit}", f"{name}_spread_{unit}"


HEADINGS = (
    *EDGES,
    "records",
    *(heading for name in RIDE_METRICS for heading in _columns_of(name)),
    *(
        heading
        for side in SIDES
        for name in LEG_METRICS
        for heading in _columns_of(f"{side}_{name}")
    ),
)


def write_bins_csv(bins: Iterable[Bin], path: str | os.PathLike[str], provenance: str = "") -> None:
    """Write bins, a row each, below a comment line with their provenance; empty cell: not sent."""
    rows = [_row(each) for each in bins]
    with Path(path).open("w", encoding="utf-8", newline="") as handle:
        if provenance:
            handle.write(f"# {' '.join(provenance.split())}\n")
        writer = csv.DictWriter(handle, HEADINGS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def read_bins_csv(path: str | os.PathLike[str]) -> tuple[Bin, ...]:
    """The bins of a file that `write_bins_csv` wrote.

    Raises `TraceError` where the file cannot be read, a column is missing, or a cell is no number
    or none that its column can hold.
    """
    name = look_at(path).name
    try:
        with Path(path).open("r", encoding="utf-8-sig", newline="") as handle:
            lines = (line for line in _lines(handle, name) if line.strip() and line[0] != "#")
            reader = csv.DictReader(lines)
            missing = [each for each in HEADINGS if each not in (reader.fieldnames or ())]
            if missing:
                raise TraceError(f"{name} is not a table of bins: it lacks {missing[0]}.")
            bins: list[Bin] = []
            for row in reader:
                if len(bins) >= MOST_BINS:
                    raise TraceError(f"{name} is not a table of bins: no ride has {MOST_BINS}.")
                bins.append(_bin(row))
            return tuple(bins)
    except TraceError:
        raise
    except OSError as error:
        raise TraceError(f"{name} cannot be read ({error.strerror}).") from error
    except _CellRefused as refused:
        raise TraceError(f"{name} is a damaged table of bins: {refused}.") from None
    except (ValueError, TypeError, AttributeError, csv.Error):
        raise TraceError(f"{name} is not a table of bins, or a damaged one.") from None


class _CellRefused(Exception):
    """A cell holds what its column cannot; the text says which and why."""


def _lines(handle: TextIO, name: str) -> Iterator[str]:
    """The file's lines; a line without end is refused."""
    while line := handle.readline(LONGEST_LINE):
        if len(line) >= LONGEST_LINE:
            raise TraceError(f"{name} is not a table of bins: a line never ends.")
        yield line


def _row(each: Bin) -> dict[str, str]:
    row = {name: _text(getattr(each, name)) for name in EDGES}
    row["records"] = str(each.records)
    for name in RIDE_METRICS:
        row |= _cells(name, getattr(each, name))
    for side, leg in (("left", each.left), ("right", each.right)):
        for name in LEG_METRICS:
            row |= _cells(f"{side}_{name}", leg.metric(name))
    return row


def _cells(name: str, figure: Summary) -> dict[str, str]:
    median, width = _columns_of(name)
    return {median: _text(figure.median), width: _text(figure.spread)}


def _text(value: float) -> str:
    return "" if math.isnan(value) else f"{round(value, 3):g}"


def _bin(row: Mapping[str, str]) -> Bin:
    def number(heading: str, *, needed: bool = False) -> float:
        text = row[heading].strip()
        try:
            value = float(text or "nan")
        except ValueError:
            raise _CellRefused(f'"{shown(text)}" in {heading} is no number') from None
        lowest, highest = RANGES[heading.rpartition("_")[2]]
        if lowest <= value <= highest or (math.isnan(value) and not text and not needed):
            return value
        raise _CellRefused(
            f"{heading} must be {lowest:g} to {highest:g} and is {shown(text) or 'empty'}"
        )

    def summary(name: str, *, needed: bool = False) -> Summary:
        median, width = _columns_of(name)
        found = Summary(number(median, needed=needed), number(width))
        if math.isnan(found.median) != math.isnan(found.spread):
            empty, other = (median, width) if math.isnan(found.median) else (width, median)
            raise _CellRefused(f"{empty} is empty, and {other} beside it is not")
        return found

    def leg(side: str) -> LegMetrics:
        return LegMetrics(*(summary(f"{side}_{name}") for name in LEG_METRICS))

    return Bin(
        power_from_w=number("power_from_w", needed=True),
        power_to_w=number("power_to_w", needed=True),
        cadence_from_rpm=number("cadence_from_rpm", needed=True),
        cadence_to_rpm=number("cadence_to_rpm", needed=True),
        records=int(number("records", needed=True)),
        power_w=summary("power_w", needed=True),
        cadence_rpm=summary("cadence_rpm", needed=True),
        balance_right_pct=summary("balance_right_pct"),
        combined_smoothness_pct=summary("combined_smoothness_pct"),
        left=leg("left"),
        right=leg("right"),
    )
