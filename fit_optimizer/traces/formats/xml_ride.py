"""Reading a ride from the elements of an XML recording, whichever its format is."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from fit_optimizer.traces.file_start import shown_name
from fit_optimizer.traces.formats.xml_elements import Elements, read_elements
from fit_optimizer.traces.formats.xml_numbers import Numbers
from fit_optimizer.traces.record_table import RecordTable
from fit_optimizer.traces.recording import TraceError


class RideElements(Elements, Protocol):
    """What a format makes of its elements: records of the ride, and what was no ride or no number."""

    table: RecordTable
    numbers: Numbers
    other_sport: str


def read_ride(path: Path, ride: RideElements) -> list[str]:
    """Sentences about what was lost of a file, after `ride` has taken the records that it holds.

    Raises `TraceError` where damage left no record, where what was recorded is another sport, and as
    `read_elements` does.
    """
    losses = read_elements(path, ride)
    if len(ride.table) == 0 and losses:
        raise TraceError(
            f"{shown_name(path)} is damaged and no record of the ride can be read from it."
        )
    if len(ride.table) == 0 and ride.other_sport:
        raise TraceError(
            f"{shown_name(path)} is not a ride: it was recorded as {ride.other_sport}."
        )
    return losses + ride.numbers.losses()
