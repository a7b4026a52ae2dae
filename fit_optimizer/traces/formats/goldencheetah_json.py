"""GoldenCheetah's JSON: one ride, a sample a record, read as a stream with ijson.

Keys and meanings are those of GoldenCheetah's JsonRideFile: SECS in s, WATTS, CAD in rpm, LRBALANCE
the left leg's share in percent (left out where it is not known), LTE and RTE torque effectiveness,
LPS and RPS smoothness, LPCO and RPCO platform centre offset in mm, LPPB to RPPPE the edges of the
power phases in degrees.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Generator
from pathlib import Path
from typing import Any

import ijson

from fit_optimizer.traces.file_start import FileStart, look_at
from fit_optimizer.traces.record_table import RecordTable, recording_from
from fit_optimizer.traces.recording import TraceError
from fit_optimizer.traces.trace import Trace
from fit_optimizer.traces.wording import shown

CHUNK_BYTES = 1 << 16
LONGEST_TOKEN_BYTES = 1 << 20
"""A megabyte without the end of any value is a text or number that never ends (a guess)."""

MOST_EVENTS = 10_000_000
"""Values, keys and brackets read of one file: 70 hours at one sample a second of 19 keys (some 8 s)."""

DEEPEST = 64
"""Brackets within brackets; GoldenCheetah writes 5 levels (samples of XDATA)."""

KEYS = {
    "SECS": "time_s",
    "WATTS": "power_w",
    "CAD": "cadence_rpm",
    "LRBALANCE": "balance_left_pct",
    "LTE": "left_torque_effectiveness_pct",
    "RTE": "right_torque_effectiveness_pct",
    "LPS": "left_pedal_smoothness_pct",
    "RPS": "right_pedal_smoothness_pct",
    "LPCO": "left_platform_offset_mm",
    "RPCO": "right_platform_offset_mm",
    "LPPB": "left_power_phase_start_deg",
    "RPPB": "right_power_phase_start_deg",
    "LPPE": "left_power_phase_end_deg",
    "RPPE": "right_power_phase_end_deg",
    "LPPPB": "left_peak_power_phase_start_deg",
    "RPPPB": "right_peak_power_phase_start_deg",
    "LPPPE": "left_peak_power_phase_end_deg",
    "RPPPE": "right_peak_power_phase_end_deg",
}
NO_NUMBER = re.compile(r"(?<![^:\s,\[])[-+]?(?:nan|inf(?:inity)?)(?=\s*[,\]}])", re.IGNORECASE)
"""Numbers that are none, which JSON has no word for and GoldenCheetah writes all the same."""

RIDE_KEY = re.compile(r'"RIDE"\s*:')
SAMPLE = "RIDE.SAMPLES.item"
NOT_RIDES = ("run", "swim", "walk", "row", "ski")
"""Sports GoldenCheetah names in the tag Sport that are no rides."""


def is_goldencheetah(start: FileStart) -> bool:
    """Whether a file is a JSON object that has a key RIDE near its beginning."""
    return start.text.startswith("{") and RIDE_KEY.search(start.text) is not None


def read_goldencheetah(path: Path, crank_length_mm: float | None = None) -> Trace:
    """The ride in a GoldenCheetah JSON file.

    A file cut short or damaged gives the samples before the damage. Raises `TraceError` for a file
    without samples or power, for other sports, and for texts or brackets without end.
    """
    start = look_at(path)
    ride = _Ride(start.name)
    losses = _read(start, ride)
    if ride.sport.lower().startswith(NOT_RIDES):
        raise TraceError(f"{start.name} is not a ride: it was recorded as {ride.sport.lower()}.")
    if len(ride.table) == 0 and losses:
        raise TraceError(f"{start.name} is damaged and no record of the ride can be read from it.")
    if ride.not_numbers:
        losses.append(f"{ride.not_numbers} values hold no number and were skipped.")
    device = ride.device or "unknown power meter"
    return Trace(recording_from(ride.table.columns(), device, losses, start.name), None)


def _read(start: FileStart, ride: _Ride) -> list[str]:
    """Tell the ride of every value in the file; a sentence where it did not end as it should."""
    decoder = codecs.getincrementaldecoder(start.encoding)(errors="replace")
    fed_since, held = 0, ""
    parser = ijson.parse_coro(ride.events(), use_float=True)
    with start.path.open("rb") as handle:
        handle.seek(start.skipped)
        try:
            while chunk := handle.read(CHUNK_BYTES):
                seen = ride.count
                text = held + decoder.decode(chunk)
                whole = max(map(text.rfind, ",]}")) + 1 or len(text)
                if text:
                    parser.send(NO_NUMBER.sub("null", text[:whole]).encode())
                held = text[whole:]
                fed_since = fed_since + len(chunk) if ride.count == seen else 0
                if fed_since > LONGEST_TOKEN_BYTES:
                    raise TraceError(f"{start.name} holds a text or number that never ends.")
                if ride.table.full or ride.count > MOST_EVENTS:
                    return ["The file is very long; only its beginning was read."]
            if held:
                parser.send(held.encode())
            parser.close()
        except TraceError:
            raise
        except (ijson.JSONError, ValueError, ArithmeticError):
            return ["The file is cut short or damaged; the records before that were used."]
    return []


class _Ride:
    """The ride as far as it has been read."""

    def __init__(self, name: str) -> None:
        self.table = RecordTable()
        self.device = ""
        self.sport = ""
        self.count = 0
        self.not_numbers = 0
        self._name = name
        self._depth = 0
        self._sample: dict[str, float] = {}

    def events(self) -> Generator[None, tuple[str, str, Any], None]:
        """Takes ijson's events (path, kind, value), without end."""
        generator = self._events()
        next(generator)
        return generator

    def _events(self) -> Generator[None, tuple[str, str, Any], None]:
        while True:
            prefix, event, value = yield
            self.count += 1
            if event in ("start_map", "start_array"):
                self._deeper()
                if prefix == SAMPLE:
                    self._sample = {}
            elif event in ("end_map", "end_array"):
                self._depth -= 1
                if prefix == SAMPLE:
                    self.table.add(right_share(self._sample))
            elif event in ("number", "string") and prefix.startswith("RIDE."):
                self._take(prefix, event, value)

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise TraceError(f"{self._name} is nested {DEEPEST} brackets deep; no ride is.")

    def _take(self, prefix: str, event: str, value: Any) -> None:
        within, _, key = prefix.rpartition(".")
        if within == SAMPLE and key in KEYS:
            if event == "number":
                self._sample[KEYS[key]] = float(value)
            else:
                self.not_numbers += 1
        elif prefix == "RIDE.DEVICETYPE":
            self.device = shown(str(value), 80)
        elif prefix == "RIDE.TAGS.Sport":
            self.sport = shown(str(value))


def right_share(sample: dict[str, float]) -> dict[str, float]:
    """A sample with the right leg's share in percent in the place of the left leg's.

    A share outside 0 to 100 (GoldenCheetah's mark of not known is -255) and one without power are
    not sent.
    """
    left = sample.pop("balance_left_pct", float("nan"))
    if 0.0 <= left <= 100.0 and sample.get("power_w", 0.0) > 0.0:
        return {**sample, "balance_right_pct": 100.0 - left}
    return sample
