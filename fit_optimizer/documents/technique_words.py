"""A technique in words: the columns that table, drills and document share."""

from __future__ import annotations

from fit_optimizer.documents.part import Part


class TechniqueWords(Part):
    """A technique or a drill in words."""

    key: str
    """Name for the set-up and the command line."""
    words: str
    """As coaches say it."""
    does: str
    """What the rider does."""
    feel: str
    """How it should feel."""
    meter: str
    """What a power meter shows when it is done."""
    source: str
    """Who describes or measured it."""
