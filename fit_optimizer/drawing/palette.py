"""Colours of the figures: drawn as marker colours, written as CSS variables of the page.

The page sets the variables for light, dark and print; each has a light fallback, which is also the
colour on paper. Okabe-Ito's colours (Okabe & Ito 2008) stay apart for colour-blind readers.
"""

from __future__ import annotations

import re

INK = "#010201"
MUTED = "#010202"
PAPER = "#010203"
FAINT = "#010204"
NOW = "#010205"
RECOMMENDED = "#010206"
LEFT = "#010207"
SHADE = "#010208"
RIGHT = "#010209"
CUSTOM = "#01020a"
GROUPS = {
    "quadriceps": "#01020b",
    "glutes": "#01020c",
    "hamstrings": "#01020d",
    "calf": "#01020e",
    "hip_flexors": "#01020f",
    "shin": "#010210",
}
"""Muscle groups of `sim.work_sectors`, in the order in which the pictures stack them."""

CSS = {
    INK: "var(--ink, #1b1f24)",
    MUTED: "var(--muted, #59616b)",
    PAPER: "var(--paper, #ffffff)",
    FAINT: "var(--faint, #d5d9de)",
    NOW: "var(--now, #767676)",
    RECOMMENDED: "var(--recommended, #0072b2)",
    LEFT: "var(--left, #d55e00)",
    SHADE: "var(--shade, #e69f00)",
    RIGHT: "var(--right, #007f5f)",
    CUSTOM: "var(--custom, #009e73)",
    GROUPS["quadriceps"]: "var(--quadriceps, #0072b2)",
    GROUPS["glutes"]: "var(--glutes, #d55e00)",
    GROUPS["hamstrings"]: "var(--hamstrings, #e69f00)",
    GROUPS["calf"]: "var(--calf, #009e73)",
    GROUPS["hip_flexors"]: "var(--hip-flexors, #56b4e9)",
    GROUPS["shin"]: "var(--shin, #cc79a7)",
}


def for_page(svg: str) -> str:
    """Marker colours as CSS variables."""
    return _replaced(svg, CSS)


def for_paper(svg: str) -> str:
    """Marker colours as the plain colours of the light page."""
    plain = {marker: re.sub(r"var\([^,]*, (#\w+)\)", r"\1", css) for marker, css in CSS.items()}
    return _replaced(svg, plain)


def _replaced(svg: str, colours: dict[str, str]) -> str:
    for marker, colour in colours.items():
        svg = svg.replace(marker, colour)
    return svg
