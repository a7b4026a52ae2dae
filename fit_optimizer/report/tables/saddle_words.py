"""Why the saddle stays, and why it departs from its customary share of the inseam: sentences of the first page."""

from __future__ import annotations

from fit_optimizer.documents.advice import CrankAdvised, Departure
from fit_optimizer.documents.fit import BandFound
from fit_optimizer.documents.part import look_up
from fit_optimizer.report.shown_rides import knee_of_pain
from fit_optimizer.report.tables.told import Told, value_of
from fit_optimizer.report.wording import in_degrees, number, signed, whole_within, with_unit
from fit_optimizer.setup.adjustments import CRANK, SADDLE
from fit_optimizer.setup.customary_ranges import (
    BOTTOM_KNEE_DEG,
    LONG_CRANK_MM,
    STAYS_WITHIN_DEG,
    advised_knee,
)

COST = "metabolic_power"
TAPE_TELLS_MM = 2.0
"""Heights that differ by less are told as one: what a tape tells at a saddle (a guess)."""

USUAL_CRANK_MM = 2.5
"""Cranks that differ from the usual ones by a size and more are told so."""


class SaddleWords(Told):
    """What is said of where the saddle lies."""

    def saddle_moves(self) -> bool:
        """Whether another saddle height is advised."""
        return any(one.key == SADDLE for one in self.document.changes)

    def own_range(self) -> bool:
        """Whether the knee's range is that of a pain."""
        return knee_of_pain(self.document) is not None

    def advised(self) -> str:
        if not self.own_range():
            return self.say("advised_custom")
        return self.say("advised_complaint", where=self.where())

    def nothing_why(self, band: BandFound) -> str:
        """Why the saddle stays: how near it is to where most have it, and from where to where none is worse."""
        saddle, height = self.document.saddle, self.document.recommended.values[SADDLE]
        usual = height if saddle is None else float(round(saddle.usual))
        by = abs(round(height) - usual)
        ends = {"low": number(band.low, 0), "high": value_of(SADDLE, band.high, 0)}
        if SADDLE in self.document.assumed:
            return self.say("nothing_taken", height=value_of(SADDLE, height, 0), **ends)
        near = "advised" if self.own_range() else "usual"
        near = f"near_{near}" if by >= TAPE_TELLS_MM else f"at_{near}"
        return self.say(
            "nothing_why",
            near=self.say(
                near,
                by=value_of(SADDLE, by, 0),
                way=self.say("above" if height > usual else "below"),
                usual=value_of(SADDLE, usual, 0),
            ),
            height=value_of(SADDLE, height, 0),
            **ends,
        )

    def stays(self) -> list[str]:
        """Why a saddle that was measured stays where the knee is not at the usual angle."""
        document, saddle = self.document, self.document.saddle
        angles = None if document.angles is None else document.angles.recommended
        height = document.recommended.values.get(SADDLE)
        if SADDLE in document.assumed or self.saddle_moves():
            return []
        if saddle is None or angles is None or height is None:
            return []
        if abs(height - saddle.usual) < TAPE_TELLS_MM:
            return []
        knee = min(leg.knee_bottom for leg in angles.values())
        said = {
            "height": value_of(SADDLE, height, 0),
            "knee": with_unit(knee, 0, "\u00b0"),
            "range": in_degrees(saddle.knee_low_deg, saddle.knee_high_deg),
        }
        if self.own_range() and knee < saddle.knee_low_deg:
            return [self.say("stays_straighter", published=in_degrees(*BOTTOM_KNEE_DEG), **said)]
        return [
            self.say(
                "stays_advised" if self.own_range() else "stays",
                usual=with_unit(
                    advised_knee((saddle.knee_low_deg, saddle.knee_high_deg)), 0, "\u00b0"
                ),
                usual_height=value_of(SADDLE, saddle.usual, 0),
                **said,
            )
        ]

    def where_in(self) -> list[str]:
        """Where in the range most riders are, and what speaks for the rest of it; nothing with a pain's own range."""
        saddle = self.document.saddle
        if saddle is None or saddle.most_low is None or saddle.most_high is None:
            return []
        if self.own_range() or self.saddle_moves():
            return []
        low, high = whole_within(
            max(saddle.most_low, saddle.low), min(saddle.most_high, saddle.high)
        )
        return [self.say("where_in", low=number(low, 0), high=value_of(SADDLE, high, 0))]

    def may_stay_too(self) -> str:
        """That a saddle which is moved for nothing but the knee's usual angle may stay; empty where it may not.

        One that follows other cranks or a slide on the rails may not: its knee at that height is another then.
        """
        change = next((one for one in self.document.changes if one.key == SADDLE), None)
        if change is not None and change.why in ("cranks", "setback"):
            return ""
        saddle = self.document.saddle
        if change is None or saddle is None or self.document.limits_broken or self.saves():
            return ""
        knee = change.numbers.get("knee_now")
        if not isinstance(knee, float) or not saddle.knee_low_deg <= knee <= saddle.knee_high_deg:
            return ""
        worse = self.worst_of_now()
        return self.say(
            "may_stay_at" if worse else "may_stay_too",
            height=value_of(SADDLE, change.start, 0),
            knee=with_unit(knee, 0, "\u00b0"),
            range=in_degrees(saddle.knee_low_deg, saddle.knee_high_deg),
            **({"price": worse} if worse else {}),
        )

    def cranks_longer_by(self, least_mm: float) -> CrankAdvised | None:
        """The cranks, where they stay and are longer by that than is usual for a measured inseam; None elsewhere."""
        cranks, measured = self.document.cranks, "inseam_mm" not in self.document.assumed
        if cranks is None or not measured or cranks.length_mm != cranks.now_mm:
            return None
        return cranks if cranks.now_mm - cranks.usual_mm >= least_mm else None

    def cranks_due(self) -> list[str]:
        """That cranks which stay are long, where nothing else is to be said of them; nothing elsewhere."""
        cranks = self.cranks_longer_by(LONG_CRANK_MM)
        if cranks is None:
            return []
        now, usual = value_of(CRANK, cranks.now_mm), value_of(CRANK, cranks.usual_mm)
        return [self.say("cranks_due", now=now, usual=usual)]

    def cranks_first(self) -> str:
        """That long cranks are decided on before a saddle is moved that other ones would bring elsewhere, or empty."""
        return self._of_long_cranks("cranks_first", self.document.recommended.values[SADDLE])

    def cranks_before_saddle(self) -> str:
        """That a saddle which stays with the knee straighter than most have it waits for other cranks, or empty."""
        saddle, angles = self.document.saddle, self.document.angles
        if saddle is None or angles is None or angles.recommended is None or self.own_range():
            return ""
        knee = min(leg.knee_bottom for leg in angles.recommended.values())
        usual = advised_knee((saddle.knee_low_deg, saddle.knee_high_deg))
        if self.saddle_moves() or usual - knee <= STAYS_WITHIN_DEG:
            return ""
        return self._of_long_cranks("cranks_before_saddle", saddle.usual)

    def _of_long_cranks(self, key: str, saddle_mm: float) -> str:
        """A sentence of long cranks, and where a saddle (mm) would lie with the usual ones; empty without them."""
        cranks = self.cranks_longer_by(LONG_CRANK_MM)
        usual = (
            next((one for one in cranks.tried if one.length_mm == cranks.usual_mm), None)
            if cranks
            else None
        )
        if cranks is None or usual is None:
            return ""
        return self.say(
            key,
            now=value_of(CRANK, cranks.now_mm),
            usual=value_of(CRANK, cranks.usual_mm),
            saddle=value_of(SADDLE, self.document.recommended.values[SADDLE], 0),
            height=value_of(SADDLE, round(saddle_mm + usual.saddle_up_mm)),
        )

    def worst_of_now(self) -> str:
        """What staying costs most against the fit recommended; empty within the saddle's range, where none counts."""
        now, then = self.document.current.objectives, self.document.recommended.objectives
        band, height = self.document.bands.get(SADDLE), self.document.current.values.get(SADDLE)
        if not now or not then or band is None or height is None or band.low <= height <= band.high:
            return ""
        above = {
            one.words: now[one.key] / then[one.key]
            for one in self.document.judged_by
            if one.matters is not None and now[one.key] > (1 + one.matters) * then[one.key]
        }
        return self.listed([f"{self.word(w)} {self.percent(by)}" for w, by in above.items()])

    def saves(self) -> bool:
        """Whether the fit recommended costs less energy by as much as can be told."""
        now, then = self.document.current.objectives, self.document.recommended.objectives
        row = next((one for one in self.document.judged_by if one.key == COST), None)
        if row is None or row.matters is None or not now or not then:
            return False
        return 1 - then[COST] / now[COST] >= row.matters

    def share(self) -> list[str]:
        """Why the saddle departs from its customary share of the inseam; nothing within it."""
        found = None if self.document.saddle is None else self.document.saddle.share
        if found is None or found.low <= found.share <= found.high:
            return []
        crank = float(look_up(self.document.recommended.fit, CRANK, "fit"))
        why = [
            self.say(
                self.share_key(one),
                by=signed(one.moves_mm, 0, "mm"),
                **({"crank": value_of(CRANK, crank)} if one.key == CRANK else {}),
            )
            for one in found.departures
        ]
        return [
            self.say(
                "share",
                share=number(found.share, 3),
                low=number(found.low, 2),
                high=number(found.high, 2),
                why=self.listed(why) or self.say("share_unknown"),
            )
        ]

    def share_key(self, one: Departure) -> str:
        """The key of a reason; a knee angle that is not one of a pain's is the rider's own."""
        if one.key == SADDLE and not self.own_range():
            return "share_knee_straight" if one.moves_mm > 0 else "share_knee_bent"
        return f"share_{one.key}"
