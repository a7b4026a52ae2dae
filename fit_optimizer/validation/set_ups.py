"""Set-ups of an experiment: written out, or another one with some keys changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Literal

from pydantic import Field

from fit_optimizer.setup.keys_in_force import keys_in_force
from fit_optimizer.setup.rider_on_bike import Seat, seat_rider
from fit_optimizer.setup.setup_file import SetUpError, parse_set_up, with_values
from fit_optimizer.setup.tables import SetUp, flat_keys
from fit_optimizer.setup.toml_text import Tables
from fit_optimizer.validation.published_table import PublishedTable
from sim.single_leg import ride_single_leg
from sim.stroke_values import ExperimentError, StrokeValues, values_of, values_of_one_leg

POWER_STEP_W = 10.0
"""Step in which the highest power is found."""


class Recipe(PublishedTable):
    """`[ENTRY.set_ups.NAME]`: the tables of a set-up file, or `from` with flat keys changed.

    `set` gives values, `scale` multiplies and `add` adds to the value in force, which may be a
    default. `highest_power_up_to_w` takes the most power that the model can ride, to 10 W.
    `one_leg` rides the right leg alone at half of the power, which it has beside the other, over a freewheel or on
    a fixed wheel, `counterweight_kg` on the free pedal.
    """

    rider: Tables | None = None
    bicycle: Tables | None = None
    riding: Tables | None = None
    start: str | None = Field(default=None, alias="from")
    set: dict[str, float | str] = Field(default_factory=dict)
    scale: dict[str, float] = Field(default_factory=dict)
    add: dict[str, float] = Field(default_factory=dict)
    highest_power_up_to_w: float | None = Field(default=None, gt=0)
    one_leg: Literal["freewheel", "fixed wheel"] | None = None
    counterweight_kg: float = Field(default=0.0, ge=0, le=30)


def ride(set_up: SetUp, recipe: Recipe, seat: Seat = seat_rider) -> StrokeValues:
    """Return what a set-up's stroke has to compare, of one leg where the recipe says so. Raises PedalfitError.

    `seat` puts its rider on its bicycle.
    """
    on = seat(set_up)
    if recipe.one_leg is None:
        return values_of(on.simulate())
    half = replace(on.riding, power_w=on.riding.power_w / 2)
    wheel = recipe.one_leg == "freewheel"
    alone = ride_single_leg(
        on.rider, on.bicycle, half, freewheel=wheel, counterweight_kg=recipe.counterweight_kg
    )
    return values_of_one_leg(alone, on.rider, on.bicycle)


def build_set_up(
    name: str,
    recipes: Mapping[str, Recipe],
    can_ride: Callable[[SetUp], bool],
    seat: Seat = seat_rider,
) -> SetUp:
    """Return the set-up that the recipe of a name makes; `seat` tells what is in force where it scales or adds.

    `can_ride` is asked where a recipe wants the highest power. Raises SetUpError or ExperimentError.
    """
    return _build(name, recipes, can_ride, seat, ())


def _build(
    name: str,
    recipes: Mapping[str, Recipe],
    can_ride: Callable[[SetUp], bool],
    seat: Seat,
    below: tuple[str, ...],
) -> SetUp:
    if name in below:
        raise ExperimentError(f"the set-up {name} is made from itself")
    recipe = recipes[name]
    tables = {k: getattr(recipe, k) for k in ("rider", "bicycle", "riding")}
    written = {k: v for k, v in tables.items() if v is not None}
    if recipe.start is None:
        set_up = parse_set_up(written)
    elif written:
        raise ExperimentError(f"the set-up {name} has from and {', '.join(written)}: only one goes")
    else:
        set_up = _build(recipe.start, recipes, can_ride, seat, (*below, name))
    changed = _changed_values(set_up, recipe, seat)
    if changed:
        set_up = with_values(set_up, changed)
    if recipe.highest_power_up_to_w is not None:
        set_up = highest_power(set_up, recipe.highest_power_up_to_w, can_ride)
    return set_up


def highest_power(set_up: SetUp, up_to_w: float, can_ride: Callable[[SetUp], bool]) -> SetUp:
    """The set-up at the most power up to a limit that can be ridden, found by halving to 10 W.

    At the set-up's own power where none above it can be ridden.
    """
    at_limit = with_values(set_up, {"power_w": up_to_w})
    if can_ride(at_limit):
        return at_limit
    low, high = set_up.riding.power_w, up_to_w
    while high - low > POWER_STEP_W:
        middle = POWER_STEP_W * round((low + high) / 2 / POWER_STEP_W)
        if not low < middle < high:
            break
        if can_ride(with_values(set_up, {"power_w": middle})):
            low = middle
        else:
            high = middle
    return with_values(set_up, {"power_w": low})


def _changed_values(set_up: SetUp, recipe: Recipe, seat: Seat) -> dict[str, float | str]:
    fit, effort = keys_in_force(set_up, seat(set_up))
    in_force = fit | effort
    values: dict[str, float | str] = dict(recipe.set)
    for changes, combine in ((recipe.scale, float.__mul__), (recipe.add, float.__add__)):
        for key, by in changes.items():
            now = values.get(key, in_force.get(key))
            if not isinstance(now, (int, float)):
                raise ExperimentError(f"{key} is {now!r}, a number is wanted to scale or add to")
            values[key] = combine(float(now), float(by))
    for key in values:
        if key not in flat_keys():
            raise SetUpError(f"{key} is not a key of a set-up")
    return values
