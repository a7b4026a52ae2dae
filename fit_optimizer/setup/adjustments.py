"""What a fitter sets, once: words, line of measurement, steps, bounds, and place in the order of work.

The search, its bounds in `[search]`, bands, moves, and the rows of terminal and report are read
from `ADJUSTMENTS`: a key of the set-up that has a row here can be searched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from rider_models.units import Unit, unit_of, words_of

Kind = Literal["bike", "technique"]
"""What is turned with a key, and what the rider learns."""

SADDLE, SETBACK, TILT = "saddle_height_mm", "saddle_setback_mm", "saddle_tilt_deg"
CRANK, SHIM = "crank_length_mm", "shim_mm"
TORSO, BAR_UP, BAR_FORWARD = "torso_angle_deg", "bar_up_mm", "bar_forward_mm"
"""Keys of the rows that search, recommendation and report ask for by name."""

FLOAT_SLACK = 1e-9
"""Rounding error of a value, in steps of a tool."""

Range = tuple[float, float]
UsualBounds = Callable[[float, float], Range]
"""From the value now and the customary saddle height (mm) to the bounds of a search."""


@dataclass(frozen=True)
class Searched:
    """How a search treats an adjustment.

    `profile`: which profiles search it unasked; `asked` is searched only where `[search]` gives it
    bounds. `tool_step`: what the fitter's tool can set; `cost_step`: the step by which its cost is
    told; `nearby`: how far to either side of a recommendation one looks. `held`: custom computes its
    default from other keys, so a candidate that does not change it keeps the value it has now.
    """

    profile: Literal["basic", "full", "asked"]
    tool_step: float
    cost_step: float
    nearby: float
    usual_bounds: UsualBounds
    held: bool = False


@dataclass(frozen=True)
class Adjustment:
    """One thing a fitter sets, by its key in the set-up; the unit is the one that the key ends with.

    `order` is its place in the order of work and in the report's table. `per_leg`: the legs may
    differ; a search moves both alike and keeps their difference. `own_step`: whether it is a move
    of its own in the order of work; `kind`: whether a key turns it or the rider learns it; `always`:
    whether the report shows it though it was not searched. What cannot be searched (`search` is None)
    follows from the others.
    """

    key: str
    words: str
    measured_along: str
    decimals: int
    order: int
    search: Searched | None
    per_leg: bool = False
    own_step: bool = True
    always: bool = False
    kind: Kind = "bike"

    @property
    def unit(self) -> Unit:
        """The unit that the key ends with."""
        return unit_of(self.key)


def around(below: float, above: float) -> UsualBounds:
    """Bounds so far below and above the value now."""
    return lambda now, custom: (now - below, now + above)


def around_within(below: float, above: float, lowest: float, highest: float) -> UsualBounds:
    """Bounds so far below and above the value now, but not beyond what parts or riders allow."""
    return lambda now, custom: (max(now - below, lowest), min(now + above, highest))


def between(low: float, high: float) -> UsualBounds:
    """Bounds that are the same for every rider."""
    return lambda now, custom: (low, high)


def of_custom(low: float, high: float) -> UsualBounds:
    """Bounds as shares of the customary saddle height."""
    return lambda now, custom: (low * custom, high * custom)


HEEL_LEARNT_DEG = 7.0
"""How far riders can hold the heel above or below their own way: what they did in Cannon et al. 2007 (MSSE 39)."""

ADJUSTMENTS: tuple[Adjustment, ...] = (
    Adjustment(
        SADDLE,
        "saddle height",
        "bottom-bracket centre to saddle top along the seat tube",
        decimals=0,
        order=60,
        search=Searched("basic", 1.0, 5.0, 20.0, of_custom(0.92, 1.06), held=True),
        always=True,
    ),
    Adjustment(
        "heel_drop_deg",
        "heel drop",
        "against what a rider does unasked at that saddle height; + is heel lower",
        decimals=1,
        order=110,
        search=Searched("basic", 0.5, 1.0, 5.0, around(HEEL_LEARNT_DEG, HEEL_LEARNT_DEG)),
        always=True,
        kind="technique",
    ),
    Adjustment(
        "ankle_range_deg",
        "ankle range",
        "from most to least bent over a stroke",
        decimals=1,
        order=120,
        search=Searched("basic", 0.5, 1.0, 8.0, between(12.0, 40.0)),
        always=True,
        kind="technique",
    ),
    Adjustment(
        TORSO,
        "torso angle",
        "hip to shoulder, from horizontal",
        decimals=1,
        order=80,
        search=Searched("asked", 0.5, 1.0, 5.0, around_within(10.0, 10.0, 8.0, 85.0)),
        own_step=False,
        always=True,
    ),
    Adjustment(
        SETBACK,
        "saddle setback",
        "bottom-bracket centre back to where the saddle is 80 mm wide, horizontally",
        decimals=0,
        order=70,
        search=Searched("full", 1.0, 5.0, 20.0, around(25.0, 25.0), held=True),
        always=True,
    ),
    Adjustment(
        TILT,
        "saddle tilt",
        "against level, turned where the saddle is 80 mm wide; + is nose up",
        decimals=1,
        order=75,
        search=None,
    ),
    Adjustment(
        CRANK,
        "crank length",
        "bottom-bracket axis to pedal axis, as stamped on the crank",
        decimals=1,
        order=10,
        search=Searched("asked", 2.5, 2.5, 5.0, around_within(10.0, 5.0, 155.0, 180.0), held=True),
    ),
    Adjustment(
        "cleat_setback_mm",
        "cleat setback",
        "ball of the foot back to the pedal axis, along the shoe",
        decimals=0,
        order=20,
        search=Searched("full", 1.0, 5.0, 10.0, around(8.0, 15.0)),
        per_leg=True,
    ),
    Adjustment(
        "stance_width_mm",
        "stance width",
        "middle of one pedal to the middle of the other, across",
        decimals=0,
        order=50,
        search=Searched("full", 1.0, 5.0, 10.0, around(6.0, 24.0)),
    ),
    Adjustment(
        "cleat_outward_mm",
        "cleat outward",
        "middle of the pedal outward of the foot's midline",
        decimals=0,
        order=30,
        search=Searched("asked", 1.0, 5.0, 5.0, around(5.0, 5.0)),
        per_leg=True,
    ),
    Adjustment(
        "toe_out_deg",
        "toe out",
        "foot's heading outward of straight ahead",
        decimals=1,
        order=40,
        search=Searched("asked", 0.5, 1.0, 4.0, around(5.0, 5.0)),
        per_leg=True,
    ),
    Adjustment(
        SHIM,
        "shim under the cleat",
        "thickness between cleat and sole",
        decimals=0,
        order=25,
        search=None,
        per_leg=True,
    ),
    Adjustment(
        "wedge_deg",
        "wedge under the foot",
        "tilt of the shoe on the pedal; + lifts its inside edge",
        decimals=1,
        order=28,
        search=None,
        per_leg=True,
    ),
    Adjustment(
        "ankle_peak_deg",
        "ankle peak",
        "crank angle where the ankle is bent most",
        decimals=0,
        order=130,
        search=Searched("asked", 5.0, 5.0, 20.0, around(20.0, 20.0)),
        kind="technique",
    ),
    Adjustment(
        "technique_pct",
        "share of the technique",
        "how far the technique is followed: 100 as riders did who were told to in studies",
        decimals=0,
        order=140,
        search=Searched("asked", 5.0, 25.0, 50.0, between(0.0, 150.0)),
        kind="technique",
    ),
    Adjustment(
        BAR_UP,
        "bar up",
        "bottom-bracket centre up to the wrists",
        decimals=0,
        order=90,
        search=None,
    ),
    Adjustment(
        BAR_FORWARD,
        "bar forward",
        "bottom-bracket centre forward to the wrists",
        decimals=0,
        order=100,
        search=None,
    ),
)
"""In the order of a search's variables. Cranks come in steps of 2.5 mm; the other steps of tools are a
fitter's custom. Bounds are wider than riders' habits or the parts' adjustment, and with how far one
looks nearby a guess. The order of work goes from the pedals up: the foot on the crank is what the
saddle's height is measured against, the saddle what the bar's reach is; what the rider learns comes
last (fitters' custom). The torso angle is changed by the bar, whose place follows from it."""


def adjustment(key: str) -> Adjustment:
    """The row of a key; of a key that this table does not hold, one made from its name alone."""
    for one in ADJUSTMENTS:
        if one.key == key:
            return one
    return Adjustment(key, words_of(key), "", unit_of(key).decimals, order=0, search=None)


def searched(key: str) -> Searched:
    """How a search treats a key. Raises KeyError for one that cannot be searched."""
    how = adjustment(key).search
    if how is None:
        raise KeyError(key)
    return how


def searchable() -> tuple[Adjustment, ...]:
    """The adjustments that a search can change."""
    return tuple(one for one in ADJUSTMENTS if one.search is not None)


def kind_of(key: str) -> Kind:
    """Whether a key of the set-up is turned with a key or learnt."""
    return adjustment(key).kind


def in_order_of_work() -> tuple[Adjustment, ...]:
    """Every adjustment in the order in which a fitter sets them."""
    return tuple(sorted(ADJUSTMENTS, key=lambda one: one.order))
