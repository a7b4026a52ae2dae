"""The angles that a fitter reads off the rider, by leg, beside the ranges of the discipline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fit_optimizer.documents.advice import LegAngles
from fit_optimizer.documents.fit import FitDocument
from fit_optimizer.report.shown_rides import knee_of_pain
from fit_optimizer.report.wording import number, with_unit
from fit_optimizer.setup.customary_ranges import (
    CustomaryRange,
    Joint,
    customary,
    discipline_of,
    inseam_of,
    within_shown,
)
from fit_optimizer.setup.tables import Discipline
from rider_models.arrays import SIDES, Side

ROWS: tuple[tuple[str, str, int, Joint], ...] = (
    ("Knee at the bottom, bent by", "knee_bottom", 180, "knee"),
    ("Knee at its most bent", "knee_top", 0, "knee"),
    ("Trunk to thigh at the top", "trunk_to_thigh", 0, "hip"),
    ("Ankle at the bottom", "ankle_bottom", 180, "ankle"),
    ("Knee ahead of the spindle", "knee_over_pedal_mm", 90, "knee over pedal"),
)
"""Name, field of the document, crank position and joint of the published range."""
FIELDS = {(position, joint): field for _, field, position, joint in ROWS}
"""Field of the document by crank position (deg) and joint."""


@dataclass(frozen=True)
class AngleRow:
    """One angle now and recommended, left and right, and the range that is customary, with its source.

    `field`: its name in the document; `inside`: whether the fit recommended keeps the range; `leaves`:
    whether it leaves the range, being inside now.
    """

    name: str
    now: str
    recommended: str
    custom: str
    inside: bool
    leaves: bool
    source: str
    field: str


def angle_rows(document: FitDocument) -> list[AngleRow]:
    """The rows; none of an older document."""
    found = document.angles
    if found is None or found.recommended is None:
        return []
    discipline = discipline_of(document.discipline)
    rows = []
    for name, field, position, joint in ROWS:
        published = {
            side: _published(document, position, joint, discipline, side) for side in SIDES
        }
        then, now = found.recommended, found.now
        inside = _inside(then, field, published)
        rows.append(
            AngleRow(
                name=name,
                now="\u2013" if now is None else _both(now, field),
                recommended=_both(then, field),
                custom=" / ".join(dict.fromkeys(_range(published[side], field) for side in SIDES)),
                inside=inside,
                leaves=not inside and now is not None and _inside(now, field, published),
                source=next((one.source for one in published.values() if one), ""),
                field=field,
            )
        )
    return rows


def _published(
    document: FitDocument, position: int, joint: Joint, discipline: Discipline, side: Side
) -> CustomaryRange | None:
    """The range of the discipline for a leg; the knee's at the bottom of the complaint where it has its own."""
    inseam_mm = inseam_of(document.recommended.fit, side)
    found, own = customary(position, joint, discipline, inseam_mm), knee_of_pain(document)
    return found if own is None or found is None else own.instead_of(found)


def _inside(
    legs: Mapping[Side, LegAngles], field: str, published: Mapping[Side, CustomaryRange | None]
) -> bool:
    """Whether both legs keep their range, to the nearest whole degree or mm."""
    return all(
        kept is None or within_shown(kept.low, getattr(leg, field), kept.high)
        for side, leg in legs.items()
        for kept in (published[side],)
    )


def _both(legs: Mapping[Side, LegAngles], field: str) -> str:
    unit = "mm" if field.endswith("_mm") else "\u00b0"
    left, right = (with_unit(getattr(legs[side], field), 0, unit) for side in SIDES)
    return left if left == right else f"{left} / {right}"


def _range(published: CustomaryRange | None, field: str) -> str:
    if published is None:
        return "\u2013"
    unit = "mm" if field.endswith("_mm") else "\u00b0"
    return f"{number(published.low, 0)} to {with_unit(published.high, 0, unit)}"
