"""Which fits the pictures show, and how each is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fit_optimizer.report.document import FitDocument, RiddenFit
from fit_optimizer.report.palette import NOW, RECOMMENDED


@dataclass(frozen=True)
class Shown:
    """A fit as the pictures show it; `solid` for the fit to ride, dashed for what it replaces."""

    name: Literal["now", "recommended"]
    fit: RiddenFit
    solid: bool

    @property
    def colour(self) -> str:
        """Colour of its lines."""
        return RECOMMENDED if self.solid else NOW

    @property
    def line(self) -> str:
        """Style of its lines."""
        return "-" if self.solid else "--"


def shown_fits(document: FitDocument) -> tuple[Shown, ...]:
    """Now and recommended; one alone where nothing changes or now cannot be ridden."""
    now, recommended = document.current, Shown("recommended", document.recommended, solid=True)
    if not isinstance(now, RiddenFit):
        return (recommended,)
    if not document.change_needed:
        return (Shown("now", now, solid=True),)
    return (Shown("now", now, solid=False), recommended)


def legs_differ(fit: RiddenFit) -> bool:
    """Whether the legs' strokes are not the same."""
    return fit.curves.left != fit.curves.right
