"""Patellofemoral and tibiofemoral force over the leg's own revolution."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from fit_optimizer.report.document import FitDocument, look_up
from fit_optimizer.report.palette import LEFT
from fit_optimizer.report.svg import WIDTH_IN, Picture, drawing_style, picture
from fit_optimizer.report.torque_figures import angles_deg, closed, crank_angle_axis
from fit_optimizer.report.versus import Shown, legs_differ, shown_fits

JOINTS = {
    "patellofemoral_force": ("Behind the kneecap (patellofemoral)", "patellofemoral_force_n"),
    "tibiofemoral_compression": (
        "Between thigh and shin (tibiofemoral)",
        "tibiofemoral_compression_n",
    ),
}


def knee_loads(document: FitDocument) -> Picture:
    """Knee forces in newtons, with body weights on the right-hand scale."""
    shown = shown_fits(document)
    weight_n = body_weight_n(shown[-1])
    said = []
    with drawing_style():
        figure = Figure(figsize=(WIDTH_IN, 5.4), layout="constrained")
        for axes, (name, (title, key)) in zip(
            figure.subplots(2, 1, sharex=True), JOINTS.items(), strict=True
        ):
            for fit in shown:
                _draw(axes, fit, name, key)
                peak = look_up(fit.fit.metrics, f"{name}_peak_n", f"{fit.name}.metrics")
                said.append(f"{title}, {fit.name}: peak {peak:.0f} N.")
            axes.set_title(title)
            axes.set_ylabel("force, N")
            axes.set_ylim(bottom=0, top=axes.get_ylim()[1] * 1.1)
            crank_angle_axis(
                axes, "angle of the leg's own crank" if key.startswith("tibio") else ""
            )
            weights = axes.secondary_yaxis(
                "right", functions=(lambda n: n / weight_n, lambda bw: bw * weight_n)
            )
            weights.set_ylabel("\u00d7 body weight")
            axes.legend(loc="upper right", borderaxespad=0.1, handlelength=1.8)
    return picture(
        figure,
        "knee",
        "Knee load over one revolution",
        "Knee forces in N against the crank angle of the leg. " + " ".join(said),
    )


def body_weight_n(shown: Shown) -> float:
    """The body weight (N) that the document's own figures use."""
    metrics, where = shown.fit.metrics, f"{shown.name}.metrics"
    newtons = look_up(metrics, "patellofemoral_force_peak_n", where)
    return newtons / look_up(metrics, "patellofemoral_force_peak_bw", where)


def _draw(axes: Axes, shown: Shown, name: str, key: str) -> None:
    differ = legs_differ(shown.fit)
    for side in ("right", "left") if differ else ("right",):
        curve = closed(getattr(getattr(shown.fit.curves, side), key))
        left = side == "left"
        axes.plot(
            angles_deg(len(curve) - 1),
            curve,
            ":" if left and not shown.solid else shown.line,
            color=LEFT if left and shown.solid else shown.colour,
            label=f"{shown.name}, {side} leg" if differ else shown.name,
            gid=f"{shown.name}-{name}-{side}" if differ else f"{shown.name}-{name}",
        )
