"""Kinds of riders on a set-up's bicycle: what hip and knee give from easy to maximal in each."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fit_optimizer.setup.kinds import KINDS, RiderKind
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import parse_set_up
from fit_optimizer.setup.tables import SetUp
from rider_models.errors import PedalfitError
from sim.greatest_power import greatest_power
from sim.work_sectors import joint_powers_w

INTENSITIES = (0.15, 0.3, 0.5, 0.7, 0.85, 1.0)
"""Shares of the greatest power at the rider's cadence that are ridden, from easy to maximal."""

GIVEN_BY_THE_KIND = {
    "rider": ("kind", "strength", "coordination"),
    "riding": ("technique", "technique_pct", "ankle_range_deg"),
}
"""Keys of a set-up, by table, that a kind of rider decides and that would count before it."""


def of_kind(set_up: SetUp, kind: RiderKind) -> SetUp:
    """Return the set-up with a rider of the same body and a kind's strength, coordination, technique and ankle."""
    tables = set_up.model_dump(exclude_unset=True)
    for table, keys in GIVEN_BY_THE_KIND.items():
        for key in keys:
            tables[table].pop(key, None)
    tables["rider"]["kind"] = kind.key
    return parse_set_up(tables)


@dataclass(frozen=True)
class AtIntensity:
    """What the joints of both legs give at a share of the greatest power (W); None where it cannot be ridden."""

    share: float
    power_w: float
    joint_w: dict[str, float] | None


@dataclass(frozen=True)
class KindRidden:
    """A kind of rider from easy to maximal; `greatest_power_w` at the cadence ridden."""

    kind: RiderKind
    greatest_power_w: float
    ridden: tuple[AtIntensity, ...]


def ride_kinds(set_up: SetUp) -> tuple[KindRidden, ...]:
    """Return every kind of rider from easy to maximal on a set-up's bicycle, with a body of the same size."""
    found = []
    for kind in KINDS.values():
        chosen = of_kind(set_up, kind)
        on = seat_rider(chosen)
        most_w = greatest_power(on.rider, on.bicycle, on.riding).power_w
        ridden = tuple(_at(chosen, share, share * most_w) for share in INTENSITIES)
        found.append(KindRidden(kind, most_w, ridden))
    return tuple(found)


def _at(set_up: SetUp, share: float, power_w: float) -> AtIntensity:
    on = seat_rider(set_up)
    try:
        harder = replace(on, riding=replace(on.riding, power_w=power_w))
        return AtIntensity(share, power_w, joint_powers_w(harder.simulate()))
    except PedalfitError:
        return AtIntensity(share, power_w, None)
