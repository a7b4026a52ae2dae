"""All that can be measured instead of a key of the model: what it makes, and what gives way to what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

from fit_optimizer.setup.measured_bar import ROUTES, bar_in_models_keys
from fit_optimizer.setup.measured_bike import MEASURED, Measured, SetUpKeys, in_models_keys
from fit_optimizer.setup.tables import SetUp


@dataclass(frozen=True)
class Conversion:
    """Keys that are measured, and how a set-up that has them becomes tables with the model's keys instead.

    `convert` answers None where there is nothing to do, and raises Contradiction.
    """

    keys: tuple[str, ...]
    convert: Callable[[SetUp], SetUpKeys | None]

    def given(self, set_up: SetUp) -> list[str]:
        """The keys of this measurement that a set-up gives."""
        there = set_up.bicycle.model_fields_set | set_up.rider.model_fields_set
        return [key for key in self.keys if key in there]


def _of(row: Measured) -> Conversion:
    return Conversion((row.key, *row.needs), partial(in_models_keys, row=row))


BAR_KEYS = tuple(key for route in ROUTES for key in route.keys)
"""Keys of all routes to the bar."""
BODY_AND_SADDLE: tuple[Conversion, ...] = tuple(map(_of, MEASURED))
"""All but the bar, in this order."""
BAR = Conversion(BAR_KEYS, bar_in_models_keys)
"""The bar's place: it hangs on the saddle's, and so on the seat tube's angle."""
CONVERSIONS: tuple[Conversion, ...] = (*BODY_AND_SADDLE, BAR)
"""All, in this order."""
WAYS: tuple[tuple[tuple[str, ...], ...], ...] = (
    *(((row.instead_of,), (row.key, *row.needs)) for row in MEASURED),
    (("torso_angle_deg", "shoulder_angle_deg"), *(route.keys for route in ROUTES)),
)
"""By number of the model, the ways to it, each with its keys."""
MEASURED_KEYS: tuple[str, ...] = tuple(key for one in CONVERSIONS for key in one.keys)
"""Keys that a set-up which was read no longer has."""


@cache
def rivals(key: str) -> frozenset[str]:
    """Keys that give way where a change sets this one: other ways to the same number."""
    return frozenset(
        other
        for ways in WAYS
        if any(key in way for way in ways)
        for way in ways
        if key not in way
        for other in way
    )
