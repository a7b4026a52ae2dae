"""Pictures of the validation: curves over the crank circle, and each number against its range."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from fit_optimizer.drawing.crank_axis import crank_angle_axis
from fit_optimizer.drawing.palette import FAINT, INK, LEFT, MUTED, RECOMMENDED
from fit_optimizer.drawing.svg import WIDTH_IN, Picture, drawing_style, picture
from fit_optimizer.validation.comparisons import CurvePair
from fit_optimizer.validation.runner import Outcome, accepted, number

ROW_IN = 0.62
MARGIN = 0.12
LONGEST_TITLE = 68
"""Height of a row (in), margin (share of the range), and characters of a title: by eye."""


def pictures_of(outcomes: Sequence[Outcome]) -> list[Picture]:
    """Pictures of one experiment: its numbers in their ranges, then every curve once."""
    numbers = [o for o in outcomes if o.value is not None and o.curves is None]
    pictures = [_ranges(numbers)] if numbers else []
    compared: dict[tuple[str, ...], list[Outcome]] = {}
    for outcome in outcomes:
        if outcome.curves is not None and outcome.check.comparison is not None:
            what = outcome.check.comparison.model_dump(include={"set_up", "curve", "column"})
            compared.setdefault(tuple(what.values()), []).append(outcome)
    for place, together in enumerate(compared.values()):
        pictures.append(_curves(together, place))
    return pictures


def _ranges(outcomes: Sequence[Outcome]) -> Picture:
    """One row a check: accepted range as a band, published number as a line, simulated as a dot."""
    with drawing_style():
        figure = Figure(figsize=(WIDTH_IN, ROW_IN * len(outcomes) + 0.3), layout="constrained")
        rows = figure.subplots(len(outcomes), 1, squeeze=False)[:, 0]
        for axes, outcome in zip(rows, outcomes, strict=True):
            _draw_range(axes, outcome)
    key = outcomes[0].experiment.key.replace("_", "-")
    words = "; ".join(
        f"{o.check.label}: simulated {number(o.value)} {o.check.unit}, accepted {accepted(o.check)}"
        for o in outcomes
        if o.value is not None
    )
    return picture(figure, f"{key}-ranges", "Simulated numbers in the accepted ranges", words + ".")


def _draw_range(axes: Axes, outcome: Outcome) -> None:
    assert outcome.value is not None
    check = outcome.check
    around = check.comparison is not None and check.comparison.around_the_circle
    low, high, value = check.low, check.high, outcome.value
    published = _as_number(check.published)
    if around:
        high = low + (high - low) % 360
        middle = (low + high) / 2
        value = middle + (value - middle + 180) % 360 - 180
        axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x % 360:.0f}"))
    known = [x for x in (low, high, value, published) if x is not None and isfinite(x)]
    extent = (max(known) - min(known)) or max(abs(value), 1.0)
    left, right = min(known) - MARGIN * extent, max(known) + MARGIN * extent
    axes.set_xlim(left, right)
    axes.set_ylim(0, 1)
    axes.axvspan(max(low, left), min(high, right), color=FAINT, linewidth=0)
    if published is not None:
        axes.axvline(published, color=INK, linewidth=1.4)
    axes.plot(
        [value], [0.5], "o", markersize=7, color=RECOMMENDED if outcome.verdict == "pass" else LEFT
    )
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.tick_params(labelsize=8, length=2)
    unit = f", {check.unit}" if check.unit else ""
    axes.set_title(_shortened(check.label + unit), fontsize=8.5, pad=2)


def _curves(outcomes: Sequence[Outcome], place: int) -> Picture:
    pair = outcomes[0].curves
    assert pair is not None
    failed = any(o.verdict == "fail" for o in outcomes)
    name = outcomes[0].check.label.rsplit(",", 1)[0]
    with drawing_style():
        figure = Figure(figsize=(WIDTH_IN, 2.9), layout="constrained")
        axes = figure.subplots()
        _draw_pair(axes, pair, failed)
        axes.set_title(name)
        axes.legend(loc="best", handlelength=1.8)
        crank_angle_axis(axes, "crank angle")
    words = "; ".join(
        f"{o.check.label} {number(o.value)} {o.check.unit}".strip()
        for o in outcomes
        if o.value is not None
    )
    key = outcomes[0].experiment.key.replace("_", "-")
    return picture(
        figure,
        f"{key}-curve-{place}",
        f"{name.capitalize()} over the revolution",
        f"Published and simulated {name} against the crank angle: {words}.",
    )


def _draw_pair(axes: Axes, pair: CurvePair, failed: bool) -> None:
    angle = np.append(pair.angle_deg, 360 + pair.angle_deg[0])
    published = np.append(pair.published, pair.published[0])
    simulated = np.append(pair.simulated, pair.simulated[0])
    if pair.published_sd is not None:
        spread = 2 * np.append(pair.published_sd, pair.published_sd[0])
        axes.fill_between(
            angle,
            published - spread,
            published + spread,
            color=FAINT,
            linewidth=0,
            label="mean \u00b1 2 SD",
        )
    axes.plot(angle, published, color=INK, linewidth=1.4, label="published")
    axes.plot(angle, simulated, color=LEFT if failed else RECOMMENDED, label="simulated")
    axes.axhline(0, color=MUTED, linewidth=0.7)


def _as_number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_TITLE else text[: LONGEST_TITLE - 1] + "\u2026"
