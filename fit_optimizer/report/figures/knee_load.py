"""Patellofemoral and tibiofemoral force over the leg's own revolution."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from fit_optimizer.documents.part import look_up
from fit_optimizer.drawing.crank_axis import angles_deg, closed, crank_angle_axis
from fit_optimizer.drawing.svg import (
    COLUMN_HEIGHT_IN,
    COLUMN_IN,
    SMALL_PT,
    Picture,
    drawing_style,
    picture,
)
from fit_optimizer.report.figures.torque import LEG_COLOUR
from fit_optimizer.report.shown_rides import Pair, Shown, sides_shown

JOINTS = {
    "patellofemoral_force": "Behind the kneecap (patellofemoral)",
    "tibiofemoral_compression": "Thigh on shin (tibiofemoral)",
}


def knee_loads(pair: Pair) -> Picture:
    """Knee forces in newtons, with body weights on the right-hand scale."""
    weight_n = body_weight_n(pair[-1])
    sides = sides_shown(pair)
    said = []
    with drawing_style():
        figure = Figure(figsize=(COLUMN_IN, COLUMN_HEIGHT_IN))
        figure.subplots_adjust(left=0.175, right=0.855, top=0.93, bottom=0.21, hspace=0.27)
        both = figure.subplots(2, 1, sharex=True)
        for axes, (name, title) in zip(both, JOINTS.items(), strict=True):
            for shown in pair:
                _draw(axes, shown, name, sides)
                peak = look_up(shown.ride.metrics, f"{name}_peak_n", f"{shown.path}.metrics")
                said.append(f"{title}, {shown.name}: peak {peak:.0f} N.")
            axes.set_title(title)
            axes.set_ylabel("force, N")
            axes.yaxis.set_major_locator(MaxNLocator(4))
            axes.set_ylim(bottom=0, top=axes.get_ylim()[1] * 1.06)
            crank_angle_axis(axes, "")
            weights = axes.secondary_yaxis(
                "right", functions=(lambda n: n / weight_n, lambda bw: bw * weight_n)
            )
            weights.set_ylabel("\u00d7 body weight")
        both[0].tick_params(labelbottom=False)
        both[1].set_xlabel("angle of the leg's own crank")
        if len(both[0].lines) > 1:
            both[0].legend(
                loc="upper right",
                ncols=len(sides),
                columnspacing=0.8,
                borderaxespad=0.0,
                handlelength=1.6,
                labelspacing=0.2,
                fontsize=SMALL_PT,
            )
    return picture(
        figure,
        "knee",
        "Knee load over one revolution",
        "Knee forces in N against the crank angle of the leg. " + " ".join(said),
    )


def body_weight_n(shown: Shown) -> float:
    """The body weight (N) that the document's own figures use."""
    metrics, where = shown.ride.metrics, f"{shown.path}.metrics"
    newtons = look_up(metrics, "patellofemoral_force_peak_n", where)
    return newtons / look_up(metrics, "patellofemoral_force_peak_bw", where)


def _draw(axes: Axes, shown: Shown, name: str, sides: tuple[str, ...]) -> None:
    differ = len(sides) > 1
    for side in sides:
        curve = closed(shown.ride.curves.leg(side).curve(f"{name}_n"))
        axes.plot(
            angles_deg(len(curve) - 1),
            curve,
            shown.line,
            color=LEG_COLOUR[side] if differ else shown.colour,
            label=_label(shown, side, differ),
            gid=f"{shown.name}-{name}-{side}" if differ else f"{shown.name}-{name}",
        )


def _label(shown: Shown, side: str, differ: bool) -> str | None:
    """The legend's word: the ride, or the leg where legs differ and line styles tell the rides."""
    if not differ:
        return shown.name
    return f"{side} leg" if shown.solid else f"{shown.name}, {side}"
