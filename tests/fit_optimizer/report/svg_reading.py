"""Reading a figure back from the page: what is drawn in it, and the values its axes give to it.

`python -m tests.fit_optimizer.report.svg_reading` writes the snapshot of the figures anew.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from rider_models.arrays import Array

DATA = Path(__file__).parent / "data"
SNAPSHOT = DATA / "figures.json"
UNNAMED = re.compile(
    r"(figure|axes|patch|line2d|text|xtick|ytick|legend|matplotlib\.axis|PathCollection|"
    r"PolyCollection|QuadContourSet|FillBetweenPolyCollection|LineCollection)_\d+$|"
    r"[a-z][0-9a-f]{10}$|title$|desc$|C\d+_"
)
"""Ids that matplotlib gives by itself."""


@dataclass(frozen=True)
class Axis:
    """An axis as drawn: `x` or `y`, its label, and its ticks (place in the picture, text)."""

    direction: str
    label: str
    ticks: tuple[tuple[float, str], ...]

    def values(self, places: Array) -> Array:
        """What places in the picture mean, from the axis' own ticks."""
        known = [(place, number(text)) for place, text in self.ticks]
        slope, start = np.polyfit(*zip(*known, strict=True), 1)
        return np.asarray(slope * places + start)


@dataclass(frozen=True)
class Axes:
    """A pair of axes with the words that stand in it."""

    element: ET.Element
    axes: tuple[Axis, ...]
    words: tuple[str, ...]

    def axis(self, direction: str) -> Axis:
        """Its axis of a direction that has numbers beside it."""
        return next(a for a in self.axes if a.direction == direction and a.ticks)


def figures(html: str) -> dict[str, ET.Element]:
    """Every figure of a page by its id."""
    found = re.findall(r'<figure id="([^"]+)">.*?(<svg.*?</svg>)', html, re.DOTALL)
    return {key: ET.fromstring(svg) for key, svg in found}


def named(figure: ET.Element, name: str) -> ET.Element:
    """What is drawn under a name, without the figure's key."""
    key = figure[0].get("id", "").removesuffix("-title")
    for element in figure.iter():
        if element.get("id") == f"{key}-{name}":
            return element
    raise AssertionError(f"{name} is not drawn")


def names(figure: ET.Element, key: str) -> list[str]:
    """Every name given to something drawn, in the order of drawing."""
    ids = (element.get("id", "").removeprefix(f"{key}-") for element in figure.iter())
    return [name for name in dict.fromkeys(ids) if name and not UNNAMED.match(name)]


def texts(element: ET.Element) -> list[str]:
    """Every text, in the order of drawing."""
    return ["".join(t.itertext()).strip() for t in element.iter("text")]


def number(text: str) -> float:
    """A number with a typographic minus, whatever stands around it."""
    found = re.search(r"[\u2212-]?\d+(\.\d+)?", text)
    assert found, text
    return float(found.group().replace("\u2212", "-"))


def points(element: ET.Element) -> Array:
    """Vertices of the first path under an element (n x 2, picture units); curves by their ends."""
    return outlines(element)[0]


def outlines(element: ET.Element) -> list[Array]:
    """Vertices of every path under an element."""
    return [_vertices(path.get("d", "")) for path in element.iter("path")]


def markers(element: ET.Element) -> Array:
    """Places of the markers under an element (n x 2)."""
    found = [
        (float(use.get("x", "nan")), float(use.get("y", "nan"))) for use in element.iter("use")
    ]
    return np.array(found)


def all_axes(figure: ET.Element) -> list[Axes]:
    """Every pair of axes of a figure."""
    found = []
    for element in figure.iter("g"):
        if re.search(r"-axes_\d+$", element.get("id", "")):
            parts = [g for g in element if "matplotlib.axis_" in g.get("id", "")]
            words = [t for g in element if "-text_" in g.get("id", "") for t in texts(g)]
            found.append(Axes(element, tuple(_axis(part) for part in parts), tuple(words)))
    return found


def _axis(part: ET.Element) -> Axis:
    ticks, label, direction = [], "", ""
    for group in part:
        name = group.get("id", "")
        tick = re.search(r"-([xy])tick_\d+$", name)
        if tick:
            direction = tick.group(1)
            words = " ".join(texts(group))
            marks = markers(group)
            if words and len(marks):
                ticks.append((float(marks[0]["xy".index(direction)]), words))
            elif words:
                ticks.append((float("nan"), words))
        elif "-text_" in name:
            label = " ".join(texts(group))
    return Axis(direction, label, tuple(ticks))


def _vertices(path: str) -> Array:
    """Ends of the lines and curves of a path's description."""
    found, words = [], path.split()
    places = [i for i, word in enumerate(words) if word.isalpha()]
    for start, end in pairwise([*places, len(words)]):
        if words[start].upper() != "Z":
            found.append((float(words[end - 2]), float(words[end - 1])))
    return np.array(found)


def snapshot(html: str) -> dict[str, Any]:
    """What every figure of a page shows: names of what is drawn, and words beside the numbers."""
    return {
        key: {
            "drawn": names(figure, key),
            "texts": sorted({_masked(text) for text in texts(figure)}),
        }
        for key, figure in figures(html).items()
    }


def _masked(text: str) -> str:
    """A text with its numbers left out: they are compared with the document, not with a file."""
    return re.sub(r"\s+", " ", re.sub(r"[\u2212+-]?\d+(\.\d+)?", "#", text))


if __name__ == "__main__":
    from fit_optimizer.report import render_report

    page = render_report(json.loads((DATA / "fit.json").read_text(encoding="utf-8")))
    SNAPSHOT.write_text(json.dumps(snapshot(page), indent=1) + "\n", encoding="utf-8")
