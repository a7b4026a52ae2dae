"""The bar: where it is and where its steps put it, in words, and what the torso does then."""

from __future__ import annotations

from math import cos, radians, sin

from fit_optimizer.documents.fit import FitDocument, Step
from fit_optimizer.documents.ride import Ride
from fit_optimizer.report.say import Language, say, word
from fit_optimizer.report.tables.cells import NOTHING, Cell
from fit_optimizer.report.wording import in_print, number, with_unit
from fit_optimizer.setup.adjustments import BAR_FORWARD, BAR_UP
from fit_optimizer.setup.bike_parts import FOREARM_RISE_DEG, LEAST_BAR_MM, Known, pad_of_elbow_mm
from fit_optimizer.setup.bike_parts import number as part_number
from fit_optimizer.setup.complaints import first_tried_higher
from sim.hands import FOREARM_SHARE

BAR_MEASURED = "bottom-bracket centre to the wrists, forward / up; gives that torso angle"
PADS = "Elbow pads"
PADS_MEASURED = "bottom-bracket centre to the middle of the pads, forward / up to their top"
BAR_PER_TORSO_DEG = 9.0
"""mm of bar height by which a rider of average size raises the torso a degree: from the model's own arms."""


def bar_words(document: FitDocument, language: Language) -> str:
    """What becomes of the bar: its steps, or that it is left and what the torso does then."""
    bar = [step for step in document.steps if step.key in (BAR_UP, BAR_FORWARD)]
    if not isinstance(document.current, Ride):
        return "\u2013"
    up = short_by(document)
    way = say(language, "way_up" if up < 0 else "way_down")
    by = torso_by(up)
    if bar:
        line, rest = line_of_bar(bar, language), bar_rest(document, language)
        return f"{line}; {rest}" if rest else line
    if abs(up) < LEAST_BAR_MM:
        return say(language, "leave")
    pain = first_tried_higher(document.complaint)
    if up < 0 and pain is not None:
        return say(language, "bar_leave_pain", way=way, by=by, where=word(pain.words, language))
    return say(language, "bar_leave", way=way, by=by)


def line_of_bar(bar: list[Step], language: Language) -> str:
    """Both of the bar's moves, and the parts that make them."""
    by = {step.key: step.end - step.start for step in bar}
    up, forward = by.get(BAR_UP, 0.0), by.get(BAR_FORWARD, 0.0)
    parts = next((step.made_of for step in bar if step.made_of), "")
    said = []
    if abs(up) >= 0.5:
        said.append(
            say(language, "step_up" if up > 0 else "step_down", by=with_unit(abs(up), 0, "mm"))
        )
    if abs(forward) >= 0.5:
        key = "step_forward" if forward > 0 else "step_back"
        said.append(say(language, key, by=with_unit(abs(forward), 0, "mm")))
    made_of = in_print(word(parts, language))
    return say(language, "step_parts", up=", ".join(said), forward="", parts=made_of)


def bar_follows(document: FitDocument) -> float:
    """By how much the bar goes up (mm) to keep the torso; nought without a stroke of the fit as it is."""
    now = document.current
    return document.recommended.bar_mm.up - now.bar_mm.up if isinstance(now, Ride) else 0.0


def bar_rest(document: FitDocument, language: Language) -> str:
    """What becomes of the torso where the bar's steps end short of what would keep it; empty where they do not."""
    if not isinstance(document.current, Ride):
        return ""
    up = short_by(document)
    if abs(up) < BAR_PER_TORSO_DEG:
        return ""
    way = say(language, "way_up" if up < 0 else "way_down")
    return say(language, "bar_rest", way=way, by=torso_by(up))


def short_by(document: FitDocument) -> float:
    """By how much the bar's steps end below (mm) where it would keep the torso recommended."""
    return document.recommended.bar_mm.up - bar_after(document)[1]


def torso_by(up_mm: float) -> str:
    """By how much a torso comes up or down with a bar that is so far off."""
    return with_unit(max(abs(up_mm) / BAR_PER_TORSO_DEG, 1.0), 0, "\u00b0")


def bar_after(document: FitDocument) -> tuple[float, float]:
    """Where the steps put the bar: forward and up of the bottom bracket (mm).

    Without a stroke of the fit as it is, where the torso recommended needs it.
    """
    now, then = document.current, document.recommended
    if not isinstance(now, Ride):
        return then.bar_mm.forward, then.bar_mm.up
    by = {step.key: step.end - step.start for step in document.steps}
    return now.bar_mm.forward + by.get(BAR_FORWARD, 0.0), now.bar_mm.up + by.get(BAR_UP, 0.0)


def bar_cell(fit: Ride, place: tuple[float, float] | None = None) -> Cell:
    """The bar's place by the wrists; on aero bars that of the pads, for the hands hold extensions."""
    at = (fit.bar_mm.forward, fit.bar_mm.up) if place is None else place
    if fit.fit.get("discipline") == "time_trial":
        pads = pads_at(at, fit.fit)
        if pads is None:
            return NOTHING
        at = pads
    return Cell(f"{number(at[0], 0)} / {number(at[1], 0)}\u00a0mm")


def pads_at(wrist_mm: tuple[float, float], keys: Known) -> tuple[float, float] | None:
    """Middle of the elbow pads forward and their top up (mm) of the bottom bracket; None where the arm is unknown."""
    arm = part_number(keys, "arm_mm", 0.0)
    if not arm:
        return None
    rise, fore = radians(FOREARM_RISE_DEG), FOREARM_SHARE * arm
    return pad_of_elbow_mm(wrist_mm[0] - fore * cos(rise), wrist_mm[1] - fore * sin(rise))
