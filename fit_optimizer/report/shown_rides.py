"""Which fits the pictures show, and how each is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from fit_optimizer.documents.advice import LegAngles
from fit_optimizer.documents.fit import FitDocument, RiddenFit
from fit_optimizer.documents.ride import Curves, Ride
from fit_optimizer.drawing.palette import NOW, RECOMMENDED
from fit_optimizer.setup.customary_ranges import BOTTOM_KNEE_DEG, CustomaryRange
from rider_models.arrays import Side

SIDES = ("right", "left")


@dataclass(frozen=True)
class KneeOfPain:
    """Knee flexion at the bottom (deg, by markers) that is advised for a pain, lowest and highest, and who says so."""

    low: float
    high: float
    source: str

    def instead_of(self, custom: CustomaryRange) -> CustomaryRange:
        """A customary range with this one in its place where it is that of the knee at the bottom."""
        if (custom.position, custom.joint) != (180, "knee"):
            return custom
        return replace(custom, low=self.low, high=self.high, source=self.source)


def knee_of_pain(document: FitDocument) -> KneeOfPain | None:
    """The knee's range that is advised for the rider's pain; None without one, or where it has none of its own."""
    saddle, relief = document.saddle, document.relief
    if saddle is None or relief is None:
        return None
    own = (saddle.knee_low_deg, saddle.knee_high_deg)
    return None if own == BOTTOM_KNEE_DEG else KneeOfPain(*own, relief.source)


@dataclass(frozen=True)
class Shown:
    """A ride as the pictures show it; `solid` for the one to ride, dashed for what it replaces.

    `name` is one word of ids and legends, `path` its place in the document; `knee_of_pain` the range that is advised
    for a pain instead of the customary one; `read_off` the angles that the document has of both legs, which pictures
    show as the tables do.
    """

    name: str
    path: str
    ride: Ride
    solid: bool
    knee_of_pain: KneeOfPain | None = None
    read_off: Mapping[Side, LegAngles] | None = None

    @property
    def colour(self) -> str:
        """Colour of its lines."""
        return RECOMMENDED if self.solid else NOW

    @property
    def line(self) -> str:
        """Style of its lines."""
        return "-" if self.solid else "--"


Pair = tuple[Shown, ...]
"""One ride, or the dashed one and the solid one."""


def shown_fits(document: FitDocument) -> Pair:
    """Now and recommended; one alone where nothing changes or now cannot be ridden."""
    now, knee, angles = document.current, knee_of_pain(document), document.angles
    read_now, read_then = (angles.now, angles.recommended) if angles else (None, None)
    recommended = Shown("recommended", "recommended", document.recommended, True, knee, read_then)
    if not isinstance(now, RiddenFit):
        return (recommended,)
    if not document.change_needed:
        return (Shown("now", "current", now, True, knee, read_now),)
    return (Shown("now", "current", now, False, knee, read_now), recommended)


def sides_shown(pair: Pair) -> tuple[str, ...]:
    """Both sides where the legs of a ride differ, the right one for both where they do not."""
    differ = any(_legs_differ(shown.ride.curves) for shown in pair)
    return SIDES if differ else ("right",)


def _legs_differ(curves: Curves) -> bool:
    """Whether the left leg is anything but the right one's mirror image."""
    force = curves.left.pedal_force_n
    mirrored = None if force is None else [(x, -y, z) for x, y, z in force]
    return curves.left.model_copy(update={"pedal_force_n": mirrored}) != curves.right


def leg_words(pair: Pair, side: str) -> str:
    """Which leg is meant, in a title."""
    return f"{side} leg" if len(sides_shown(pair)) > 1 else "either leg"
