"""Pedal forces or crank torques of a laboratory over the crank angle, to be held in the inverse mode."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fit_optimizer.pose.formats.headings import heading_of
from fit_optimizer.pose.formats.text_table import cells, numbers_below, text_of
from fit_optimizer.pose.landmarks import side_of, words_of
from fit_optimizer.traces import TorqueCurve, TraceError, read_measured
from rider_models.arrays import SIDES, Array, Side, other_side
from sim.inverse.solve import MeasuredForce
from sim.kinematics import crank_angles

FORE_AFT = frozenset(("fore", "foreaft", "ap", "anterior", "horizontal"))
VERTICAL = frozenset(("vertical", "v"))
OUTWARD = frozenset(("outward", "lateral", "mediolateral", "ml"))
"""Words of headings of the components of the force on a pedal: two in the side view, and the one across."""

HEADING_WITHIN = 40
"""Lines within which the headings must stand (a guess, as for tables of poses)."""

WIDEST_GAP_DEG = 30.0
"""Widest arc without a row of a table of forces: a pedal force has some five harmonics (a guess)."""

LARGEST_N = 5000.0
"""Largest force on a pedal in a table (N): some six times a rider's weight, wide of any sprint (a guess). What is
beyond is in another unit, as counts of a converter."""


@dataclass(frozen=True, eq=False)
class ForceRecording:
    """What a laboratory measured at the pedals, by leg over its own crank angle (60 positions).

    `notes` say what was assumed.
    """

    name: str
    forces: dict[Side, MeasuredForce]
    notes: tuple[str, ...] = ()


def read_forces(path: Path, crank_length_mm: float, mass_kg: float) -> ForceRecording:
    """Forces (fore-aft, vertical, lateral) or torques of a text table, or of any recording with a torque curve.

    Fore-aft and vertical columns are of the foot on the pedal, forward and up +, in N, lateral ones outward +; a leg
    that is missing is taken as the other. Raises TraceError.
    """
    found = _components(path)
    if found is None:
        recording = read_measured(path, crank_length_mm, to_compare=False)
        if recording.curve is None:
            raise TraceError(
                f"{recording.name} holds no torque over the crank angle: the inverse mode needs crank_angle_deg "
                "and left_torque_nm and right_torque_nm, or right_fore_aft_n and right_vertical_n."
            )
        return _torques(recording.name, recording.curve, crank_length_mm, mass_kg)
    return found


def _components(path: Path) -> ForceRecording | None:
    """Forces of a table with fore-aft and vertical columns; None where it has none."""
    start, text = text_of(path)
    if not start.is_text:
        return None
    lines = text.splitlines()
    for place, line in enumerate(lines[:HEADING_WITHIN]):
        separator = max(",;\t", key=line.count)
        names = cells(line, separator)
        kinds = [_component(name) for name in names]
        angle = next((k for k, name in enumerate(names) if _is_crank(name)), None)
        if angle is not None and any(kind is not None for kind in kinds):
            table = numbers_below(names, lines[place + 1 :], separator, start.name)
            return _of_table(start.name, table.values, angle, kinds)
    return None


def _components_named(each: dict[str, Array]) -> str:
    """The components that are there, in words."""
    words = {"fore_aft": "the fore-aft", "vertical": "the vertical", "outward": "the lateral"}
    return f"{' and '.join(words[kind] for kind in each)} component{'s' if len(each) > 1 else ''}"


def _component(name: str) -> tuple[Side | None, str] | None:
    """Side and component that a heading names; None where it names none, or a spread."""
    words = words_of(name)
    if {"sd", "std"}.intersection(words) or not {"n", "force", "mean"}.intersection(words):
        return None
    side = side_of(words)
    of: Side | None = "left" if side == "left" else "right" if side == "right" else None
    if FORE_AFT.intersection(words):
        return of, "fore_aft"
    if OUTWARD.intersection(words):
        return of, "outward"
    return (of, "vertical") if VERTICAL.intersection(words) else None


def _is_crank(name: str) -> bool:
    heading = heading_of(name)
    return heading is not None and heading.kind == "angle" and heading.name == "crank"


def _of_table(
    name: str, values: Array, angle: int, kinds: list[tuple[Side | None, str] | None]
) -> ForceRecording:
    notes: list[str] = []
    crank = np.deg2rad(values[:, angle])
    parts: dict[Side, dict[str, Array]] = {}
    for place, kind in enumerate(kinds):
        if kind is None:
            continue
        curve = _resampled(crank, values[:, place], name)
        if np.abs(curve).max() > LARGEST_N:
            raise TraceError(
                f"{name} has a pedal force of {np.abs(curve).max():.0f} N: allowed is up to {LARGEST_N:.0f}; are the "
                "forces in another unit than newtons?"
            )
        parts.setdefault(kind[0] or "right", {}).setdefault(kind[1], curve)
    forces: dict[Side, MeasuredForce] = {}
    for side, each in parts.items():
        if not {"fore_aft", "vertical"} <= set(each):
            raise TraceError(
                f"{name} has {_components_named(each)} of the {side} pedal's force alone: fore-aft and vertical are "
                "both needed."
            )
        vertical = each["vertical"]
        if vertical.mean() > 0:
            notes.append(f"The {side} leg's vertical force is taken for downward +.")
            vertical = -vertical
        theta = crank_angles()
        drives = each["fore_aft"] * np.cos(theta) - vertical * np.sin(theta)
        if drives.mean() <= 0:
            raise TraceError(
                f"{name}: the {side} pedal's force brakes on the whole: are fore-aft forces backward +, or does "
                "the crank angle not count from that leg's top dead centre?"
            )
        forces[side] = MeasuredForce(
            fore_aft=each["fore_aft"], vertical=vertical, outward=each.get("outward")
        )
    for side, force in forces.items():
        if force.outward is not None:
            notes.append(f"The {side} leg's lateral force is taken for outward +.")
    if len({force.outward is None for force in forces.values()}) > 1:
        raise TraceError(f"{name} has the lateral force of one pedal: give both, or none.")
    return ForceRecording(name, _both(forces, notes), tuple(notes))


def _torques(
    name: str, curve: TorqueCurve, crank_length_mm: float, mass_kg: float
) -> ForceRecording:
    if not curve.top_dead_centre_known:
        raise TraceError(f"{name} does not tell where top dead centre is.")
    metric = curve.of_rider(mass_kg).in_newton_metres(crank_length_mm)
    found: dict[Side, MeasuredForce] = {}
    for side in SIDES:
        values = metric.by_side.get(side)
        if values is not None:
            found[side] = MeasuredForce(crank_torque=values[:: len(values) // len(crank_angles())])
    if not found:
        raise TraceError(
            f"{name} cannot tell the legs' torques apart, which the inverse mode needs."
        )
    notes: list[str] = []
    return ForceRecording(name, _both(found, notes), tuple(notes))


def _both(forces: dict[Side, MeasuredForce], notes: list[str]) -> dict[Side, MeasuredForce]:
    """Forces of both legs, one taken as the other where it was not measured."""
    for side in SIDES:
        other = other_side(side)
        if side not in forces:
            notes.append(f"The {side} leg's pedal was not measured: taken as the {other} one's.")
            forces[side] = forces[other]
    return forces


def _resampled(crank: Array, values: Array, name: str) -> Array:
    """A curve at the 60 positions (periodic, straight lines). Raises TraceError where the circle has gaps."""
    known = np.isfinite(crank) & np.isfinite(values)
    angle = np.mod(crank[known], 2 * np.pi)
    if angle.size < 12:
        raise TraceError(
            f"{name} has {angle.size} rows with a number for the crank angle and for each force: 12 are wanted."
        )
    around, place = np.unique(angle, return_inverse=True)
    gaps = np.diff(np.concatenate([around, around[:1] + 2 * np.pi]))
    if np.rad2deg(gaps.max()) > WIDEST_GAP_DEG:
        raise TraceError(
            f"{name} has no forces over {np.rad2deg(gaps.max()):.0f} deg of the crank circle."
        )
    mean = np.bincount(place, values[known]) / np.bincount(place)
    return np.asarray(np.interp(crank_angles(), around, mean, period=2 * np.pi))
