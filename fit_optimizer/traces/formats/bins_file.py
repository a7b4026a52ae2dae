"""A table of bins that `pedalfit` wrote (`traces/bins_csv.py`), read as a recording."""

from __future__ import annotations

from math import isnan
from pathlib import Path

from fit_optimizer.traces.bins import Bin, BinTable
from fit_optimizer.traces.bins_csv import HEADINGS, read_bins_csv
from fit_optimizer.traces.file_start import FileStart, shown_name
from fit_optimizer.traces.recording import Sides, TraceError
from fit_optimizer.traces.trace import Trace


def is_table_of_bins(start: FileStart) -> bool:
    """Whether the first line that is no comment has the headings of a table of bins."""
    lines = (line for line in start.text.splitlines() if line.strip() and line[0] != "#")
    named = {heading.strip() for heading in next(lines, "").split(",")}
    return set(HEADINGS[:5]) <= named


def read_table_of_bins(path: Path, crank_length_mm: float | None = None) -> Trace:
    """The bins of a file, as if they were those of a recording.

    Raises `TraceError` where a column is missing, a cell is no number, or there is no row.
    """
    bins = read_bins_csv(path)
    if not bins:
        raise TraceError(f"{shown_name(path)} is a table of bins without a row.")
    count = sum(each.records for each in bins)
    table = BinTable(
        bins=bins,
        records=count,
        used=count,
        left_out={},
        sides=_sides(bins),
        device="table of bins",
        losses=("It holds medians of bins; the records they were made of are not in it.",),
    )
    return Trace(None, None, table)


def _sides(bins: tuple[Bin, ...]) -> Sides:
    """Which sides the meter measured that the bins are of."""
    if any(not isnan(each.combined_smoothness_pct.median) for each in bins):
        return "combined"
    left = any(each.left.any_sent for each in bins)
    right = any(each.right.any_sent for each in bins)
    if left != right:
        return "left" if left else "right"
    balance = any(not isnan(each.balance_right_pct.median) for each in bins)
    return "both" if left or balance else "none"
