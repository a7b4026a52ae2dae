"""What the change does, in units a client knows, each with a scale to judge it by."""

from __future__ import annotations

from dataclasses import dataclass

from fit_optimizer.documents.fit import FitDocument
from fit_optimizer.documents.ride import Ride
from fit_optimizer.report.tables.cells import NOTHING, Cell, shown_number
from fit_optimizer.report.wording import capitalised, signed
from sim.metric_table import METRIC

MATTERS_PCT = {"metabolic_power_w": 3.0, "gross_efficiency_pct": 3.0}
USUAL_MATTERS_PCT = 5.0
"""Changes that count, as in `criteria.objectives`: what is less is said to be no difference."""

SCALE: tuple[tuple[str, str], ...] = (
    (
        "patellofemoral_force_peak_bw",
        "times body weight; walking 0.9, stairs 3.2, running 5.2 (Hart 2022)",
    ),
    (
        "tibiofemoral_compression_peak_bw",
        "times body weight; walking 2.6, stairs 3.2 (Kutzner 2010)",
    ),
    (
        "achilles_tendon_force_peak_bw",
        "times body weight; walking 2 to 3 (Finni 1998; Fukashiro 1995)",
    ),
    ("metabolic_power_w", "energy burnt at that power; a resting body takes about 1.2 W/kg"),
    ("gross_efficiency_pct", "share of it that reaches the cranks; riders have 18 to 23 %"),
    (
        "dead_centre_size_pct",
        "torque at the weakest point over the mean: 0 is a dead stop, 100 even",
    ),
    ("torque_effectiveness_pct", "as a power meter shows it; riders have 60 to 90 %"),
    ("hip_flexion_max_deg", "most closed, thigh against pelvis"),
)
"""Metrics shown, and what each is to be held against."""


@dataclass(frozen=True)
class Effect:
    """One figure of the stroke now and recommended, what changes, and its scale."""

    name: str
    now: Cell
    recommended: Cell
    change: Cell
    scale: str


def effects(document: FitDocument) -> list[Effect]:
    """The figures of the stroke that a client is shown; those that an older document lacks are left out."""
    then, now = document.recommended, document.current
    rows = []
    for name, scale in SCALE:
        if name not in then.metrics:
            continue
        both = document.change_needed and isinstance(now, Ride) and name in now.metrics
        before = now.metrics[name] if both and isinstance(now, Ride) else None
        after = then.metrics[name]
        if isinstance(after, dict) or isinstance(before, dict):
            continue
        rows.append(_row(name, scale, before, after))
    return rows


def _row(name: str, scale: str, before: float | None, after: float) -> Effect:
    metric = METRIC[name]
    symbol = metric.unit.symbol
    then = shown_number(after, metric.decimals, symbol, f"recommended.metrics.{name}")
    if before is None:
        return Effect(capitalised(metric.words), NOTHING, then, NOTHING, scale)
    now = shown_number(before, metric.decimals, symbol, f"current.metrics.{name}")
    pct = 100 * (after / before - 1) if before else 0.0
    matters = MATTERS_PCT.get(name, USUAL_MATTERS_PCT)
    change = "as now" if abs(pct) < 0.5 else signed(pct, 0, "%")
    note = "no difference that counts" if abs(pct) < matters and change != "as now" else ""
    return Effect(capitalised(metric.words), now, then, Cell(change, note=note), scale)
