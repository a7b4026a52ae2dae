"""The technique laboratory as a page in the report's look: techniques side by side, and what to practise."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fit_optimizer.documents.technique import (
    AcrossShown,
    CueToPractise,
    EngagementShown,
    FollowedShown,
    JustRightShown,
    KindAtIntensity,
    KindShown,
    SaddleOfKind,
    TechniqueDocument,
    TechniqueShown,
)
from fit_optimizer.documents.technique_words import TechniqueWords
from fit_optimizer.report.figures.techniques import how_much, muscles_on, torque_grid, who_lifts
from fit_optimizer.report.fit_view import MODEL_LIMITS, stroke_view
from fit_optimizer.report.page import render_page
from fit_optimizer.report.pdf import plain, set_by_typst
from fit_optimizer.report.say import Language, in_words, say, word
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
    "strength": "Strength:",
}
"""Headings of the paper."""
PAPER = (
    "title headline conditions plan resemblance columns rows torques sector_rows cards muscles_on who_lifts just_right "
    "how_much kinds across engagement engagement_told notes model_limits"
).split()
"""What of the view stands on paper, beside the figures of the stroke."""


def render_technique(source: Any, language: Language = "en") -> str:
    """The page of a technique.json document, which needs nothing else. Raises ReportError."""
    return render_page("technique.html.j2", technique_view(source, language))


def technique_pdf(source: Any, language: Language = "en") -> bytes:
    """The same as PDF. Raises ReportError."""
    view = technique_view(source, language)
    stroke = view["stroke"]
    drawn = None if stroke is None else {"figures": plain(stroke["figures"])}
    data = {key: _on_paper(view[key]) for key in PAPER} | {"stroke": drawn, "words": WORDS}
    texts = in_words(data, language)
    return set_by_typst(Path(__file__).with_name("technique.typ"), texts | {"language": language})


def _on_paper(value: Any) -> Any:
    """A part of the view as JSON, tables of tables too."""
    if isinstance(value, dict):
        return {key: _on_paper(one) for key, one in value.items()}
    return plain(value)


def technique_view(source: Any, language: Language = "en") -> dict[str, Any]:
    """Everything that the page shows, its sentences in a language. Raises ReportError."""
    document = TechniqueDocument.read(source)
    shown = [one for one in document.techniques if not one.refusal]
    pair = _pair(document)
    compared = next((one for one in shown if one.key == document.compared_key), None)
    power, cadence = document.effort["power_w"], document.effort["cadence_rpm"]
    title = "lab_title_drill" if document.drill else "lab_title"
    effort = {"power": f"{power:.0f}", "cadence": f"{cadence:.0f}"}
    return {
        "language": language,
        "title": say(language, title, rider=document.rider),
        "headline": headline(document, language),
        "conditions": say(language, "lab_conditions", **effort),
        "columns": tuple(word(one.words, language).partition(" (")[0] for one in shown),
        "rows": figure_rows(shown),
        "sector_rows": sector_rows(shown),
        "cards": [_card(one, language) for one in document.techniques],
        "plan": [plan_told(cue, language) for cue in document.plan],
        "resemblance": _resemblance(document, language),
        "torques": torque_grid(shown),
        "muscles_on": muscles_on(shown[0], compared, document.agreement),
        "who_lifts": who_lifts(shown),
        "how_much": [how_much(one) for one in document.just_right if len(one.followed) > 1],
        "just_right": [just_right_told(one, language) for one in document.just_right],
        "lifted": _lifted(document),
        "agreement": _agreement(document),
        "kinds": _kinds(document.kinds, language),
        "across": _across(document.across),
        "engagement": _engagement(document.engagement),
        "engagement_told": engagement_told(document.engagement, language),
        "notes": document.notes,
        "compared": "" if compared is None else compared.words,
        "made": list(document.versions.items()),
        "model_limits": MODEL_LIMITS,
        "animation_data": "",
        "stroke": None,
        **({} if pair is None else _stroke(pair)),
    }


def _stroke(pair: Pair) -> dict[str, Any]:
    view = stroke_view(pair)
    return {"stroke": view, "animation_data": view["animation_data"]}


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


def headline(document: TechniqueDocument, language: Language = "en") -> str:
    """What to practise, in one line; of a drill what it carries over."""
    if document.drill:
        drilled = document.techniques[1]
        said = (word(text, language) for text in (drilled.words, drilled.told[-1]))
        return "{}. {}".format(*map(capitalised, said))
    if not document.plan:
        return say(language, "lab_ride_as_ever")
    cues = [
        say(
            language,
            "lab_cue",
            words=word(cue.words, language),
            share=_followed(cue, language),
            load=_signed(cue.knee_load_pct, 0),
        )
        for cue in document.plan
    ]
    told = cues[0] if len(cues) == 1 else say(language, "and", a=cues[0], b=cues[1])
    return say(language, "lab_practise", cues=told)


def _followed(cue: CueToPractise, language: Language) -> str:
    """How far a cue is followed, where not as far as the studies' riders did."""
    return "" if cue.share == 1 else say(language, "lab_share", pct=f"{100 * cue.share:.0f}")


def _signed(value: float, decimals: int = 1) -> str:
    """A change with its sign, a true minus."""
    return f"{value:+.{decimals}f}".replace("-", "\u2212")


def _card(one: TechniqueShown, language: Language) -> dict[str, Any]:
    """A technique in words, sentences begun with a capital."""
    columns = (*TechniqueWords.model_fields, "strength_from", "refusal")
    said = {name: word(getattr(one, name), language) for name in columns}
    for name in ("does", "feel", "source"):
        said[name] = capitalised(said[name])
    return {**said, "key": one.key, "told": [word(line, language) for line in one.told]}


METER = {
    "torque_effectiveness_pct": ("torque effectiveness", "%"),
    "pedal_smoothness_pct": ("smoothness", "%"),
    "power_phase_start_deg": ("start of the power phase", "\u00b0"),
    "power_phase_end_deg": ("its end", "\u00b0"),
}
"""Figures of a meter that tell progress: words and unit."""


def plan_told(cue: CueToPractise, language: Language = "en") -> str:
    """A cue of the plan: where to practise, how it feels, and the figures that tell progress."""
    changed = [
        f"{word(words, language)} {cue.before[name]:.0f} \u2192 {cue.after[name]:.0f}{unit}"
        for name, (words, unit) in METER.items()
        if round(cue.before[name]) != round(cue.after[name])
    ]
    meter = say(language, "lab_meter", changes=", ".join(changed))
    told = say(
        language,
        "lab_plan",
        words=capitalised(word(cue.words, language)),
        share=_followed(cue, language),
        power=f"{cue.power_w:.0f}",
        cadence=f"{cue.cadence_rpm:.0f}",
        feel=capitalised(word(cue.feel, language)),
        meter=meter if changed else say(language, "lab_no_meter"),
        load=_signed(cue.knee_load_pct),
        energy=_signed(cue.energy_pct),
    )
    return told if cue.knee_load_pct <= 0 else f"{told} {say(language, 'lab_loads_knee')}"


def just_right_told(found: JustRightShown, language: Language = "en") -> str:
    """How much of a cue is just right, and what over-cooking it costs."""
    first, last = found.followed[0], found.followed[-1]
    best = min(found.followed, key=lambda one: abs(one.share - found.least_effort))
    words, most = capitalised(word(found.words, language)), f"{100 * last.share:.0f}"
    overdone = say(language, "lab_overdone", most=most, **_dearer(last, first))
    if found.least_effort == 0:
        return say(language, "lab_any_is_dear", words=words, last=overdone)
    if found.least_effort >= last.share:
        return say(language, "lab_still_falls", words=words, most=most, last=overdone)
    return say(
        language,
        "lab_just_right",
        words=words,
        pct=f"{100 * found.least_effort:.0f}",
        effort=_percent(best.effort, first.effort),
        last=overdone,
        **_dearer(best, first),
    )


def _dearer(then: FollowedShown, now: FollowedShown) -> dict[str, str]:
    return {
        "energy": _percent(then.metabolic_power_w, now.metabolic_power_w),
        "rectus": _percent(then.rectus_femoris, now.rectus_femoris),
    }


def _percent(then: float, now: float) -> str:
    return f"{_signed(100 * (then / now - 1))} %"


def _resemblance(document: TechniqueDocument, language: Language) -> dict[str, Any] | None:
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
    return {"told": told, "rows": rows, "unit": nearest.unit}


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


def _kinds(kinds: Sequence[KindShown], language: Language) -> dict[str, Any] | None:
    if not kinds:
        return None
    return {
        "shares": (*(f"{100 * at.share:.0f} %" for at in kinds[0].ridden), "best saddle, mm"),
        "rows": [
            Row(
                f"{word(one.words, language)} ({one.greatest_power_w:.0f} W)",
                (*(_joints(at) for at in one.ridden), _saddle(one.saddle)),
            )
            for one in kinds
        ],
        "sources": [
            f"{word(one.words, language)}: {'; '.join(word(text, language) for text in one.sources)}."
            for one in kinds
        ],
    }


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


def _across(found: Sequence[AcrossShown]) -> dict[str, Any] | None:
    if not found:
        return None
    return {
        "heads": tuple(f"{w}, {u}" if u else w for w, u, _ in ACROSS_WORDS.values()),
        "rows": [
            Row(
                f"{words_of(one.key)} {number_text(one.value, 0)}{_unit(one.key)}",
                tuple(
                    number_text(None if one.figures is None else one.figures[name], decimals)
                    for name, (_, _, decimals) in ACROSS_WORDS.items()
                ),
            )
            for one in found
        ],
    }


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


def engagement_told(found: Sequence[EngagementShown], language: Language = "en") -> str:
    """Where the muscles work nearest their best, beside the saddle by leg length; empty where nothing was tried."""
    ridden = [one for one in found if one.both is not None]
    if not ridden:
        return ""
    best = max(ridden, key=lambda one: one.both or 0.0)
    custom = min(ridden, key=lambda one: abs(one.over_custom - 1))
    key = "lab_muscles_at"
    if best in (ridden[0], ridden[-1]):
        key = "lab_muscles_up" if best is ridden[-1] else "lab_muscles_down"
    heights = {
        "best": f"{best.saddle_height_mm:.0f}",
        "custom": f"{custom.saddle_height_mm:.0f}",
    }
    return say(language, key, **heights)
