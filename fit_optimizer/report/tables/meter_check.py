"""The check against a power meter: bins of the recording beside their simulations."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fit_optimizer.documents.trace import BinFound, CheckFound
from fit_optimizer.report.tables.cells import NOTHING, Cell, shown_number
from fit_optimizer.report.wording import capitalised, number
from sim.metric_table import METRICS, Legs, Metric

NOT_CHECKED = "Not checked against a recording."
ON_PAPER = 5
"""Bins that the printed report shows: those with the most records."""

OF_BOTH = tuple(metric.name for metric in METRICS if metric.by_meter and metric.legs is Legs.STROKE)
"""Metrics of both legs together; they stand in the first row of a bin."""

COLUMNS = {metric.name: metric for metric in METRICS if metric.by_meter}
"""What meters send, in the order of the columns."""
DECIMALS = 0
"""A meter's bins scatter by more than a point."""


@dataclass(frozen=True)
class Compared:
    """A figure of one bin and side: recorded with its spread, and simulated."""

    recorded: Cell
    simulated: Cell


@dataclass(frozen=True)
class CheckRow:
    """One bin and side; `on_paper` where the printed report shows it too."""

    power: Cell
    cadence: Cell
    records: int
    side: str
    compared: tuple[Compared, ...]
    note: str
    on_paper: bool


@dataclass(frozen=True)
class CheckTable:
    """The whole check: verdict, headings with units, rows, and the typical errors."""

    file: str
    device: str
    verdict: str
    columns: tuple[str, ...]
    rows: tuple[CheckRow, ...]
    errors: tuple[Cell, ...]
    losses: tuple[str, ...]
    left_out: int


def check_table(check: CheckFound | None) -> CheckTable | None:
    """The check as shown; None without a recording."""
    if check is None:
        return None
    columns = [key for key in COLUMNS if any(_has(each, key) for each in check.bins)]
    most = sorted(range(len(check.bins)), key=lambda i: -check.bins[i].records)[:ON_PAPER]
    rows = [
        _row(check, place, side, columns, place in most)
        for place, each in enumerate(check.bins)
        for side in _sides(each)
    ]
    return CheckTable(
        file=check.file,
        device=check.device or "unknown device",
        verdict=check.verdict,
        columns=tuple(_heading(COLUMNS[key]) for key in columns),
        rows=tuple(rows),
        errors=tuple(
            shown_number(check.rms_error[key], 1, "", f"trace_check.rms_error.{key}")
            if key in check.rms_error
            else NOTHING
            for key in columns
        ),
        losses=tuple(check.losses),
        left_out=max(len(check.bins) - ON_PAPER, 0),
    )


def _heading(metric: Metric) -> str:
    return f"{capitalised(metric.words)},\u00a0{metric.unit.symbol}"


def _sides(each: BinFound) -> list[str]:
    """The rows of a bin: the legs that were recorded, or both together."""
    return [side for side in each.recorded if side != "both"] or ["both"]


def _has(each: BinFound, key: str) -> bool:
    return any(key in figures for figures in each.recorded.values())


def _row(check: CheckFound, place: int, side: str, columns: list[str], paper: bool) -> CheckRow:
    each, where = check.bins[place], f"trace_check.bins.{place}"
    return CheckRow(
        power=shown_number(each.power_w, 0, "", f"{where}.power_w"),
        cadence=shown_number(each.cadence_rpm, 0, "", f"{where}.cadence_rpm"),
        records=each.records,
        side=side,
        compared=tuple(_compared(each, side, key, where) for key in columns),
        note=each.refusal,
        on_paper=paper,
    )


def _compared(each: BinFound, side: str, key: str, where: str) -> Compared:
    if key in OF_BOTH:
        if side != _sides(each)[0]:
            return Compared(Cell(""), Cell(""))
        side = "both"
    cells = []
    for name in ("recorded", "simulated"):
        value = getattr(each, name).get(side, {}).get(key)
        spread = each.spread.get(side, {}).get(key) if name == "recorded" else None
        note = "" if spread is None else f"\u00b1{number(spread, DECIMALS)}"
        path = f"{where}.{name}.{side}.{key}"
        cells.append(NOTHING if value is None else shown_number(value, DECIMALS, "", path, note))
    return Compared(*cells)


def first_page_words(check: CheckFound | None) -> str:
    """What the first page says of the check."""
    table = check_table(check)
    if table is None:
        return NOT_CHECKED
    verdict, before = table.verdict, ""
    while verdict != before:
        before, verdict = verdict, re.sub(r" ?\([^()]*\)", "", verdict)
    return f"Checked against a recording, {table.file}. {verdict}"


def check_note(check: CheckFound | None) -> str:
    """What stands under the printed table; empty without a recording."""
    table = check_table(check)
    if table is None:
        return ""
    left_out = f" The {table.left_out} bins with fewer records stand in the HTML report."
    return (
        f"{table.file}, {table.device}. Meter: median \u00b1 spread of the bin."
        f"{left_out if table.left_out else ''}"
    )
