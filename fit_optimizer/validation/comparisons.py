"""What can be compared with a published experiment: a registry of named measurements.

Each reads one number off simulated strokes; the entry says in which range it must lie. Its fields
are the keys of a check in the experiments table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np

from fit_optimizer.validation.published_curves import column, sample_at
from fit_optimizer.validation.published_table import PublishedTable
from rider_models.arrays import Array
from rider_models.errors import PedalfitError
from sim.crank_curve import first_rise
from sim.muscle_phases import BURST_THRESHOLD, burst
from sim.stroke_values import ExperimentError, StrokeValues

Strokes = Mapping[str, StrokeValues]


class NothingToMeasure(PedalfitError):
    """The strokes hold no such thing (no crossing, no burst): the check fails with this sentence."""


@dataclass(frozen=True, eq=False)
class CurvePair:
    """A simulated and a published curve at the same crank angles (deg), as they were compared."""

    angle_deg: Array
    simulated: Array
    published: Array
    published_sd: Array | None = None


@dataclass(frozen=True, eq=False)
class Measurement:
    """The number that is judged, the figures behind it by set-up, and the curves if it is about curves."""

    value: float
    behind: tuple[tuple[str, float], ...] = ()
    curves: CurvePair | None = None


class Comparison(PublishedTable):
    """A measurement on one or more simulated strokes."""

    around_the_circle: ClassVar[bool] = False
    """Whether the number is a crank angle, so that a range may run over top dead centre."""

    @property
    def strokes(self) -> tuple[str, ...]:
        """Names of the set-ups that are needed."""
        raise NotImplementedError

    def measure(self, strokes: Strokes) -> Measurement:
        """The measurement. Raises NothingToMeasure, or ExperimentError for unknown names."""
        raise NotImplementedError


COMPARISONS: dict[str, type[Comparison]] = {}


def register(name: str) -> Callable[[type[Comparison]], type[Comparison]]:
    """Make a comparison known to the experiments table under a name."""

    def add(kind: type[Comparison]) -> type[Comparison]:
        COMPARISONS[name] = kind
        return kind

    return add


class OneStroke(Comparison):
    """A measurement on one simulated stroke."""

    set_up: str

    @property
    def strokes(self) -> tuple[str, ...]:
        return (self.set_up,)


class _TwoStrokes(Comparison):
    before: str
    after: str
    metric: str

    @property
    def strokes(self) -> tuple[str, ...]:
        return (self.before, self.after)

    def _pair(self, strokes: Strokes, metric: str) -> tuple[tuple[str, float], tuple[str, float]]:
        return (
            (self.before, strokes[self.before].metric(metric)),
            (self.after, strokes[self.after].metric(metric)),
        )


class _ManyStrokes(Comparison):
    set_ups: tuple[str, ...]
    metric: str

    @property
    def strokes(self) -> tuple[str, ...]:
        return self.set_ups

    def _values(self, strokes: Strokes) -> tuple[tuple[str, float], ...]:
        if len(self.set_ups) < 2:
            raise ExperimentError("set_ups names fewer than two set-ups")
        return tuple((name, strokes[name].metric(self.metric)) for name in self.set_ups)


@register("value")
class Value(OneStroke):
    """A metric of a stroke."""

    metric: str

    def measure(self, strokes: Strokes) -> Measurement:
        return Measurement(strokes[self.set_up].metric(self.metric))


@register("ratio")
class Ratio(OneStroke):
    """A metric of a stroke over another of the same stroke."""

    metric: str
    over: str

    def measure(self, strokes: Strokes) -> Measurement:
        upper, lower = (strokes[self.set_up].metric(m) for m in (self.metric, self.over))
        if lower == 0:
            raise NothingToMeasure(f"{self.over} is nought")
        return Measurement(upper / lower, ((self.metric, upper), (self.over, lower)))


@register("change")
class Change(_TwoStrokes):
    """A metric after less before; in percent of before where asked.

    "Larger by at least 3" is a range from 3 up, "hardly changes" a range around nought.
    """

    percent: bool = False

    def measure(self, strokes: Strokes) -> Measurement:
        before, after = self._pair(strokes, self.metric)
        change = after[1] - before[1]
        if not self.percent:
            return Measurement(change, (before, after))
        if before[1] == 0:
            raise NothingToMeasure(f"{self.metric} is nought before the change")
        return Measurement(100 * change / abs(before[1]), (before, after))


@register("change_per_change")
class ChangePerChange(_TwoStrokes):
    """Change of a metric per change of another, between two strokes."""

    per: str

    def measure(self, strokes: Strokes) -> Measurement:
        before, after = self._pair(strokes, self.metric)
        reference = self._pair(strokes, self.per)
        by = reference[1][1] - reference[0][1]
        if by == 0:
            raise NothingToMeasure(f"{self.per} does not change")
        return Measurement((after[1] - before[1]) / by, (before, after))


@register("monotonic")
class Monotonic(_ManyStrokes):
    """The smallest step of a metric in the wanted direction along a list of set-ups.

    Above nought where every step goes that way.
    """

    direction: Literal["rising", "falling"]

    def measure(self, strokes: Strokes) -> Measurement:
        values = self._values(strokes)
        steps = np.diff([value for _, value in values])
        sign = 1 if self.direction == "rising" else -1
        return Measurement(float((sign * steps).min()), values)


@register("least_at")
class LeastAt(_ManyStrokes):
    """Value of another metric at the bottom of the parabola of a metric over a list of set-ups.

    The parabola is fitted to all of them; where it has no bottom, NothingToMeasure says so.
    """

    at: str

    def measure(self, strokes: Strokes) -> Measurement:
        values = self._values(strokes)
        if len(values) < 3:
            raise ExperimentError("set_ups names fewer than three set-ups, a parabola needs them")
        x = np.array([strokes[name].metric(self.at) for name in self.set_ups])
        bend, slope, _ = np.polyfit(x - x.mean(), [value for _, value in values], 2)
        if bend <= 0:
            raise NothingToMeasure(f"{self.metric} has no least value over {self.at}")
        return Measurement(float(x.mean() - slope / (2 * bend)), values)


@register("spread")
class Spread(_ManyStrokes):
    """Largest less smallest value of a metric over a list of set-ups, in percent of their mean."""

    def measure(self, strokes: Strokes) -> Measurement:
        values = self._values(strokes)
        numbers = np.array([value for _, value in values])
        if numbers.mean() == 0:
            raise NothingToMeasure(f"{self.metric} is nought on average")
        return Measurement(float(100 * np.ptp(numbers) / abs(numbers.mean())), values)


@register("largest")
class Largest(_ManyStrokes):
    """The smallest lead of a metric over each of some others, over a list of set-ups."""

    others: tuple[str, ...]

    def measure(self, strokes: Strokes) -> Measurement:
        if not self.others:
            raise ExperimentError("others names no metric")
        leads = [
            (name, value - max(strokes[name].metric(other) for other in self.others))
            for name, value in self._values(strokes)
        ]
        return Measurement(min(lead for _, lead in leads), tuple(leads))


@register("crossing")
class Crossing(OneStroke):
    """Crank angle (deg) at which a curve first passes nought upwards or downwards within an arc."""

    around_the_circle: ClassVar[bool] = True
    curve: str
    direction: Literal["rising", "falling"]
    within_deg: tuple[float, float] = (0.0, 360.0)

    def measure(self, strokes: Strokes) -> Measurement:
        sign = 1 if self.direction == "rising" else -1
        first, last = self.within_deg
        angle = first_rise(sign * strokes[self.set_up].curve(self.curve), first, last)
        if angle is None:
            raise NothingToMeasure(
                f"{self.curve} does not pass nought {self.direction} between "
                f"{first:g} and {last:g} deg"
            )
        return Measurement(angle)


class _Burst(OneStroke):
    muscle: str
    """A muscle or a functional group."""
    threshold: float = BURST_THRESHOLD
    """Share of the peak above rest from which the muscle counts as active."""

    def _arc(self, strokes: Strokes, muscle: str) -> tuple[float, float]:
        curve = strokes[self.set_up].curve(f"activation.{muscle}")
        found = burst(curve, self.threshold)
        if found.kind == "silent":
            raise NothingToMeasure(
                f"{muscle} is hardly active: {100 * found.peak:.1f} % at the most"
            )
        return found.on_deg, found.off_deg


@register("burst_start")
class BurstStart(_Burst):
    """Crank angle (deg) at which a muscle's main burst begins."""

    around_the_circle: ClassVar[bool] = True

    def measure(self, strokes: Strokes) -> Measurement:
        return Measurement(self._arc(strokes, self.muscle)[0])


@register("burst_end")
class BurstEnd(_Burst):
    """Crank angle (deg) at which a muscle's main burst ends."""

    around_the_circle: ClassVar[bool] = True

    def measure(self, strokes: Strokes) -> Measurement:
        return Measurement(self._arc(strokes, self.muscle)[1])


@register("burst_middle")
class BurstMiddle(_Burst):
    """Crank angle (deg) in the middle of a muscle's main burst."""

    around_the_circle: ClassVar[bool] = True

    def measure(self, strokes: Strokes) -> Measurement:
        start, end = self._arc(strokes, self.muscle)
        return Measurement(
            (start + (end - start) % 360 / 2) % 360, (("start", start), ("end", end))
        )


@register("burst_lead")
class BurstLead(_Burst):
    """Degrees by which a muscle's main burst begins before another's."""

    before: str

    def measure(self, strokes: Strokes) -> Measurement:
        mine, other = (self._arc(strokes, name)[0] for name in (self.muscle, self.before))
        lead = (other - mine + 180) % 360 - 180
        return Measurement(lead, ((self.muscle, mine), (self.before, other)))


class _Curve(OneStroke):
    curve: str
    table: str
    column: str
    sd_column: str = ""
    scaled: bool = False
    """Scale the simulated curve to the published mean: shape alone, where the effort differs."""
    centred: bool = False
    """Take each curve's mean off: shape alone, where the zero of an angle differs."""

    def _pair(self, strokes: Strokes) -> CurvePair:
        angle = column(self.table, "crank_angle_deg")
        published = column(self.table, self.column)
        simulated = sample_at(strokes[self.set_up].curve(self.curve), angle)
        if self.scaled:
            simulated = simulated * published.mean() / simulated.mean()
        if self.centred:
            simulated, published = simulated - simulated.mean(), published - published.mean()
        spread = column(self.table, self.sd_column) if self.sd_column else None
        return CurvePair(angle, simulated, published, spread)


@register("curve_correlation")
class CurveCorrelation(_Curve):
    """Correlation of a simulated with a published curve."""

    def measure(self, strokes: Strokes) -> Measurement:
        pair = self._pair(strokes)
        if np.ptp(pair.simulated) == 0 or np.ptp(pair.published) == 0:
            raise NothingToMeasure(f"{self.curve} or {self.column} does not vary")
        both = np.corrcoef(pair.simulated, pair.published)
        return Measurement(float(both[0, 1]), curves=pair)


@register("curve_rms")
class CurveRms(_Curve):
    """Root mean square difference of the curves; in percent of the published range where asked."""

    percent: bool = False

    def measure(self, strokes: Strokes) -> Measurement:
        pair = self._pair(strokes)
        rms = float(np.sqrt(((pair.simulated - pair.published) ** 2).mean()))
        if self.percent:
            rms = float(100 * rms / np.ptp(pair.published))
        return Measurement(rms, curves=pair)


@register("curve_within_sd")
class CurveWithinSd(_Curve):
    """Percent of the revolution over which the curve lies within some published SD of the mean."""

    spreads: float = 2.0

    def measure(self, strokes: Strokes) -> Measurement:
        pair = self._pair(strokes)
        if pair.published_sd is None:
            raise ExperimentError("curve_within_sd needs sd_column")
        inside = np.abs(pair.simulated - pair.published) <= self.spreads * pair.published_sd
        return Measurement(float(100 * inside.mean()), curves=pair)
