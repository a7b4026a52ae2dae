"""What a fit to a film, or to figures typed by hand, has to say of keys at their ends and of figures it missed."""

from __future__ import annotations

from collections.abc import Mapping

from fit_optimizer.pose_check.model_curves import ModelLeg
from fit_optimizer.setup.setup_file import allowed_range
from rider_models.arrays import Side

TYPED_OFF: dict[str, float] = {"deg": 3.0, "mm": 10.0}
"""How far a figure typed by hand may be off, by unit: two fitters with a goniometer differ by 3 deg (a guess)."""
MISSED = 2.0
"""How many times `TYPED_OFF` the fitted model may be from a typed figure before it is said (a guess)."""


def at_ends(fitted: Mapping[str, float]) -> list[str]:
    """A sentence on keys that came to the end of what is allowed, values by key; empty where none did."""
    ended = [
        f"{key} ({value:g})"
        for key, value in fitted.items()
        if round(value, 6) in allowed_range(key)
    ]
    if not ended:
        return []
    return [
        f"At the end of what is allowed: {', '.join(ended)}; check that saddle, cranks and body of the set-up are "
        "those that were filmed."
    ]


def missed(typed: Mapping[str, Mapping[Side, float]], legs: Mapping[Side, ModelLeg]) -> list[str]:
    """A sentence on every typed figure, by key and side, that the fitted model's legs are far from."""
    said = []
    for key, sides in typed.items():
        stem, _, unit = key.rpartition("_")
        for side, value in sides.items():
            figure = legs[side].figures.get(key) if side in legs else None
            if figure is None or abs(figure.value - value) <= MISSED * TYPED_OFF[unit]:
                continue
            said.append(
                f"The {side} {stem.replace('_', ' ')} was measured as {value:g} {unit}, and the fitted model has "
                f"{figure.value:.0f}: check the figure, saddle_height_mm and the leg lengths."
            )
    return said
