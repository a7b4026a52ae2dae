"""What to do and why, in sentences of the report's language: headline, limits, cranks, legs, technique."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fit_optimizer.documents.fit import FitDocument
from fit_optimizer.documents.ride import Ride
from fit_optimizer.report.say import Language
from fit_optimizer.report.tables.saddle_words import USUAL_CRANK_MM
from fit_optimizer.report.tables.told import name_of, value_of
from fit_optimizer.report.tables.what_changes import WhatChanges, of_older
from fit_optimizer.report.tables.what_it_does import PEAK_MATTERS_PCT, words_of_metric
from fit_optimizer.report.wording import capitalised, with_unit
from fit_optimizer.setup.adjustments import CRANK, SADDLE, adjustment
from fit_optimizer.setup.complaints import first_tried
from fit_optimizer.setup.customary_ranges import LONG_CRANK_MM
from sim.metric_table import METRIC

HEADLINE_MOVES = 2
"""Changes that the headline tells, beside a pain that none is for: what a client remembers. Fitters' custom."""
AT_ONCE_MM = 10.0
"""An assumed value that may move the saddle by so much is measured before a key is turned (a guess)."""
LOAD_MATTERS_SHARE = PEAK_MATTERS_PCT / 100
"""Change of a force's peak that can be told, as a share."""


@dataclass(frozen=True)
class Advice:
    """Sentences of the first page; an empty tuple where there is nothing to say.

    `moves`: what matters most, in order, each with its reason, and what is looked at for a pain that none of the
    changes is for; `others` what else changes; `near`: limits that are nearly used up; `effects`:
    what of it counts, for the better and for the worse; `measure_at_once`: whether what is to be measured
    comes before the changes, for they hang on it.
    """

    moves: tuple[str, ...]
    others: tuple[str, ...]
    limits: tuple[str, ...]
    near: tuple[str, ...]
    evidence: tuple[str, ...]
    cranks: tuple[str, ...]
    legs: tuple[str, ...]
    measure: tuple[str, ...]
    relief: tuple[str, ...]
    technique: tuple[str, ...]
    effects: tuple[str, ...] = ()
    measure_at_once: bool = False


def advice(document: FitDocument, language: Language) -> Advice:
    """Everything that is said of a fit."""
    told = _Told(document, language)
    changed = (document.changes or of_older(document)) if document.change_needed else []
    moves = [told.change(one) for one in changed]
    headline = [*moves[:HEADLINE_MOVES], *told.pain_left(changed)] if moves else told.nothing()
    return Advice(
        moves=tuple(headline),
        others=tuple(moves[HEADLINE_MOVES:]),
        limits=tuple(told.limits()),
        near=tuple(told.near()),
        evidence=tuple(told.evidence()),
        cranks=tuple(told.cranks()),
        legs=tuple(told.legs()),
        measure=tuple(told.measure()),
        relief=tuple(told.relief()),
        technique=tuple(told.technique()),
        effects=tuple(told.gives_and_costs()),
        measure_at_once=document.legs_doubted is not None
        or any(one.moves_mm >= AT_ONCE_MM or one.key == SADDLE for one in document.measure_first),
    )


class _Told(WhatChanges):
    """Every sentence of a report."""

    def cranks(self) -> list[str]:
        found = self.document.cranks
        if found is None:
            return []
        now = value_of(CRANK, found.now_mm)
        if found.length_mm == found.now_mm:
            first = self.say("crank_no_reason", now=now)
        else:
            to = value_of(CRANK, found.length_mm)
            first = self.say("crank_change", to=to, now=now, reason=self.word(found.reason))
        told = [
            self.say(
                "crank_tried",
                length=value_of(CRANK, one.length_mm),
                hip=with_unit(one.hip_opens_deg, 1, "\u00b0"),
                knee=with_unit(one.knee_range_deg, 1, "\u00b0"),
                saddle=with_unit(one.saddle_up_mm, 0, "mm"),
            )
            for one in found.tried
        ]
        usual = []
        shorter = found.now_mm - found.usual_mm >= USUAL_CRANK_MM
        unchanged = found.length_mm == found.now_mm
        measured = "inseam_mm" not in self.document.assumed
        hurts = first_tried(self.document.complaint)
        if unchanged and shorter and hurts is not None and hurts.long_cranks:
            by_custom = value_of(CRANK, found.usual_mm)
            first = self.say("crank_pain", now=now, where=self.where(), usual=by_custom)
        elif unchanged and measured and found.now_mm - found.usual_mm >= LONG_CRANK_MM:
            by_custom = value_of(CRANK, found.usual_mm)
            first = self.say("crank_long", now=now, usual=by_custom)
        elif measured and abs(found.usual_mm - found.now_mm) >= USUAL_CRANK_MM:
            usual = [self.say("crank_usual", usual=value_of(CRANK, found.usual_mm))]
        return [first, *usual, *(f"{line}." for line in told)]

    def legs(self) -> list[str]:
        found = self.document.legs
        if found is None:
            return []
        lines = [
            self.say(
                "legs_differ",
                side=self.word(found.shorter),
                difference=with_unit(found.difference_mm, 0, "mm"),
                thigh=with_unit(found.in_thigh_mm, 0, "mm"),
                shank=with_unit(found.in_shank_mm, 0, "mm"),
            )
        ]
        first = found.options[0].objectives if found.options else None
        for one in found.options:
            told = self.changes_between(first, one.objectives)
            cost = (
                ""
                if one is found.options[0]
                else self.say("legs_cost", knee=told["knee"], watts=told["cost"])
            )
            lines.append(
                self.say(
                    "legs_option",
                    name=self.option(one.name, one.shim_mm, found.shorter),
                    height=value_of(SADDLE, one.saddle_height_mm, 0),
                    left=with_unit(one.knee_bottom_deg["left"], 0, "\u00b0"),
                    right=with_unit(one.knee_bottom_deg["right"], 0, "\u00b0"),
                    cost=cost,
                )
                + "."
            )
        if found.advised:
            chosen = next(one for one in found.options if one.name == found.advised)
            name = self.option(chosen.name, chosen.shim_mm, found.shorter)
            lines.append(self.say("legs_advised", name=name))
        else:
            lines.append(self.say("legs_small"))
        return lines

    def option(self, name: str, shim_mm: float, side: str) -> str:
        if not shim_mm:
            return capitalised(self.word(name))
        return self.say("shim", to=with_unit(shim_mm, 0, "mm"), side=self.word(side))

    def measure(self) -> list[str]:
        found, doubted = self.document.measure_first, self.document.legs_doubted
        legs = []
        if doubted is not None:
            legs = [
                self.say(
                    "measure_legs",
                    inseam=with_unit(doubted.inseam_mm, 0, "mm"),
                    usual=with_unit(doubted.usual_inseam_mm, 0, "mm"),
                    height=value_of(SADDLE, doubted.saddle_mm, 0),
                )
            ]
        if not found:
            return legs
        lines = [
            self.say(
                "measure_line",
                name=name_of(one.key, self.language),
                by=with_unit(one.moves_mm, 0, "mm"),
                how=self.word(one.how),
            )
            for one in found
        ]
        intro = [self.say("measure_assumed")] if SADDLE in self.document.assumed else []
        return [*legs, *intro, self.say("measure_intro"), *lines]

    def relief(self) -> list[str]:
        found = self.document.relief
        if found is None:
            return []
        intro = [
            self.say(
                "relief_intro",
                where=self.word(found.words),
                first=self.word(found.first),
                source=found.source,
            ),
            *self.tilt_for_pain(),
            *([self.say("relief_each")] if found.tried else []),
        ]
        unseen = [self.word(found.unseen)] if found.unseen else []
        if self.document.change_needed:
            unseen = [*self.in_the_model(), *unseen]
        return [
            *intro,
            *(f"{self.tried(one)}." for one in found.tried),
            *unseen,
            self.say("relief_none"),
        ]

    def in_the_model(self) -> list[str]:
        """What the fit recommended does to what hurts, where the model has a load of it."""
        found, current = self.document.relief, self.document.current
        name = found.tried[0].metric if found is not None and found.tried else None
        if name is None or not name.endswith("_n") or not isinstance(current, Ride):
            return []
        before, after = current.metrics.get(name), self.document.recommended.metrics.get(name)
        if not isinstance(before, float) or not isinstance(after, float):
            return []
        metric, change = METRIC[name], after / before - 1
        if change < -LOAD_MATTERS_SHARE:
            return []
        verdict = "relief_nothing" if change <= LOAD_MATTERS_SHARE else "relief_worse"
        return [
            self.say(
                "relief_model",
                metric=self.inline(words_of_metric(name)),
                before=with_unit(before, metric.decimals, metric.unit.symbol),
                after=with_unit(after, metric.decimals, metric.unit.symbol),
                verdict=self.say(verdict),
            )
        ]

    def technique(self) -> list[str]:
        found = self.document.technique
        if found is None:
            return []
        if not found.changed:
            stops = [
                f"{self.inline(adjustment(key).words)} {value_of(key, bound)}"
                for key, bound in found.at_stop.items()
            ]
            ended = [self.say("technique_stop", stops=self.listed(stops))] if stops else []
            spares = self.helping("technique")
            if spares:
                moves = "; ".join(spares)
                said = self.say("technique_pain", where=self.where(), moves=moves)
                return [" ".join([said, *self.none_counts("technique")])]
            return [self.say("technique_nothing"), *ended]
        what = self.listed(
            [self.learnt(key, found.before[key], found.after[key]) for key in found.changed]
        )
        height = value_of(SADDLE, float(_single(self.document.recommended.fit[SADDLE])), 0)
        bike = f"{self.word('knee load')} {self.change_of_objectives()['knee']}"
        gain = self.gain_and_price(found.objectives_before, found.objectives_after)
        if not self.document.change_needed:
            return [self.say("technique_gain_now", what=what, gain=gain)]
        return [self.say("technique_gain", height=height, bike=bike, what=what, gain=gain)]

    def gain_and_price(
        self, before: dict[str, float] | None, after: dict[str, float] | None
    ) -> str:
        """What is saved, and at what price where something grows."""
        told = self.changes_between(before, after)
        names = {"knee": "knee load", "dead": "dead spots", "cost": "energy"}
        keys = {"knee": "knee_load", "dead": "dead_spots", "cost": "metabolic_power"}
        grows = [
            name
            for name, key in keys.items()
            if before and after and round(100 * (after[key] / before[key] - 1)) > 0
        ]
        said = {name: f"{self.word(words)} {told[name]}" for name, words in names.items()}
        gain = self.listed([said[name] for name in names if name not in grows])
        if not grows:
            return gain
        price = self.listed([said[name] for name in grows])
        return self.say("technique_price", gain=gain, price=price)

    def learnt(self, key: str, before: float, after: float) -> str:
        up = after > before
        by = value_of(key, abs(round(after - before)))
        words = {
            "heel_drop_deg": ("heel_lower", "heel_higher"),
            "ankle_range_deg": ("ankle_more", "ankle_less"),
            "ankle_peak_deg": ("ankle_later", "ankle_earlier"),
            "technique_pct": ("technique_more", "technique_less"),
        }[key]
        return self.say(words[0] if up else words[1], by=by)


def _single(value: Any) -> float:
    return sum(value.values()) / len(value) if isinstance(value, dict) else float(value)
