"""The technique laboratory as a page in the report's look: techniques side by side, and what to practise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fit_optimizer.documents.technique import (
    AcrossShown,
    EngagementShown,
    KindAtIntensity,
    KindShown,
    SaddleOfKind,
    TechniqueDocument,
    TechniqueShown,
)
from fit_optimizer.documents.technique_words import TechniqueWords
from fit_optimizer.drawing.svg import Picture
from fit_optimizer.report.figures.techniques import how_much, muscles_on, torque_grid, who_lifts
from fit_optimizer.report.fit_view import View, stroke_view
from fit_optimizer.report.page import render_page
from fit_optimizer.report.pdf import plain, set_by_typst
from fit_optimizer.report.say import Language, in_words, say, word
from fit_optimizer.report.shown_rides import Pair, Shown
from fit_optimizer.report.tables.techniques import Row, figure_rows, number_text, sector_rows
from fit_optimizer.report.technique_sentences import (
    engagement_told,
    headline,
    just_right_told,
    plan_heading,
    plan_lines,
)
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
    "strength": "Strength:",
}
"""Headings of the paper."""
PAPER = (
    "title headline conditions plan plan_heading resemblance columns rows torques sector_rows cards muscles_on "
    "who_lifts just_right how_much kinds across engagement engagement_told notes model_limits"
).split()
"""What of the view stands on paper, beside the figures of the stroke."""


def render_technique(source: Any, language: Language = "en") -> str:
    """The page of a technique.json document, which needs nothing else. Raises ReportError."""
    return render_page("technique.html.j2", technique_view(source, language))


@dataclass(frozen=True)
class Card:
    """A technique in words, sentences begun with a capital."""

    words: TechniqueWords
    strength_from: str
    refusal: str
    told: list[str]


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
    plan_heading: str
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


def technique_pdf(source: Any, language: Language = "en") -> bytes:
    """A technique document's pages as PDF. Raises ReportError."""
    view = technique_view(source, language)
    stroke = None if view.stroke is None else {"figures": plain(view.stroke.figures)}
    data = {key: plain(getattr(view, key)) for key in PAPER} | {"stroke": stroke, "words": WORDS}
    template = Path(__file__).with_name("technique.typ")
    return set_by_typst(template, in_words(data | {"language": language}, language))


def technique_view(source: Any, language: Language = "en") -> TechniqueView:
    """Everything that the page shows, its sentences in a language. Raises ReportError."""
    document = TechniqueDocument.read(source)
    shown = [one for one in document.techniques if not one.refusal]
    pair = _pair(document)
    compared = next((one for one in shown if one.key == document.compared_key), None)
    power, cadence = document.effort["power_w"], document.effort["cadence_rpm"]
    title = "lab_title_drill" if document.drill else "lab_title"
    effort = {"power": f"{power:.0f}", "cadence": f"{cadence:.0f}"}
    return TechniqueView(
        language=language,
        title=say(language, title, rider=document.rider),
        headline=headline(document, language),
        conditions=say(language, "lab_conditions", **effort),
        columns=tuple(word(one.words, language).partition(" (")[0] for one in shown),
        rows=figure_rows(shown),
        sector_rows=sector_rows(shown),
        cards=[_card(one, language) for one in document.techniques],
        plan=plan_lines(document, language),
        plan_heading=plan_heading(document),
        resemblance=_resemblance(document, language),
        torques=torque_grid(shown),
        muscles_on=muscles_on(shown[0], compared, document.agreement),
        who_lifts=who_lifts(shown),
        how_much=[how_much(one) for one in document.just_right if len(one.followed) > 1],
        just_right=[just_right_told(one, language) for one in document.just_right],
        lifted=_lifted(document),
        agreement=_agreement(document),
        kinds=_kinds(document.kinds, language),
        across=_across(document.across),
        engagement=_engagement(document.engagement),
        engagement_told=engagement_told(document.engagement, language),
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


def _card(one: TechniqueShown, language: Language) -> Card:
    """A technique in words of a language."""
    columns = (name for name in TechniqueWords.model_fields if name != "key")
    said = {name: word(getattr(one, name), language) for name in columns}
    for name in ("does", "feel", "source"):
        said[name] = capitalised(said[name])
    return Card(
        words=TechniqueWords(key=one.key, **said),
        strength_from=word(one.strength_from, language),
        refusal=word(one.refusal, language),
        told=[word(line, language) for line in one.told],
    )


def _resemblance(document: TechniqueDocument, language: Language) -> Resemblance | None:
    found = document.resemblance
    if found is None or not found.likenesses:
        return None
    nearest = found.likenesses[0]
    told = say(
        language,
        "lab_resembles",
        file=found.file,
        words=word(nearest.words, language),
        distance=f"{nearest.distance:.2f}",
        unit=word(nearest.unit, language),
    )
    rows = [Row(one.words, (f"{one.distance:.2f}",)) for one in found.likenesses]
    return Resemblance(told, rows, nearest.unit)


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


def _kinds(kinds: Sequence[KindShown], language: Language) -> KindsTable | None:
    if not kinds:
        return None
    return KindsTable(
        shares=(*(f"{100 * at.share:.0f} %" for at in kinds[0].ridden), "best saddle, mm"),
        rows=[
            Row(
                f"{word(one.words, language)} ({one.greatest_power_w:.0f} W)",
                (*(_joints(at) for at in one.ridden), _saddle(one.saddle)),
            )
            for one in kinds
        ],
        sources=[
            f"{word(one.words, language)}: {'; '.join(word(text, language) for text in one.sources)}."
            for one in kinds
        ],
    )


def _joints(at: KindAtIntensity) -> str:
    """Power ridden, and what hips, knees and ankles give of it."""
    if at.joint_w is None:
        return "\u2013"
    given = " / ".join(f"{at.joint_w[joint]:.0f}" for joint in ("hip", "knee", "ankle"))
    return f"{at.power_w:.0f}: {given}"


def _saddle(placed: SaddleOfKind | None) -> str:
    if placed is None:
        return "\u2013"
    return f"{placed.height_mm:.0f} ({placed.low_mm:.0f}\u2013{placed.high_mm:.0f})"


def _across(found: Sequence[AcrossShown]) -> AcrossTable | None:
    if not found:
        return None
    return AcrossTable(
        heads=tuple(f"{w}, {u}" if u else w for w, u, _ in ACROSS_WORDS.values()),
        rows=[
            Row(
                f"{words_of(one.key)} {number_text(one.value, 0)}{_unit(one.key)}",
                tuple(
                    number_text(None if one.figures is None else one.figures[name], decimals)
                    for name, (_, _, decimals) in ACROSS_WORDS.items()
                ),
            )
            for one in found
        ],
    )


def _unit(key: str) -> str:
    """The unit behind a number: a degree sign stands close."""
    symbol = unit_of(key).symbol
    return symbol if symbol == "\u00b0" else f" {symbol}"


def _engagement(found: Sequence[EngagementShown]) -> list[Row]:
    return [
        Row(
            f"{one.saddle_height_mm:.0f} mm ({100 * one.over_custom:.0f} %)",
            tuple(number_text(value, 3) for value in (one.length, one.speed, one.both)),
        )
        for one in found
    ]
