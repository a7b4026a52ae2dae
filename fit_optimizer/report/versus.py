"""Which fits the pictures show, and how each is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fit_optimizer.report.document import FitDocument, RiddenFit
from fit_optimizer.report.palette import NOW, RECOMMENDED


@dataclass(frozen=True)
class Shown:
    """A fit as the pictures show it."""

    name: Literal["now", "recommended"]
    fit: RiddenFit
    colour: str
    line: Literal["--", "-"]


def shown_fits(document: FitDocument) -> tuple[Shown, ...]:
    """Now (grey, dashed) and recommended (solid); one alone where nothing changes or now cannot be ridden."""
    shown = []
    if isinstance(document.current, RiddenFit):
        alone = not document.change_needed
        colour, line = (RECOMMENDED, "-") if alone else (NOW, "--")
        shown.append(Shown("now", document.current, colour, "-" if line == "-" else "--"))
    if document.change_needed or not shown:
        shown.append(Shown("recommended", document.recommended, RECOMMENDED, "-"))
    return tuple(shown)


def legs_differ(fit: RiddenFit) -> bool:
    """Whether the legs' strokes are not the same."""
    return fit.curves.left != fit.curves.right
