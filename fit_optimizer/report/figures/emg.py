"""Picture of an electromyogram over the crank: a panel for each muscle, measured and simulated."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from fit_optimizer.documents.emg import EmgCompared, EmgMuscle
from fit_optimizer.drawing.crank_axis import angles_deg, closed, crank_angle_axis
from fit_optimizer.drawing.palette import MUTED, NOW, RECOMMENDED
from fit_optimizer.drawing.svg import Picture, drawing_style, picture

PANEL_IN = (3.3, 2.1)
ACROSS = 3
"""Width and height of a panel (in), and panels side by side: by eye."""


def emg_pictures(compared: EmgCompared | None) -> list[Picture]:
    """The picture of a recording beside a fit's stroke; none where there is none."""
    return [] if compared is None else [emg_panels(compared.muscles)]


def emg_panels(muscles: Sequence[EmgMuscle]) -> Picture:
    """Measured mean and spread, and simulated activation, each as a share of its peak: a panel for each muscle."""
    count = len(muscles)
    across = min(ACROSS, count)
    down = -(-count // across)
    with drawing_style():
        figure = Figure(
            figsize=(PANEL_IN[0] * across, PANEL_IN[1] * down + 0.5), layout="constrained"
        )
        panels = figure.subplots(down, across, squeeze=False, sharex=True, sharey=True).ravel()
        for axes, muscle in zip(panels, muscles, strict=False):
            _draw(axes, muscle)
        for axes in panels[count:]:
            axes.set_axis_off()
        for axes in panels[: max(0, count - across)]:
            axes.set_xlabel("")
        for axes in panels[max(0, count - across) : count]:
            axes.tick_params(labelbottom=True)
        handles, labels = panels[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside upper left", ncols=len(labels))
    said = f"Muscles over the crank: {'; '.join(_words(muscle) for muscle in muscles)}"
    return picture(figure, "emg", "Electromyogram and simulated activation", said)


def _draw(axes: Axes, muscle: EmgMuscle) -> None:
    angle, mean = angles_deg(360), closed(muscle.mean) / max(muscle.mean)
    if muscle.spread is not None:
        spread = closed(muscle.spread) / max(muscle.mean)
        axes.fill_between(angle, mean - spread, mean + spread, color=NOW, alpha=0.18, linewidth=0)
    axes.plot(angle, mean, color=NOW, label="EMG envelope")
    if muscle.simulated is not None:
        axes.plot(
            angle,
            closed(muscle.simulated.expected_activation),
            color=NOW,
            linewidth=1.0,
            linestyle=(0, (4, 2)),
            label="activation it brings about, delayed",
        )
        axes.plot(
            angle,
            closed(muscle.simulated.activation),
            color=RECOMMENDED,
            label="simulated activation",
        )
    crank_angle_axis(axes, "crank angle")
    axes.set_ylim(0, 1.12)
    axes.set_yticks(np.linspace(0, 1, 3), ["0", "half", "peak"])
    side = "" if muscle.side == "right" else ", left"
    axes.set_title(f"{muscle.muscle.replace('_', ' ')}{side}")
    axes.set_title(_likeness(muscle), loc="right", color=MUTED, fontsize=7.8)


def _likeness(muscle: EmgMuscle) -> str:
    found = muscle.simulated
    if found is None:
        return ""
    lag = "" if found.lag_deg is None else f", {found.lag_deg:+.0f}\u00b0"
    return f"r = {found.correlation:.2f}{lag}"


def _words(muscle: EmgMuscle) -> str:
    name = muscle.muscle.replace("_", " ")
    on = (
        ""
        if muscle.on_deg is None or muscle.off_deg is None
        else f" on from {muscle.on_deg:.0f} to {muscle.off_deg:.0f} deg"
    )
    found = muscle.simulated
    like = "" if found is None else f", correlation {found.correlation:.2f} with the simulation"
    return f"{name}{on}{like}"
