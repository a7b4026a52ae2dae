"""What a fitter measured instead of a key of the model, and the key that it makes: one row each.

A set-up that is read has its measured keys turned into the model's and left out, so that a search which
moves the saddle leaves no old measurement standing. Two ways to the same number that contradict each
other are refused with both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fit_optimizer.setup.bike_parts import Known, nose_to_reference_mm
from fit_optimizer.setup.rider_on_bike import custom_crank_m, seat_rider
from fit_optimizer.setup.tables import LeftRight, SetUp, flat_keys
from fit_optimizer.setup.toml_text import Tables
from rider_models.arrays import SIDES
from rider_models.errors import PedalfitError
from rider_models.skeleton import HEEL_TO_BALL_OVER_FOOT
from rider_models.units import unit_of

PARIS_POINT_MM = 20 / 3
"""Length of a European shoe size: two thirds of a centimetre of last."""
TOE_ROOM_MM = 15.0
"""Last longer than the foot. With it size 42 is for a foot of 265 mm and 36 for 225, as Shimano's table of
cycling shoes has it, whose other sizes lie within 4 mm; makers differ by about one size."""
HEEL_TO_FIFTH_OVER_FOOT = 0.63
"""Heel to the fifth metatarsal head over the foot's length: the outer ball of shoemakers' lasts lies at
0.62-0.64 (from memory; a guess within 0.02)."""


SetUpKeys = dict[str, Tables]
"""Keys that a set-up gives, by table."""


class Contradiction(PedalfitError):
    """Measurements that cannot both be right, or one that needs another."""


@dataclass(frozen=True)
class Measured:
    """A key that is measured instead of the model's.

    `to_model` and `to_paper` turn its value into that of `instead_of` and back, `offset` apart in the
    unit of both but for `scale`: model = scale x measured + offset. `error` is how far two such measurements
    of the same thing may differ, in the unit of `instead_of`. `needs`: keys that have to be given with it.
    """

    key: str
    instead_of: str
    scale: float
    offset: Callable[[SetUp, str], float]
    error: Callable[[SetUp], float]
    needs: tuple[str, ...] = ()

    def to_model(self, set_up: SetUp, side: str, measured: float) -> float:
        """The model's value, of a leg, of a measured one."""
        return self.scale * measured + self.offset(set_up, side)

    def to_paper(self, set_up: SetUp, side: str, model: float) -> float:
        """What a tape shows where the model has a value."""
        return (model - self.offset(set_up, side)) / self.scale


def _always(error: float) -> Callable[[SetUp], float]:
    return lambda set_up: error


def known(set_up: SetUp) -> Known:
    """Keys of bicycle and riding by their flat names."""
    return {**dict(set_up.bicycle), **dict(set_up.riding)}


def nose_error_mm(set_up: SetUp) -> float:
    """How far a setback from the nose and one from the place 80 mm wide may differ (mm).

    Two tapes on a rounded nose err by 8 mm together; the place is known within 15 mm from the saddle's
    length, within 20 without (guesses).
    """
    if set_up.bicycle.saddle_nose_to_reference_mm is not None:
        return 8.0
    return 23.0 if set_up.bicycle.saddle_length_mm is not None else 28.0


def _crank_mm(set_up: SetUp, side: str) -> float:
    given = set_up.bicycle.crank_length_mm
    return 1000 * custom_crank_m(set_up) if given is None else given


def _fifth_behind_first_mm(set_up: SetUp, side: str) -> float:
    foot_m = getattr(seat_rider(set_up).rider, side).foot_m
    return 1000 * float(foot_m) * (HEEL_TO_BALL_OVER_FOOT - HEEL_TO_FIFTH_OVER_FOOT)


MEASURED: tuple[Measured, ...] = (
    Measured(
        "shoe_size_eu", "foot_mm", PARIS_POINT_MM, lambda s, side: -TOE_ROOM_MM, _always(10.0)
    ),
    Measured(
        "saddle_height_to_pedal_mm",
        "saddle_height_mm",
        1.0,
        lambda s, side: -_crank_mm(s, side),
        _always(8.0),
    ),
    Measured(
        "saddle_nose_setback_mm",
        "saddle_setback_mm",
        1.0,
        lambda s, side: nose_to_reference_mm(known(s)),
        nose_error_mm,
    ),
    Measured(
        "shoe_sole_mm",
        "sole_stack_mm",
        1.0,
        lambda s, side: s.bicycle.pedal_stack_mm or 0.0,
        _always(4.0),
        needs=("pedal_stack_mm",),
    ),
    Measured(
        "axle_before_fifth_metatarsal_mm",
        "cleat_setback_mm",
        -1.0,
        _fifth_behind_first_mm,
        _always(12.0),
    ),
)
"""In this order, for a later row may need what an earlier one makes. Errors are guesses: two readings of a
tape on a bicycle differ by some 8 mm, a shoe's size by one and a half, a metatarsal head felt through the
skin by 5 mm and its share of the foot by as much."""


def in_models_keys(set_up: SetUp, row: Measured) -> SetUpKeys | None:
    """The set-up's tables with a measured key turned into the model's; None where it was not measured.

    Raises Contradiction.
    """
    value = _value(set_up, row.key)
    for needed in row.needs:
        if (value is None) != (_value(set_up, needed) is None):
            there, missing = (row.key, needed) if value is not None else (needed, row.key)
            raise Contradiction(f"{there} is given and {missing} is not: both are needed")
    if value is None:
        return None
    by_leg = {side: row.to_model(set_up, side, _of_leg(value, side)) for side in SIDES}
    given = _given(set_up, row.instead_of)
    tables = without(set_up, (row.key, *row.needs))
    if given is not None:
        _agree(set_up, row, value, by_leg, given)
    else:
        table, name = flat_keys()[row.instead_of]
        alike = by_leg["left"] == by_leg["right"]
        tables.setdefault(table, {})[name] = by_leg["left"] if alike else by_leg
    return tables


def without(set_up: SetUp, keys: tuple[str, ...]) -> SetUpKeys:
    """The set-up's tables, as far as they are given, without some keys."""
    tables = set_up.model_dump(exclude_unset=True)
    for key in keys:
        table, name = flat_keys()[key]
        tables.get(table, {}).pop(name, None)
    return tables


def _agree(set_up: SetUp, row: Measured, value: Any, made: Any, given: Any) -> None:
    """Raises Contradiction where two ways to a number differ by more than such measurements err."""
    for side in SIDES:
        one, other = _of_leg(made, side), _of_leg(given, side)
        unit, error = unit_of(row.instead_of).word, row.error(set_up)
        if abs(one - other) > error:
            raise Contradiction(
                f"{row.key} is {_words(value)}, which makes {row.instead_of} {one:.0f}, and "
                f"{row.instead_of} is {_words(given)}: they differ by {abs(one - other):.0f} {unit}, and "
                f"two such measurements may by {error:g}; measure again, or leave one of them out"
            )


def _value(set_up: SetUp, key: str) -> Any:
    table, name = flat_keys()[key]
    return getattr(getattr(set_up, table), name)


def _given(set_up: SetUp, key: str) -> Any:
    """The value of a key where the set-up itself gives it; None where it follows from custom."""
    table, name = flat_keys()[key]
    return _value(set_up, key) if name in getattr(set_up, table).model_fields_set else None


def _of_leg(value: Any, side: str) -> float:
    if isinstance(value, LeftRight):
        return float(getattr(value, side))
    return float(value[side] if isinstance(value, dict) else value)


def _words(value: Any) -> str:
    if isinstance(value, LeftRight):
        return f"{value.left:g} left and {value.right:g} right"
    return f"{value:g}"
