"""The simulation against a power meter's recording, bin by bin, in the metric's own unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from functools import partial
from math import isfinite, isnan, nan, sqrt
from pathlib import Path
from typing import Any

import numpy as np

from fit_optimizer.rider_on_bike import seat_rider
from fit_optimizer.setup_file import with_values
from fit_optimizer.setup_tables import SetUp
from fit_optimizer.traces import (
    Bin,
    BinTable,
    TraceError,
    group_in_bins,
    read_trace,
    require_pedalling_figures,
)
from rider_models.errors import PedalfitError
from sim.pedalling_metrics import leg_metrics

COMPARED = (
    "torque_effectiveness_pct",
    "pedal_smoothness_pct",
    "power_phase_start_deg",
    "power_phase_end_deg",
    "peak_power_phase_start_deg",
    "peak_power_phase_end_deg",
)
TRACE_SCHEMA = "pedalfit.trace/1"
COMBINED_SMOOTHNESS = "combined_smoothness_pct"

CLOSE = {"torque_effectiveness_pct": 5.0, "pedal_smoothness_pct": 3.0, "deg": 12.0}
FAIR = {"torque_effectiveness_pct": 9.0, "pedal_smoothness_pct": 4.0, "deg": 18.0}
"""Root mean square errors over the bins that are called close and fair: what a calibrated and an
uncalibrated rider are held to."""


@dataclass(frozen=True)
class CheckedBin:
    """One bin: what was ridden, and recorded, spread and simulated by side and metric.

    `refusal` says why there is no simulation, where there is none.
    """

    power_w: float
    cadence_rpm: float
    records: int
    recorded: dict[str, dict[str, float]]
    spread: dict[str, dict[str, float]]
    simulated: dict[str, dict[str, float]]
    refusal: str


@dataclass(frozen=True)
class TraceCheck:
    """A recording's bins against their simulations, errors over all bins, and a verdict in words."""

    file: str
    device: str
    sides: str
    bins: tuple[CheckedBin, ...]
    rms_error: dict[str, float]
    verdict: str
    losses: tuple[str, ...]


def read_bins(path: Path, crank_length_mm: float | None = None) -> BinTable:
    """Bins of power and cadence of a recording. Raises TraceError."""
    trace = read_trace(path, crank_length_mm)
    table = group_in_bins(require_pedalling_figures(trace, str(path)))
    if not table.bins:
        raise TraceError(f"{path} holds no ten records of steady seated pedalling at one effort.")
    return table


def check_trace(
    set_up: SetUp,
    path: Path,
    pool: Executor,
    progress: Callable[[int], None] = lambda done: None,
) -> TraceCheck:
    """Simulate a set-up at every power and cadence of a recording and compare.

    A pedal's figures are compared with the same side's; a spider's combined smoothness only with
    the smoothness of both legs together. Raises TraceError.
    """
    table = read_bins(path)
    checked = []
    for answer in pool.map(partial(check_bin, set_up), table.bins):
        checked.append(answer)
        progress(len(checked))
    errors = rms_errors(checked)
    return TraceCheck(
        file=path.name,
        device=table.device,
        sides=table.sides,
        bins=tuple(checked),
        rms_error=errors,
        verdict=_verdict(errors, len(checked)),
        losses=table.losses,
    )


def rms_errors(bins: Iterable[CheckedBin]) -> dict[str, float]:
    """Root mean square error of each metric over bins and sides (each bin counts alike)."""
    squares: dict[str, list[float]] = {}
    for each in bins:
        for metric, error in bin_errors(each):
            if isfinite(error):
                squares.setdefault(metric, []).append(error**2)
    return {metric: sqrt(float(np.mean(values))) for metric, values in squares.items()}


def bin_errors(checked: CheckedBin) -> Iterator[tuple[str, float]]:
    """(metric, error) of everything recorded in a bin, side by side; NaN where nothing was simulated."""
    for side, figures in checked.recorded.items():
        simulated = checked.simulated.get(side, {})
        for metric, recorded in figures.items():
            yield metric, metric_error(metric, simulated.get(metric, nan), recorded)


def bar_for(metric: str, bars: Mapping[str, float]) -> float:
    """The bar of a metric: its own, that of its unit, or that of pedal smoothness."""
    return bars.get(metric, bars.get(metric[-3:], bars["pedal_smoothness_pct"]))


def metric_error(metric: str, simulated: float, recorded: float) -> float:
    """Simulated less recorded; angles the short way round."""
    error = simulated - recorded
    return (error + 180) % 360 - 180 if metric.endswith("_deg") else error


def bins_document(path: Path, table: BinTable) -> dict[str, Any]:
    """A recording's bins as JSON: schema `pedalfit.trace/1`."""
    bins = []
    for each in table.bins:
        recorded, spread = _recorded(each)
        bins.append(
            {
                "power_w": each.power_w.median,
                "cadence_rpm": each.cadence_rpm.median,
                "records": each.records,
                "recorded": recorded,
                "spread": spread,
            }
        )
    return {
        "schema": TRACE_SCHEMA,
        "file": path.name,
        "device": table.device,
        "sides": table.sides,
        "records": table.records,
        "used": table.used,
        "left_out": dict(table.left_out),
        "losses": list(table.losses),
        "bins": bins,
    }


def check_document(check: TraceCheck) -> dict[str, Any]:
    """The check as JSON."""
    return {
        "file": check.file,
        "device": check.device,
        "sides": check.sides,
        "verdict": check.verdict,
        "rms_error": check.rms_error,
        "losses": list(check.losses),
        "bins": [asdict(each) for each in check.bins],
    }


def check_bin(set_up: SetUp, ridden: Bin) -> CheckedBin:
    """Simulate a set-up at a bin's median power and cadence; a refused stroke is an answer."""
    power, cadence = ridden.power_w.median, ridden.cadence_rpm.median
    recorded, spread = _recorded(ridden)
    try:
        at_bin = with_values(set_up, {"power_w": power, "cadence_rpm": cadence})
        stroke = seat_rider(at_bin).simulate()
    except PedalfitError as error:
        return CheckedBin(power, cadence, ridden.records, recorded, spread, {}, str(error))
    simulated: dict[str, dict[str, float]] = {}
    for side, leg in stroke.legs.items():
        figures = leg_metrics(leg, stroke.body_weight_n)
        simulated[side] = {m: v for m in COMPARED if isinstance(v := figures[m], float)}
    total = stroke.total_crank_torque
    simulated["both"] = {COMBINED_SMOOTHNESS: float(100 * total.mean() / total.max())}
    return CheckedBin(power, cadence, ridden.records, recorded, spread, simulated, "")


def _recorded(ridden: Bin) -> tuple[dict[str, dict[str, float]], dict[str, dict[str, float]]]:
    """Medians and spreads that were sent, by side and metric."""
    medians: dict[str, dict[str, float]] = {}
    spreads: dict[str, dict[str, float]] = {}
    sent = [("both", COMBINED_SMOOTHNESS, ridden.combined_smoothness_pct)]
    for side, figures in (("left", ridden.left), ("right", ridden.right)):
        sent += [(side, metric, figures.figure(metric)) for metric in COMPARED]
    for side, metric, figure in sent:
        if not isnan(figure.median):
            medians.setdefault(side, {})[metric] = round(figure.median, 3)
            spreads.setdefault(side, {})[metric] = round(figure.spread, 3)
    return medians, spreads


def _verdict(errors: dict[str, float], bins: int) -> str:
    if not errors:
        return "The recording could not be compared: no bin could be simulated."

    def within(bars: dict[str, float]) -> bool:
        return all(error <= bar_for(metric, bars) for metric, error in errors.items())

    said = ", ".join(
        f"{metric.rpartition('_')[0].replace('_', ' ')} {error:.0f} {'deg' if metric.endswith('_deg') else 'points'}"
        for metric, error in errors.items()
    )
    words = "closely" if within(CLOSE) else "fairly" if within(FAIR) else "poorly"
    advice = "" if words == "closely" else "; calibrate the rider before trusting small differences"
    return (
        f"The simulation matches the recording {words} over {bins} bins of power and cadence "
        f"(typical error: {said}){advice}."
    )
