"""Kinds of riders, and what hip and knee give from easy to hard in each."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import with_changes
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.technique.registry import technique
from rider_models.arrays import JOINTS
from rider_models.errors import PedalfitError
from sim.greatest_power import greatest_power
from sim.stroke import Stroke

TABLE = Path(__file__).parents[1] / "data" / "rider_kinds.toml"
INTENSITIES = (0.15, 0.3, 0.5, 0.7)
"""Shares of the greatest power at the rider's cadence that are ridden, from easy to hard. At more the pedal stroke of
steady riding, which the weights were fitted to, no longer holds (guess)."""


class _KindRow(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    words: str
    strength: float
    strength_source: str
    technique: str
    technique_share: float
    coordination_source: str
    ankle_range_times: float
    ankle_source: str


@dataclass(frozen=True)
class RiderKind:
    """A kind of rider, as `data/rider_kinds.toml` describes its columns."""

    key: str
    words: str
    strength: float
    strength_source: str
    technique: str
    technique_share: float
    coordination_source: str
    ankle_range_times: float
    ankle_source: str


@cache
def rider_kinds(path: Path = TABLE) -> dict[str, RiderKind]:
    """Return every kind by its key. Raises ValueError, naming the row, where one does not follow the table's head."""
    found = {}
    for key, values in tomllib.loads(path.read_text(encoding="utf-8")).items():
        try:
            row = _KindRow.model_validate(values)
            technique(row.technique)
        except (ValidationError, PedalfitError) as error:
            raise ValueError(f"{key}: {error}") from None
        found[key] = RiderKind(key=key, **row.model_dump())
    return found


def of_kind(set_up: SetUp, kind: RiderKind) -> SetUp:
    """Return the set-up with a rider of the same body and a kind's strength, coordination and ankle."""
    range_deg = float(np.rad2deg(seat_rider(set_up).own_ankle.range))
    return with_changes(
        set_up,
        {
            "strength": kind.strength,
            "technique": kind.technique,
            "technique_pct": 100 * kind.technique_share,
            "ankle_range_deg": range_deg * kind.ankle_range_times,
        },
    )


@dataclass(frozen=True)
class AtIntensity:
    """What the joints of both legs give at a share of the greatest power (W); None where it cannot be ridden."""

    share: float
    power_w: float
    joint_w: dict[str, float] | None


@dataclass(frozen=True)
class KindRidden:
    """A kind of rider from easy to hard; `greatest_power_w` at the cadence ridden."""

    kind: RiderKind
    greatest_power_w: float
    ridden: tuple[AtIntensity, ...]


def ride_kinds(set_up: SetUp) -> tuple[KindRidden, ...]:
    """Return every kind of rider from easy to hard on a set-up's bicycle, with a body of the same size."""
    found = []
    for kind in rider_kinds().values():
        chosen = of_kind(set_up, kind)
        on = seat_rider(chosen)
        most_w = greatest_power(on.rider, on.bicycle, on.riding).power_w
        ridden = tuple(_at(chosen, share, share * most_w) for share in INTENSITIES)
        found.append(KindRidden(kind, most_w, ridden))
    return tuple(found)


def joint_powers_w(stroke: Stroke) -> dict[str, float]:
    """Return the mean net power of hip, knee and ankle of both legs (W)."""
    total = dict.fromkeys(JOINTS, 0.0)
    for leg in stroke.legs.values():
        share = leg.problem.cycle.time_share[:, None]
        for joint, columns in JOINTS.items():
            total[joint] += float((leg.joint_power[:, columns] * share).sum())
    return total


def _at(set_up: SetUp, share: float, power_w: float) -> AtIntensity:
    on = seat_rider(set_up)
    try:
        harder = replace(on, riding=replace(on.riding, power_w=power_w))
        return AtIntensity(share, power_w, joint_powers_w(harder.simulate()))
    except PedalfitError:
        return AtIntensity(share, power_w, None)
