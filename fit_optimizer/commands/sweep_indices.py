"""`pedalfit sweep-indices`: what the metrics of a sweep are sensitive to."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from fit_optimizer.commands.arguments import JSON, SVG, Seed
from fit_optimizer.commands.terminal import console, tell_written
from fit_optimizer.files import check_writable, write_json, write_text
from fit_optimizer.sweep.indices import Indices, indices_document, sobol_indices
from fit_optimizer.sweep.indices_figure import indices_svg

SHOWN = (
    "patellofemoral_force_peak_bw",
    "tibiofemoral_compression_peak_bw",
    "dead_centre_size_pct",
    "muscle_effort",
)


def sweep_indices(
    results: Annotated[Path, typer.Argument(metavar="FILE.parquet", help="a finished sweep")],
    metric: Annotated[
        list[str] | None,
        typer.Option(metavar="METRIC", help="a metric, as its column is named; may be repeated"),
    ] = None,
    plot: Annotated[Path | None, typer.Option(help="SVG picture to write", callback=SVG)] = None,
    json: Annotated[
        Path | None, typer.Option(help="write the indices to this file", callback=JSON)
    ] = None,
    seed: Seed = 1,
) -> None:
    """Sobol sensitivity indices of a finished sweep over a Saltelli design, with 95 % intervals."""
    check_writable(plot, json, inputs=[results])
    found = sobol_indices(results, metric or SHOWN, seed)
    if json is not None:
        write_json(json, indices_document(found).as_json())
    if plot is not None:
        write_text(plot, indices_svg(found))
    for each in found:
        console.print(_table(each))
    tell_written(json, plot)


def _table(each: Indices) -> Table:
    title = f"{each.rider}: {each.metric}, mean {each.mean:.3g}, sd {each.sd:.2g}"
    left_out = f", {each.left_out} left out for a row without a stroke" if each.left_out else ""
    table = Table(title=title, caption=f"{each.blocks} blocks of the design{left_out}")
    for column, side in (("key", "left"), ("alone", "right"), ("with others", "right")):
        table.add_column(column, justify="left" if side == "left" else "right")
    for i in sorted(range(len(each.keys)), key=lambda i: -each.total[i]):
        table.add_row(
            each.keys[i],
            f"{each.first[i]:.2f} ± {each.first_interval[i]:.2f}",
            f"{each.total[i]:.2f} ± {each.total_interval[i]:.2f}",
        )
    return table
