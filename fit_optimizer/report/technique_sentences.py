"""Sentences of the technique page, in a language: what to practise, how much of it, and where the muscles work best."""

from __future__ import annotations

from collections.abc import Sequence

from fit_optimizer.documents.technique import (
    CueToPractise,
    EngagementShown,
    FollowedShown,
    JustRightShown,
    TechniqueDocument,
)
from fit_optimizer.report.say import Language, say, word
from fit_optimizer.report.tables.what_it_does import EFFECTIVENESS_MATTERS_POINTS
from fit_optimizer.report.wording import capitalised


def headline(document: TechniqueDocument, language: Language = "en") -> str:
    """What to practise, or that nothing gains as much as can be told, in one line; of a drill what it carries over."""
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
        for cue in _counting(document) or document.plan
    ]
    told = cues[0] if len(cues) == 1 else say(language, "and", a=cues[0], b=cues[1])
    return say(language, "lab_practise" if _counting(document) else "lab_try", cues=told)


def plan_heading(document: TechniqueDocument) -> str:
    """The heading of the plan: a cue that gains less than can be told is something to try."""
    return "What to practise" if _counting(document) else "Something to try"


def _counting(document: TechniqueDocument) -> list[CueToPractise]:
    """The cues that are worth learning."""
    return [cue for cue in document.plan if cue.counts]


def _followed(cue: CueToPractise, language: Language) -> str:
    """How far a cue is followed, where not as far as the studies' riders did."""
    return "" if cue.share == 1 else say(language, "lab_share", pct=f"{100 * cue.share:.0f}")


def _signed(value: float, decimals: int = 1) -> str:
    """A change with its sign, a true minus."""
    return f"{value:+.{decimals}f}".replace("-", "\u2212")


METER = {
    "torque_effectiveness_pct": (
        "torque effectiveness",
        "\u00a0%",
        EFFECTIVENESS_MATTERS_POINTS,
    ),
    "pedal_smoothness_pct": ("smoothness", "\u00a0%", 2.0),
    "power_phase_start_deg": ("start of the power phase", "\u00b0", 5.0),
    "power_phase_end_deg": ("end of the power phase", "\u00b0", 5.0),
}
"""Figures of a meter that show whether a cue is followed: words, unit, and the smallest change that is told, for less
is what a rider's pedals differ by from ride to ride (guesses)."""


def plan_lines(document: TechniqueDocument, language: Language = "en") -> list[str]:
    """The cues of the plan; beside one that counts, another says that it is something to try."""
    small = say(language, "lab_small") if _counting(document) else ""
    return [
        f"{plan_told(cue, language)} {'' if cue.counts else small}".rstrip()
        for cue in document.plan
    ]


def plan_told(cue: CueToPractise, language: Language = "en") -> str:
    """A cue of the plan: where to practise, how it feels, and the figures that show whether it is followed."""
    changed = [
        f"{word(words, language)} {cue.before[name]:.0f} \u2192 {cue.after[name]:.0f}{unit}"
        for name, (words, unit, least) in METER.items()
        if _changes_by(cue, name) >= least
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


def _changes_by(cue: CueToPractise, name: str) -> float:
    """By how much a meter's figure changes with a cue, an angle (deg) the short way round."""
    change = abs(cue.after[name] - cue.before[name])
    return min(change, 360 - change) if name.endswith("_deg") else change


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
    return f"{_signed(100 * (then / now - 1))}\u00a0%"


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
