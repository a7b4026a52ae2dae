"""Techniques side by side: torque of one leg, muscles on and off, who lifts the leg, how much pulling is just right."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from fit_optimizer.documents.technique import (
    AgreementShown,
    BurstShown,
    JustRightShown,
    TechniqueShown,
)
from fit_optimizer.drawing.crank_axis import angles_deg, closed, crank_angle_axis
from fit_optimizer.drawing.palette import FAINT, GROUPS, INK, LEFT, MUTED, NOW, RECOMMENDED, SHADE
from fit_optimizer.drawing.svg import (
    COLUMN_HEIGHT_IN,
    COLUMN_IN,
    SMALL_PT,
    Picture,
    drawing_style,
    picture,
)
from rider_models.muscle_groups import MUSCLE_GROUPS

WIDE_IN = 7.4
"""Width of a figure that takes the whole page: on A4 its type stays as large as it is."""
COLUMNS = 4
"""Small torque curves in a row."""
TITLE_LETTERS = 26
"""As many as stand over a small curve in one line; beyond, what is in brackets gets a line of its own."""
LIFTER_COLOURS = {
    "hamstrings": GROUPS["hamstrings"],
    "iliopsoas": GROUPS["hip_flexors"],
    "rectus_femoris": GROUPS["quadriceps"],
    "tensor_fasciae_latae": GROUPS["glutes"],
    "dorsiflexors": GROUPS["shin"],
}
LIFTER_WORDS = {
    "hamstrings": "hamstrings",
    "iliopsoas": "iliopsoas",
    "rectus_femoris": "rectus femoris",
    "tensor_fasciae_latae": "tensor fasciae latae",
    "dorsiflexors": "shin",
}
STUDY_WORDS = {"li_caldwell": "Li & Caldwell 1998", "wilkinson": "Wilkinson et al. 2020"}


def torque_grid(techniques: Sequence[TechniqueShown]) -> Picture:
    """One leg's torque of every technique, over that of riding as ever."""
    first, *others = [one for one in techniques if one.crank_torque_nm]
    rows = ceil(max(len(others), 1) / COLUMNS)
    height = 0.65 + 0.95 * rows
    with drawing_style():
        figure = Figure(figsize=(WIDE_IN, height))
        axes = figure.subplots(rows, COLUMNS, sharex=True, sharey=True, squeeze=False)
        for place, one in enumerate(axes.flat):
            if place >= len(others):
                one.set_visible(False)
                continue
            _small(one, first, others[place])
        figure.subplots_adjust(
            left=0.05,
            right=0.985,
            top=1 - 0.25 / height,
            bottom=0.3 / height,
            hspace=0.42,
            wspace=0.08,
        )
    said = "; ".join(f"{one.words} peak {max(one.crank_torque_nm):.0f} Nm" for one in others)
    return picture(
        figure,
        "torques",
        "Torque of one leg, technique by technique",
        f"Crank torque of a leg in Nm over its own crank circle; grey: {first.words}, peak "
        f"{max(first.crank_torque_nm):.0f} Nm; blue: {said}.",
    )


def _small(axes: Axes, first: TechniqueShown, one: TechniqueShown) -> None:
    x = angles_deg(len(first.crank_torque_nm))
    base, curve = closed(first.crank_torque_nm), closed(one.crank_torque_nm)
    axes.axhline(0, color=MUTED, linewidth=0.6)
    axes.fill_between(x, base, curve, color=SHADE, alpha=0.35, linewidth=0)
    axes.plot(x, base, "--", color=NOW, linewidth=1.0, gid=f"as-ever-beside-{one.key}")
    axes.plot(x, curve, color=RECOMMENDED, linewidth=1.5, gid=f"torque-{one.key}")
    title = one.words if len(one.words) <= TITLE_LETTERS else one.words.replace(" (", "\n(")
    axes.set_title(title, fontsize=SMALL_PT)
    axes.set_xlim(0, 360)
    axes.set_xticks(range(0, 361, 90), ["12", "3", "6", "9", ""], fontsize=SMALL_PT)
    axes.yaxis.set_major_locator(MaxNLocator(3))
    axes.tick_params(axis="y", labelsize=SMALL_PT)
    axes.grid(color=FAINT, linewidth=0.5)


def muscles_on(
    first: TechniqueShown, other: TechniqueShown | None, agreement: Sequence[AgreementShown]
) -> Picture:
    """When the functional groups work: as ever, with the technique, and as electrodes saw them."""
    shown = [first] if other is None else [first, other]
    groups = [group.name for group in MUSCLE_GROUPS if group.name in first.bursts]
    with drawing_style():
        figure = Figure(figsize=(WIDE_IN, 0.6 + 0.29 * len(groups)))
        figure.subplots_adjust(left=0.245, right=0.965, top=0.92, bottom=0.12)
        axes = figure.subplots()
        for row, group in enumerate(groups):
            for place, one in enumerate(shown):
                colour = NOW if place == 0 and other is not None else RECOMMENDED
                _bar(
                    axes, one.bursts[group], row - 0.24 + 0.24 * place, colour, f"{one.key}-{group}"
                )
            for found in agreement:
                if found.group == group and found.measured.kind != "silent":
                    _thin(axes, found.measured, row + 0.3, f"emg-{found.study}-{group}")
        axes.set_yticks(range(len(groups)), [group.replace("_", " ") for group in groups])
        axes.set_ylim(len(groups) - 0.45, -0.6)
        crank_angle_axis(axes, "")
        names = [("as ever", NOW if other is not None else RECOMMENDED)]
        if other is not None:
            names.append((other.words, RECOMMENDED))
        for name, colour in (*names, ("measured (EMG)", INK)):
            axes.plot([], [], color=colour, linewidth=4 if colour != INK else 1.4, label=name)
        axes.legend(loc="lower right", ncols=3, bbox_to_anchor=(1.0, 1.0), borderaxespad=0.1)
    said = "; ".join(
        f"{group.replace('_', ' ')} {shown[-1].bursts[group].on_deg:.0f} to {shown[-1].bursts[group].off_deg:.0f} deg"
        for group in groups
    )
    return picture(
        figure,
        "muscles-on",
        "Muscles on and off",
        f"Crank angles between which muscles are above a quarter of their peak over rest, {shown[-1].words}: {said}.",
    )


def _spans(burst: BurstShown) -> list[tuple[float, float]]:
    """A burst as spans of the axis, from where to how far: two where it passes the top."""
    start, end = burst.on_deg, burst.off_deg
    if burst.kind == "silent":
        return []
    if start == end:
        return [(0.0, 360.0)]
    return [(start, end - start)] if start < end else [(start, 360 - start), (0.0, end)]


def _bar(axes: Axes, burst: BurstShown, at: float, colour: str, gid: str) -> None:
    bars = axes.broken_barh(_spans(burst), (at - 0.1, 0.2), facecolors=colour, linewidth=0)
    bars.set_gid(gid)


def _thin(axes: Axes, burst: BurstShown, at: float, gid: str) -> None:
    for number, (start, width) in enumerate(_spans(burst)):
        axes.plot([start, start + width], [at, at], color=INK, linewidth=1.2, gid=f"{gid}-{number}")


def who_lifts(techniques: Sequence[TechniqueShown]) -> Picture:
    """Who lifts the leg on its way up, technique by technique."""
    shown = [one for one in techniques if one.recovery is not None]
    with drawing_style():
        height = 0.85 + 0.2 * len(shown)
        figure = Figure(figsize=(WIDE_IN, height))
        figure.subplots_adjust(left=0.3, right=0.97, top=1 - 0.3 / height, bottom=0.5 / height)
        axes = figure.subplots()
        for row, one in enumerate(shown):
            _lifted(axes, one, row)
        axes.axvline(0, color=INK, linewidth=0.8)
        axes.set_yticks(range(len(shown)), [one.words for one in shown], fontsize=SMALL_PT)
        axes.set_ylim(len(shown) - 0.4, -0.6)
        axes.set_xlabel("W, mean over the revolution, from 6 to 12 o'clock")
        axes.grid(axis="x", color=FAINT, linewidth=0.6)
        axes.set_axisbelow(True)
        for key, colour in LIFTER_COLOURS.items():
            axes.barh([0], [0], color=colour, label=LIFTER_WORDS[key])
        axes.barh([0], [0], color=MUTED, label="the other leg")
        axes.legend(
            loc="lower right",
            ncols=6,
            bbox_to_anchor=(1.0, 1.0),
            fontsize=SMALL_PT,
            handlelength=0.9,
            columnspacing=1.0,
            borderaxespad=0.1,
        )
    said = "; ".join(
        f"{one.words}: {one.recovery.carried_w:.0f} W by the other leg"
        for one in shown
        if one.recovery
    )
    return picture(
        figure,
        "who-lifts",
        "Who lifts the leg",
        f"Power that muscles and the other leg give a leg on its way up, in W over the revolution. {said}.",
    )


def _lifted(axes: Axes, one: TechniqueShown, row: int) -> None:
    assert one.recovery is not None
    right = left = 0.0
    parts = {
        **{k: one.recovery.lifters_w[k] for k in LIFTER_COLOURS},
        "carried": one.recovery.carried_w,
    }
    for key, value in parts.items():
        start = right if value >= 0 else left
        colour = LIFTER_COLOURS.get(key, MUTED)
        bars = axes.barh(row, value, 0.66, left=start, color=colour, linewidth=0)
        bars[0].set_gid(f"lift-{one.key}-{key}")
        right, left = right + max(value, 0), left + min(value, 0)


def how_much(found: JustRightShown) -> Picture:
    """Effort, energy and rectus femoris as a cue is followed more and more."""
    share = [one.share for one in found.followed]
    first = found.followed[0]
    curves = {
        "muscle effort": ([one.effort / first.effort for one in found.followed], RECOMMENDED, "-"),
        "energy": (
            [one.metabolic_power_w / first.metabolic_power_w for one in found.followed],
            LEFT,
            "--",
        ),
        "rectus femoris": (
            [one.rectus_femoris / first.rectus_femoris for one in found.followed],
            GROUPS["quadriceps"],
            ":",
        ),
    }
    with drawing_style():
        figure = Figure(figsize=(COLUMN_IN, COLUMN_HEIGHT_IN * 0.85))
        figure.subplots_adjust(left=0.2, right=0.96, top=0.88, bottom=0.2)
        axes = figure.subplots()
        for name, (values, colour, line) in curves.items():
            percent = 100 * (np.array(values) - 1)
            axes.plot(share, percent, line, color=colour, label=name, gid=f"{found.key}-{name}")
        axes.axvline(
            found.least_effort, color=SHADE, linewidth=5, alpha=0.4, gid=f"{found.key}-least"
        )
        axes.axhline(0, color=MUTED, linewidth=0.7)
        low, high = axes.get_ylim()
        axes.set_ylim(max(low, -12), min(high, 30))
        axes.set_xlim(0, max(share[-1], 0.1))
        axes.set_xlabel("how far the cue is followed")
        axes.set_ylabel("change, %")
        axes.set_title(found.words)
        axes.grid(color=FAINT, linewidth=0.6)
        axes.legend(loc="best", handlelength=1.8, fontsize=SMALL_PT)
    return picture(
        figure,
        f"how-much-{found.key}",
        f"How much of {found.words}",
        f"Change of muscle effort, energy and rectus femoris with the share by which {found.words} is followed; least "
        f"effort at {found.least_effort:g}.",
    )
