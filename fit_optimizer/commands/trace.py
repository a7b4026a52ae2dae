"""`pedalfit trace`: what a power meter recorded."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fit_optimizer.commands.arguments import Changes, worker_count
from fit_optimizer.commands.tables import trace_table
from fit_optimizer.commands.terminal import console
from fit_optimizer.files import write_json
from fit_optimizer.setup_file import read_set_up
from fit_optimizer.trace_check import (
    TRACE_SCHEMA,
    bins_document,
    check_document,
    check_trace,
    read_bins,
)
from fit_optimizer.workers import worker_pool


def trace(
    file: Annotated[Path, typer.Argument(help="FIT, TCX or CSV recording")],
    against: Annotated[Path | None, typer.Option(help="set-up to simulate beside it")] = None,
    changes: Changes = None,
    json: Annotated[Path | None, typer.Option(help="write the bins to this file")] = None,
) -> None:
    """What a power meter recorded, per bin of power and cadence, and how a set-up compares."""
    if against is None:
        document = bins_document(file, read_bins(file))
    else:
        with worker_pool(worker_count(None)) as pool:
            check = check_trace(read_set_up(against, changes or []), file, pool)
        document = {"schema": TRACE_SCHEMA, **check_document(check)}
    if json is not None:
        write_json(json, document)
    console.print(trace_table(document))
    for sentence in (*document["losses"], document.get("verdict")):
        if sentence:
            console.print(sentence)
