"""What the change does, in units a client knows, each with a scale to judge it by; and what of it counts."""

from __future__ import annotations

from dataclasses import dataclass

from fit_optimizer.documents.fit import FitDocument
from fit_optimizer.documents.ride import Ride
from fit_optimizer.population.percentiles import percentile
from fit_optimizer.report.tables.cells import NOTHING, Cell, shown_number
from fit_optimizer.report.wording import capitalised, difference_shown, signed
from sim.metric_table import METRIC

COST_MATTERS_PCT = 3.0
PEAK_MATTERS_PCT = 8.7
"""Changes of the cost and of a force's peak that can be told, as in `criteria.objectives`, where their sources stand:
what is less is said to be no difference."""
EFFICIENCY_MATTERS_POINTS = 0.6
"""Points of gross efficiency that can be told (Moseley & Jeukendrup 2001, MSSE 33:621)."""
EFFECTIVENESS_MATTERS_POINTS = 3.0
"""Points of torque effectiveness: what pedals of the same rider differ by from ride to ride (a guess)."""


RIDERS = "simulated riders"
"""What the riders of the percentile are called."""


@dataclass(frozen=True)
class Shown:
    """A metric that a client is shown: its name in a client's words and what it is held against.

    `better`: +1 where more is, -1 where less is; `matters`: the smallest change that counts, in percent
    of the value now, or in points where the metric is a share itself; `told`: whether sentences tell it;
    `objective`: the objective that the metric is a part of, whose change then counts instead.
    """

    metric: str
    words: str
    scale: str
    better: int
    matters: float = PEAK_MATTERS_PCT
    told: bool = True
    objective: str = ""

    @property
    def in_points(self) -> bool:
        """Whether the metric is a share, whose changes are told in points."""
        return self.metric.endswith("_pct")


SHOWN: tuple[Shown, ...] = (
    Shown(
        "patellofemoral_force_peak_bw",
        "Force behind the kneecap, peak",
        "walking 0.9, stairs 3.2, running 5.2 (Hart 2022)",
        -1,
    ),
    Shown(
        "tibiofemoral_compression_peak_bw",
        "Force in the knee joint, peak",
        "walking 2.6, stairs 3.2 (Kutzner 2010)",
        -1,
    ),
    Shown(
        "achilles_tendon_force_peak_bw",
        "Pull of the Achilles tendon, peak",
        "walking 2 to 3 (Finni 1998; Fukashiro 1995)",
        -1,
    ),
    Shown(
        "metabolic_power_w",
        "Energy that riding burns",
        "a resting body takes about 1.2 W/kg",
        -1,
        COST_MATTERS_PCT,
    ),
    Shown(
        "gross_efficiency_pct",
        "Share of it that drives the bicycle",
        "riders have 18 to 23 %, less at low power (Ettema & Lor\u00e5s 2009)",
        1,
        EFFICIENCY_MATTERS_POINTS,
        told=False,
    ),
    Shown(
        "dead_centre_size_pct",
        "Torque at the weakest point of the stroke",
        "share of the mean: 0 % is a dead stop, 100 % perfectly even",
        1,
        objective="dead_spots",
    ),
    Shown(
        "torque_effectiveness_pct",
        "Torque effectiveness",
        "as a power meter shows it; riders have 60 to 90 %",
        1,
        EFFECTIVENESS_MATTERS_POINTS,
    ),
)
"""Metrics shown, and what each is to be held against."""


def words_of_metric(metric: str) -> str:
    """A metric's name in a client's words, where it is one of those shown, of a force in N or in body weights."""
    of_weight = f"{metric.removesuffix('_n')}_bw" if metric.endswith("_n") else metric
    shown = next((one.words for one in SHOWN if one.metric == of_weight), "")
    return shown or capitalised(METRIC[metric].words)


@dataclass(frozen=True)
class Effect:
    """One figure of the stroke now and recommended, what changes, and its scale.

    `counts` is +1 where the change is for the better by as much as counts, -1 where for the worse, 0
    where it does not count or there is none.
    """

    name: str
    now: Cell
    recommended: Cell
    change: Cell
    scale: str
    counts: int = 0
    told: bool = True


def effects(document: FitDocument) -> list[Effect]:
    """The figures of the stroke that a client is shown; those that an older document lacks are left out."""
    then, now = document.recommended, document.current
    rows = []
    for one in SHOWN:
        after = then.metrics.get(one.metric)
        before = now.metrics.get(one.metric) if isinstance(now, Ride) else None
        if not isinstance(after, float | int) or isinstance(before, dict):
            continue
        rows.append(_row(document, one, before if document.change_needed else None, after))
    return rows


def _row(document: FitDocument, one: Shown, before: float | None, after: float) -> Effect:
    then = _cell(document.recommended, one.metric, after, "recommended")
    scale = _scale(document.recommended, one, after)
    if before is None or not isinstance(document.current, Ride):
        return Effect(one.words, NOTHING, then, NOTHING, scale)
    now = _cell(document.current, one.metric, before, "current")
    by = after - before if one.in_points else 100 * (after / before - 1) if before else 0.0
    judged = _judged(document, one.objective)
    small = abs(by) < one.matters if judged is None else judged
    decimals = METRIC[one.metric].decimals if one.in_points else 0
    shown = difference_shown(before, after, decimals) if one.in_points else by
    change = signed(shown, decimals, "points" if one.in_points else "%")
    nothing = float(f"{shown:.{decimals}f}") == 0
    note = "no difference that counts" if small and not nothing else ""
    counts = 0 if small else one.better if by > 0 else -one.better
    told = Cell("as now" if nothing else change, note=note)
    return Effect(one.words, now, then, told, scale, counts, one.told)


def _judged(document: FitDocument, objective: str) -> bool | None:
    """Whether an objective changes by less than counts; None where there is none."""
    now, then = document.current.objectives, document.recommended.objectives
    row = next((one for one in document.judged_by if one.key == objective), None)
    if row is None or row.matters is None or not now or not then:
        return None
    if objective not in {*now} & {*then}:
        return None
    return abs(then[objective] / now[objective] - 1) < row.matters


def _scale(fit: Ride, one: Shown, value: float) -> str:
    """What a figure is held against, and where it lies among simulated riders at that effort."""
    mass, effort = fit.fit.get("mass_kg"), fit.effort
    if not isinstance(mass, float | int) or "power_w" not in effort or "cadence_rpm" not in effort:
        return one.scale
    less = percentile(one.metric, value, effort["power_w"] / mass, effort["cadence_rpm"])
    return one.scale if less is None else f"{one.scale}; more than {less} of 100 {RIDERS}"


def _cell(fit: Ride, name: str, value: float, place: str) -> Cell:
    """The value; what is in body weights with the newtons that it is for this rider."""
    metric = METRIC[name]
    newtons = fit.metrics.get(f"{name.removesuffix('_bw')}_n") if name.endswith("_bw") else None
    note = f"{newtons:.0f}\u00a0N" if isinstance(newtons, float | int) else ""
    return shown_number(value, metric.decimals, metric.unit.symbol, f"{place}.metrics.{name}", note)
