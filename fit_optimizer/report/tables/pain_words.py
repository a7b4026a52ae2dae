"""What is said of a pain: what is looked at first, what of it this bicycle asks for, and what was computed of it."""

from __future__ import annotations

from collections.abc import Sequence

from fit_optimizer.documents.advice import ChangeAdvised, MoveTried
from fit_optimizer.documents.part import look_up
from fit_optimizer.report.tables.saddle_words import USUAL_CRANK_MM, SaddleWords
from fit_optimizer.report.tables.told import name_of, value_of
from fit_optimizer.report.tables.what_it_does import PEAK_MATTERS_PCT, words_of_metric
from fit_optimizer.report.wording import DEGREE, number, with_unit
from fit_optimizer.setup.adjustments import CRANK, SADDLE, SETBACK, TILT, Kind, adjustment
from fit_optimizer.setup.complaints import FirstTried, first_tried, first_tried_higher
from fit_optimizer.setup.customary_ranges import customary_over_pedal, discipline_of, within_shown
from sim.metric_table import METRIC

KNEE_AT_BOTTOM = "knee_flexion_by_markers_min_deg"
KNEE_WORDS = "Knee at the bottom, bent by"
"""What the table of angles calls it."""
HIGHER_MM = 5.0
"""A saddle that lies so much above or below where most riders have it is said to for a pain: inseam and saddle are
each taped to a few mm (a guess)."""


class PainWords(SaddleWords):
    """What is said of where it hurts."""

    def try_first(self) -> list[str]:
        """What is looked at for a pain that nothing is changed for: what is published and what the model sees of it."""
        relief = self.document.relief
        if relief is None:
            return []
        first = self.say("look_first", where=self.where(), first=self.word(relief.first))
        here = [*self.tilt_for_pain(), *self.height_for_pain(), *self.cranks_for_pain()]
        return [" ".join([first, *here, *self.computed()])]

    def pain(self) -> FirstTried | None:
        """What is published of the rider's pain; None without one."""
        relief = self.document.relief
        return None if relief is None else first_tried(relief.complaint)

    def computed(self) -> list[str]:
        """What of the bicycle was tried and eases the pain, and that none does by as much as can be told."""
        helps = self.helping("bike")
        if not helps:
            return []
        return [self.say("look_computed", moves="; ".join(helps)), *self.none_counts("bike")]

    def none_counts(self, kind: Kind) -> list[str]:
        """That nothing which eases the pain does by as much as counts; nothing where something does."""
        if not all(map(self.small, self.eased(kind))):
            return []
        return [self.say("look_small", by=f"{number(PEAK_MATTERS_PCT, 0)}\u00a0%")]

    def small(self, one: MoveTried) -> bool:
        """Whether a move changes a force by less than can be told."""
        if one.metric is None or METRIC[one.metric].unit.symbol == DEGREE:
            return False
        if not one.before or one.after is None:
            return False
        return 100 * abs(one.after / one.before - 1) < PEAK_MATTERS_PCT

    def height_for_pain(self) -> list[str]:
        """That a saddle which stays lies where it may be moved for the pain; nothing where it does not, or where what
        hurts has a force in the model that this does not lessen."""
        by, saddle = self.pains_saddle_mm(), self.document.saddle
        height = self.document.recommended.values.get(SADDLE)
        if not by or saddle is None or height is None or self.saddle_moves():
            return []
        relief = self.document.relief
        moves = [
            one for one in (relief.tried if relief else ()) if one.key == SADDLE and one.metric
        ]
        if any(METRIC[str(one.metric)].unit.symbol != DEGREE and not one.helps for one in moves):
            return []
        if SADDLE in self.document.assumed or (saddle.usual - height) * by < HIGHER_MM * abs(by):
            return []
        return [self.say("try_lower" if by < 0 else "try_higher")]

    def cranks_for_pain(self) -> list[str]:
        """That cranks are longer than usual ones, where the pain is laid to such; nothing elsewhere."""
        found, row = self.cranks_longer_by(USUAL_CRANK_MM), self.pain()
        if found is None or row is None or not row.long_cranks:
            return []
        now, usual = value_of(CRANK, found.now_mm), value_of(CRANK, found.usual_mm)
        return [self.say("cranks_here", now=now, usual=usual)]

    def pains_saddle_mm(self) -> float:
        """By how much a saddle is moved (mm, up +) for a pain that has no knee range of its own; nought elsewhere."""
        row = self.pain()
        if row is None or row.knee_bottom_deg is not None:
            return 0.0
        return next((trial.by for trial in row.trials if trial.key == SADDLE), 0.0)

    def saddle_and_pain(self, one: ChangeAdvised) -> str:
        """Whether a saddle that moves goes the way that is tried for the pain, or the other; empty without one."""
        by = self.pains_saddle_mm()
        if not by:
            return ""
        way = "lower" if by < 0 else "higher"
        with_it = (one.end - one.start) * by > 0
        return self.say(f"{'also' if with_it else 'against'}_{way}", where=self.where())

    def tilt_for_pain(self) -> list[str]:
        """Whether the saddle's stated tilt asks for what is tried first for the pain; nothing where none is stated."""
        row, fit = self.pain(), self.document.current.fit
        if row is None or not row.nose or TILT in self.document.assumed or TILT not in fit:
            return []
        tilt = look_up(fit, TILT, "fit")
        if not row.of_nose(tilt, self.document.discipline == "time_trial"):
            return [self.say("tilt_fine", tilt=value_of(TILT, tilt))]
        return [self.say("tilt_up" if tilt > 0 else "tilt_down", tilt=value_of(TILT, abs(tilt)))]

    def torso_and_pain(self, one: ChangeAdvised) -> str:
        """That a torso which is raised for another reason is also what is tried for the pain, or empty."""
        higher = first_tried_higher(self.document.complaint)
        if higher is None or one.why == "complaint" or one.end < one.start:
            return ""
        return self.say("also_torso", where=self.where())

    def pain_left(self, changed: Sequence[ChangeAdvised]) -> list[str]:
        """What is looked at for a pain that none of the changes is for; nothing where one is."""
        return [] if any(map(self.for_pain, changed)) else self.try_first()

    def for_pain(self, one: ChangeAdvised) -> bool:
        """Whether a change is told to be for the rider's pain."""
        if one.why == "complaint":
            return True
        return one.why in ("knee_bent", "knee_straight") and self.own_range()

    def helping(self, kind: Kind) -> list[str]:
        """What was tried for the pain and eases it, of the bicycle or of technique, in words."""
        return [self.tried(one) for one in self.eased(kind)]

    def eased(self, kind: Kind) -> list[MoveTried]:
        """What was tried for the pain and eases it, and leads no angle farther out of its range."""
        relief = self.document.relief
        return [
            one
            for one in (() if relief is None else relief.tried)
            if adjustment(one.key).kind == kind
            and one.helps
            and not self.within_advised(one)
            and not self.knee_leaves(one)
        ]

    def knee_leaves(self, one: MoveTried) -> str:
        """Where the knee stands beyond its usual range over the pedal, and the saddle slid would bring it farther:
        "back" or "forward"; empty elsewhere."""
        angles = None if self.document.angles is None else self.document.angles.recommended
        usual = customary_over_pedal(discipline_of(self.document.discipline))
        if one.key != SETBACK or angles is None or usual is None:
            return ""
        knee = sum(leg.knee_over_pedal_mm for leg in angles.values()) / len(angles)
        if one.end > one.start:
            return "back" if knee < usual.low else ""
        return "forward" if knee > usual.high else ""

    def tried(self, one: MoveTried) -> str:
        named = {
            "name": name_of(one.key, self.language),
            "start": value_of(one.key, one.start),
            "end": value_of(one.key, one.end),
        }
        if one.refused:
            return self.say("relief_refused", **named)
        if one.metric is None or one.before is None or one.after is None:
            return self.say("relief_plain", **named)
        metric = METRIC[one.metric]
        before, after = (
            with_unit(value, metric.decimals, metric.unit.symbol)
            for value in (one.before, one.after)
        )
        if self.within_advised(one):
            verdict = self.say("relief_within" if self.own_range() else "relief_usual")
        elif metric.unit.symbol == DEGREE:
            verdict = self.say("relief_nearer" if one.helps else "relief_nothing")
        else:
            verdict = self.percent(one.after / one.before)
        if way := self.knee_leaves(one):
            verdict = self.say("relief_beyond", verdict=verdict, way=self.say(way))
        return self.say(
            "relief_line",
            metric=self.inline(
                KNEE_WORDS if one.metric == KNEE_AT_BOTTOM else words_of_metric(one.metric)
            ),
            before=before,
            after=after,
            verdict=verdict,
            **named,
        )

    def within_advised(self, one: MoveTried) -> bool:
        """Whether the knee that a move would bend more or less is in its range already."""
        saddle = self.document.saddle
        if one.metric != KNEE_AT_BOTTOM or saddle is None or one.before is None:
            return False
        return within_shown(saddle.knee_low_deg, one.before, saddle.knee_high_deg)
