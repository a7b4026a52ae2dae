"""A CSV table of torque, or force, against crank angle."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, cast

import numpy as np

from fit_optimizer.traces.formats.csv_columns import Column
from fit_optimizer.traces.formats.csv_table import CsvTable
from fit_optimizer.traces.recording import TorqueCurve, TraceError
from fit_optimizer.traces.torque_series import (
    GRID_DEG,
    half_turned,
    in_degrees,
    looks_like_one_leg,
    mean_revolution,
    refuse_braking,
    turned_leg,
)
from rider_models.arrays import SIDES, Array

Unit = Literal["Nm", "N", "Nm/kg", "N/kg"]

MOST: dict[Unit, float] = {"Nm": 600.0, "N": 3500.0, "Nm/kg": 8.0, "N/kg": 45.0}
"""What no mean curve exceeds: twice the peak of a track sprinter's (some 300 Nm; a guess)."""


def curve_unit(table: CsvTable) -> Unit:
    """The unit of the table's torque or force columns."""
    return cast(Unit, table.columns[next(iter(side_places(table).values()))].unit)


def side_places(table: CsvTable) -> dict[str, int]:
    """Which column is which leg's torque (or force, where there is no torque), or the `total`.

    Two legs, where both are there; else the one leg; else the total or a column of no named side.
    """
    for quantity in ("torque", "force"):
        left, right = (table.index_of(quantity, side) for side in SIDES)
        legs = {"left": left, "right": right}
        found = {side: place for side, place in legs.items() if place is not None}
        if found:
            unit = table.columns[next(iter(found.values()))].unit
            return {s: p for s, p in found.items() if table.columns[p].unit == unit}
        total = table.index_of(quantity)
        if total is not None:
            return {"total": total}
    return {}


def usable_places(table: CsvTable, name: str, losses: list[str]) -> dict[str, int]:
    """The columns of `side_places`, with a sentence in `losses` where their unit had to be assumed.

    Raises `TraceError` where a unit is not known.
    """
    places = side_places(table)
    for place in places.values():
        column = table.columns[place]
        if column.refusal:
            raise TraceError(f"{name} cannot be used: {column.refusal}.")
        if column.assumed:
            losses.append(
                f"The column {column.heading} names no unit and was taken as {column.unit}."
            )
    return places


def curve_from(table: CsvTable, name: str, crank_length_mm: float | None) -> TorqueCurve:
    """The mean revolution of a table with a crank angle and one or two legs' torque or force.

    Raises `TraceError` where the angles do not go round the crank or a leg does not drive.
    """
    losses = list(table.losses)
    table.refuse_unusable(name, "angle")
    places = usable_places(table, name, losses)
    curves = {}
    for side, place in places.items():
        angle = _angle_of(table, side, name, losses)
        curves[side] = mean_revolution(angle, table.values[place], name)
        refuse_impossible(curves[side], table.columns[place], side, name)
    one_angle = table.index_of("angle", "left") is None or table.index_of("angle", "right") is None
    if len(curves) == 2 and one_angle:
        turned = turned_leg(curves["left"], curves["right"])
        if turned:
            curves[turned] = half_turned(curves[turned])
            losses.append(
                f"Both legs share one crank angle; the {turned} leg's was turned by 180 deg."
            )
    unnamed_leg(table, places, curves, losses)
    cadence = table.of("cadence_rpm")
    turning = np.empty(0) if cadence is None else cadence[np.isfinite(cadence)]
    return with_crank(
        TorqueCurve(
            crank_angle_deg=GRID_DEG.copy(),
            left=curves.get("left"),
            right=curves.get("right"),
            total=curves.get("total"),
            unit=curve_unit(table),
            cadence_rpm=float(turning.mean()) if turning.size else float("nan"),
            revolutions=1,
            top_dead_centre_known=True,
            losses=tuple(dict.fromkeys(losses)),
        ),
        crank_length_mm,
    )


def refuse_impossible(curve: Array, column: Column, side: str, name: str) -> None:
    """Raise `TraceError` where a mean curve does not drive the bicycle, or no rider can produce it."""
    refuse_braking(curve, f"{side} {column.quantity}", name)
    most = MOST[cast(Unit, column.unit)]
    if float(np.abs(curve).max()) > most:
        raise TraceError(
            f"{name} has a {side} {column.quantity} of {np.abs(curve).max():.0f} {column.unit}, more "
            f"than a rider's {most:.0f}: is the unit another than the heading {column.heading} says?"
        )


def unnamed_leg(
    table: CsvTable, places: dict[str, int], means: dict[str, Array], losses: list[str]
) -> bool:
    """Move a `total` whose column names no side, and that looks like one leg's, to `right`.

    Returns whether it was moved; `means` is changed and `losses` told.
    """
    if "total" not in means or table.columns[places["total"]].side == "both":
        return False
    if not looks_like_one_leg(means["total"]):
        return False
    means["right"] = means.pop("total")
    losses.append("It names no leg and looks like one leg's stroke; it was taken as the right's.")
    return True


def with_crank(curve: TorqueCurve, crank_length_mm: float | None) -> TorqueCurve:
    """The curve as a torque where the crank is known; else as it is, and what that loses said."""
    if crank_length_mm is not None:
        return curve.in_newton_metres(crank_length_mm)
    if curve.unit.startswith("Nm"):
        return curve
    said = "It holds a force, which without the crank length gives no torque and no power."
    return replace(curve, losses=(*curve.losses, said))


def _angle_of(table: CsvTable, side: str, name: str, losses: list[str]) -> Array:
    place = table.index_of("angle", side)
    place = table.index_of("angle") if place is None else place
    if place is None:
        raise TraceError(f"{name} has no crank angle.")
    column = table.columns[place]
    angle, said = in_degrees(table.values[place], column.unit, column.heading, name)
    if said and said not in losses:
        losses.append(said)
    other = {"left": "right", "right": "left"}.get(side)
    if other is not None and column.side == other:
        return np.asarray(angle + 180.0)
    return angle
