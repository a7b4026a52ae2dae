"""The simulation against a power meter's recording, bin by bin, in the metric's own unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from math import isfinite, isnan, nan, sqrt
from typing import TYPE_CHECKING

import numpy as np

from fit_optimizer.documents.trace import BySide
from fit_optimizer.setup.rider_on_bike import Seat, seat_rider
from fit_optimizer.setup.setup_file import with_values
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.trace_check.torque_curve import CheckedCurve, check_curve
from rider_models.errors import PedalfitError
from sim.pedalling_metrics import (
    combined_smoothness_pct,
    mean_power,
    meter_metrics,
)
from sim.stroke import Stroke

if TYPE_CHECKING:  # reading recordings takes libraries that no worker needs
    from fit_optimizer.traces import Bin, BinTable, Measured

COMPARED = (
    "torque_effectiveness_pct",
    "pedal_smoothness_pct",
    "power_phase_start_deg",
    "power_phase_end_deg",
    "peak_power_phase_start_deg",
    "peak_power_phase_end_deg",
)
COMBINED_SMOOTHNESS = "combined_smoothness_pct"
BALANCE = "balance_right_pct"

METER_STEP = {
    "torque_effectiveness_pct": 0.5,
    "pedal_smoothness_pct": 0.5,
    COMBINED_SMOOTHNESS: 0.5,
    BALANCE: 1.0,
    "deg": 1.40625,
}
"""Steps in which FIT sends each metric (FIT profile, record message): no spread is taken for less."""


@dataclass(frozen=True)
class CheckedBin:
    """One bin: what was ridden, and recorded, spread and simulated by side and metric.

    `refusal` says why there is no simulation, where there is none.
    """

    power_w: float
    cadence_rpm: float
    records: int
    recorded: BySide
    spread: BySide
    simulated: BySide
    refusal: str


@dataclass(frozen=True)
class MetricError:
    """Simulated less recorded, in the metric's unit and in the recording's own spread."""

    side: str
    metric: str
    error: float
    in_spreads: float


@dataclass(frozen=True)
class TraceCheck:
    """A recording's bins, and its torque curve if it holds one, against their simulations."""

    file: str
    table: BinTable
    bins: tuple[CheckedBin, ...]
    curve: CheckedCurve | None
    losses: tuple[str, ...]


def crank_length_mm(set_up: SetUp) -> float:
    """The crank length in force, which a recorded pedal force needs to become a torque."""
    return 1000 * seat_rider(set_up).bicycle.crank_length_m


def check_trace(
    set_up: SetUp,
    measured: Measured,
    pool: Executor,
    progress: Callable[[int], None] = lambda done: None,
) -> TraceCheck:
    """Simulate a set-up at every power and cadence of a recording and compare.

    A pedal's metrics are compared with the same side's; a spider's combined smoothness only with
    the smoothness of both legs together. A torque curve is compared as a curve.
    """
    checked = []
    for answer in pool.map(partial(check_bin, set_up), measured.table.bins):
        checked.append(answer)
        progress(len(checked))
    return TraceCheck(
        file=measured.name,
        table=measured.table,
        bins=tuple(checked),
        curve=None if measured.curve is None else check_curve(set_up, measured.curve),
        losses=measured.losses,
    )


def check_bin(
    set_up: SetUp,
    ridden: Bin,
    figures: Callable[[Stroke], BySide] | None = None,
    seat: Seat = seat_rider,
) -> CheckedBin:
    """Simulate a set-up at a bin's median power and cadence; a refused stroke is an answer.

    `figures` reads the stroke, where not as a meter does (`simulated_metrics`); `seat` puts the rider on the bicycle.
    """
    power, cadence = ridden.power_w.median, ridden.cadence_rpm.median
    recorded, spread = recorded_metrics(ridden)
    try:
        at_bin = with_values(set_up, {"power_w": power, "cadence_rpm": cadence})
        simulated, refusal = (figures or simulated_metrics)(seat(at_bin).simulate()), ""
    except PedalfitError as error:
        simulated, refusal = {}, str(error)
    return CheckedBin(power, cadence, ridden.records, recorded, spread, simulated, refusal)


def recorded_metrics(ridden: Bin) -> tuple[BySide, BySide]:
    """Medians and spreads that were sent and can be simulated, by side and metric."""
    medians: BySide = {}
    spreads: BySide = {}
    sent = [
        ("both", COMBINED_SMOOTHNESS, ridden.combined_smoothness_pct),
        ("both", BALANCE, ridden.balance_right_pct),
    ]
    for side, figures in (("left", ridden.left), ("right", ridden.right)):
        sent += [(side, metric, figures.metric(metric)) for metric in COMPARED]
    for side, metric, figure in sent:
        if not isnan(figure.median):
            medians.setdefault(side, {})[metric] = round(figure.median, 3)
            spreads.setdefault(side, {})[metric] = round(figure.spread, 3)
    return medians, spreads


def simulated_metrics(stroke: Stroke) -> BySide:
    """What a meter would show of a stroke."""
    figures: BySide = {}
    for side, leg in stroke.legs.items():
        of_leg = meter_metrics(leg)
        figures[side] = {metric: of_leg[metric] for metric in COMPARED}
    power = {side: mean_power(leg) for side, leg in stroke.legs.items()}
    total = stroke.total_crank_torque
    figures["both"] = {
        COMBINED_SMOOTHNESS: combined_smoothness_pct(total),
        BALANCE: 100 * power["right"] / (power["left"] + power["right"]),
    }
    return figures


def bin_errors(checked: CheckedBin) -> Iterator[MetricError]:
    """The error of everything recorded in a bin, side by side; NaN where nothing was simulated."""
    for side, figures in checked.recorded.items():
        simulated = checked.simulated.get(side, {})
        for metric, recorded in figures.items():
            error = metric_error(metric, simulated.get(metric, nan), recorded)
            spread = checked.spread.get(side, {}).get(metric, 0.0)
            yield MetricError(
                side, metric, error, error / max(spread, of_metric(metric, METER_STEP))
            )


def metric_error(metric: str, simulated: float, recorded: float) -> float:
    """Simulated less recorded; angles the short way round."""
    error = simulated - recorded
    return (error + 180) % 360 - 180 if metric.endswith("_deg") else error


def of_metric(metric: str, table: dict[str, float]) -> float:
    """What a table says of a metric: under its own name or, for an angle, under its unit."""
    return table[metric if metric in table else metric.rpartition("_")[2]]


def rms_errors(bins: Iterable[CheckedBin]) -> dict[str, float]:
    """Root mean square error of each metric over bins and sides (each bin counts alike)."""
    return _over_bins(bins, lambda one: one.error, _rms)


def rms_errors_in_spreads(bins: Iterable[CheckedBin]) -> dict[str, float]:
    """Root mean square error of each metric over bins and sides, each error in its own bin's spread."""
    return _over_bins(bins, lambda one: one.in_spreads, _rms)


def mean_errors(bins: Iterable[CheckedBin]) -> dict[str, float]:
    """Mean error of each metric over bins and sides: which way the simulation is off."""
    return _over_bins(bins, lambda one: one.error, lambda errors: float(np.mean(errors)))


def _rms(errors: list[float]) -> float:
    return sqrt(float(np.mean(np.square(errors))))


def _over_bins(
    bins: Iterable[CheckedBin],
    part: Callable[[MetricError], float],
    summary: Callable[[list[float]], float],
) -> dict[str, float]:
    found: dict[str, list[float]] = {}
    for each in bins:
        for one in bin_errors(each):
            if isfinite(one.error):
                found.setdefault(one.metric, []).append(part(one))
    return {metric: summary(errors) for metric, errors in found.items()}
