"""Garmin FIT activities, read with fitdecode and kept as far as they are whole.

Field numbers and meanings are those of the FIT profile (Garmin FIT SDK, Profile.xlsx, messages
record, session, event, device_info). fitdecode applies the profile's scales, so torque
effectiveness, smoothness and power phases arrive in percent and degrees; balance is taken raw,
because fitdecode renders two of its flag values as names.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from fit_optimizer.traces.file_start import FileStart, shown_name
from fit_optimizer.traces.formats.garmin_messages import TIMESTAMP, as_float, fit_messages, number
from fit_optimizer.traces.record_table import RecordTable, recording_from
from fit_optimizer.traces.recording import TraceError
from fit_optimizer.traces.trace import Trace
from fit_optimizer.traces.wording import shown
from rider_models.arrays import Array, Flags

NOT_RIDES = frozenset(
    [
        "running",
        "swimming",
        "walking",
        "hiking",
        "rowing",
        "transition",
        "multisport",
        "cross_country_skiing",
        "alpine_skiing",
        "snowboarding",
        "paddling",
        "stand_up_paddleboarding",
        "kayaking",
        "inline_skating",
        "ice_skating",
        "snowshoeing",
        "mountaineering",
        "driving",
        "motorcycling",
        "flying",
        "sailing",
        "golf",
    ]
)
"""Sports whose power, if any, is not that of a pedal stroke; unknown sports are taken as rides."""

SCALED_FIELDS = {
    43: "left_torque_effectiveness_pct",
    44: "right_torque_effectiveness_pct",
    45: "left_pedal_smoothness_pct",
    46: "right_pedal_smoothness_pct",
    47: "combined_smoothness_pct",
    67: "left_platform_offset_mm",
    68: "right_platform_offset_mm",
}
PHASE_FIELDS = {
    69: "left_power_phase",
    70: "left_peak_power_phase",
    71: "right_power_phase",
    72: "right_peak_power_phase",
}
POWER, CADENCE, FRACTIONAL_CADENCE, BALANCE = 7, 4, 53, 30
WANTED = {
    20: (POWER, CADENCE, FRACTIONAL_CADENCE, BALANCE, *SCALED_FIELDS, *PHASE_FIELDS),
    18: (2, 5, 7),
    12: (0,),
    21: (0, 2, 3),
    23: (1, 2, 4, 25, 27),
}
"""Fields asked for of the messages record, session, sport, event and device_info (FIT profile)."""

ANT_BIKE_POWER = 11
"""Number of a power meter among the device types of ANT+ (FIT profile, antplus_device_type)."""

RUNNING_PODS = ("stryd",)
"""Makers of pods whose power is that of running (FIT profile, manufacturer)."""

TRAINERS = ("tacx", "wahoo_fitness", "elite", "saris", "cycleops", "kinetic", "bkool", "jetblack")
"""Makers of trainers, which cannot tell the pedal stroke (FIT profile, manufacturer; some also make
pedals, so they name the ride where no other meter does)."""

RIGHT_FLAG, SHARE_MASK = 0x80, 0x7F
COMBINED_IN_LEFT = 0xFE
"""Sent as the right leg's smoothness by meters whose left field holds both legs' (ANT+ power)."""


def is_fit(start: FileStart) -> bool:
    """Whether a file has the mark of the FIT protocol."""
    return start.raw[8:12] == b".FIT"


def read_fit(path: Path, crank_length_mm: float | None = None) -> Trace:
    """The ride in a FIT file.

    A file cut short or with damaged bytes gives the records before the damage, and `losses` says
    so. Raises `TraceError` for a file without records or power, and for other sports.
    """
    name = shown_name(path)
    ride = _Ride()
    losses: list[str] = []
    for message, fields in fit_messages(path, WANTED, losses):
        ride.take(message, fields)
        if ride.table.full:
            losses.append(f"Only the first {len(ride.table)} records were read.")
            break
    columns = ride.table.columns()
    columns["standing"] = ride.standing(columns["time_s"]).astype(np.float64)
    riding = ride.riding(columns["time_s"])
    if riding.size and not np.any(riding):
        raise TraceError(f"{name} is not a ride: it was recorded as {ride.other_sport}.")
    if not np.all(riding):
        losses.append(f"{np.count_nonzero(~riding)} records of {ride.other_sport} were left out.")
        columns = {name: values[riding] for name, values in columns.items()}
    if riding.size == 0 and losses:
        raise TraceError(f"{name} is damaged and no record of the ride can be read from it.")
    device = ride.device(losses)
    unknown = ride.shares_of_unknown_leg
    return Trace(recording_from(columns, device, losses, name, unknown), None)


class _Ride:
    """What has been read so far: records, and what says which of them are ridden and seated."""

    def __init__(self) -> None:
        self.table = RecordTable()
        self._meters: list[tuple[str, str]] = []
        self.other_sport = "another sport"
        self.shares_of_unknown_leg = 0
        self._sports: list[tuple[int, bool]] = []
        self._sessions: list[tuple[float, float, bool]] = []
        self._positions: list[tuple[float, bool]] = []

    def take(self, message: int, fields: dict[int, Any]) -> None:
        """Keep what a message says; `message` is its number in the profile."""
        handlers = {20: self._record, 18: self._session, 12: self._sport}
        handlers |= {21: self._event, 23: self._device}
        handler = handlers.get(message)
        if handler is not None:
            handler(fields)

    def standing(self, time_s: Array) -> Flags:
        """Shape (n,): whether the device last said that the rider was not seated."""
        positions = sorted(self._positions)
        if not positions:
            return np.zeros(time_s.size, dtype=np.bool_)
        states = np.array([False, *(standing for _, standing in positions)])
        chosen: Flags = states[np.searchsorted([at for at, _ in positions], time_s, side="right")]
        return chosen

    def riding(self, time_s: Array) -> Flags:
        """Shape (n,): records that no session or sport message gives to another sport."""
        riding = np.ones(time_s.size, dtype=np.bool_)
        for first, is_ride in self._sports:
            riding[first:] = is_ride
        for start, end, is_ride in self._sessions:
            riding[(time_s >= start) & (time_s <= end)] = is_ride
        return riding

    def _record(self, fields: dict[int, Any]) -> None:
        record = {
            "time_s": number(fields, TIMESTAMP, raw=True),
            "power_w": number(fields, POWER),
            "cadence_rpm": number(fields, CADENCE),
        }
        fraction = number(fields, FRACTIONAL_CADENCE)
        if np.isfinite(fraction):
            record["cadence_rpm"] += fraction
        for field, name in SCALED_FIELDS.items():
            record[name] = number(fields, field)
        if 46 in fields and fields[46].raw_value == COMBINED_IN_LEFT:
            record["combined_smoothness_pct"] = record.pop("left_pedal_smoothness_pct")
            del record["right_pedal_smoothness_pct"]
        for field, name in PHASE_FIELDS.items():
            angles = fields[field].value if field in fields else None
            if isinstance(angles, tuple) and len(angles) >= 2:
                record[f"{name}_start_deg"] = as_float(angles[0])
                record[f"{name}_end_deg"] = as_float(angles[1])
        share = number(fields, BALANCE, raw=True)
        if share > 0.0:
            if int(share) & RIGHT_FLAG:
                record["balance_right_pct"] = float(int(share) & SHARE_MASK)
            else:
                self.shares_of_unknown_leg += 1
        self.table.add(record)

    def _session(self, fields: dict[int, Any]) -> None:
        start, elapsed = number(fields, 2, raw=True), number(fields, 7)
        sport = fields[5].value if 5 in fields else None
        if np.isfinite(start) and np.isfinite(elapsed):
            self._sessions.append((start, start + elapsed + 1.0, self._is_ride(sport)))
        elif sport is not None and not self._sports:
            self._sports.append((0, self._is_ride(sport)))

    def _sport(self, fields: dict[int, Any]) -> None:
        if 0 in fields:
            self._sports.append((len(self.table), self._is_ride(fields[0].value)))

    def _is_ride(self, sport: object) -> bool:
        if isinstance(sport, str) and sport in NOT_RIDES:
            self.other_sport = sport.replace("_", " ")
            return False
        return True

    def _event(self, fields: dict[int, Any]) -> None:
        position = fields[3].value if 3 in fields else None
        at = number(fields, TIMESTAMP, raw=True)
        if 0 in fields and fields[0].value == "rider_position_change" and np.isfinite(at):
            self._positions.append((at, position != "seated"))

    def device(self, losses: list[str]) -> str:
        """The power meter that is taken to have sent the power, by its maker and model.

        That is the first in the file that is no running pod and, where there are others, no
        trainer, for it is pedals and cranks that send metrics of the stroke. Where there are
        several, `losses` says which one was taken.
        """
        meters = list(dict.fromkeys(self._meters))
        if not meters:
            return "unknown power meter"
        of_pedals = [each for each in meters if each[0] not in (*RUNNING_PODS, *TRAINERS)]
        of_rides = [each for each in meters if each[0] not in RUNNING_PODS]
        chosen = (of_pedals or of_rides or meters)[0][1]
        if len(meters) > 1:
            others = ", ".join(name for _, name in meters if name != chosen)
            losses.append(f"The power is taken to be that of {chosen}; it also names {others}.")
        return chosen

    def _device(self, fields: dict[int, Any]) -> None:
        if 1 not in fields or not _is_power_meter(fields):
            return
        maker_and_model = (fields[part].value for part in (2, 4) if part in fields)
        named = [str(part) for part in maker_and_model if part is not None]
        if 27 in fields and isinstance(fields[27].value, str):
            named = [*named[:1], fields[27].value]
        if named:
            self._meters.append((named[0], shown(" ".join(named).replace("_", " "))))


def _is_power_meter(fields: dict[int, Any]) -> bool:
    """Whether a device_info message is of a power meter, also where it does not say how it is
    connected: device types are then those of ANT+."""
    kind, source = fields[1].value, fields[25].value if 25 in fields else None
    if source in (None, "ant", "antplus"):
        return kind in ("bike_power", ANT_BIKE_POWER)
    return bool(kind == "bike_power")
