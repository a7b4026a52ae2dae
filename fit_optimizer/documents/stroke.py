"""The set-up kept in a stroke file, so that a solved stroke can be ridden again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fit_optimizer.documents.read_json import parse_json
from fit_optimizer.plain_text import shown
from rider_models.errors import PedalfitError

SCHEMA = "pedalfit.stroke/1"
STROKE_BYTES = 8_000_000
"""Largest stroke file: ten times one with all curves."""


class StrokeFileError(PedalfitError):
    """A stroke file that cannot be used."""


def set_up_of_stroke(text: str, path: Path) -> dict[str, Any]:
    """Tables of the set-up that `simulate --json` keeps with its stroke. Raises StrokeFileError."""
    document = parse_json(text, path, StrokeFileError)
    found = document.get("schema") if isinstance(document, dict) else None
    if found != SCHEMA:
        raise StrokeFileError(
            f"{path} has schema {shown(found)}; a stroke file, as `simulate --json` writes it, has {SCHEMA!r}"
        )
    tables = document.get("set_up")
    if not isinstance(tables, dict):
        raise StrokeFileError(f"{path} lacks set_up, the set-up that was ridden")
    return tables
