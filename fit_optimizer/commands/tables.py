"""Short tables for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

from fit_optimizer.setup.adjustments import ADJUSTMENTS
from sim.metric_table import FORWARD_METRICS, METRICS, Metric

if TYPE_CHECKING:  # building these models takes as long as a stroke
    from rich.console import JustifyMethod

    from fit_optimizer.documents.fit import FitDocument
    from fit_optimizer.documents.forward import ForwardDocument
    from fit_optimizer.documents.ride import Metrics
    from fit_optimizer.report.say import Language
    from fit_optimizer.setup.keys_in_force import Keys

SHOWN_METRICS = tuple(metric for metric in METRICS if metric.terminal)
"""What the terminal shows of a stroke."""


def stroke_table(fit: Keys, metrics: Metrics) -> Table:
    """Main figures of a stroke: keys in force of its set-up, and its metrics."""
    table = Table(title=f"{fit['name']}, saddle at {fit['saddle_height_mm']:.0f} mm")
    table.add_column("metric")
    table.add_column("value", justify="right")
    table.add_column("unit")
    for metric in SHOWN_METRICS:
        table.add_row(metric.words, shown(metric, metrics), metric.unit.word)
    return table


def shown(metric: Metric, metrics: Metrics) -> str:
    """A metric of a document to its decimals, without a minus at zero. Raises TypeError where it is several."""
    value = metrics[metric.name]
    if not isinstance(value, int | float):
        raise TypeError(f"{metric.name} is no single number")
    return f"{round(value, metric.decimals) + 0.0:.{metric.decimals}f}"


def fit_table(document: FitDocument, language: Language = "en") -> Table:
    """Now, recommended and band of a fit document, in a language."""
    from fit_optimizer.report.say import say, word  # noqa: PLC0415  a stroke alone needs no languages

    table = Table(title=f"{document.rider}: {word('recommended fit', language)}")
    for column in ("", "now", "recommended", "band", "unit"):
        justify: JustifyMethod = "left" if column in ("", "unit") else "right"
        table.add_column(word(column, language), justify=justify)
    for one in ADJUSTMENTS:
        band = document.bands.get(one.key)
        change = next((change for change in document.changes if change.key == one.key), None)
        if band is None and change is None:
            continue
        then = band.value if band is not None else change.end if change is not None else 0.0
        now = change.start if change is not None else then
        between = word("held", language)
        if band is not None:
            low, high = (word(f"{end:.{one.decimals}f}", language) for end in (band.low, band.high))
            between = say(language, "band_one", low=low, high=high)
        values = (word(f"{value:.{one.decimals}f}", language) for value in (now, then))
        table.add_row(word(one.words, language), *values, between, one.unit.word)
    return table


def forward_table(document: ForwardDocument) -> Table:
    """The figures of a forward ride for the terminal."""
    table = Table(title="Forward simulation against the solved stroke", title_justify="left")
    table.add_column("departure")
    table.add_column("", justify="right")
    table.add_column("")
    for metric in FORWARD_METRICS:
        if metric.terminal:
            table.add_row(metric.words, shown(metric, {**document.figures}), metric.unit.word)
    return table
