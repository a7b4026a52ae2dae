"""The document of a stroke, `simulate --json`, and the set-up kept in it, so that it can be ridden again."""

from __future__ import annotations

from pathlib import Path

from fit_optimizer.documents.part import Document, Json, Part, Schema, schema_words
from fit_optimizer.documents.read_json import parse_json
from fit_optimizer.documents.ride import Curves, Keys, Metrics
from rider_models.errors import PedalfitError

STROKE_BYTES = 8_000_000
"""Largest stroke file: ten times one with all curves."""


class StrokeFileError(PedalfitError):
    """A stroke file that cannot be used."""


class MetricsByLeg(Part):
    """The metrics of each leg alone."""

    left: Metrics
    """Of the left leg."""
    right: Metrics
    """Of the right leg."""


class StrokeDocument(Document):
    """A stroke: keys in force and which of them were assumed, the set-up's tables, metrics, curves."""

    SCHEMA = Schema("pedalfit.stroke", 1)

    fit: Keys
    """Keys in force but power and cadence."""
    effort: dict[str, float]
    """Power and cadence."""
    assumed: list[str]
    """Keys that the set-up leaves to defaults."""
    set_up: Json
    """The set-up's own tables, so that it can be ridden again."""
    metrics: Metrics
    """The metrics, of both legs together."""
    metrics_by_leg: MetricsByLeg
    """The metrics of each leg."""
    curves: Curves
    """Curves over the revolution."""


def set_up_of_stroke(text: str, path: Path) -> Json:
    """Tables of the set-up that `simulate --json` keeps with its stroke. Raises StrokeFileError."""
    document, schema = parse_json(text, path, StrokeFileError), StrokeDocument.SCHEMA
    found = document.get("schema") if isinstance(document, dict) else None
    if schema.number_of(found) is None:
        raise StrokeFileError(
            f"{path} is no set-up, it {schema_words(found)}: wanted is a set-up file (TOML), or a "
            f"stroke file as `simulate --json` writes it ({str(schema)!r})"
        )
    tables = document.get("set_up")
    if not isinstance(tables, dict):
        raise StrokeFileError(f"{path} lacks set_up, the set-up that was ridden")
    return tables
