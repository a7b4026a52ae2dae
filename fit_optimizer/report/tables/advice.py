"""What to do and why, in sentences of the report's language: headline, limits, cranks, legs, technique."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fit_optimizer.documents.advice import BrokenLimit, ChangeAdvised, FreedBy, MoveTried
from fit_optimizer.documents.fit import FitDocument
from fit_optimizer.documents.ride import Ride
from fit_optimizer.report.say import Language, say, word
from fit_optimizer.report.tables.angles import angle_rows
from fit_optimizer.report.wording import capitalised, number, with_unit
from fit_optimizer.setup.adjustments import adjustment
from rider_models.units import unit_of
from sim.metric_table import METRIC

LOAD_MATTERS = 0.05
"""Change of a load that counts, where a document does not say it (a guess)."""
HEADLINE_MOVES = 2
"""Moves named in the headline: those that matter most."""
SADDLE, TORSO, CRANK, SHIM = "saddle_height_mm", "torso_angle_deg", "crank_length_mm", "shim_mm"
CUSTOM_SOURCE = "Holmes 1994; Bini & Hume 2016; Swart & Holliday 2019; Millour 2020"


@dataclass(frozen=True)
class Advice:
    """Sentences of the first page; an empty tuple where there is nothing to say.

    `moves`: what matters most, in order, each with its reason; `others` what else changes.
    """

    moves: tuple[str, ...]
    others: tuple[str, ...]
    limits: tuple[str, ...]
    evidence: tuple[str, ...]
    cranks: tuple[str, ...]
    legs: tuple[str, ...]
    measure: tuple[str, ...]
    relief: tuple[str, ...]
    technique: tuple[str, ...]


def advice(document: FitDocument, language: Language) -> Advice:
    """Everything that is said of a fit."""
    told = _Told(document, language)
    moves = [told.change(one) for one in document.changes or _of_older(document)]
    return Advice(
        moves=tuple(moves[:HEADLINE_MOVES]) or tuple(told.nothing()),
        others=tuple(moves[HEADLINE_MOVES:]),
        limits=tuple(told.limits()),
        evidence=tuple(told.evidence()),
        cranks=tuple(told.cranks()),
        legs=tuple(told.legs()),
        measure=tuple(told.measure()),
        relief=tuple(told.relief()),
        technique=tuple(told.technique()),
    )


def value_of(key: str, value: float, decimals: int | None = None) -> str:
    """A value of a key with its unit."""
    one = adjustment(key)
    places = one.decimals if decimals is None else decimals
    places = 0 if float(value).is_integer() else places
    return with_unit(value, places, one.unit.symbol)


def name_of(key: str, language: Language) -> str:
    """The name of a key of the set-up."""
    return word(capitalised(adjustment(key).words), language)


@dataclass(frozen=True)
class _Told:
    """A document and the language it is told in."""

    document: FitDocument
    language: Language

    def say(self, key: str, **values: str) -> str:
        return say(self.language, key, **values)

    def word(self, text: str) -> str:
        return word(text, self.language)

    def inline(self, words: str) -> str:
        """Words within a sentence: German nouns keep their capital."""
        said = self.word(capitalised(words))
        return f"{said[:1].lower()}{said[1:]}" if self.language == "en" else said

    def nothing(self) -> list[str]:
        """The headline where nothing changes."""
        document = self.document
        band = document.bands.get(SADDLE)
        lines = [self.say("nothing")]
        if band is not None:
            height = document.recommended.values[SADDLE]
            lines.append(
                self.say(
                    "nothing_why",
                    height=value_of(SADDLE, height, 0),
                    low=number(band.low, 0),
                    high=value_of(SADDLE, band.high, 0),
                )
            )
        if SADDLE in document.assumed and document.measure_first:
            names = [self.inline(adjustment(one.key).words) for one in document.measure_first]
            lines[0] = self.say("nothing_assumed", first=self.listed(names))
        return lines

    def change(self, one: ChangeAdvised) -> str:
        """One change with its reason."""
        return capitalised(self.say("because", what=self.what(one), why=self.why(one)))

    def what(self, one: ChangeAdvised) -> str:
        by, end = value_of(one.key, abs(one.end - one.start), 0), value_of(one.key, one.end)
        if one.key == SADDLE:
            by = value_of(SADDLE, abs(round(one.end) - round(one.start)))
            verb = "raise_saddle" if one.end > one.start else "lower_saddle"
            return self.say(verb, by=by, to=value_of(SADDLE, one.end, 0))
        if one.key == TORSO:
            verb = "raise_torso" if one.end > one.start else "lower_torso"
            parts = next((step.made_of for step in self.document.steps if step.made_of), "")
            return self.say(verb, to=end, parts=f" ({self.word(parts)})" if parts else "")
        if one.key == CRANK:
            return self.say("change_crank", to=end, **{"from": value_of(one.key, one.start)})
        if one.key == SHIM:
            return self.say("shim", to=end, side=self.word(str(one.numbers["side"])))
        start = value_of(one.key, one.start)
        return self.say("set_part", name=name_of(one.key, self.language), to=end, **{"from": start})

    def why(self, one: ChangeAdvised) -> str:
        numbers = one.numbers
        if one.why in ("knee_bent", "knee_straight"):
            return self.why_knee(one)
        if one.why == "limit":
            return self.say("why_limit", limit=self.word(str(numbers["limit"])))
        if one.why == "complaint":
            return self.say("why_complaint", where=self.where())
        if one.why == "legs" and self.document.legs is not None:
            legs = self.document.legs
            return self.say(
                "why_legs",
                side=self.word(legs.shorter),
                difference=with_unit(legs.difference_mm, 0, "mm"),
            )
        return self.say("why_loads", **self.change_of_objectives())

    def why_knee(self, one: ChangeAdvised) -> str:
        numbers = one.numbers
        height = value_of(SADDLE, one.start, 0)
        if "knee_now" not in numbers:
            return self.say("why_unseen", height=height)
        knee, low, high = (float(numbers[key]) for key in ("knee_now", "low", "high"))
        if low <= round(knee) <= high and "usual" in numbers:
            return self.say(
                "why_usual_bent" if one.why == "knee_bent" else "why_usual_straight",
                height=height,
                knee=with_unit(knee, 0, "\u00b0"),
                usual=with_unit(float(numbers["usual"]), 0, "\u00b0"),
            )
        return self.say(
            "why_bent" if one.why == "knee_bent" else "why_straight",
            height=height,
            knee=with_unit(knee, 0, "\u00b0"),
            range=_degrees(low, high),
            advised=self.advised(),
        )

    def advised(self) -> str:
        relief = self.document.relief
        saddle = self.document.saddle
        own = (
            relief is not None
            and saddle is not None
            and (saddle.knee_low_deg, saddle.knee_high_deg) != (33.0, 43.0)
        )
        if not own:
            return self.say("advised_custom")
        return self.say("advised_complaint", where=self.where())

    def where(self) -> str:
        relief = self.document.relief
        return self.word(relief.words) if relief is not None else ""

    def change_of_objectives(self) -> dict[str, str]:
        """Change of knee load, dead spots and cost from now to the fit recommended, in words."""
        return self.changes_between(
            self.document.current.objectives, self.document.recommended.objectives
        )

    def changes_between(
        self, before: dict[str, float] | None, after: dict[str, float] | None
    ) -> dict[str, str]:
        keys = {"knee": "knee_load", "dead": "dead_spots", "cost": "metabolic_power"}
        if before is None or after is None:
            return dict.fromkeys(keys, "\u2013")
        return {
            name: self.percent(after[key] / before[key]) if before.get(key) else "\u2013"
            for name, key in keys.items()
        }

    def percent(self, ratio: float) -> str:
        change = round(100 * (ratio - 1))
        if change == 0:
            return self.say("as_now")
        return self.say("more" if change > 0 else "less", by=f"{abs(change)}\u00a0%")

    def limits(self) -> list[str]:
        """What the fit as it is breaks, what would free it, and what the fit recommended leaves."""
        lines = []
        for one in self.document.limits_broken:
            left = self.document.recommended.limits.get(one.limit, 0.0)
            ways = [self.way(freed) for freed in one.freed_by]
            lines.append(
                " ".join(
                    (
                        self.say("limit_broken", limit=self.word(one.limit), by=_by(one)),
                        self.say("limit_freed", ways=" / ".join(ways))
                        if ways
                        else self.say("limit_not_freed"),
                        self.say("limit_left", by=_left(one, left))
                        if left >= 0.5
                        else self.say("limit_kept"),
                    )
                )
            )
        return lines

    def way(self, freed: FreedBy) -> str:
        key = {TORSO: "way_torso", SADDLE: "way_saddle", CRANK: "way_crank"}[freed.key]
        start, end = value_of(freed.key, freed.start), value_of(freed.key, freed.end)
        return self.say(key, to=end, **{"from": start})

    def evidence(self) -> list[str]:
        """By what the saddle was placed, and how sure that is."""
        document, saddle = self.document, self.document.saddle
        if saddle is None:
            return []
        relief = document.relief
        own = (saddle.knee_low_deg, saddle.knee_high_deg) != (33.0, 43.0)
        lines = [
            self.say(
                "evidence_complaint" if relief is not None and own else "evidence",
                range=_degrees(saddle.knee_low_deg, saddle.knee_high_deg),
                source=relief.source if relief is not None and own else CUSTOM_SOURCE,
                low=number(saddle.good_low, 0),
                high=value_of(SADDLE, saddle.good_high, 0),
            )
        ]
        outside = [
            f"{self.inline(row.name)} {row.recommended} ({self.word(row.custom)})"
            for row in angle_rows(document)
            if row.leaves
        ]
        if outside:
            lines.append(self.say("outside", names=", ".join(outside)))
        band, riders = document.bands.get(SADDLE), document.plausible_riders
        if band is not None and band.uncertainty_low is not None and riders is not None:
            lines.append(
                self.say(
                    "such_riders",
                    riders=str(riders.riders),
                    low=number(band.uncertainty_low, 0),
                    high=value_of(SADDLE, band.uncertainty_high or band.uncertainty_low, 0),
                )
            )
        if saddle.stopped_by:
            usual = value_of(SADDLE, round(saddle.usual))
            lines.append(self.say("saddle_stopped", usual=usual, by=self.word(saddle.stopped_by)))
        others = document.others
        if others is not None and others.left:
            names = self.listed([self.inline(adjustment(key).words) for key in others.left])
            lines.append(self.say("others_left", names=names))
        if others is not None and others.at_stop:
            stops = [
                f"{name_of(k, self.language)} ({value_of(k, v)})" for k, v in others.at_stop.items()
            ]
            lines.append(self.say("others_stop", names=self.listed(stops)))
        return lines

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
        return [first, *(f"{line}." for line in told)]

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
        found = self.document.measure_first
        if not found:
            return []
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
        return [*intro, self.say("measure_intro"), *lines]

    def relief(self) -> list[str]:
        found = self.document.relief
        if found is None:
            return []
        intro = self.say(
            "relief_intro",
            where=self.word(found.words),
            first=self.word(found.first),
            source=found.source,
        )
        unseen = [self.word(found.unseen)] if found.unseen else []
        if self.document.change_needed:
            unseen = [*self.in_the_model(), *unseen]
        return [
            intro,
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
        matters = self.load_matters()
        if change < -matters:
            return []
        verdict = "relief_nothing" if change <= matters else "relief_worse"
        return [
            self.say(
                "relief_model",
                metric=self.word(metric.words),
                before=with_unit(before, metric.decimals, metric.unit.symbol),
                after=with_unit(after, metric.decimals, metric.unit.symbol),
                verdict=self.say(verdict),
            )
        ]

    def load_matters(self) -> float:
        """Smallest relative change of a load that counts, as the document's makers judged knee load."""
        judged = {one.key: one.matters for one in self.document.judged_by}
        return judged.get("knee_load") or LOAD_MATTERS

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
        verdict = self.say("relief_helps" if one.helps else "relief_nothing")
        return self.say(
            "relief_line",
            metric=self.word(metric.words),
            before=before,
            after=after,
            verdict=verdict,
            **named,
        )

    def technique(self) -> list[str]:
        found = self.document.technique
        if found is None:
            return []
        lines = []
        if found.changed:
            told = self.changes_between(found.objectives_before, found.objectives_after)
            bike = self.change_of_objectives()
            what = self.listed(
                [self.learnt(key, found.before[key], found.after[key]) for key in found.changed]
            )
            height = value_of(SADDLE, float(_single(self.document.recommended.fit[SADDLE])), 0)
            lines.append(
                self.say(
                    "technique_gain",
                    height=height,
                    bike=f"{self.word('knee load')} {bike['knee']}",
                    what=what,
                    gain=f"{self.word('knee load')} {told['knee']}, {self.word('dead spots')} {told['dead']}",
                    price=f"{self.word('energy')} {told['cost']}",
                )
            )
        else:
            lines.append(self.say("technique_nothing"))
        for key, bound in found.at_stop.items():
            lines.append(
                self.say(
                    "technique_stop", name=name_of(key, self.language), bound=value_of(key, bound)
                )
            )
        return lines

    def learnt(self, key: str, before: float, after: float) -> str:
        up = after > before
        by = value_of(key, abs(round(after - before)))
        words = {
            "heel_drop_deg": ("heel_lower", "heel_higher"),
            "ankle_range_deg": ("ankle_more", "ankle_less"),
            "ankle_peak_deg": ("ankle_later", "ankle_earlier"),
        }[key]
        return self.say(words[0] if up else words[1], by=by)

    def listed(self, words: list[str]) -> str:
        if len(words) < 2:
            return "".join(words)
        return self.say("and", a=", ".join(words[:-1]), b=words[-1])


def _of_older(document: FitDocument) -> list[ChangeAdvised]:
    """The changes of a document that does not say why they are made: what differs, by its loads."""
    now, then = document.current, document.recommended
    if not document.change_needed:
        return []
    return [
        ChangeAdvised(key=key, start=start, end=end, why="loads", numbers={}, rank=0.0)
        for key, end in then.values.items()
        if (start := now.values.get(key, end)) != end and adjustment(key).kind == "bike"
    ]


def _degrees(low: float, high: float) -> str:
    return f"{number(low, 0)}\u2013{number(high, 0)}\u00b0"


def _by(one: BrokenLimit) -> str:
    return with_unit(one.excess, 0 if one.excess >= 1 else 1, unit_of(f"_{one.unit}").symbol)


def _left(one: BrokenLimit, left: float) -> str:
    return with_unit(left, 0 if left >= 1 else 1, unit_of(f"_{one.unit}").symbol)


def _single(value: Any) -> float:
    return sum(value.values()) / len(value) if isinstance(value, dict) else float(value)
