"""Short tables for the terminal."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from sim.metric_table import FORWARD_METRICS, METRICS, Metric

SHOWN_METRICS = tuple(metric for metric in METRICS if metric.terminal)
"""What the terminal shows of a stroke."""

FIT_ROWS = (
    ("saddle_height_mm", "saddle height", "mm", 0),
    ("heel_drop_deg", "heel drop", "deg", 1),
    ("ankle_range_deg", "ankle range", "deg", 1),
    ("torso_angle_deg", "torso angle", "deg", 1),
    ("saddle_setback_mm", "saddle setback", "mm", 0),
    ("crank_length_mm", "crank length", "mm", 1),
    ("cleat_setback_mm", "cleat setback", "mm", 0),
    ("stance_width_mm", "stance width", "mm", 0),
)


def stroke_table(document: dict[str, Any]) -> Table:
    """Main figures of a stroke document."""
    table = Table(
        title=f"{document['fit']['name']}, saddle at {document['fit']['saddle_height_mm']:.0f} mm"
    )
    table.add_column("metric")
    table.add_column("value", justify="right")
    table.add_column("unit")
    for metric in SHOWN_METRICS:
        table.add_row(metric.words, shown(metric, document["metrics"]), metric.unit.word)
    return table


def shown(metric: Metric, metrics: dict[str, Any]) -> str:
    """A metric of a document to its decimals, without a minus at zero."""
    return f"{round(metrics[metric.name], metric.decimals) + 0.0:.{metric.decimals}f}"


def fit_table(document: dict[str, Any]) -> Table:
    """Now, recommended and band of a fit document."""
    table = Table(title=f"{document['rider']}: recommended fit")
    for column in ("", "now", "recommended", "band", "unit"):
        table.add_column(column, justify="left" if column in ("", "unit") else "right")
    for key, words, unit, digits in FIT_ROWS:
        band = document["bands"].get(key)
        if band is None:
            continue
        values = [document[side]["values"][key] for side in ("current", "recommended")]
        shown = [f"{value:.{digits}f}" for value in values]
        table.add_row(words, *shown, f"{band['low']:.{digits}f} to {band['high']:.{digits}f}", unit)
    return table


def forward_table(document: dict[str, Any]) -> Table:
    """The figures of a forward ride for the terminal."""
    table = Table(title="Forward simulation against the solved stroke", title_justify="left")
    table.add_column("departure")
    table.add_column("", justify="right")
    table.add_column("")
    for metric in FORWARD_METRICS:
        if metric.terminal:
            table.add_row(metric.words, shown(metric, document["figures"]), metric.unit.word)
    return table
