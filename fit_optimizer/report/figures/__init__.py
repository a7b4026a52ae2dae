"""The figures of the reports, once: where each stands, which curves and metrics it needs, what draws it.

A figure whose curves an older document lacks is left out, and the report says so. One more figure
is one more module and one more row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeVar

from matplotlib.figure import Figure

from fit_optimizer.documents.fit import FitDocument
from fit_optimizer.documents.ride import Ride
from fit_optimizer.drawing.svg import Picture, picture
from fit_optimizer.report.figures.emg import emg_pictures
from fit_optimizer.report.figures.front_view import front_views
from fit_optimizer.report.figures.knee_load import knee_loads
from fit_optimizer.report.figures.measured_pose import measured_poses
from fit_optimizer.report.figures.muscle_clock import muscle_clocks
from fit_optimizer.report.figures.pareto import pareto_front
from fit_optimizer.report.figures.pedal_force import pedal_forces
from fit_optimizer.report.figures.recording import recordings
from fit_optimizer.report.figures.saddle_heights import saddle_heights
from fit_optimizer.report.figures.side_view import side_views
from fit_optimizer.report.figures.torque import torque_clock, torque_curves
from fit_optimizer.report.figures.work_shares import work_shares
from fit_optimizer.report.shown_rides import Pair
from rider_models.errors import PedalfitError
from sim.metric_table import METRIC

T = TypeVar("T")

Section = Literal["around", "trade-offs", "bike", "front", "stroke", "check", "pose", "emg"]
"""Parts of a report that have figures."""


@dataclass(frozen=True)
class StrokeFigure:
    """Pictures of one ride or two; `needs` names curves and metrics that every ride must have."""

    words: str
    section: Section
    needs: tuple[str, ...]
    draw: Callable[[Pair], list[Picture]]


@dataclass(frozen=True)
class FitFigure:
    """Pictures of a whole fit document; none where the document has nothing to draw."""

    words: str
    section: Section
    draw: Callable[[FitDocument], list[Picture]]


STROKE_FIGURES: tuple[StrokeFigure, ...] = (
    StrokeFigure(
        "the rider on the bike", "bike", ("knee_flexion_deg", "ankle_dorsiflexion_deg"), side_views
    ),
    StrokeFigure("the knees from the front", "front", (), front_views),
    StrokeFigure(
        "crank torque over the revolution",
        "stroke",
        ("total_crank_torque_nm", "crank_torque_nm"),
        lambda pair: [torque_curves(pair)],
    ),
    StrokeFigure(
        "crank torque around the clock",
        "stroke",
        ("total_crank_torque_nm", "crank_torque_nm"),
        lambda pair: [torque_clock(pair)],
    ),
    StrokeFigure("the force on the pedal", "stroke", ("pedal_force_n",), pedal_forces),
    StrokeFigure(
        "knee load over the revolution",
        "stroke",
        (
            "patellofemoral_force_n",
            "tibiofemoral_compression_n",
            "patellofemoral_force_peak_n",
            "patellofemoral_force_peak_bw",
            "tibiofemoral_compression_peak_n",
        ),
        lambda pair: [knee_loads(pair)],
    ),
    StrokeFigure("muscles by the hour", "stroke", (), muscle_clocks),
    StrokeFigure(
        "shares of the work",
        "stroke",
        ("hip_work_share_pct", "knee_work_share_pct", "ankle_work_share_pct", "positive_work_pct"),
        lambda pair: [work_shares(pair)],
    ),
)
"""In the order of the reports."""

FIT_FIGURES: tuple[FitFigure, ...] = (
    FitFigure("other saddle heights", "around", saddle_heights),
    FitFigure("the best trade-offs found", "trade-offs", lambda document: [pareto_front(document)]),
    FitFigure("the recording and the simulation", "check", lambda one: recordings(one.trace_check)),
    FitFigure("the rider as measured", "pose", lambda one: measured_poses(one.pose)),
    FitFigure("the muscles as measured", "emg", lambda one: emg_pictures(one.emg)),
)
"""In the order of the report of a fit."""


def stroke_pictures(pair: Pair, section: Section) -> list[Picture]:
    """The pictures of a section, of what every ride has the curves for."""
    rows = (row for row in STROKE_FIGURES if row.section == section and not lacking(pair, row))
    return [one for row in rows for one in _drawn(row.words, row.draw, pair)]


def fit_pictures(document: FitDocument, section: Section) -> list[Picture]:
    """The pictures of a section of the report of a fit."""
    rows = (row for row in FIT_FIGURES if row.section == section)
    return [one for row in rows for one in _drawn(row.words, row.draw, document)]


def _drawn(words: str, draw: Callable[[T], list[Picture]], of: T) -> list[Picture]:
    """The pictures; where drawing fails, one that says so in their place: the others still stand."""
    try:
        return draw(of)
    except (PedalfitError, MemoryError):
        raise
    except Exception as error:
        said = f"Could not be drawn: {words} ({type(error).__name__})."
        figure = Figure(figsize=(3.0, 1.0))
        figure.text(0.5, 0.5, said, ha="center", va="center", fontsize=6, wrap=True)
        return [picture(figure, f"failed-{words.replace(' ', '-')}", words, said)]


def not_drawn(pair: Pair) -> list[str]:
    """A sentence for every figure that is left out, with what the document lacks for it."""
    lacks = [(row.words, lacking(pair, row)) for row in STROKE_FIGURES]
    return [
        f"Not drawn, for the document lacks {', '.join(names)}: {words}."
        for words, names in lacks
        if names
    ]


def lacking(pair: Pair, row: StrokeFigure) -> list[str]:
    """What a figure needs and some ride has not got, with its place in the document."""
    return [f"{shown.path}.{name}" for shown in pair for name in lacking_of(shown.ride, row.needs)]


def lacking_of(ride: Ride, needs: tuple[str, ...]) -> list[str]:
    """Which of some curves and metrics a ride has not got, with their places in it."""
    stems = {name.partition(".")[0] for name in METRIC}
    metrics = [name for name in needs if name in stems]
    curves = tuple(name for name in needs if name not in stems)
    return [
        *(f"curves.{name}" for name in ride.curves.lacking(curves)),
        *(f"metrics.{name}" for name in metrics if name not in ride.metrics),
    ]
