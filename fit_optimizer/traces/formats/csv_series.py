"""A CSV time series sampled many times a revolution: time, crank angle or cadence, torque."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from fit_optimizer.traces.circular import ONE_SIGMA_SHARE
from fit_optimizer.traces.formats.csv_curve import (
    Unit,
    curve_unit,
    refuse_impossible,
    unnamed_leg,
    usable_places,
    with_crank,
)
from fit_optimizer.traces.formats.csv_table import CsvTable
from fit_optimizer.traces.record_table import COLUMNS, recording_from
from fit_optimizer.traces.recording import Recording, TorqueCurve, TraceError
from fit_optimizer.traces.stroke_metrics import metrics_of_strokes
from fit_optimizer.traces.torque_series import (
    GRID_DEG,
    MOST_REVOLUTIONS,
    half_turned,
    in_degrees,
    mean_revolution,
    revolutions,
    turned_leg,
)
from fit_optimizer.traces.trace import Trace
from rider_models.arrays import Array, Flags

SLOWEST_PEDALLING_RPM = 20.0
"""Slower turns are stops and coasting, and stay out of the mean curve."""

LEAST_ALIKE = 0.3
"""Least median correlation of the torque of a turn with that of the next (a guess: strokes have 0.8
and more, values that have nothing to do with the crank's angle about 0)."""


@dataclass(frozen=True, eq=False)
class _Samples:
    """Usable rows of a series in the order of time: n times (s), crank angles (deg), and torques of each side.

    `top_known`: whether the angle is counted from the top dead centre; it is not where it was added up from a cadence.
    """

    time_s: Array
    angle_deg: Array
    torques: dict[str, Array]
    top_known: bool


def series_from(table: CsvTable, name: str, crank_length_mm: float | None) -> Trace:
    """Every whole revolution of a series as a record, and their mean curve.

    A series with cadence and no crank angle has no top dead centre, so it has no phase angles. One
    shorter than a revolution gives the curve only. Raises `TraceError` where the angle does not go
    round or the torque does not drive.
    """
    losses = list(table.losses)
    table.refuse_unusable(name, "angle" if table.of("angle") is not None else "cadence_rpm")
    places = usable_places(table, name, losses)
    samples = _samples(table, places, name, losses)
    sides, known = list(places), samples.top_known
    starts, cadence, cut = revolutions(
        samples.time_s, samples.angle_deg, list(samples.torques.values())
    )
    if starts.size == MOST_REVOLUTIONS:
        losses.append(f"Only the first {MOST_REVOLUTIONS} revolutions were read.")
    if not known:
        _refuse_other_than_strokes(cut, name)
    if starts.size:
        pedalling = cadence >= SLOWEST_PEDALLING_RPM
        chosen = pedalling if pedalling.any() else np.ones(starts.size, dtype=np.bool_)
        means = {side: rows[chosen].mean(axis=0) for side, rows in zip(sides, cut, strict=True)}
    else:
        losses.append("It is shorter than one whole revolution.")
        means = {
            side: mean_revolution(samples.angle_deg, torque, name)
            for side, torque in samples.torques.items()
        }
        chosen = np.zeros(0, dtype=np.bool_)
    for side, mean in means.items():
        refuse_impossible(mean, table.columns[places[side]], side, name)
    rows = dict(zip(sides, cut, strict=True))
    if known and unnamed_leg(table, places, means, losses):
        rows = {"right": rows["total"]}
    turned = turned_leg(means["left"], means["right"]) if len(means) == 2 and known else ""
    if turned:
        means[turned], rows[turned] = half_turned(means[turned]), half_turned(rows[turned])
        losses.append(f"Both legs share one crank angle; the {turned} leg's was turned by 180 deg.")
    curve = with_crank(
        TorqueCurve(
            crank_angle_deg=GRID_DEG.copy(),
            left=means.get("left"),
            right=means.get("right"),
            total=means.get("total"),
            unit=curve_unit(table),
            cadence_rpm=float(np.median(cadence[chosen])) if chosen.any() else float("nan"),
            revolutions=int(np.count_nonzero(chosen)),
            top_dead_centre_known=known,
            losses=tuple(dict.fromkeys(losses)),
            spreads=_spreads(rows, chosen) if np.count_nonzero(chosen) > 1 else {},
        ),
        crank_length_mm,
    )
    unit: Unit = curve.unit
    if starts.size == 0 or unit != "Nm":
        return Trace(None, curve)
    if crank_length_mm is not None and curve_unit(table) == "N":
        rows = {side: values * crank_length_mm / 1000.0 for side, values in rows.items()}
    return Trace(_recording(starts, cadence, rows, known, losses, name), curve)


def _refuse_other_than_strokes(cut: list[Array], name: str) -> None:
    """Raise `TraceError` where torque cut into turns by the cadence is not alike from turn to turn.

    Then it is no stroke that is sampled, but a value for each turn or second, or the cadence is not
    that of the torque. `cut` has arrays (m, 360).
    """
    total = np.sum(cut, axis=0)
    if len(total) < 3:
        raise TraceError(f"{name} has no crank angle and is too short to find the turns in it.")
    away = total - total.mean(axis=1, keepdims=True)
    size = np.sqrt(np.sum(away**2, axis=1))
    product = np.sum(away[1:] * away[:-1], axis=1)
    alike = np.divide(product, size[1:] * size[:-1], out=np.zeros(len(product)), where=size[1:] > 0)
    if float(np.median(alike)) < LEAST_ALIKE:
        raise TraceError(
            f"{name} has no crank angle, and its torque or force does not repeat from turn to turn "
            "at the cadence it gives: is it a row for each revolution or second?"
        )


def _spreads(rows: dict[str, Array], chosen: Flags) -> dict[str, Array]:
    """Half-width about the mean of the chosen revolutions that holds 68 % of them, at each angle."""
    spreads = {}
    for side, curves in rows.items():
        away = np.abs(curves[chosen] - curves[chosen].mean(axis=0))
        spreads[side] = np.asarray(np.percentile(away, ONE_SIGMA_SHARE, axis=0))
    return spreads


def _samples(table: CsvTable, places: dict[str, int], name: str, losses: list[str]) -> _Samples:
    """The usable rows of a table whose torques stand at places by side. Raises `TraceError`."""
    torques = [table.values[place] for place in places.values()]
    time = table.values[table.index_of("time_s") or 0]
    place = table.index_of("angle")
    if place is not None:
        column = table.columns[place]
        angle, said = in_degrees(table.values[place], column.unit, column.heading, name)
        losses.extend([said] if said else [])
    else:
        angle = table.values[table.index_of("cadence_rpm") or 0]
    usable = np.isfinite(time) & np.isfinite(angle) & np.all(np.isfinite(torques), axis=0)
    usable &= np.abs(np.where(usable, angle, np.inf)) < 1e9
    if np.count_nonzero(usable) < 8:
        raise TraceError(f"{name} has too few rows with a time, an angle or cadence, and a torque.")
    if not usable.all():
        losses.append(f"{np.count_nonzero(~usable)} rows lacked a number and were dropped.")
    order = np.argsort(time[usable], kind="stable")
    time, angle = time[usable][order], angle[usable][order]
    of_side = {side: one[usable][order] for side, one in zip(places, torques, strict=True)}
    if place is None:
        losses.append("It has no crank angle, so where in the turn its torque lies is not known.")
        steps = np.diff(time, prepend=time[0])
        return _Samples(time, np.cumsum(6.0 * angle * steps), of_side, top_known=False)
    steps = np.diff(np.unwrap(angle, period=360.0))
    if float(np.median(np.abs(steps))) > 60.0:
        raise TraceError(f"{name} has too few rows a revolution to see a pedal stroke.")
    if float(steps.sum()) < 0.0:
        losses.append("The crank angle ran backwards and was turned round.")
        angle = -angle
    return _Samples(time, angle, of_side, top_known=True)


def _recording(
    starts: Array,
    cadence: Array,
    rows: dict[str, Array],
    known: bool,
    losses: list[str],
    name: str,
) -> Recording:
    """One record a revolution from torques in Nm, each (m, 360)."""
    columns = {column: np.full(starts.size, np.nan) for column in COLUMNS}
    columns["standing"] = np.zeros(starts.size)
    columns["time_s"], columns["cadence_rpm"] = starts, cadence
    mean_torque = sum((curve.mean(axis=1) for curve in rows.values()), np.zeros(starts.size))
    legs = [side for side in rows if side != "total"]
    if len(legs) == 1:
        mean_torque = 2.0 * mean_torque
        losses.append(f"Only the {legs[0]} leg was measured; its power was doubled, as meters do.")
    columns["power_w"] = np.maximum(mean_torque * cadence * math.tau / 60.0, 0.0)
    for side, torque in rows.items():
        figures = metrics_of_strokes(torque)
        if side == "total":
            columns["combined_smoothness_pct"] = np.maximum(figures.pedal_smoothness_pct, 0.0)
            continue
        columns[f"{side}_torque_effectiveness_pct"] = figures.torque_effectiveness_pct
        columns[f"{side}_pedal_smoothness_pct"] = figures.pedal_smoothness_pct
        for phase in ("power_phase", "peak_power_phase"):
            for edge in ("start_deg", "end_deg"):
                angles: Array = getattr(figures, f"{phase}_{edge}")
                columns[f"{side}_{phase}_{edge}"] = (
                    angles if known else np.full(starts.size, np.nan)
                )
    if len(legs) == 2:
        work = {side: rows[side].mean(axis=1) for side in legs}
        both = work["left"] + work["right"]
        share = np.divide(work["right"], both, out=np.full_like(both, np.nan), where=both > 0.0)
        columns["balance_right_pct"] = 100.0 * share
    return recording_from(columns, "crank torque by the sample", losses, name)
