"""Any trace file, told by what it holds rather than by its name."""

from __future__ import annotations

import os

from fit_optimizer.traces import formats
from fit_optimizer.traces.file_start import FileStart, look_at
from fit_optimizer.traces.other_formats import other_format
from fit_optimizer.traces.recording import TraceError
from fit_optimizer.traces.trace import Trace


def read_trace(path: str | os.PathLike[str], crank_length_mm: float | None = None) -> Trace:
    """What a power meter or a laboratory recorded, in any of `formats.FORMATS`.

    `crank_length_mm` is used only where a file holds a pedal force. A damaged file that still
    holds usable records is used, and `Trace.losses` says what was lost. Every text of the file that
    the trace carries is fit to be shown. Raises `TraceError`, one sentence, for everything that
    cannot be used, missing files, folders, devices and pipes included.
    """
    start = look_at(path)
    taken_for = other_format(start.raw)
    if taken_for is not None:
        raise TraceError(f"{start.name} is {taken_for}.")
    chosen = next((each for each in formats.FORMATS if each.recognises(start)), None)
    if chosen is None:
        raise TraceError(_refusal(start))
    try:
        return chosen.read(start.path, crank_length_mm).fit_to_show()
    except OSError as error:
        raise TraceError(f"{start.name} cannot be read ({error.strerror}).") from error


def _refusal(start: FileStart) -> str:
    """A sentence that says what a file is that no format recognises."""
    name, head = start.name, start.text[:4096].lower()
    if start.root == "html" or head.startswith("<!doctype html") or "<html" in head:
        return (
            f"{name} is a web page, not a recording: log in where it was downloaded from and "
            "download the file itself."
        )
    if start.root == "gpx" or "<gpx" in head:
        return f"{name} is a GPX file, which holds no pedalling; export the ride as FIT."
    read = f"; what can be read is {formats.format_names()}"
    if head.startswith("<"):
        return f"{name} is XML, but damaged or not a recording{read}."
    if head.startswith(("{", "[")):
        return f"{name} is JSON, but not a ride that GoldenCheetah wrote{read}."
    if start.ending == ".fit":
        return f"{name} is not a FIT file, or its first bytes are damaged."
    return f"{name} is no recording of a known format{read}."
