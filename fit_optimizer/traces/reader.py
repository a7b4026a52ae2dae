"""Any trace file, told by what it holds rather than by its name."""

from __future__ import annotations

import os
from pathlib import Path

from fit_optimizer.traces.formats.csv_file import read_csv
from fit_optimizer.traces.formats.garmin_fit import read_fit
from fit_optimizer.traces.formats.tcx_file import read_tcx
from fit_optimizer.traces.recording import Trace, TraceError

OTHER_FORMATS = {
    b"\x1f\x8b": "packed with gzip; unpack it first",
    b"PK\x03\x04": "a ZIP archive or spreadsheet; unpack it, or export it as CSV, first",
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
}


def read_trace(path: str | os.PathLike[str], crank_length_mm: float | None = None) -> Trace:
    """What a power meter or a laboratory recorded in a FIT, TCX or CSV file.

    `crank_length_mm` is used only where a CSV file holds a pedal force. A damaged file that still
    holds usable records is used, and `Trace.losses` says what was lost. Raises `TraceError`, one
    sentence, for everything that cannot be used, missing files included.
    """
    file = Path(path)
    try:
        if file.is_dir():
            raise TraceError(f"{file} is a folder, not a recording.")
        with file.open("rb") as handle:
            start = handle.read(1024)
        return _read(file, start, crank_length_mm)
    except FileNotFoundError as error:
        raise TraceError(f"There is no file {file}.") from error
    except (OSError, ValueError) as error:
        if isinstance(error, TraceError):
            raise
        raise TraceError(f"{file} cannot be read ({error}).") from error


def _read(file: Path, start: bytes, crank_length_mm: float | None) -> Trace:
    if not start:
        raise TraceError(f"{file.name} is empty.")
    if start[8:12] == b".FIT":
        return Trace(read_fit(file), None)
    for magic, meaning in OTHER_FORMATS.items():
        if start.startswith(magic):
            raise TraceError(f"{file.name} is {meaning}.")
    if file.suffix.lower() == ".fit":
        raise TraceError(f"{file.name} is not a FIT file, or its first bytes are damaged.")
    text = start.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if text.startswith(b"<"):
        if b"<gpx" in text.lower():
            raise TraceError(
                f"{file.name} is a GPX file, which holds no pedalling; export the ride as FIT."
            )
        return Trace(read_tcx(file), None)
    is_utf16 = start[:2] in (b"\xff\xfe", b"\xfe\xff")
    if b"\0" in start and not is_utf16:
        raise TraceError(f"{file.name} is neither a FIT, a TCX nor a CSV file.")
    return read_csv(file, crank_length_mm)
