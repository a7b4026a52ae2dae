"""What the figures draw, read back by their own axes, is what the document holds."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from typing import Any

import numpy as np
import pytest

from tests.fit_optimizer.report import svg_reading as drawn
from tests.fit_optimizer.report.svg_reading import Array, Axes, Axis

UNIT = re.compile(r"\u00b0|%|\bindex\b|body weight|\b(Nm|N|W|mm|deg)\b")
HEADING = re.compile(r", (Nm|N|W|%|\u00b0)$")
HOURS = {str(hour) for hour in range(1, 13)}
RIDES = {"now": "current", "recommended": "recommended"}
GROUPS = ("quadriceps", "glutes", "hamstrings", "calf", "hip_flexors", "shin")


@pytest.fixture(scope="module")
def figures(html: str) -> dict[str, ET.Element]:
    return drawn.figures(html)


def axes_with(figure: ET.Element, element: ET.Element) -> Axes:
    """The axes in which something is drawn."""
    return next(a for a in drawn.all_axes(figure) if element in set(a.element.iter()))


def values(figure: ET.Element, name: str) -> tuple[Array, Array]:
    """A curve in the values of its axes."""
    element = drawn.named(figure, name)
    axes = axes_with(figure, element)
    x, y = drawn.points(element).T
    return _x_axis(figure, axes).values(x), axes.axis("y").values(y)


def _x_axis(figure: ET.Element, axes: Axes) -> Axis:
    """The axes' own x axis, or that of the axes below which share it."""
    for other in (axes, *drawn.all_axes(figure)):
        for axis in other.axes:
            if axis.direction == "x" and axis.ticks:
                return axis
    raise AssertionError("no axis below")


def lacking_units(axes: Axes) -> list[str]:
    """The axes whose numbers have no unit: not at the axis, not at the numbers, not in the heading."""
    lacking = []
    for axis in axes.axes:
        words = [text for _, text in axis.ticks]
        if not words or set(words) == HOURS or not any(re.search(r"\d", w) for w in words):
            continue
        heading = any(HEADING.search(text) for text in axes.words)
        if not heading and not any(UNIT.search(text) for text in (axis.label, *words)):
            lacking.append(f"{axis.direction}: {axis.label or words}")
    return lacking


def test_every_figure_draws_what_it_always_drew(html: str) -> None:
    assert drawn.snapshot(html) == json.loads(drawn.SNAPSHOT.read_text(encoding="utf-8"))


def test_every_axis_has_a_unit(figures: dict[str, ET.Element]) -> None:
    every = [axes for figure in figures.values() for axes in drawn.all_axes(figure)]
    assert len([axis for axes in every for axis in axes.axes if axis.ticks]) > 15
    assert [found for axes in every for found in lacking_units(axes)] == []


def test_an_axis_without_its_unit_is_found(figures: dict[str, ET.Element]) -> None:
    figure = ET.fromstring(ET.tostring(figures["torque"]))
    for text in figure.iter("text"):
        if text.text and text.text.strip() == "torque, Nm":
            text.text = "torque"
    assert [len(lacking_units(axes)) for axes in drawn.all_axes(figure)] == [1, 1]


@pytest.mark.parametrize(("ride", "path"), RIDES.items())
@pytest.mark.parametrize(
    ("key", "name", "curve", "turned"),
    [
        ("torque", "total", "total_crank_torque_nm", 0),
        ("torque", "right", "right.crank_torque_nm", 0),
        ("torque", "left", "left.crank_torque_nm", 180),
        ("knee", "patellofemoral_force", "right.patellofemoral_force_n", 0),
        ("knee", "tibiofemoral_compression", "right.tibiofemoral_compression_n", 0),
    ],
)
def test_a_curve_has_the_values_of_the_document(
    figures: dict[str, ET.Element],
    document: dict[str, Any],
    ride: str,
    path: str,
    key: str,
    name: str,
    curve: str,
    turned: float,
) -> None:
    angle, shown = values(figures[key], f"{ride}-{name}")
    found: Any = document[path]["curves"]
    for step in curve.split("."):
        found = found[step]
    own = 6.0 * np.arange(60)
    expected = np.interp(own - turned, own, found, period=360)
    assert (angle[0], angle[-1]) == pytest.approx((0, 360), abs=0.2)
    assert np.interp(own, angle, shown) == pytest.approx(expected, abs=0.006 * np.ptp(found))


def test_the_clock_of_torque_has_the_values_of_the_document(
    figures: dict[str, ET.Element], document: dict[str, Any]
) -> None:
    figure = figures["clock"]
    centre, nm_per_unit, at_zero = _polar_scale(figure, "zero", "Nm")
    for ride, path in RIDES.items():
        x, y = (drawn.points(drawn.named(figure, f"{ride}-total")) - centre).T
        angle = np.rad2deg(np.arctan2(x, -y)) % 360
        torque = (np.hypot(x, y) - at_zero) * nm_per_unit
        curve = document[path]["curves"]["total_crank_torque_nm"]
        assert torque == pytest.approx(
            np.interp(angle, 6.0 * np.arange(60), curve, period=360), abs=0.6
        )


def test_the_clock_of_muscles_has_the_power_of_every_group_at_every_hour(
    figures: dict[str, ET.Element], document: dict[str, Any]
) -> None:
    figure = figures["muscles"]
    centre, w_per_unit, _ = _polar_scale(figure, "zero", "W")
    for hour, part in enumerate(document["recommended"]["work"]["right"]["hours"]):
        for group in GROUPS:
            bar = drawn.points(drawn.named(figure, f"{group}-{hour or 12}")) - centre
            thickness = np.ptp(np.hypot(*bar.T)) * w_per_unit
            assert thickness == pytest.approx(abs(part["muscle_w"][group]), abs=0.15)


def _polar_scale(figure: ET.Element, zero: str, unit: str) -> tuple[Array, float, float]:
    """Centre of a clock, value per unit of the picture, radius of the ring of zero."""
    ring = drawn.points(drawn.named(figure, zero))
    centre = (ring.min(axis=0) + ring.max(axis=0)) / 2
    at_zero = float(np.hypot(*(ring - centre).T).mean())
    radii = []
    for group in figure.iter("g"):
        name = group.get("id", "")
        if "-label-of-ring-" not in name:
            continue
        words = " ".join(drawn.texts(group))
        assert re.fullmatch(rf"[\u2212\d]+ {unit}", words)
        circle = drawn.points(drawn.named(figure, f"ring-{drawn.number(words):g}")) - centre
        assert np.ptp(np.hypot(*circle.T)) < 0.5
        radii.append((float(np.hypot(*circle.T).max()), drawn.number(words)))
    radius, value = max(radii)
    return centre, value / (radius - at_zero), at_zero


@pytest.mark.parametrize(("ride", "path"), RIDES.items())
def test_arrows_of_force_are_as_long_as_the_forces(
    figures: dict[str, ET.Element], document: dict[str, Any], ride: str, path: str
) -> None:
    figure = figures["force"]
    scale = drawn.points(drawn.named(figure, "scale"))
    newtons = next(drawn.number(t) for t in drawn.texts(figure) if t.endswith(" N"))
    per_unit = newtons / float(np.ptp(scale[:, 0]))
    force = np.array(document[path]["curves"]["right"]["pedal_force_n"])[::5]
    arrows = drawn.outlines(drawn.named(figure, f"{ride}-forces"))
    assert len(arrows) == len(force) == 12
    for arrow, (x, _, z) in zip(arrows, force, strict=True):
        if np.hypot(x, z) > 60:
            tip = arrow[np.hypot(*(arrow - arrow[[0, -1]].mean(axis=0)).T).argmax()]
            reach = (tip - _tail(arrow, tip)) * per_unit
            assert reach == pytest.approx((x, -z), abs=0.04 * np.hypot(x, z) + 4)


def _tail(arrow: Array, tip: Array) -> Array:
    """The middle of the end that is farthest from the tip."""
    far = np.argsort(np.hypot(*(arrow - tip).T))[::-1]
    first = arrow[far[0]]
    other = next(arrow[i] for i in far[1:] if np.hypot(*(arrow[i] - first)) > 1e-6)
    return np.asarray((first + other) / 2)


@pytest.mark.parametrize(("ride", "path"), RIDES.items())
def test_bars_of_shares_are_as_long_as_the_shares(
    figures: dict[str, ET.Element], document: dict[str, Any], ride: str, path: str
) -> None:
    figure, metrics = figures["shares"], document[path]["metrics"]
    shares = {joint: metrics[f"{joint}_work_share_pct"] for joint in ("hip", "knee", "ankle")}
    shares |= {
        name.replace("_", "-"): share for name, share in metrics["positive_work_pct"].items()
    }
    for name, share in shares.items():
        element = drawn.named(figure, f"{ride}-{name}")
        axis = axes_with(figure, element).axis("x")
        length = np.ptp(axis.values(drawn.points(element)[:, 0]))
        assert length == pytest.approx(share, abs=0.15), name


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
@pytest.mark.parametrize(("ride", "path"), RIDES.items())
def test_the_rider_is_drawn_to_scale(
    figures: dict[str, ET.Element], document: dict[str, Any], ride: str, path: str, angle: int
) -> None:
    figure = figures[f"side{angle}"]
    mm = 200 / float(np.ptp(drawn.points(drawn.named(figure, "scale"))[:, 0]))
    leg = drawn.points(drawn.named(figure, f"{ride}-leg"))
    crank = drawn.points(drawn.named(figure, f"{ride}-crank"))
    side = document[path]["side_view_mm"]["right"]
    for place, joint in zip(leg, ("hip", "knee", "ankle"), strict=True):
        forward, down = (place - crank[0]) * mm
        assert (forward, -down) == pytest.approx(side[joint][angle // 6], abs=2.5)


def test_the_trade_offs_lie_where_they_are(
    figures: dict[str, ET.Element], document: dict[str, Any]
) -> None:
    element = drawn.named(figures["pareto"], "front")
    axes = axes_with(figures["pareto"], element)
    places = np.array([(dot.min(axis=0) + dot.max(axis=0)) / 2 for dot in drawn.outlines(element)])
    found = np.stack([axes.axis(way).values(places[:, "xy".index(way)]) for way in "xy"], axis=1)
    expected = [
        (point["objectives"]["knee_load"], point["objectives"]["dead_spots"])
        for point in document["pareto"]
    ]
    assert found == pytest.approx(np.array(expected), abs=0.01)
