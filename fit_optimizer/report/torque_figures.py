"""Crank torque over the revolution: against the crank angle, and around the clock."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.projections.polar import PolarAxes
from numpy.typing import NDArray

from fit_optimizer.report.dead_spots import dead_spots, half_mean
from fit_optimizer.report.document import FitDocument
from fit_optimizer.report.palette import FAINT, INK, LEFT, MUTED, SHADE
from fit_optimizer.report.svg import WIDTH_IN, Picture, drawing_style, picture
from fit_optimizer.report.versus import Shown, shown_fits

Array = NDArray[np.float64]


def closed(curve: list[float], turn: int = 0) -> Array:
    """A curve from 0 to 360 deg, its first value repeated, turned by some positions."""
    values = np.roll(np.asarray(curve), turn)
    return np.append(values, values[0])


def angles_deg(count: int) -> Array:
    """Crank angles of `closed` curves."""
    return 360 * np.arange(count + 1) / count


def crank_angle_axis(axes: Axes, label: str) -> None:
    """The crank angle in quarter turns, named by the clock as well."""
    axes.set_xlim(0, 360)
    axes.set_xticks(
        range(0, 361, 90),
        ["0\u00b0 top", "90\u00b0 front", "180\u00b0 bottom", "270\u00b0 back", "360\u00b0"],
    )
    axes.set_xlabel(label)
    axes.grid(axis="both", color=FAINT, linewidth=0.6)
    axes.set_axisbelow(True)


def torque_curves(document: FitDocument) -> Picture:
    """Both legs together with the dead spots shaded, and each leg."""
    shown = shown_fits(document)
    with drawing_style():
        figure = Figure(figsize=(WIDTH_IN, 5.4), layout="constrained")
        total, legs = figure.subplots(2, 1, sharex=True)
        for fit in shown:
            _draw_total(total, fit)
            _draw_legs(legs, fit)
        _shade_dead_spots(total, shown)
        total.set_title("Both legs together")
        legs.set_title("Each leg")
        for axes in (total, legs):
            axes.set_ylabel("crank torque, Nm")
            axes.axhline(0, color=MUTED, linewidth=0.7)
        total.set_ylim(bottom=min(0, total.get_ylim()[0]), top=total.get_ylim()[1] * 1.22)
        legs.set_ylim(top=legs.get_ylim()[1] * 1.25)
        total.legend(
            loc="upper center", ncols=3, borderaxespad=0.1, handlelength=1.8, columnspacing=1.2
        )
        legs.legend(
            loc="upper center", ncols=2, borderaxespad=0.1, handlelength=1.8, columnspacing=1.2
        )
        crank_angle_axis(total, "")
        crank_angle_axis(legs, "angle of the right crank")
    return picture(
        figure,
        "torque",
        "Crank torque over one revolution",
        "Crank torque in Nm against the angle of the right crank. " + _in_words(shown),
    )


def torque_clock(document: FitDocument) -> Picture:
    """Torque of both legs around the clock: 12 o'clock is the right crank at top dead centre."""
    shown = shown_fits(document)
    with drawing_style():
        figure = Figure(figsize=(WIDTH_IN, 5.4), layout="constrained")
        axes = figure.add_subplot(projection="polar")
        assert isinstance(axes, PolarAxes)
        axes.set_theta_zero_location("N")
        axes.set_theta_direction(-1)
        _clock_face(axes, shown)
        for fit in shown:
            curve = closed(fit.fit.curves.total_crank_torque_nm)
            around = np.deg2rad(angles_deg(len(curve) - 1))
            axes.plot(
                around, curve, fit.line, color=fit.colour, label=fit.name, gid=f"{fit.name}-total"
            )
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.08), ncols=3, handlelength=1.8)
    return picture(
        figure,
        "clock",
        "Crank torque around the clock",
        "Torque of both legs in Nm, outwards from the middle; 12 o'clock is the right crank at the "
        "top, clockwise is the direction of pedalling seen from the right. " + _in_words(shown),
    )


def _draw_total(axes: Axes, shown: Shown) -> None:
    curve = closed(shown.fit.curves.total_crank_torque_nm)
    axes.plot(
        angles_deg(len(curve) - 1),
        curve,
        shown.line,
        color=shown.colour,
        label=shown.name,
        gid=f"{shown.name}-total",
    )


def _draw_legs(axes: Axes, shown: Shown) -> None:
    curves = shown.fit.curves
    half = len(curves.crank_angle_deg) // 2
    right = closed(curves.right.crank_torque_nm)
    left = closed(curves.left.crank_torque_nm, half)
    x = angles_deg(len(right) - 1)
    axes.plot(
        x,
        right,
        shown.line,
        color=shown.colour,
        label=f"right, {shown.name}",
        gid=f"{shown.name}-right",
    )
    axes.plot(
        x,
        left,
        "-" if shown.solid else ":",
        color=LEFT if shown.solid else shown.colour,
        label=f"left, {shown.name}",
        gid=f"{shown.name}-left",
    )


def _shade_dead_spots(axes: Axes, shown: tuple[Shown, ...]) -> None:
    best = shown[-1]
    level = half_mean(best.fit.curves)
    axes.axhline(level, color=INK, linewidth=0.8, linestyle=(0, (1, 2)), gid="half-mean")
    axes.text(100, level - 0.6, f"half the mean, {level:.0f} Nm", ha="center", va="top", fontsize=8)
    label: str | None = "dead spot"
    for number, arc in enumerate(dead_spots(best.fit.curves)):
        for start, end in arc.spans():
            axes.axvspan(
                start,
                end,
                color=SHADE,
                alpha=0.25,
                linewidth=0,
                label=label,
                gid=f"dead-spot-{number}",
            )
            label = None


def _clock_face(axes: PolarAxes, shown: tuple[Shown, ...]) -> None:
    totals = [value for fit in shown for value in fit.fit.curves.total_crank_torque_nm]
    step = 10 if max(totals) <= 60 else 20
    floor = min(0, step * np.floor(min(totals) / step))
    top = step * np.ceil(max(totals) / step)
    axes.set_rlim(floor, top)
    weakest = shown[-1].fit.curves.total_crank_torque_nm
    clear = 360 * int(np.argmin(weakest)) / len(weakest) + 12
    rings = np.arange(floor + step, top + 1, step)
    axes.set_rgrids(
        rings, ["", *(f"{ring:.0f} Nm" for ring in rings[1:])], angle=clear, fontsize=8, color=MUTED
    )
    hours = ["12", *(str(hour) for hour in range(1, 12))]
    axes.set_thetagrids(range(0, 360, 30), hours)
    axes.grid(color=FAINT, linewidth=0.6)
    axes.spines["polar"].set_color(FAINT)
    label: str | None = "dead spot"
    for number, arc in enumerate(dead_spots(shown[-1].fit.curves)):
        width = np.deg2rad(arc.width_deg)
        middle = np.deg2rad(arc.start_deg) + width / 2
        bars = axes.bar(
            middle,
            top - floor,
            width,
            floor,
            color=SHADE,
            alpha=0.25,
            linewidth=0,
            label=label,
            zorder=0.5,
        )
        bars[0].set_gid(f"dead-spot-{number}")
        label = None


def _in_words(shown: tuple[Shown, ...]) -> str:
    sentences = []
    for fit in shown:
        curve = fit.fit.curves.total_crank_torque_nm
        spots = ", ".join(
            f"{arc.start_deg:.0f} to {arc.end_deg:.0f} deg" for arc in dead_spots(fit.fit.curves)
        )
        sentences.append(
            f"{fit.name.capitalize()}: both legs together between {min(curve):.0f} and "
            f"{max(curve):.0f} Nm, mean {np.mean(curve):.0f} Nm, "
            f"dead spots (below half the mean) {spots or 'none'}."
        )
    return " ".join(sentences)
