"""Recordings, and their comparison with a set-up, as documents (`fit_optimizer.documents.trace`)."""

from __future__ import annotations

from dataclasses import asdict
from math import isfinite, isnan
from typing import TypedDict

import numpy as np

from fit_optimizer.documents.ride import Curve
from fit_optimizer.documents.trace import (
    BinFound,
    BySide,
    CheckFound,
    CurveFound,
    CurveLeg,
    Offset,
    TraceDocument,
)
from fit_optimizer.trace_check.bins import (
    CheckedBin,
    TraceCheck,
    bin_errors,
    mean_errors,
    recorded_metrics,
    rms_errors,
    rms_errors_in_spreads,
)
from fit_optimizer.trace_check.torque_curve import CheckedCurve, CurvePair, both_legs
from fit_optimizer.trace_check.verdict import verdict
from fit_optimizer.traces import Bin, BinTable, Measured, TorqueCurve, metrics_of_strokes
from rider_models.arrays import Array
from sim.pedalling_metrics import dead_spot_metrics

EVERY_DEG = 2
"""Step of the curves that are written."""


def trace_document(measured: Measured) -> TraceDocument:
    """What a recording holds: its bins, and its torque curve if it has one."""
    return TraceDocument(
        **_head(measured.name, measured.table, measured.losses),
        bins=[_recorded_bin(each) for each in measured.table.bins],
        curve=None if measured.curve is None else _recorded_curve(measured.curve),
    )


def check_document(check: TraceCheck) -> CheckFound:
    """A comparison: recorded and simulated side by side, errors by metric, and the verdict."""
    return CheckFound(
        **_head(check.file, check.table, check.losses),
        verdict=verdict(check),
        rms_error=rms_errors(check.bins),
        rms_error_in_spreads=rms_errors_in_spreads(check.bins),
        mean_error=mean_errors(check.bins),
        bins=[
            _checked_bin(each, ridden)
            for each, ridden in zip(check.bins, check.table.bins, strict=True)
        ],
        curve=None if check.curve is None else _checked_curve(check.curve),
    )


class _Head(TypedDict):
    """What the documents of a recording and of a comparison begin with."""

    file: str
    device: str
    sides: str
    records: int
    used: int
    left_out: dict[str, int]
    losses: list[str]


def _head(file: str, table: BinTable, losses: tuple[str, ...]) -> _Head:
    return {
        "file": file,
        "device": table.device,
        "sides": table.sides,
        "records": table.records,
        "used": table.used,
        "left_out": dict(table.left_out),
        "losses": list(losses),
    }


def _recorded_bin(ridden: Bin) -> BinFound:
    recorded, spread = recorded_metrics(ridden)
    return BinFound(
        power_w=ridden.power_w.median,
        cadence_rpm=ridden.cadence_rpm.median,
        records=ridden.records,
        recorded=recorded,
        spread=spread,
        platform_offset_mm=_platform_offset(ridden),
    )


def _checked_bin(checked: CheckedBin, ridden: Bin) -> BinFound:
    """A bin with its errors by side and metric, in the metric's unit and in the bin's spread."""
    errors: BySide = {}
    in_spreads: BySide = {}
    for one in bin_errors(checked):
        if isfinite(one.error):
            errors.setdefault(one.side, {})[one.metric] = round(one.error, 3)
            in_spreads.setdefault(one.side, {})[one.metric] = round(one.in_spreads, 3)
    return BinFound(
        **asdict(checked),
        error=errors,
        error_in_spreads=in_spreads,
        platform_offset_mm=_platform_offset(ridden),
    )


def _platform_offset(ridden: Bin) -> dict[str, Offset]:
    """Platform centre offsets that were sent, by side; nothing in a simulation answers them."""
    return {
        side: Offset(median=leg.platform_offset_mm.median, spread=leg.platform_offset_mm.spread)
        for side, leg in (("left", ridden.left), ("right", ridden.right))
        if not isnan(leg.platform_offset_mm.median)
    }


def _recorded_curve(curve: TorqueCurve) -> CurveFound:
    """A recorded torque curve with its metrics, in the unit it was recorded in."""
    return CurveFound(
        unit=curve.unit,
        cadence_rpm=curve.cadence_rpm if isfinite(curve.cadence_rpm) else None,
        revolutions=curve.revolutions,
        positions_known=curve.top_dead_centre_known,
        crank_angle_deg=_angles(),
        legs={
            "both" if side == "total" else side: CurveLeg(
                recorded=_written(torque),
                spread=None if side not in curve.spreads else _written(curve.spreads[side]),
                figures={**_peak_and_low(torque), **_meter_figures(torque, side)},
            )
            for side, torque in curve.by_side.items()
        },
        dead_spots={**dead_spot_metrics(both_legs(curve.by_side))},
    )


def _checked_curve(curve: CheckedCurve) -> CurveFound:
    """Recorded and simulated curve side by side, leg by leg, with the errors."""
    return CurveFound(
        unit="Nm",
        power_w=curve.power_w,
        cadence_rpm=curve.cadence_rpm,
        revolutions=curve.revolutions,
        positions_known=curve.positions_known,
        notes=list(curve.notes),
        refusal=curve.refusal,
        crank_angle_deg=_angles(),
        legs={side: _pair(pair) for side, pair in curve.pairs.items()},
        dead_spots={**curve.dead_spots},
    )


def _pair(pair: CurvePair) -> CurveLeg:
    return CurveLeg(
        recorded=_written(pair.recorded),
        spread=None if pair.spread is None else _written(pair.spread),
        simulated=_written(pair.simulated),
        figures={
            "recorded": _peak_and_low(pair.recorded),
            "simulated": _peak_and_low(pair.simulated),
        },
        rms_error_nm=pair.rms_error_nm,
        rms_error_in_spreads=pair.rms_in_spreads,
        correlation=pair.correlation,
    )


def _peak_and_low(torque: Array) -> dict[str, float]:
    return {
        "peak": float(torque.max()),
        "peak_angle_deg": float(torque.argmax()),
        "lowest": float(torque.min()),
        "lowest_angle_deg": float(torque.argmin()),
        "mean": float(torque.mean()),
    }


def _meter_figures(torque: Array, side: str) -> dict[str, float]:
    """What a meter would show of the curve; of both legs together only the smoothness."""
    figures = metrics_of_strokes(torque)
    if side == "total":
        return {"combined_smoothness_pct": float(figures.pedal_smoothness_pct[0])}
    found = {name: float(getattr(figures, name)[0]) for name in figures.__slots__}
    return {name: value for name, value in found.items() if isfinite(value)}


def _angles() -> Curve:
    return [float(angle) for angle in range(0, 360, EVERY_DEG)]


def _written(values: Array) -> Curve:
    written: Curve = np.round(values[::EVERY_DEG], 3).tolist()
    return written
