"""The file formats of recordings, one row each: what is told, read, said and documented of them.

A new format is one file with two functions, and one row in `FORMATS`. The command's help, the
refusal of other files and the reader are built from the rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fit_optimizer.plain_text import any_of
from fit_optimizer.traces.file_start import FileStart
from fit_optimizer.traces.formats.bins_file import is_table_of_bins, read_table_of_bins
from fit_optimizer.traces.formats.csv_file import is_text_table, read_csv
from fit_optimizer.traces.formats.garmin_fit import is_fit, read_fit
from fit_optimizer.traces.formats.goldencheetah_json import is_goldencheetah, read_goldencheetah
from fit_optimizer.traces.formats.pwx_file import is_pwx, read_pwx
from fit_optimizer.traces.formats.tcx_file import is_tcx, read_tcx
from fit_optimizer.traces.trace import Trace


@dataclass(frozen=True, slots=True)
class TraceFormat:
    """One file format: its name, its usual ending, how it is recognised and how it is read.

    `recognises` looks at a file's start, never at its name alone. `read` takes the path and the
    crank length in mm (needed only where a pedal force is recorded) and raises `TraceError`.
    """

    name: str
    ending: str
    holds: str
    recognises: Callable[[FileStart], bool]
    read: Callable[[Path, float | None], Trace]


FORMATS: tuple[TraceFormat, ...] = (
    TraceFormat("FIT", ".fit", "a ride with the figures of its pedal strokes", is_fit, read_fit),
    TraceFormat("TCX", ".tcx", "power and cadence of a ride", is_tcx, read_tcx),
    TraceFormat("PWX", ".pwx", "power and cadence of a ride, sometimes figures", is_pwx, read_pwx),
    TraceFormat(
        "GoldenCheetah JSON",
        ".json",
        "a ride with the figures of its pedal strokes",
        is_goldencheetah,
        read_goldencheetah,
    ),
    TraceFormat(
        "pedalfit's table of bins",
        ".csv",
        "medians of power and cadence bins",
        is_table_of_bins,
        read_table_of_bins,
    ),
    TraceFormat(
        "CSV",
        ".csv or .txt",
        "records by the second or the revolution, torque against crank angle, or a time series",
        is_text_table,
        read_csv,
    ),
)
"""Every format, in the order in which they are asked; the text table comes last, for it asks least."""


def format_names() -> str:
    """The names of all formats, in words: `FIT, TCX ... or CSV`."""
    return any_of([each.name for each in FORMATS])
