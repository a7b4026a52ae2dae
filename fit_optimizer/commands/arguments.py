"""Arguments and options that several commands share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

import typer

SetUpPath = Annotated[
    Path, typer.Argument(metavar="SETUP.toml", help="rider, bicycle and riding; or a stroke file")
]
Changes = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="change a key of the set-up, as saddle_height_mm=700; may be repeated",
    ),
]
Seed = Annotated[int, typer.Option(min=0, max=2**32 - 1, help="same seed, same result")]
Workers = Annotated[
    int | None, typer.Option(min=1, max=512, help="processes; one per processor if not given")
]
Pdf = Annotated[bool, typer.Option("--pdf", help="write report.pdf too: A4 pages")]
Scheduler = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="Dask scheduler whose workers to use: tcp://HOST:8786"),
]
ReportLanguage = Annotated[
    Literal["en", "de"], typer.Option("--language", help="language of the report: en or de")
]
Photos = Annotated[
    list[Path] | None,
    typer.Option("--photo", metavar="FILE", help="a photo beside the drawings; may be repeated"),
]


def worker_count(asked: int | None) -> int:
    """Workers asked for, or one per processor."""
    return asked or os.cpu_count() or 1
