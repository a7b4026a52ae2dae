"""PWX, TrainingPeaks' XML: samples by the time since the start of their workout.

Elements are those of the schema PWX/1/0 (timeoffset in s, pwr in W, cad in rpm, torq in Nm) and
those that GoldenCheetah writes beside them (pwrright in W, torque_effectiveness_left and the like
in percent; GoldenCheetah, PwxRideFile.cpp).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from fit_optimizer.traces.file_start import FileStart, shown_name
from fit_optimizer.traces.formats.xml_numbers import Numbers
from fit_optimizer.traces.formats.xml_ride import read_ride
from fit_optimizer.traces.record_table import RecordTable, recording_from
from fit_optimizer.traces.trace import Trace
from fit_optimizer.traces.wording import shown

RIDES = ("", "bike", "mountain bike", "cycling", "race", "brick", "other", "x-train", "crosstrain")
"""Values of sportType that are rides, or may be (schema PWX/1/0, sportTypes)."""

FIELDS = {
    "timeoffset": "time_s",
    "pwr": "power_w",
    "pwrright": "right_power_w",
    "cad": "cadence_rpm",
    "torque_effectiveness_left": "left_torque_effectiveness_pct",
    "torque_effectiveness_right": "right_torque_effectiveness_pct",
    "pedal_smoothness_left": "left_pedal_smoothness_pct",
    "pedal_smoothness_right": "right_pedal_smoothness_pct",
}
"""Elements of a sample, and the column or quantity each holds."""


def is_pwx(start: FileStart) -> bool:
    """Whether a file is a PWX document, damaged or not."""
    return start.root == "pwx" or (not start.root and "<pwx" in start.text)


def read_pwx(path: Path, crank_length_mm: float | None = None) -> Trace:
    """The rides in a PWX file; the right leg's power, where it is sent, gives the balance.

    A file cut short or with damaged XML gives the samples before the damage. Raises `TraceError`
    for a file without samples or power, for other sports, and for documents that declare entities.
    """
    samples = _Samples()
    losses = read_ride(path, samples)
    read = recording_from(samples.table.columns(), samples.device, losses, shown_name(path))
    return Trace(replace(read, format_has_strokes=read.has_pedalling_figures), None)


class _Samples:
    """Every sample of a workout that is a ride becomes a record."""

    def __init__(self) -> None:
        self.table = RecordTable()
        self.numbers = Numbers()
        self.other_sport = ""
        self._device: dict[str, str] = {}
        self._riding = True
        self._sample: dict[str, float] = {}

    @property
    def full(self) -> bool:
        """Whether no more samples are taken."""
        return self.table.full

    @property
    def device(self) -> str:
        """Make and model of what recorded the ride (a head unit as a rule)."""
        named = [self._device[part] for part in ("make", "model") if self._device.get(part)]
        return f"power meter of a {' '.join(named)}" if named else "unknown power meter"

    def opened(self, path: list[str], attributes: dict[str, str]) -> None:
        """An element opens."""
        if path[-1] == "workout":
            self._riding = True
        elif path[-1] == "sample":
            self._sample = {}

    def closed(self, path: list[str], text: str) -> None:
        """An element closes."""
        element, within = path[-1], path[-2] if len(path) > 1 else ""
        if within == "sample" and element in FIELDS:
            self._sample[FIELDS[element]] = self.numbers.number(text)
        elif element == "sample":
            if self._riding and self._sample:
                self.table.add(with_balance(self._sample))
        elif element == "sportType":
            self._riding = text.lower() in RIDES
            if not self._riding:
                self.other_sport = shown(text.lower())
        elif within == "device" and element in ("make", "model"):
            self._device.setdefault(element, shown(text))


def with_balance(sample: dict[str, float]) -> dict[str, float]:
    """A sample with the right leg's share of the power in percent, where its power was sent."""
    right, power = sample.pop("right_power_w", float("nan")), sample.get("power_w", float("nan"))
    if power > 0.0 and 0.0 <= right <= power:
        return {**sample, "balance_right_pct": 100.0 * right / power}
    return sample
