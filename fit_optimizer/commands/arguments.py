"""Arguments and options that several commands share."""

from __future__ import annotations

import os
from collections.abc import Callable
from mimetypes import MimeTypes
from pathlib import Path
from typing import Annotated, Literal

import typer

from fit_optimizer.setup.argument_limits import MOST_SEED, MOST_WORKERS

ENDINGS = MimeTypes(filenames=())
"""What endings of file names mean, as the standard library lists them and not as a machine does; and what else the
commands read and write, lest a result is written over a recording or a set-up."""
for _ending in "fit journal kva mot osim parquet pwx sto tcx toml trc zarr".split():
    ENDINGS.add_type(f"application/x-{_ending}", f".{_ending}")

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
Seed = Annotated[int, typer.Option(min=0, max=MOST_SEED, help="same seed, same result")]
Workers = Annotated[
    int | None,
    typer.Option(min=1, max=MOST_WORKERS, help="processes; one per processor if not given"),
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


def named(ending: str, words: str) -> Callable[[Path | None], Path | None]:
    """What checks that no file to be written is named for another format than that of an ending, such as `.html`.

    A page under the name of a PDF opens in nothing. Names without an ending, and with one that means nothing, stay;
    names too long for the file system are refused where they are written to.
    """
    wanted, _ = ENDINGS.guess_type(f"file{ending}")

    def checked(path: Path | None) -> Path | None:
        if path is None or path.suffix.lower() == ending or os.path.isdir(path):
            return path
        found, _ = ENDINGS.guess_type(f"file{path.suffix.lower()}")
        if found is None or found == wanted:
            return path
        raise typer.BadParameter(
            f"{path.name} has the ending of another format: what is written is {words}, so name it "
            f"{path.stem}{ending}"
        )

    return checked


JSON, TOML, PARQUET = named(".json", "JSON"), named(".toml", "TOML"), named(".parquet", "Parquet")
SVG, HTML = named(".svg", "a picture as SVG"), named(".html", "a page (HTML)")
"""Checks of the files that options name."""
