"""`pedalfit validate`: published experiments, re-run."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from fit_optimizer.commands.arguments import HTML, JSON
from fit_optimizer.commands.terminal import console, one_bar, tell_written
from fit_optimizer.files import check_writable, write_json, write_text
from fit_optimizer.validation import run_validation, validation_document
from fit_optimizer.validation.pages.page import render_validation
from fit_optimizer.validation.pages.terminal import validation_table


def validate(
    json: Annotated[
        Path | None, typer.Option(help="write every outcome to this file", callback=JSON)
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="write a page with plots to this file", callback=HTML)
    ] = None,
) -> None:
    """Published experiments, re-run as simulations: published, simulated, pass or fail."""
    check_writable(json, out)
    with one_bar({"experiments": 1}) as bar:
        outcomes = run_validation(partial(bar.at, "experiments"))
    if json is not None:
        write_json(json, validation_document(outcomes).as_json())
    if out is not None:
        write_text(out, render_validation(outcomes))
    console.print(validation_table(outcomes))
    tell_written(json, out)
