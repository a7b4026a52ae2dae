"""From a fit.json document to what the report shows, in the report's order."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from markupsafe import Markup

from fit_optimizer.documents.fit import AnyFit, FitDocument, RefusedFit
from fit_optimizer.documents.part import look_up
from fit_optimizer.documents.ride import Ride
from fit_optimizer.drawing.svg import Picture
from fit_optimizer.report.animation import animation_data
from fit_optimizer.report.figures import fit_pictures, not_drawn, stroke_pictures
from fit_optimizer.report.say import Language
from fit_optimizer.report.shown_rides import Pair, shown_fits, sides_shown
from fit_optimizer.report.tables.advice import Advice, advice
from fit_optimizer.report.tables.angles import AngleRow, angle_rows
from fit_optimizer.report.tables.band_ends import LimitRow, ends_of_bands, limit_rows
from fit_optimizer.report.tables.before_and_after import FigureGroup, figure_groups, judged_by
from fit_optimizer.report.tables.changes import ChangeRow, change_rows
from fit_optimizer.report.tables.coordinates import Coordinate, coordinates
from fit_optimizer.report.tables.electromyogram import (
    BurstRow,
    GroupRow,
    burst_rows,
    emg_note,
    group_rows,
)
from fit_optimizer.report.tables.inputs import WEIGHTS, InputGroup, input_groups
from fit_optimizer.report.tables.measured_angles import MeasuredRow, measured_note, measured_rows
from fit_optimizer.report.tables.meter_check import (
    CheckTable,
    check_note,
    check_table,
    first_page_words,
)
from fit_optimizer.report.tables.order_of_work import order_of_work
from fit_optimizer.report.tables.sectors import GROUP_WORDS, SectorTable, sector_tables
from fit_optimizer.report.tables.what_it_does import Effect, effects
from fit_optimizer.setup.customary_ranges import customary_ranges, discipline_of, inseam_of

MODEL_LIMITS = (
    "On the road the crank turns at constant speed; on a light trainer wheel it does not.",
    "Tendons yield to resting muscles only, so working ones store no spring energy.",
    "The pelvis bounces, rolls, turns and tilts as riders' do on average; it does not slide, and nobody stands.",
    "Muscles are generic ones scaled by body size, not measured on this rider.",
    "Joint forces are estimates: trust differences between fits more than the numbers themselves.",
    "Comfort, saddle pressure and handling are not judged; air only where another torso is asked for.",
    "This is no medical advice; pain belongs before a clinician.",
)


BAND_NOTE = (
    "Range: where no load and no cost is worse by as much as can be told, the saddle's within the published "
    "knee angles; ideally: as near to the recommendation as it can be measured. \u201cAssumed\u201d: not in "
    "the set-up file."
)
AROUND_NOTE = (
    "Each height against the recommended one (line). Green: heights with the published knee angles."
)
AROUND_NOW = " Dashed: now."
EFFORT = "At {power:.0f}\u00a0W and {cadence:.0f}\u00a0rpm"
LOADS_NOTE = (
    "Loads are those of the worse leg; BW is body weight. Simulated riders: some 400 bodies of a survey on "
    "customary fits, at this power per kg and cadence; none of them was measured on a bicycle."
)
SECTOR_NOTE = (
    "W of the leg's mean power: the work done in the sector over the time of a revolution. Muscle "
    "groups, {name}: force times shortening speed; a minus is a muscle being stretched. Weight and "
    "inertia of the leg take and give back; over a revolution nothing. Ligaments and the pelvis' movement, "
    "mostly under 1\u00a0W, are not shown."
)


@dataclass(frozen=True, kw_only=True)
class StrokeView:
    """What a report shows of one stroke or two: names, pictures, figures, sectors, animation."""

    names: list[str]
    legs_differ: bool
    figure_groups: list[FigureGroup]
    side_views: list[Picture]
    front_views: list[Picture]
    legend: str
    bike_note: str
    sector_note: str
    figures: list[Picture]
    not_drawn: list[str]
    sector_tables: list[SectorTable]
    groups: tuple[str, ...]
    animation_data: Markup


@dataclass(frozen=True, kw_only=True)
class View:
    """What every page shows; `stroke` is None where there is nothing to draw."""

    title: str
    made: list[tuple[str, str]]
    stroke: StrokeView | None
    model_limits: tuple[str, ...] = MODEL_LIMITS
    language: Language = "en"


@dataclass(frozen=True, kw_only=True)
class FitView(View):
    """What the fit report shows beside that, as its templates name it; `photos` are data URIs."""

    rider: str
    cover: list[tuple[str, str]]
    notes: str
    photos: list[str]
    advice: Advice
    headline: tuple[str, ...]
    numbered: bool
    checked: str
    band_note: str
    around_note: str
    conditions: str
    refusal: str
    changes: list[ChangeRow]
    order: list[str]
    limits: list[LimitRow]
    ends: str
    effects: list[Effect]
    angles: list[AngleRow]
    measured: list[MeasuredRow]
    measured_note: str
    measured_figure: Picture | None
    emg_muscles: list[BurstRow]
    emg_groups: list[GroupRow]
    emg_figure: Picture | None
    emg_note: str
    coordinates: list[Coordinate]
    judged: FigureGroup
    neighbourhood: list[Picture]
    trade_offs: list[Picture]
    check: CheckTable | None
    check_note: str
    trace_figure: Picture | None
    input_groups: list[InputGroup]
    weights: str


def fit_view(source: Any, language: Language = "en", photos: tuple[str, ...] = ()) -> FitView:
    """Everything that the page and the PDF show of a document, in a language. Raises ReportError.

    `photos` are pictures as data URIs.
    """
    document = FitDocument.read(source)
    current = document.current
    pair = shown_fits(document)
    said = advice(document, language)
    return FitView(
        language=language,
        title=f"Bike fit: {document.cover.client or document.rider}",
        rider=document.rider,
        cover=cover_lines(document),
        notes=document.cover.notes,
        photos=list(photos),
        advice=said,
        headline=said.moves,
        numbered=document.change_needed,
        checked=first_page_words(document.trace_check),
        band_note=BAND_NOTE,
        around_note=f"{AROUND_NOTE}{AROUND_NOW if document.change_needed else ''}",
        conditions=_conditions(current),
        refusal=current.refusal if isinstance(current, RefusedFit) else "",
        changes=change_rows(document, language),
        order=order_of_work(document, language),
        limits=limit_rows(document),
        ends=ends_of_bands(document, language),
        effects=effects(document),
        angles=angle_rows(document),
        measured=measured_rows(document),
        measured_note=measured_note(document),
        measured_figure=next(iter(fit_pictures(document, "pose")), None),
        emg_muscles=[] if document.emg is None else burst_rows(document.emg.muscles),
        emg_groups=[] if document.emg is None else group_rows(document.emg.groups),
        emg_figure=next(iter(fit_pictures(document, "emg")), None),
        emg_note="" if document.emg is None else emg_note(document.emg),
        coordinates=coordinates(document),
        judged=judged_by(
            document.judged_by,
            current.objectives,
            document.recommended.objectives,
            ("current", "recommended"),
        ),
        neighbourhood=fit_pictures(document, "around"),
        trade_offs=fit_pictures(document, "trade-offs") if document.pareto else [],
        check=check_table(document.trace_check),
        check_note=check_note(document.trace_check),
        trace_figure=next(iter(fit_pictures(document, "check")), None),
        input_groups=input_groups(current, "current", document.assumed),
        weights=WEIGHTS,
        made=made_by(document),
        stroke=stroke_view(pair),
    )


def cover_lines(document: FitDocument) -> list[tuple[str, str]]:
    """What the fitter wrote on the cover, line by line; lines left empty are left out."""
    cover = document.cover
    lines = [
        ("Client", cover.client),
        ("Date", cover.date),
        ("Fitter", cover.fitter),
        ("Studio", cover.studio),
        ("Bicycle", cover.bicycle),
        ("Shoes", cover.shoes),
        ("Next visit", cover.follow_up),
    ]
    return [(name, text) for name, text in lines if text]


def stroke_view(pair: Pair) -> StrokeView:
    """What a report shows of one stroke or two: pictures, figures, animation."""
    return StrokeView(
        names=[shown.name for shown in pair],
        legs_differ=len(sides_shown(pair)) > 1,
        figure_groups=figure_groups(pair),
        side_views=stroke_pictures(pair, "bike"),
        front_views=stroke_pictures(pair, "front"),
        legend=_legend(pair),
        bike_note=_bike_note(pair),
        sector_note=SECTOR_NOTE.format(name=pair[-1].name),
        figures=stroke_pictures(pair, "stroke"),
        not_drawn=not_drawn(pair),
        sector_tables=sector_tables(pair),
        groups=tuple(GROUP_WORDS.values()),
        animation_data=animation_data(pair),
    )


def _legend(pair: Pair) -> str:
    """The pictures' lines in words."""
    before = f"Dashed grey: {pair[0].name}. " if len(pair) > 1 else ""
    return (
        f"{before}Blue: {pair[-1].name}. Orange: muscles, the stronger the harder they work. Thin "
        "grey: left leg and bicycle. Green: customary range."
    )


def _bike_note(pair: Pair) -> str:
    """What the angles of the side view are, and where the customary ranges come from."""
    between = f", {pair[0].name} \u2192 {pair[-1].name}" if len(pair) > 1 else ""
    fit, own = pair[-1].ride.fit, pair[-1].knee_of_pain
    kept = customary_ranges(discipline_of(fit.get("discipline")), inseam_of(fit, "right"))
    kept = kept if own is None else tuple(own.instead_of(one) for one in kept)
    by_source = groupby(sorted(kept, key=lambda one: one.source), key=lambda one: one.source)
    ranges = "; ".join(
        f"{', '.join(one.words for one in group)} ({source})" for source, group in by_source
    )
    return (
        f"Right leg{between}. Hip: between trunk and thigh. Knee: as markers on trochanter, knee and ankle "
        "read it, 0\u00b0 is straight. Ankle: "
        f"0\u00b0 is foot square to shin, + is toes up. Customary: {ranges}. Head, frame and wheels "
        "are for orientation."
    )


def _conditions(current: AnyFit) -> str:
    return f"{effort_words(current, 'current')}. {LOADS_NOTE}"


def effort_words(ride: AnyFit | Ride, place: str) -> str:
    """At what power and cadence a ride is ridden, without a full stop; `place` is where it stands in the document."""
    power, cadence = (
        look_up(ride.effort, key, f"{place}.effort") for key in ("power_w", "cadence_rpm")
    )
    return EFFORT.format(power=power, cadence=cadence)


def made_by(document: FitDocument) -> list[tuple[str, str]]:
    """How the result came about: so that it can be had again."""
    made = [("Fits tried", str(document.trials)), ("Seed", str(document.seed))]
    if document.profile:
        made.append(("Profile of the search", document.profile))
    if document.complaint and document.complaint != "none":
        made.append(("Complaint", document.complaint.replace("_", " ")))
    return [*made, *document.versions.items()]
