"""Why: objectives and figures of the stroke, now against recommended."""

from __future__ import annotations

from dataclasses import dataclass

from fit_optimizer.documents.ride import look_up
from fit_optimizer.report.shown_rides import Pair, Shown
from fit_optimizer.report.tables.cells import NOTHING, Cell, shown_number
from fit_optimizer.report.wording import signed

BW, N, PCT, DEG = "\u00d7\u00a0BW", "N", "%", "\u00b0"


@dataclass(frozen=True)
class Figure:
    """A figure of the stroke; `relative` where its change is given in percent, `newer` where
    documents of an older version have not got it."""

    key: str
    name: str
    unit: str
    decimals: int
    relative: bool = False
    newer: bool = False


@dataclass(frozen=True)
class Group:
    """Figures that belong together."""

    name: str
    figures: tuple[Figure, ...]


OBJECTIVES = (
    Figure("knee_load", "Knee load: kneecap and knee force, peak and mean", BW, 2, True),
    Figure("dead_spots", "Dead spots: index, 0 is none", "", 2, True),
    Figure("effort", "Muscle effort: mean squared activation", PCT, 2, True),
)
GROUPS = (
    Group(
        "Knee and hip load",
        (
            Figure("patellofemoral_force_peak_n", "Patellofemoral force, peak", N, 0, True),
            Figure("patellofemoral_force_peak_bw", "Patellofemoral force, peak", BW, 2, True),
            Figure("tibiofemoral_compression_peak_n", "Tibiofemoral compression, peak", N, 0, True),
            Figure(
                "tibiofemoral_compression_peak_bw", "Tibiofemoral compression, peak", BW, 2, True
            ),
            Figure("tibiofemoral_shear_peak_n", "Tibiofemoral shear, peak", N, 0, True),
            Figure(
                "patellofemoral_stress_peak_mpa",
                "Patellofemoral stress, peak",
                "MPa",
                1,
                True,
                newer=True,
            ),
            Figure("hip_contact_force_peak_n", "Hip contact force, peak", N, 0, True, newer=True),
        ),
    ),
    Group(
        "Crank torque",
        (
            Figure("dead_centre_size_pct", "Dead-centre size: lowest over mean torque", PCT, 0),
            Figure("dead_spot_width_deg", "Dead-spot width: below half the mean, each", DEG, 1),
            Figure("torque_effectiveness_pct", "Torque effectiveness, per pedal", PCT, 0),
            Figure("pedal_smoothness_pct", "Pedal smoothness, per pedal", PCT, 0),
        ),
    ),
    Group(
        "Joint angles over the stroke",
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


def judged_by(
    now: dict[str, float] | None, then: dict[str, float] | None, places: tuple[str, str]
) -> FigureGroup:
    """The objectives before and after; `places` is where they stand in the document."""
    rows = []
    for figure in OBJECTIVES:
        before, after = (
            _objective(values, place, figure)
            for values, place in zip((now, then), places, strict=True)
        )
        rows.append(_row_of(figure, before, after))
    return FigureGroup("What the fit is judged by (less is better)", tuple(rows))


def figure_groups(pair: Pair) -> list[FigureGroup]:
    """Every figure of the stroke. Raises ReportError where one is missing.

    Figures that a document of an older version has not got are left out.
    """
    return [
        FigureGroup(group.name, tuple(_row(pair, f) for f in group.figures if _has(pair, f)))
        for group in GROUPS
    ]


def _has(pair: Pair, figure: Figure) -> bool:
    return not figure.newer or all(figure.key in shown.ride.metrics for shown in pair)


def _row(pair: Pair, figure: Figure) -> FigureRow:
    found = [_found(shown, figure) for shown in pair]
    return _row_of(figure, found[0] if len(found) > 1 else None, found[-1])


def _row_of(
    figure: Figure, now: tuple[float, str] | None, then: tuple[float, str] | None
) -> FigureRow:
    before = NOTHING if now is None else _cell(*now, figure)
    after = NOTHING if then is None else _cell(*then, figure)
    if now is None or then is None:
        return FigureRow(figure.name, before, after, NOTHING)
    return FigureRow(figure.name, before, after, Cell(_change(now[0], then[0], figure)))


def _found(shown: Shown, figure: Figure) -> tuple[float, str]:
    where = f"{shown.path}.metrics"
    return look_up(shown.ride.metrics, figure.key, where), f"{where}.{figure.key}"


def _objective(
    values: dict[str, float] | None, path: str, figure: Figure
) -> tuple[float, str] | None:
    if values is None:
        return None
    where = f"{path}.objectives"
    return look_up(values, figure.key, where), f"{where}.{figure.key}"


def _cell(value: float, key: str, figure: Figure) -> Cell:
    return shown_number(value, figure.decimals, figure.unit, key)


def _change(now: float, then: float, figure: Figure) -> str:
    """The change in percent, or the difference of the numbers as they are shown."""
    if figure.relative and now:
        return signed(100 * (then / now - 1), 0, PCT)
    unit = "points" if figure.unit == PCT else figure.unit
    difference = round(then, figure.decimals) - round(now, figure.decimals)
    return signed(difference, figure.decimals, unit)
