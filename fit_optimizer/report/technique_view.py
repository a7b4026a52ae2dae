"""The technique laboratory as a page in the report's look: techniques side by side, and what to practise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fit_optimizer.documents.technique import (
    AcrossShown,
    CueToPractise,
    EngagementShown,
    JustRightShown,
    KindShown,
    TechniqueDocument,
    TechniqueShown,
)
from fit_optimizer.drawing.svg import Picture
from fit_optimizer.report.figures.techniques import how_much, muscles_on, torque_grid, who_lifts
from fit_optimizer.report.fit_view import View, stroke_view
from fit_optimizer.report.page import render_page
from fit_optimizer.report.pdf import plain, set_by_typst
from fit_optimizer.report.shown_rides import Pair, Shown
from fit_optimizer.report.tables.techniques import Row, figure_rows, number_text, sector_rows
from fit_optimizer.report.wording import capitalised
from rider_models.units import unit_of, words_of

ACROSS_WORDS = {
    "adductor_force_peak_n": ("adductors, peak", "N", 0),
    "adductor_length_max": ("adductors, longest fibre", "", 2),
    "hip_abduction_max_deg": ("hip outward", "\u00b0", 1),
    "hip_inward_max_deg": ("hip turned in", "\u00b0", 1),
    "hip_outward_max_deg": ("hip turned out", "\u00b0", 1),
    "knee_across_peak_nm": ("knee across, peak", "Nm", 0),
}


WORDS = {
    "plan": "What to practise",
    "recording": "Your recording",
    "beside": "Side by side",
    "sectors": "Crank power by sector of the clock, and who gives it, W of a leg",
    "cards": "What to try, how it feels, what it costs",
    "muscles": "Muscles on and off",
    "lifting": "Who lifts the leg",
    "stroke": "The stroke",
    "kinds": "Other kinds of riders: hips / knees / ankles, W, at shares of the greatest power",
    "across": "Adductors and the hip across the bicycle",
    "engagement": "Muscles and saddle height",
    "unknown": "What the model does not know",
}
"""Headings of the paper."""
PAPER = (
    "title headline conditions plan resemblance columns rows torques sector_rows cards muscles_on who_lifts just_right "
    "how_much kinds across engagement engagement_told notes model_limits"
).split()
"""What of the view stands on paper, beside the figures of the stroke."""


@dataclass(frozen=True)
class Card:
    """A technique in words."""

    name: str
    key: str
    does: str
    feel: str
    meter: str
    told: tuple[str, ...]
    source: str
    strength_from: str
    refusal: str


def render_technique(source: Any) -> str:
    """The page of a technique.json document, which needs nothing else. Raises ReportError."""
    return render_page("technique.html.j2", technique_view(source))


@dataclass(frozen=True)
class Resemblance:
    """Which technique a recording resembles most, and how far each is from it."""

    told: str
    rows: list[Row]
    unit: str


@dataclass(frozen=True)
class KindsTable:
    """Joint powers of other kinds of riders, a column for each share of the greatest power."""

    shares: tuple[str, ...]
    rows: list[Row]
    sources: list[str]


@dataclass(frozen=True)
class AcrossTable:
    """Adductors and hip, a row for each value of stance, toe-out or torso."""

    heads: tuple[str, ...]
    rows: list[Row]


@dataclass(frozen=True, kw_only=True)
class TechniqueView(View):
    """What the page shows of techniques, as its templates name it."""

    headline: str
    conditions: str
    columns: tuple[str, ...]
    rows: list[Row]
    sector_rows: list[Row]
    cards: list[Card]
    plan: list[str]
    resemblance: Resemblance | None
    torques: Picture
    muscles_on: Picture
    who_lifts: Picture
    how_much: list[Picture]
    just_right: list[str]
    lifted: list[Row]
    agreement: list[Row]
    kinds: KindsTable | None
    across: AcrossTable | None
    engagement: list[Row]
    engagement_told: str
    notes: list[str]
    compared: str


def technique_pdf(source: Any) -> bytes:
    """The same as PDF. Raises ReportError."""
    view = technique_view(source)
    stroke = None if view.stroke is None else {"figures": plain(view.stroke.figures)}
    data = {key: plain(getattr(view, key)) for key in PAPER} | {"stroke": stroke, "words": WORDS}
    return set_by_typst(Path(__file__).with_name("technique.typ"), data | {"language": "en"})


def technique_view(source: Any) -> TechniqueView:
    """Everything that the page shows. Raises ReportError."""
    document = TechniqueDocument.read(source)
    shown = [one for one in document.techniques if not one.refusal]
    pair = _pair(document)
    compared = next((one for one in shown if one.key == document.compared_key), None)
    power, cadence = document.effort["power_w"], document.effort["cadence_rpm"]
    what = "One leg alone" if document.drill else "Techniques"
    return TechniqueView(
        title=f"{what}: {document.rider}",
        headline=headline(document),
        conditions=f"At {power:.0f} W and {cadence:.0f} rpm. BW is body weight.",
        columns=tuple(one.words.partition(" (")[0] for one in shown),
        rows=figure_rows(shown),
        sector_rows=sector_rows(shown),
        cards=[_card(one) for one in document.techniques],
        plan=[plan_told(cue) for cue in document.plan],
        resemblance=_resemblance(document),
        torques=torque_grid(shown),
        muscles_on=muscles_on(shown[0], compared, document.agreement),
        who_lifts=who_lifts(shown),
        how_much=[how_much(one) for one in document.just_right if len(one.followed) > 1],
        just_right=[just_right_told(one) for one in document.just_right],
        lifted=_lifted(document),
        agreement=_agreement(document),
        kinds=_kinds(document.kinds),
        across=_across(document.across),
        engagement=_engagement(document.engagement),
        engagement_told=engagement_told(document.engagement),
        notes=document.notes,
        compared="" if compared is None else compared.words,
        made=list(document.versions.items()),
        stroke=None if pair is None else stroke_view(pair),
    )


def _pair(document: TechniqueDocument) -> Pair | None:
    if document.as_ever is None:
        return None
    if document.compared is None:
        return (Shown("as ever", "as_ever", document.as_ever, solid=True),)
    words = next(one.words for one in document.techniques if one.key == document.compared_key)
    return (
        Shown("as ever", "as_ever", document.as_ever, solid=False),
        Shown(words.partition(" (")[0], "compared", document.compared, solid=True),
    )


def headline(document: TechniqueDocument) -> str:
    """What to practise, in one line; of a drill what it carries over."""
    if document.drill:
        drilled = document.techniques[1]
        return f"{capitalised(drilled.words)}. {drilled.told[-1]}"
    if not document.plan:
        return "No cue gains as much as can be told without loading the knee: ride as ever."
    said = " and ".join(
        f"{cue.words}{_followed(cue)} (knee load {cue.knee_load_pct:+.0f} %)"
        for cue in document.plan
    )
    return f"Practise: {said}.".replace("-", "\u2212")


def _followed(cue: CueToPractise) -> str:
    """How far a cue is followed, where not as far as the studies' riders did."""
    return "" if cue.share == 1 else f", {100 * cue.share:.0f} % of it"


def _card(one: TechniqueShown) -> Card:
    return Card(
        name=one.words,
        key=one.key,
        does=capitalised(one.does),
        feel=capitalised(one.feel),
        meter=one.meter,
        told=tuple(one.told),
        source=capitalised(one.source),
        strength_from=one.strength_from,
        refusal=one.refusal,
    )


def plan_told(cue: CueToPractise) -> str:
    """A cue of the plan as a sentence: where to practise, how it feels, and the figures that tell progress."""
    figures = {
        "torque_effectiveness_pct": ("torque effectiveness", "%"),
        "pedal_smoothness_pct": ("smoothness", "%"),
        "power_phase_start_deg": ("start of the power phase", "\u00b0"),
        "power_phase_end_deg": ("its end", "\u00b0"),
    }
    changed = [
        f"{words} {cue.before[name]:.0f} \u2192 {cue.after[name]:.0f}{unit}"
        for name, (words, unit) in figures.items()
        if round(cue.before[name]) != round(cue.after[name])
    ]
    told = (
        f"The meter tells progress: {', '.join(changed)}"
        if changed
        else "No meter tells it: film the ankle"
    )
    return (
        f"{cue.words}{_followed(cue)}: at {cue.power_w:.0f} W and {cue.cadence_rpm:.0f} rpm, some minutes at a time. "
        f"{capitalised(cue.feel)}. {told}. At your own effort: knee load "
        f"{cue.knee_load_pct:+.1f} %, energy {cue.energy_pct:+.1f} %.".replace(" -", " \u2212")
    )


def just_right_told(found: JustRightShown) -> str:
    """How much of a cue is just right, and what over-cooking it costs."""
    first, last = found.followed[0], found.followed[-1]
    best = min(found.followed, key=lambda one: abs(one.share - found.least_effort))
    if found.least_effort == 0:
        said = "any of it takes more muscle effort"
    elif found.least_effort >= last.share:
        said = f"effort still falls at {100 * last.share:.0f} % of it, as far as was tried"
    else:
        said = (
            f"least muscle effort at {100 * found.least_effort:.0f} % of it "
            f"({_percent(best.effort, first.effort)}, energy "
            f"{_percent(best.metabolic_power_w, first.metabolic_power_w)}, rectus femoris "
            f"{_percent(best.rectus_femoris, first.rectus_femoris)})"
        )
    return (
        f"{found.words}: {said}; at {100 * last.share:.0f} % energy "
        f"{_percent(last.metabolic_power_w, first.metabolic_power_w)} "
        f"and rectus femoris {_percent(last.rectus_femoris, first.rectus_femoris)}."
    )


def _percent(then: float, now: float) -> str:
    return f"{100 * (then / now - 1):+.1f} %".replace("-", "\u2212")


def _resemblance(document: TechniqueDocument) -> Resemblance | None:
    found = document.resemblance
    if found is None or not found.likenesses:
        return None
    nearest = found.likenesses[0]
    return Resemblance(
        told=f"{found.file} resembles \u201c{nearest.words}\u201d most: {nearest.distance:.2f} {nearest.unit} away.",
        rows=[Row(one.words, (f"{one.distance:.2f}",)) for one in found.likenesses],
        unit=nearest.unit,
    )


def _lifted(document: TechniqueDocument) -> list[Row]:
    rows = []
    for at in document.lifted:
        found = at.recovery
        names = ("hamstrings", "iliopsoas", "rectus_femoris", "tensor_fasciae_latae")
        values = (
            [None] * 5 if found is None else [*(found.lifters_w[n] for n in names), found.carried_w]
        )
        texts = tuple(number_text(value, 1) for value in values)
        rows.append(Row(f"{at.power_w:.0f} W, {at.cadence_rpm:.0f} rpm", texts))
    return rows


def _agreement(document: TechniqueDocument) -> list[Row]:
    return [
        Row(
            f"{one.electrode.replace('_', ' ')} ({one.study.replace('_', ' ')})",
            (
                f"{one.measured.on_deg:.0f}\u2013{one.measured.off_deg:.0f}\u00b0",
                f"{one.simulated.on_deg:.0f}\u2013{one.simulated.off_deg:.0f}\u00b0",
                f"{one.late_deg:+.0f}\u00b0".replace("-", "\u2212"),
                one.simulated.kind,
            ),
        )
        for one in document.agreement
    ]


def _kinds(kinds: Sequence[KindShown]) -> KindsTable | None:
    if not kinds:
        return None
    return KindsTable(
        shares=tuple(f"{100 * at.share:.0f} %" for at in kinds[0].ridden),
        rows=[
            Row(
                f"{one.words} ({one.greatest_power_w:.0f} W)",
                tuple(
                    "\u2013"
                    if at.joint_w is None
                    else f"{at.power_w:.0f}: {at.joint_w['hip']:.0f} / {at.joint_w['knee']:.0f} / "
                    f"{at.joint_w['ankle']:.0f}"
                    for at in one.ridden
                ),
            )
            for one in kinds
        ],
        sources=[f"{one.words}: {'; '.join(one.sources)}." for one in kinds],
    )


def _across(found: Sequence[AcrossShown]) -> AcrossTable | None:
    if not found:
        return None
    return AcrossTable(
        heads=tuple(f"{w}, {u}" if u else w for w, u, _ in ACROSS_WORDS.values()),
        rows=[
            Row(
                f"{words_of(one.key)} {number_text(one.value, 0)}{unit_of(one.key).symbol}",
                tuple(
                    number_text(None if one.figures is None else one.figures[name], decimals)
                    for name, (_, _, decimals) in ACROSS_WORDS.items()
                ),
            )
            for one in found
        ],
    )


def _engagement(found: Sequence[EngagementShown]) -> list[Row]:
    return [
        Row(
            f"{one.saddle_height_mm:.0f} mm ({100 * one.over_custom:.0f} %)",
            tuple(number_text(value, 3) for value in (one.length, one.speed, one.both)),
        )
        for one in found
    ]


def engagement_told(found: Sequence[EngagementShown]) -> str:
    """Where the muscles work nearest their best, beside the saddle by leg length; empty where nothing was tried."""
    ridden = [one for one in found if one.both is not None]
    if not ridden:
        return ""
    best = max(ridden, key=lambda one: one.both or 0.0)
    custom = min(ridden, key=lambda one: abs(one.over_custom - 1))
    if best in (ridden[0], ridden[-1]):
        way = "up" if best is ridden[-1] else "down"
        where = (
            "not reached within the tried heights: they come nearer all the way "
            f"{way} to {best.saddle_height_mm:.0f} mm"
        )
    else:
        where = f"at {best.saddle_height_mm:.0f} mm"
    return (
        f"Muscles nearest their best length and speed: {where}; by leg length the saddle is at "
        f"{custom.saddle_height_mm:.0f} mm."
    )
