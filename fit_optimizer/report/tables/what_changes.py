"""What changes on the bicycle and why, what binds, and by what the saddle was placed: the first page."""

from __future__ import annotations

from fit_optimizer.documents.advice import BrokenLimit, ChangeAdvised, FreedBy
from fit_optimizer.documents.fit import FitDocument
from fit_optimizer.report.tables.angles import angle_rows
from fit_optimizer.report.tables.told import CRANK, SADDLE, SHIM, TORSO, Told, name_of, value_of
from fit_optimizer.report.wording import capitalised, number, with_unit
from fit_optimizer.setup.adjustments import adjustment
from rider_models.units import unit_of

CUSTOM_SOURCE = "Holmes 1994; Bini & Hume 2016; Swart & Holliday 2019; Millour 2020"


class WhatChanges(Told):
    """The sentences of the first page."""

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


def _degrees(low: float, high: float) -> str:
    return f"{number(low, 0)}\u2013{number(high, 0)}\u00b0"


def _by(one: BrokenLimit) -> str:
    return with_unit(one.excess, 0 if one.excess >= 1 else 1, unit_of(f"_{one.unit}").symbol)


def _left(one: BrokenLimit, left: float) -> str:
    return with_unit(left, 0 if left >= 1 else 1, unit_of(f"_{one.unit}").symbol)
