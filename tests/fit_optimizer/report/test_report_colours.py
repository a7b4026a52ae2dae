"""The report's colours stay apart for readers with any colour vision, on white and on black."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from fit_optimizer.drawing import palette
from rider_models.arrays import Array

STYLE = (Path(palette.__file__).parents[1] / "report" / "style.css").read_text(encoding="utf-8")
LIGHT, DARK = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
VISION = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
}
"""Machado, Oliveira & Fernandes 2009, full severity, on linear RGB."""

TOGETHER = {
    "rides": (palette.NOW, palette.RECOMMENDED),
    "legs": (palette.LEFT, palette.RIGHT),
    "joints": (palette.GROUPS["glutes"], palette.RECOMMENDED, palette.MUTED),
    "muscles": tuple(palette.GROUPS.values()),
}
"""Colours that tell one thing from another in one picture."""


def colour(marker: str, scheme: str) -> Array:
    """The page's colour of a marker (linear RGB)."""
    found = re.fullmatch(r"var\((--[\w-]+), #(\w+)\)", palette.CSS[marker])
    assert found
    name, fallback = found.groups()
    for rules in (DARK, LIGHT) if scheme == "dark" else (LIGHT,):
        given = re.search(rf"{name}: #(\w+);", rules)
        if given:
            return linear(given.group(1))
    return linear(fallback)


def linear(text: str) -> Array:
    """Linear RGB of six hexadecimal digits."""
    shares = np.array([int(text[i : i + 2], 16) for i in (0, 2, 4)]) / 255
    return np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)


def lab(rgb: Array) -> Array:
    """CIE Lab of a colour in linear RGB (sRGB primaries, D65)."""
    to_xyz = np.array(
        [
            [0.4124564, 0.3575761, 0.1804375],
            [0.2126729, 0.7151522, 0.0721750],
            [0.0193339, 0.1191920, 0.9503041],
        ]
    )
    x, y, z = np.cbrt(to_xyz @ np.clip(rgb, 0, 1) / to_xyz.sum(axis=1))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("what", TOGETHER)
def test_colours_stay_apart(scheme: str, vision: str, what: str) -> None:
    seen = {marker: lab(VISION[vision] @ colour(marker, scheme)) for marker in TOGETHER[what]}
    for one, other in combinations(TOGETHER[what], 2):
        apart = np.linalg.norm(seen[one] - seen[other])
        assert apart > 15, (palette.CSS[one], palette.CSS[other])
