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
from collections.abc import Iterable, Mapping
from pathlib import Path

from fit_optimizer.traces.bins import Bin, Figure, LegFigures
from fit_optimizer.traces.recording import LEG_FIGURES, TraceError

PROVENANCE = (
    "medians per bin of FITfileR's sample activity, Artistic-2.0, Favero Assioma DUO; angles 0 at "
    "each side's top dead centre; spread: half-width about the median of 68 % of the records"
)
"""What the header of `examples/turbo_ride_bins.csv` says."""

EDGES = ("power_from_w", "power_to_w", "cadence_from_rpm", "cadence_to_rpm")
RIDE_FIGURES = ("power_w", "cadence_rpm", "balance_right_pct", "combined_smoothness_pct")


def _columns_of(figure: str) -> tuple[str, str]:
    """The headings of a figure's median and spread; the unit stays last."""
    name, _, unit = figure.rpartition("_")
    return f"{name}_median_{unit}", f"{name}_spread_{unit}"


HEADINGS = (
    *EDGES,
    "records",
    *(heading for name in RIDE_FIGURES for heading in _columns_of(name)),
    *(
        heading
        for side in ("left", "right")
        for name in LEG_FIGURES
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

    Raises `TraceError` where the file cannot be read, a column is missing or a cell is no number.
    """
    file = Path(path)
    try:
        with file.open("r", encoding="utf-8", newline="") as handle:
            lines = (line for line in handle if line.strip() and not line.startswith("#"))
            reader = csv.DictReader(lines)
            missing = [name for name in HEADINGS if name not in (reader.fieldnames or ())]
            if missing:
                raise TraceError(f"{file.name} is not a table of bins: it lacks {missing[0]}.")
            return tuple(_bin(row) for row in reader)
    except TraceError:
        raise
    except (OSError, ValueError, TypeError, AttributeError, csv.Error) as error:
        raise TraceError(f"{file.name} cannot be read as a table of bins ({error}).") from error


def _row(each: Bin) -> dict[str, str]:
    row = {name: _text(getattr(each, name)) for name in EDGES}
    row["records"] = str(each.records)
    for name in RIDE_FIGURES:
        row |= _cells(name, getattr(each, name))
    for side, leg in (("left", each.left), ("right", each.right)):
        for name in LEG_FIGURES:
            row |= _cells(f"{side}_{name}", leg.figure(name))
    return row


def _cells(name: str, figure: Figure) -> dict[str, str]:
    median, width = _columns_of(name)
    return {median: _text(figure.median), width: _text(figure.spread)}


def _text(value: float) -> str:
    return "" if math.isnan(value) else f"{round(value, 3):g}"


def _bin(row: Mapping[str, str]) -> Bin:
    def figure(name: str) -> Figure:
        median, width = (float(row[heading].strip() or "nan") for heading in _columns_of(name))
        return Figure(median, width)

    def leg(side: str) -> LegFigures:
        return LegFigures(*(figure(f"{side}_{name}") for name in LEG_FIGURES))

    return Bin(
        power_from_w=float(row["power_from_w"]),
        power_to_w=float(row["power_to_w"]),
        cadence_from_rpm=float(row["cadence_from_rpm"]),
        cadence_to_rpm=float(row["cadence_to_rpm"]),
        records=int(row["records"]),
        power_w=figure("power_w"),
        cadence_rpm=figure("cadence_rpm"),
        balance_right_pct=figure("balance_right_pct"),
        combined_smoothness_pct=figure("combined_smoothness_pct"),
        left=leg("left"),
        right=leg("right"),
    )
