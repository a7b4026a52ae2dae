"""Every key of a set-up with the value in force, and which of the keys were assumed."""

from __future__ import annotations

from math import degrees
from typing import Any

from fit_optimizer.setup.rider_on_bike import RiderOnBike, seat_rider, technique_in_force
from fit_optimizer.setup.seat_tube import ANGLE, follows_from_setback
from fit_optimizer.setup.tables import LeftRight, SetUp, flat_keys
from rider_models.arrays import SIDES, Side
from rider_models.body_survey import default_inseam_m

KeyValue = float | str | dict[str, float] | None
"""Value of a key; by leg, `left` and `right`, where the legs differ."""

Keys = dict[str, KeyValue]


def keys_in_force(
    set_up: SetUp, seated: RiderOnBike | None = None
) -> tuple[Keys, dict[str, float]]:
    """(fit, effort): every key of the set-up by its flat name, defaults filled in.

    What the set-up does not say of parts (how far the rails go, the stem) has no default and no value.
    `seated` is its rider on the bicycle, where that is known already.
    """
    seated = seated or seat_rider(set_up)
    rider, bicycle, ankle = seated.rider, seated.bicycle, seated.own_ankle
    given = {name: value_at(set_up, path) for name, path in flat_keys().items()}
    filled: Keys = {
        "inseam_mm": default_inseam_m(rider.height_m, rider.sex) * 1000,
        "thigh_mm": _both(rider.left.thigh_m * 1000, rider.right.thigh_m * 1000),
        "shank_mm": _both(rider.left.shank_m * 1000, rider.right.shank_m * 1000),
        "foot_mm": _both(rider.left.foot_m * 1000, rider.right.foot_m * 1000),
        "arm_mm": rider.arm_m * 1000,
        "saddle_height_mm": bicycle.saddle_height_m * 1000,
        "saddle_setback_mm": bicycle.saddle_setback_m * 1000,
        "crank_length_mm": bicycle.crank_length_m * 1000,
        "ankle_range_deg": degrees(ankle.range),
        "ankle_peak_deg": degrees(ankle.peak_crank_angle),
    }
    told, share = technique_in_force(set_up)
    of_kind: Keys = {
        "strength": _both(rider.left.strength, rider.right.strength),
        "technique": told,
        "technique_pct": 100 * share,
        **vars(rider.coordination),
    }
    found = {k: filled.get(k) if v is None else v for k, v in (given | of_kind).items()}
    every: Keys = {k: _plain(v) for k, v in found.items() if v is not None}
    effort = {"power_w": set_up.riding.power_w, "cadence_rpm": set_up.riding.cadence_rpm}
    for key in effort:
        del every[key]
    return every, effort


def by_leg(value: KeyValue) -> dict[Side | None, float]:
    """The numbers of a key by leg; under None where both legs have the same. Raises TypeError for a text."""
    if isinstance(value, dict):
        return {side: value[side] for side in SIDES}
    if value is None or isinstance(value, str):
        raise TypeError(f"{value!r} is no number")
    return {None: float(value)}


def assumed_keys(set_up: SetUp) -> list[str]:
    """Flat names of the keys that the set-up file leaves to defaults; those that have none are not among them.

    The seat tube's angle is one of them where it only follows from the setback.
    """
    fit, effort = keys_in_force(set_up)
    followed = {ANGLE} if follows_from_setback(set_up) else set()
    left = (
        name for name, path in flat_keys().items() if name in followed or not _is_set(set_up, path)
    )
    return [name for name in left if name in fit or name in effort]


def _both(left: float, right: float) -> float | dict[str, float]:
    return left if left == right else {"left": left, "right": right}


def _plain(value: Any) -> KeyValue:
    return {"left": value.left, "right": value.right} if isinstance(value, LeftRight) else value


def value_at(set_up: SetUp, path: tuple[str, ...]) -> Any:
    """Return what a set-up says at the end of a key's path through its tables (`flat_keys`); None where nothing."""
    value: Any = set_up
    for step in path:
        value = getattr(value, step)
    return value


def _is_set(set_up: SetUp, path: tuple[str, ...]) -> bool:
    table: Any = set_up
    for step in path:
        if step not in table.model_fields_set:
            return False
        table = getattr(table, step)
    return True
