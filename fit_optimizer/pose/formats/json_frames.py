"""The frames of a JSON file of a pose, whatever its size allows, with errors in one sentence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from fit_optimizer.pose.formats.text_table import whole_text
from fit_optimizer.pose.series import MOST_FRAMES, PoseError
from fit_optimizer.traces.file_start import LARGEST_NUMBER
from rider_models.arrays import Array

MOST_BYTES = 100_000_000
"""Largest JSON of a pose: three minutes of 33 landmarks at 60 Hz, written with all digits and twice (a guess)."""

MOST_MEMBERS = 4_000_000
"""Most commas of it: each parts two numbers or texts, which take some 60 bytes at most when read."""

MOST_LISTS = 3_000_000
"""Most opening brackets of it: each begins what takes some 70 bytes when read."""


def json_of(path: Path) -> tuple[str, Any]:
    """A file's name to be shown and what its JSON holds. Raises PoseError."""
    start, text = whole_text(path, MOST_BYTES)
    if text.count(",") > MOST_MEMBERS or text.count("[") + text.count("{") > MOST_LISTS:
        raise PoseError(
            f"{start.name} holds more than {MOST_MEMBERS / 1e6:g} million numbers, or {MOST_LISTS / 1e6:g} "
            "million points: export a minute of the ride."
        )
    try:
        return start.name, json.loads(text)
    except RecursionError:
        raise PoseError(
            f"{start.name} holds JSON of too many brackets within each other."
        ) from None
    except ValueError:
        raise PoseError(f"{start.name} holds damaged JSON, or is cut off.") from None


def number_of(value: Any) -> float:
    """A JSON number as a float; NaN for anything else, and for one beyond all measure."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return float("nan")
    try:
        number = float(value)
    except OverflowError:
        return float("nan")
    return number if abs(number) <= LARGEST_NUMBER else float("nan")


def stacked(
    frames: list[list[tuple[float, ...]]], places: Mapping[int, str], columns: int
) -> dict[str, Array]:
    """Every named point as n x `columns`, from frames of points by place; NaN where a frame lacks it."""
    frames = frames[:MOST_FRAMES]
    found: dict[str, Array] = {}
    for place, name in places.items():
        values = np.full((len(frames), columns), np.nan)
        for k, points in enumerate(frames):
            if place < len(points):
                values[k] = points[place]
        if np.isfinite(values).any():
            found[name] = values
    return found
