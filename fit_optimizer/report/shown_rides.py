"""Which fits the pictures show, and how each is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from fit_optimizer.documents.fit import FitDocument, RiddenFit
from fit_optimizer.documents.ride import Curves, Ride
from fit_optimizer.drawing.palette import NOW, RECOMMENDED

SIDES = ("right", "left")


@dataclass(frozen=True)
class Shown:
    """A ride as the pictures show it; `solid` for the one to ride, dashed for what it replaces.

    `name` is one word of ids and legends, `path` its place in the document.
    """

    name: str
    path: str
    ride: Ride
    solid: bool

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
    now = document.current
    recommended = Shown("recommended", "recommended", document.recommended, solid=True)
    if not isinstance(now, RiddenFit):
        return (recommended,)
    if not document.change_needed:
        return (Shown("now", "current", now, solid=True),)
    return (Shown("now", "current", now, solid=False), recommended)


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
