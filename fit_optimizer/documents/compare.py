"""The document of two set-ups ridden as they stand: `compare.json`."""

from __future__ import annotations

from fit_optimizer.documents.part import Document, Schema
from fit_optimizer.documents.ride import FIRST_OBJECTIVES, ObjectiveShown, Ride


class ComparedRide(Ride):
    """A set-up as it stands, with its stroke, its objectives, and the keys that were assumed."""

    objectives: dict[str, float]
    """What it is judged by, by key."""
    assumed: list[str]
    """Keys that the set-up leaves to defaults."""


class CompareDocument(Document):
    """A whole compare.json document."""

    SCHEMA = Schema("pedalfit.compare", 1)

    judged_by: tuple[ObjectiveShown, ...] = FIRST_OBJECTIVES
    """The objectives in words."""
    before: ComparedRide
    """The first set-up."""
    after: ComparedRide
    """The last."""
    between: ComparedRide | None = None
    """One between them; null where only two are compared."""
    versions: dict[str, str]
    """Packages that computed it."""

    @property
    def rides(self) -> tuple[ComparedRide, ...]:
        """The two or three that are compared, in their order."""
        return tuple(one for one in (self.before, self.between, self.after) if one is not None)
