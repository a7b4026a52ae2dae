"""The recording and the simulation in one picture: figures over power, torque over the crank turn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from fit_optimizer.documents.trace import BinFound, CheckFound, CurveFound, Recorded
from fit_optimizer.drawing.palette import FAINT, INK, MUTED, RECOMMENDED, SHADE
from fit_optimizer.drawing.svg import WIDTH_IN, Picture, drawing_style, picture
from sim.metric_table import METRICS

PANELS = tuple(
    (metric.name, f"{metric.words}, {metric.unit.symbol}") for metric in METRICS if metric.by_meter
)
"""What meters send, with the panels' titles."""
MARKERS = {"left": "<", "right": ">", "both": "o"}
ASIDE_W = {"left": -2.0, "right": 2.0, "both": 0.0}
"""The legs' marks stand beside each other (W)."""

SIMULATED: dict[str, Any] = {
    "color": RECOMMENDED,
    "fillstyle": "none",
    "markersize": 5,
    "markeredgewidth": 1.2,
}

PANEL_IN, CURVE_IN = 1.55, 2.4
ASIDE_LIMIT_W = 20.0
LEAST_SPAN = 10.0
"""Least margin of the power axis, and least span of a figure's (points or deg), so that a single bin
does not look like a mountain."""


def recordings(check: CheckFound | None) -> list[Picture]:
    """The picture of a fit's check against a recording; none where there is nothing to draw."""
    return [] if check is None or not (check.bins or check.curve) else [trace_picture(check)]


def trace_figure(document: Recorded) -> str:
    """The picture of a trace document or of the `trace_check` of a fit document, as inline SVG."""
    return trace_picture(document).svg


def trace_picture(document: Recorded) -> Picture:
    """What was recorded, and the simulation beside it where a set-up was compared.

    Bins stand over their power with the spread of their records; a torque curve over the crank
    angle. The document is that of `fit_optimizer.trace_check.trace_document`.
    """
    bins = [each for each in document.bins if each.recorded]
    shown = [panel for panel in PANELS if any(_sent(bins, panel[0]))]
    curve = document.curve
    sides = [] if curve is None else list(curve.legs)
    rows = (len(shown) + 1) // 2
    heights = [PANEL_IN] * rows + [CURVE_IN] * len(sides)
    with drawing_style():
        figure = Figure(figsize=(WIDTH_IN, 0.5 + sum(heights)), layout="constrained")
        if not heights:
            figure.text(
                0.5, 0.5, "nothing to draw: no bin and no curve could be compared", ha="center"
            )
        grid = figure.add_gridspec(max(len(heights), 1), 2, height_ratios=heights or None)
        for number, (metric, words) in enumerate(shown):
            axes = figure.add_subplot(grid[number // 2, number % 2])
            _draw_metric(axes, bins, metric)
            axes.set_title(words, fontsize=9)
            if number >= len(shown) - 2:
                axes.set_xlabel("power, W")
        for number, side in enumerate(sides):
            assert curve is not None
            _draw_curve(figure.add_subplot(grid[rows + number, :]), curve, side)
        if heights:
            figure.legend(
                handles=_key(bins, curve), loc="outside upper center", ncols=3, handlelength=1.6
            )
    return picture(
        figure, "recording", "The recording and the simulation", _in_words(document, curve)
    )


def standalone_svg(drawn: Picture) -> str:
    """A picture as a file of its own: white ground, and colours where the page had variables."""
    head, _, rest = drawn.svg.partition(">")
    plain = re.sub(r"var\(--[a-z]+, (#[0-9a-f]+)\)", r"\1", rest)
    ground = '<rect width="100%" height="100%" fill="#ffffff"/>'
    return f'{head} xmlns="http://www.w3.org/2000/svg">{ground}{plain}\n'


def _sent(bins: list[BinFound], metric: str) -> Iterator[tuple[BinFound, str]]:
    """(bin, side) wherever a metric was recorded."""
    for each in bins:
        for side, figures in each.recorded.items():
            if metric in figures:
                yield each, side


def _draw_metric(axes: Axes, bins: list[BinFound], metric: str) -> None:
    around = _middle_deg([each.recorded[side][metric] for each, side in _sent(bins, metric)])
    for each, side in _sent(bins, metric):
        recorded = _unwrapped(metric, each.recorded[side][metric], around)
        axes.errorbar(
            each.power_w + ASIDE_W[side],
            recorded,
            each.spread.get(side, {}).get(metric, 0.0),
            fmt=MARKERS[side],
            color=INK,
            ecolor=MUTED,
            markersize=3.5,
            elinewidth=0.8,
        )
    for each in bins:
        for side, value in _simulated(each, metric):
            y = _unwrapped(metric, value, around)
            axes.plot(each.power_w + ASIDE_W[side], y, MARKERS[side], **SIMULATED)
    powers = [each.power_w for each in bins]
    axes.set_xlim(min(powers) - ASIDE_LIMIT_W, max(powers) + ASIDE_LIMIT_W)
    low, high = axes.get_ylim()
    wider = max(LEAST_SPAN - (high - low), 0) / 2
    axes.set_ylim(low - wider, high + wider)
    axes.grid(color=FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
    if metric.endswith("_deg"):
        low, high = axes.get_ylim()
        ticks = [tick for tick in axes.get_yticks() if low <= tick <= high]
        axes.set_yticks(ticks, [f"{tick % 360:.0f}" for tick in ticks])


def _simulated(each: BinFound, metric: str) -> list[tuple[str, float]]:
    """(side, value) of what was recorded and simulated in a bin; `both` where the legs are alike."""
    found = [
        (side, each.simulated[side][metric])
        for side, figures in each.recorded.items()
        if metric in figures and metric in each.simulated.get(side, {})
    ]
    if len(found) == 2 and found[0][1] == found[1][1]:
        return [("both", found[0][1])]
    return found


def _middle_deg(values: list[float]) -> float:
    """Direction in the middle of some angles."""
    return float(np.rad2deg(np.angle(np.exp(1j * np.deg2rad(values)).sum())))


def _unwrapped(metric: str, value: float, around_deg: float) -> float:
    """An angle within half a turn of another, so that marks near the top stay together."""
    if not metric.endswith("_deg"):
        return value
    return around_deg + (value - around_deg + 180) % 360 - 180


def _draw_curve(axes: Axes, curve: CurveFound, side: str) -> None:
    leg = curve.legs[side]
    angle = [*curve.crank_angle_deg, 360.0]
    recorded = np.array([*leg.recorded, leg.recorded[0]])
    if leg.spread is not None:
        spread = np.array([*leg.spread, leg.spread[0]])
        axes.fill_between(
            angle, recorded - spread, recorded + spread, color=SHADE, alpha=0.3, linewidth=0
        )
    axes.plot(angle, recorded, color=INK, linewidth=1.4)
    if leg.simulated is not None:
        axes.plot(angle, [*leg.simulated, leg.simulated[0]], color=RECOMMENDED)
    axes.axhline(0, color=MUTED, linewidth=0.7)
    axes.set_xlim(0, 360)
    ticks = ["0\u00b0 top", "90\u00b0 front", "180\u00b0 bottom", "270\u00b0 back", "360\u00b0"]
    if curve.positions_known:
        axes.set_xticks(range(0, 361, 90), ticks)
    else:
        axes.set_xticks(range(0, 361, 90))
        axes.set_xlabel("crank angle from an unknown start")
    name = "both legs together" if side == "both" else f"{side} leg"
    axes.set_title(f"{name}: crank torque, {curve.unit}", fontsize=9)
    axes.grid(color=FAINT, linewidth=0.6)
    axes.set_axisbelow(True)


def _key(bins: list[BinFound], curve: CurveFound | None) -> list[Line2D]:
    """What marks and lines mean, of those that are drawn."""
    metrics = [metric for metric, _ in PANELS]
    recorded = {side for metric in metrics for _, side in _sent(bins, metric)}
    simulated = {s for each in bins for metric in metrics for s, _ in _simulated(each, metric)}
    keys = [
        Line2D(
            [], [], color=INK, ls="", marker=marker, markersize=3.5, label=_name(side, "recorded")
        )
        for side, marker in MARKERS.items()
        if side in recorded
    ]
    keys += [
        Line2D([], [], ls="", marker=marker, label=_name(side, "simulated"), **SIMULATED)
        for side, marker in MARKERS.items()
        if side in simulated
    ]
    if curve is not None and curve.legs and not bins:
        keys.append(Line2D([], [], color=INK, linewidth=1.4, label="recorded"))
        if any(leg.simulated is not None for leg in curve.legs.values()):
            keys.append(Line2D([], [], color=RECOMMENDED, label="simulated"))
    return keys


def _name(side: str, what: str) -> str:
    return what if side == "both" else f"{side} {what}"


def _in_words(document: Recorded, curve: CurveFound | None) -> str:
    parts = []
    if document.bins:
        powers = [each.power_w for each in document.bins]
        parts.append(
            f"{len(powers)} bins of steady riding between {min(powers):.0f} and {max(powers):.0f} W: "
            "medians as dark marks with the spread of the records, simulated figures as open marks. "
            "Angles count from each leg's top dead centre."
        )
    if curve is not None and curve.legs:
        parts.append(
            "Crank torque over the turn: recorded dark, simulated in colour; a shaded band holds 68 % "
            "of the recorded revolutions."
        )
    return " ".join([*parts, getattr(document, "verdict", "")]).strip()
