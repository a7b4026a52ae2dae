"""Why: objectives and figures of the stroke, now against recommended."""

from __future__ import annotations

from dataclasses import dataclass

from fit_optimizer.report.cells import NOTHING, Cell, shown_number
from fit_optimizer.report.document import FitDocument, RiddenFit, look_up
from fit_optimizer.report.wording import signed

BW, N, PCT, DEG = "\u00d7\u00a0BW", "N", "%", "\u00b0"


@dataclass(frozen=True)
class Figure:
    """A figure of the stroke; `relative` where its change is given in percent."""

    key: str
    name: str
    unit: str
    decimals: int
    relative: bool = False


@dataclass(frozen=True)
class Group:
    """Figures that belong together."""

    name: str
    place: str
    figures: tuple[Figure, ...]


GROUPS = (
    Group(
        "What the fit is judged by (less is better)",
        "objectives",
        (
            Figure("knee_load", "Knee load: mean of the two knee-force peaks", BW, 2, True),
            Figure("dead_spots", "Dead spots: index, 0 is none", "", 2, True),
            Figure("effort", "Muscle effort: mean squared activation", PCT, 2, True),
        ),
    ),
    Group(
        "Knee load",
        "metrics",
        (
            Figure("patellofemoral_force_peak_n", "Patellofemoral force, peak", N, 0, True),
            Figure("patellofemoral_force_peak_bw", "Patellofemoral force, peak", BW, 2, True),
            Figure("tibiofemoral_compression_peak_n", "Tibiofemoral compression, peak", N, 0, True),
            Figure(
                "tibiofemoral_compression_peak_bw", "Tibiofemoral compression, peak", BW, 2, True
            ),
        ),
    ),
    Group(
        "Crank torque",
        "metrics",
        (
            Figure("dead_centre_size_pct", "Dead-centre size: lowest over mean torque", PCT, 0),
            Figure("dead_spot_width_deg", "Dead-spot width: below half the mean, each", DEG, 1),
            Figure("torque_effectiveness_pct", "Torque effectiveness, per pedal", PCT, 0),
            Figure("pedal_smoothness_pct", "Pedal smoothness, per pedal", PCT, 0),
        ),
    ),
    Group(
        "Joint angles over the stroke",
        "metrics",
        (
            Figure("hip_flexion_min_deg", "Hip flexion, least", DEG, 0),
            Figure("hip_flexion_max_deg", "Hip flexion, most", DEG, 0),
            Figure("knee_flexion_min_deg", "Knee flexion, least", DEG, 0),
            Figure("knee_flexion_max_deg", "Knee flexion, most", DEG, 0),
            Figure("ankle_dorsiflexion_min_deg", "Ankle, least (\u2212 is toes down)", DEG, 0),
            Figure("ankle_dorsiflexion_max_deg", "Ankle, most (+ is toes up)", DEG, 0),
        ),
    ),
    Group(
        "Share of the work",
        "metrics",
        (
            Figure("hip_work_share_pct", "Hip", PCT, 0),
            Figure("knee_work_share_pct", "Knee", PCT, 0),
            Figure("ankle_work_share_pct", "Ankle", PCT, 0),
        ),
    ),
)


@dataclass(frozen=True)
class FigureRow:
    """A figure now, recommended, and what changes."""

    name: str
    now: Cell
    recommended: Cell
    change: Cell


@dataclass(frozen=True)
class FigureGroup:
    """A part of the table under its own heading."""

    name: str
    rows: tuple[FigureRow, ...]


def figure_groups(document: FitDocument) -> list[FigureGroup]:
    """Every figure of the table. Raises ReportError where one is missing."""
    return [
        FigureGroup(
            group.name, tuple(_row(document, group.place, figure) for figure in group.figures)
        )
        for group in GROUPS
    ]


def _row(document: FitDocument, place: str, figure: Figure) -> FigureRow:
    then = _number(document.recommended, f"recommended.{place}", place, figure)
    after = _cell(then, figure, f"recommended.{place}.{figure.key}")
    if not isinstance(document.current, RiddenFit):
        return FigureRow(figure.name, NOTHING, after, NOTHING)
    now = _number(document.current, f"current.{place}", place, figure)
    before = _cell(now, figure, f"current.{place}.{figure.key}")
    return FigureRow(figure.name, before, after, Cell(_change(now, then, figure)))


def _number(fit: RiddenFit, where: str, place: str, figure: Figure) -> float:
    numbers = getattr(fit, place) or {}
    return look_up(numbers, figure.key, where)


def _cell(value: float, figure: Figure, key: str) -> Cell:
    return shown_number(value, figure.decimals, figure.unit, key)


def _change(now: float, then: float, figure: Figure) -> str:
    """The change in percent, or the difference of the numbers as they are shown."""
    if figure.relative and now:
        return signed(100 * (then / now - 1), 0, PCT)
    unit = "points" if figure.unit == PCT else figure.unit
    difference = round(then, figure.decimals) - round(now, figure.decimals)
    return signed(difference, figure.decimals, unit)
