"""Every figure: text alternative, units, and every curve drawn."""

from __future__ import annotations

import re
from math import degrees, radians
from typing import Any

import pytest

from fit_optimizer.documents.fit import FitDocument
from fit_optimizer.report.figures.dead_spots import dead_spots
from sim.knee_angle import marker_knee_flexion

UNITS = {
    "torque": ["torque, Nm", "angle of the right crank", "90\u00b0"],
    "clock": ["Nm"],
    "knee": ["force, N", "\u00d7 body weight", "90\u00b0 front"],
    "pareto": ["knee load, \u00d7 body weight", "dead spots, index"],
    **{f"side{angle}": ["200 mm", "\u00b0"] for angle in (0, 90, 180, 270)},
}
CURVES = {
    "torque": ["total", "right", "left"],
    "clock": ["total"],
    "knee": ["patellofemoral_force", "tibiofemoral_compression"],
    **{
        f"side{angle}": ["leg", "foot", "trunk", "arm", "crank", "pedal", "saddle", "head"]
        for angle in (0, 90, 180, 270)
    },
}


def svg(html: str, key: str) -> str:
    """The inline SVG of a figure."""
    found = re.search(rf'<figure id="{key}">.*?(<svg.*?</svg>)', html, re.DOTALL)
    assert found
    return found.group(1)


@pytest.mark.parametrize("key", UNITS)
def test_text_alternative_and_units(html: str, key: str) -> None:
    figure = svg(html, key)
    assert 'role="img"' in figure
    assert re.search(r"<title[^>]*>[^<]{10,}</title>", figure)
    assert re.search(r"<desc[^>]*>[^<]{40,}</desc>", figure)
    texts = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", figure))
    assert all(unit in texts for unit in UNITS[key])
    assert "#0102" not in figure, "a marker colour was left in"


@pytest.mark.parametrize("key", CURVES)
@pytest.mark.parametrize("fit", ["now", "recommended"])
def test_every_curve_is_drawn(html: str, key: str, fit: str) -> None:
    figure = svg(html, key)
    for curve in CURVES[key]:
        drawn = re.search(rf'<g id="{key}-{fit}-{curve}">\s*<path d="([^"]*)"', figure)
        assert drawn, curve
        assert len(re.findall("[LC]", drawn.group(1))) >= (60 if not key.startswith("side") else 1)


def test_dead_spots_are_marked(html: str) -> None:
    for key in ("torque", "clock"):
        assert set(re.findall(rf'id="{key}-dead-spot-(\d)"', svg(html, key))) == {"0", "1"}


@pytest.mark.parametrize("fit", ["current", "recommended"])
def test_dead_spots_have_the_width_of_the_metric(document: dict[str, Any], fit: str) -> None:
    curves = getattr(FitDocument.read(document), fit).curves
    width = sum(arc.width_deg for arc in dead_spots(curves)) / 2
    assert width == pytest.approx(document[fit]["metrics"]["dead_spot_width_deg"], abs=0.25)


def test_joint_angles_are_those_of_the_curves(document: dict[str, Any], html: str) -> None:
    """The knee's as markers read it, at the top and bottom the most and the least as in the table."""
    for quarter, key in enumerate(("side0", "side90", "side180", "side270")):
        told = []
        for fit in ("current", "recommended"):
            curve = document[fit]["curves"]["right"]["knee_flexion_deg"]
            knee = {0: max(curve), 2: min(curve)}.get(quarter, curve[15 * quarter])
            told.append(degrees(marker_knee_flexion(radians(knee))))
        now, then = told
        assert f"{now:.0f} \u2192 {then:.0f}\u00b0" in svg(html, key)
    bottom = document["angles"]["recommended"]["right"]["knee_bottom"]
    assert f"\u2192 {bottom:.0f}\u00b0" in svg(html, "side180")


def test_front_has_every_point(document: dict[str, Any], html: str) -> None:
    figure = svg(html, "pareto")
    front = figure.split('id="pareto-front"')[1].split("</g>")[0]
    assert front.count("<path ") == len(document["pareto"])
