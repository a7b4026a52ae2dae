"""What changes on the bicycle and why, what binds, and by what the saddle was placed: the first page."""

from __future__ import annotations

from fit_optimizer.documents.advice import BrokenLimit, ChangeAdvised, FreedBy
from fit_optimizer.documents.fit import FitDocument
from fit_optimizer.documents.ride import Ride
from fit_optimizer.report.say import table
from fit_optimizer.report.tables.angles import AngleRow, angle_rows
from fit_optimizer.report.tables.pain_words import PainWords
from fit_optimizer.report.tables.told import name_of, value_of
from fit_optimizer.report.tables.what_it_does import effects
from fit_optimizer.report.wording import capitalised, in_degrees, number, with_unit
from fit_optimizer.setup.adjustments import (
    BAR_UP,
    CRANK,
    SADDLE,
    SETBACK,
    SHIM,
    TORSO,
    adjustment,
)
from rider_models.units import unit_of

OVER_PEDAL = "knee_over_pedal_mm"
KEPT = 0.5
"""mm or deg by which a limit may be passed and still count as kept: what rounding leaves."""
CUSTOM_SOURCE = "Holmes 1994; Ferrer-Roca 2012; Swart & Holliday 2019; Millour 2020"


class WhatChanges(PainWords):
    """The sentences of the first page."""

    def nothing(self) -> list[str]:
        """The headline where nothing changes."""
        document = self.document
        band = document.bands.get(SADDLE)
        waits = self.cranks_before_saddle()
        lines = self.try_first() or ([] if waits else [self.say("nothing")])
        lines += [waits] if waits else []
        if band is not None:
            lines.append(self.nothing_why(band))
        if not waits and not self.cranks_for_pain():
            lines += self.cranks_due()
        if SADDLE in document.assumed and document.measure_first:
            names = [self.inline(adjustment(one.key).words) for one in document.measure_first]
            lines[0] = self.say("nothing_assumed", first=self.listed(names))
        if document.setback_doubted is not None:
            lines[0] = self.say("nothing_assumed", first=self.inline(adjustment(SETBACK).words))
        return lines

    def change(self, one: ChangeAdvised) -> str:
        """One change with its reason, what is to be measured before it, and that who is content may leave it."""
        why = self.why(one)
        if one.numbers.get("with") == "shim":
            why = self.say("with_shim", reason=why)
        if one.key == SADDLE and self.document.legs_doubted is not None:
            why = self.say("measure_before", reason=why)
        said = [capitalised(self.say("because", what=self.what(one), why=why))]
        if one.key == SADDLE:
            said += [self.may_stay_too(), self.cranks_first(), self.saddle_and_pain(one)]
        if one.key == TORSO:
            said.append(self.torso_and_pain(one))
        return " ".join(sentence for sentence in said if sentence)

    def what(self, one: ChangeAdvised) -> str:
        by, end = value_of(one.key, abs(one.end - one.start), 0), value_of(one.key, one.end)
        if one.key == SADDLE:
            by = value_of(SADDLE, abs(round(one.end) - round(one.start)))
            verb = "raise_saddle" if one.end > one.start else "lower_saddle"
            return self.say(verb, by=by, to=value_of(SADDLE, one.end, 0))
        if one.key == TORSO:
            start = value_of(one.key, one.start)
            bar = next((step for step in self.document.steps if step.key == BAR_UP), None)
            if bar is None:
                return self.say("set_torso", to=end, **{"from": start})
            verb = "raise_torso" if bar.end > bar.start else "lower_torso"
            by = with_unit(abs(bar.end - bar.start), 0, "mm")
            saddle = ""
            if self.saddle_moves():
                height = self.document.recommended.values[SADDLE]
                saddle = self.say("with_saddle", height=value_of(SADDLE, height, 0))
            return self.say(verb, by=by, to=end, saddle=saddle, **{"from": start})
        if one.key == CRANK:
            return self.say("change_crank", to=end, **{"from": value_of(one.key, one.start)})
        if one.key == SETBACK:
            way = self.say("forward" if one.end < one.start else "back")
            return self.say("slide_saddle", by=by, way=way, to=end)
        if one.key == SHIM:
            return self.say("shim", to=end, side=self.word(str(one.numbers["side"])))
        start = value_of(one.key, one.start)
        return self.say("set_part", name=name_of(one.key, self.language), to=end, **{"from": start})

    def why(self, one: ChangeAdvised) -> str:
        numbers = one.numbers
        if one.why in ("knee_bent", "knee_straight"):
            return self.why_knee(one)
        if one.why == "cranks":
            key = "why_cranks_shorter" if one.end > one.start else "why_cranks_longer"
            return self.say(key, knee=with_unit(float(numbers["knee_then"]), 0, "\u00b0"))
        if one.why == "setback":
            key = "why_slid_forward" if one.end > one.start else "why_slid_back"
            return self.say(key, knee=with_unit(float(numbers["knee_then"]), 0, "\u00b0"))
        if one.why == "limit":
            return self.say("why_limit", broken=self.beyond(str(numbers["limit"])))
        if one.why == "complaint" and one.key == SETBACK:
            return self.why_setback()
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

    def why_setback(self) -> str:
        """Where the knee stands over the spindle now, against its usual range."""
        reason = self.say("why_complaint", where=self.where())
        row = next((row for row in angle_rows(self.document) if row.field == OVER_PEDAL), None)
        if row is None:
            return reason
        return self.say("why_over_pedal", reason=reason, now=row.now, range=self.word(row.custom))

    def why_knee(self, one: ChangeAdvised) -> str:
        numbers = one.numbers
        height = value_of(SADDLE, one.start, 0)
        if "knee_now" not in numbers:
            return self.say("why_unseen", height=height)
        knee, low, high = (float(numbers[key]) for key in ("knee_now", "low", "high"))
        if low <= knee <= high and "usual" in numbers:
            whose = "advised" if self.own_range() else "usual"
            return self.say(
                f"why_{whose}_bent" if one.why == "knee_bent" else f"why_{whose}_straight",
                height=height,
                knee=with_unit(knee, 0, "\u00b0"),
                usual=with_unit(float(numbers["usual"]), 0, "\u00b0"),
            )
        return self.say(
            "why_bent" if one.why == "knee_bent" else "why_straight",
            height=height,
            knee=with_unit(knee, 1 if low <= round(knee) <= high else 0, "\u00b0"),
            range=in_degrees(low, high),
            advised=self.advised(),
        )

    def limits(self) -> list[str]:
        """What is to be measured again, what the fit as it is breaks, what would free it, and what the fit
        recommended leaves.

        Of a limit that a change is told to keep, only other ways to keep it are told.
        """
        lines = self.doubts()
        for one in self.document.limits_broken:
            left = self.document.recommended.limits.get(one.limit, 0.0)
            kept = left < KEPT
            for_it = {
                change.key
                for change in self.document.changes
                if change.why == "limit" and change.numbers.get("limit") == one.limit
            }
            ways = [
                self.way(freed)
                for freed in one.freed_by
                if not kept or (freed.by_parts and freed.key not in for_it)
            ]
            if for_it and kept:
                lines += [self.say("limit_kept_as_well", ways=self.either(ways))] if ways else []
                continue
            said = [self.say("limit_broken", broken=self.beyond(one.limit))]
            if ways:
                said.append(self.say("limit_freed", ways=self.either(ways)))
            elif not kept:
                said.append(self.say("limit_not_freed"))
            last = "limit_kept" if kept else _which_left(one)
            said.append(self.say(last, **({} if kept else {"by": _left(one, left)})))
            lines.append(" ".join(said))
        return lines

    def near(self) -> list[str]:
        """Which measured limits of the rider's mobility the fit recommended nearly uses up."""
        return [
            self.say(
                self._key_of_limit("near", one.limit),
                left=with_unit(max(one.left_deg, 1.0), 0, "\u00b0"),
                allowed=with_unit(one.allowed_deg, 0, "\u00b0"),
                **self._named("near", one.limit),
            )
            for one in self.document.limits_near
        ]

    def doubts(self) -> list[str]:
        """Of a setback that looks like the saddle's nose's; nothing of others."""
        found = self.document.setback_doubted
        if found is None:
            return []
        return [
            self.say(
                "setback_doubted",
                setback=with_unit(found.setback_mm, 0, "mm"),
                further=with_unit(found.meant_mm - found.setback_mm, 0, "mm"),
                angle=with_unit(found.seat_angle_deg, 0, "\u00b0"),
                usual=with_unit(found.seat_angle_meant_deg, 0, "\u00b0"),
            )
        ]

    def beyond(self, limit: str) -> str:
        """By how much the fit as it is goes beyond a limit, in a client's words."""
        found = next((one for one in self.document.limits_broken if one.limit == limit), None)
        by = "" if found is None else _by(found)
        return self.say(self._key_of_limit("beyond", limit), by=by, **self._named("beyond", limit))

    def _key_of_limit(self, what: str, limit: str) -> str:
        """The key of what is said of a limit; that for any limit where it has no sentence of its own."""
        key = f"{what}_{limit.replace(' ', '_').replace('-', '_')}"
        return key if key in table(self.language)["sentences"] else f"{what}_limit"

    def _named(self, what: str, limit: str) -> dict[str, str]:
        """The limit's name, which the sentence for any limit tells."""
        any_limit = self._key_of_limit(what, limit) == f"{what}_limit"
        return {"limit": self.word(limit)} if any_limit else {}

    def way(self, freed: FreedBy) -> str:
        start, end = value_of(freed.key, freed.start), value_of(freed.key, freed.end)
        if freed.key == TORSO and freed.bar_up_mm:
            key = "way_torso" if freed.by_parts else "way_torso_beyond"
            return self.say(key, to=end, up=with_unit(freed.bar_up_mm, 0, "mm"), **{"from": start})
        key = {TORSO: "way_torso_plain", SADDLE: "way_saddle", CRANK: "way_crank"}[freed.key]
        return self.say(key, to=end, **{"from": start})

    def evidence(self) -> list[str]:
        """By what the saddle was placed, and how sure that is."""
        document, saddle = self.document, self.document.saddle
        if saddle is None:
            return []
        relief = document.relief
        own = self.own_range()
        lines = [
            self.say(
                "evidence_complaint" if own else "evidence",
                range=in_degrees(saddle.knee_low_deg, saddle.knee_high_deg),
                source=relief.source if own and relief is not None else CUSTOM_SOURCE,
                low=number(saddle.good_low, 0),
                high=value_of(SADDLE, saddle.good_high, 0),
            )
        ]
        lines += [*self.stays(), *self.where_in(), *self.share(), *self.outside()]
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
        if saddle.stopped_by and self.saddle_moves():
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

    def outside(self) -> list[str]:
        """Angles outside their usual range: those that leave it with the change, and those that stay so."""
        rows = [row for row in angle_rows(self.document) if not row.inside]
        told = {
            "outside": [row for row in rows if row.leaves],
            "outside_still" if self.document.change_needed else "outside_now": [
                row for row in rows if not row.leaves
            ],
        }
        lines = []
        for key, found in told.items():
            names = [
                f"{self.inline(row.name)} {row.recommended} ({self.word(row.custom)}{self._of_assumed(row)})"
                for row in found
            ]
            if names:
                lines.append(self.say(key, names=", ".join(names)))
        if any(row.name.startswith("Ankle") for row in told["outside"]) and self.saddle_moves():
            lines.append(self.say("toes_follow"))
        return lines

    def _of_assumed(self, row: AngleRow) -> str:
        """That an angle stands on a setback which nobody measured; empty where it does not."""
        assumed = row.field == OVER_PEDAL and SETBACK in self.document.assumed
        return f"; {self.say('setback_assumed')}" if assumed else ""

    def gives_and_costs(self) -> list[str]:
        """What of the change counts: for the better, and for the worse."""
        if not self.document.change_needed or not isinstance(self.document.current, Ride):
            return []
        rows = [row for row in effects(self.document) if row.told]
        if not any(row.counts for row in rows):
            return [self.say("changes_nothing")]
        lines = []
        for key, way in (("gives", 1), ("costs", -1)):
            found = [
                self.say(
                    "before_now",
                    name=self.inline(row.name),
                    change=row.change.text,
                    now=row.now.text,
                    then=row.recommended.text,
                )
                for row in rows
                if row.counts == way
            ]
            lines.append(
                self.say(key, what="; ".join(found)) if found else self.say(f"{key}_nothing")
            )
        return lines


def _which_left(one: BrokenLimit) -> str:
    """The sentence for what is left of a broken limit: spacers and stem may be at their end."""
    ended = any(not way.by_parts for way in one.freed_by)
    return "limit_left_parts" if ended else "limit_left"


def of_older(document: FitDocument) -> list[ChangeAdvised]:
    """The changes of a document that does not say why they are made: what differs, by its loads."""
    now, then = document.current, document.recommended
    if not document.change_needed:
        return []
    return [
        ChangeAdvised(key=key, start=start, end=end, why="loads", numbers={}, rank=0.0)
        for key, end in then.values.items()
        if (start := now.values.get(key, end)) != end and adjustment(key).kind == "bike"
    ]


def _by(one: BrokenLimit) -> str:
    return with_unit(one.excess, 0 if one.excess >= 1 else 1, unit_of(f"_{one.unit}").symbol)


def _left(one: BrokenLimit, left: float) -> str:
    return with_unit(left, 0 if left >= 1 else 1, unit_of(f"_{one.unit}").symbol)
