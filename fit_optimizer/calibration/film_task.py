"""What a fit to a film moves, and how far the model is from the film: the residuals of a least squares.

Kinematics alone: the legs are closed on the pedals, and no muscle is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

import numpy as np

from fit_optimizer.calibration.pose_notes import TYPED_OFF
from fit_optimizer.pose.curves import MeanCurve
from fit_optimizer.pose.figure_table import FIGURES
from fit_optimizer.pose.measure import MeasuredPose
from fit_optimizer.pose.series import PoseError
from fit_optimizer.pose_check.model_curves import ModelLeg, Reading, reading_of, seated_leg
from fit_optimizer.pose_check.typed import typed_reads
from fit_optimizer.setup.keys_in_force import keys_in_force
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import allowed_range, with_values
from fit_optimizer.setup.tables import SetUp
from rider_models.arrays import SIDES, Array, Side
from sim.leg_kinematics import LegCannotReach

MAY_BE_OFF: dict[str, float] = {
    "heel_drop_deg": 15.0,
    "ankle_range_deg": 15.0,
    "ankle_peak_deg": 30.0,
    "ankle_second_share": 0.12,
    "ankle_second_lag_deg": 40.0,
    "pelvis_forward_deg": 8.0,
    "hip_back_mm": 20.0,
    "hip_up_mm": 20.0,
    "thigh_mm": 18.0,
    "shank_mm": 18.0,
    "torso_angle_deg": 15.0,
}
"""How far a rider may be from the set-up (one standard deviation): the pull back to it. The pelvis by Sauer et
al. 2007 (MSSE 39:2204), lengths left to body height by the scatter of ANSUR II about it; the others guesses."""

TAPE_MM = 8.0
"""How far a length that the set-up gives may be off (mm): a tape over skin finds joint centres so (a guess)."""

ANGLE_OFF_DEG = 1.5
"""How far all of an angle's curve may be off (deg): markers 5 mm off their place tilt a segment of 0.4 m by
0.7 deg, and a joint has two segments with two ends each."""

LENGTH_OFF_MM: dict[str, float] = {
    "hip_ahead_mm": 15.0,
    "hip_above_mm": 15.0,
    "thigh_mm": 12.0,
    "shank_mm": 12.0,
}
"""How far lengths that are seen may be off (mm): the hip's centre under the skin, and a scale from the crank
that is off by 2 % (guesses)."""

INDEPENDENT = 5.0
"""Numbers that a smooth curve over the revolution holds: its mean and two harmonics."""

FITTED_ANGLES = ("knee_flexion", "hip_flexion", "trunk_to_thigh", "ankle_dorsiflexion", "torso")
"""Angles whose curves are fitted, where they were measured."""

OUT_OF_REACH = 100.0
"""Residual of a trial whose legs do not reach the pedals: worse than any that do."""

DIGITS = {"ankle_second_share": 3}
"""Decimals with which fitted keys are written, where not one."""


class FilmTask:
    """What is fitted to what: unknowns count in how far each may be off, the crank's shift last."""

    def __init__(
        self,
        set_up: SetUp,
        pose: MeasuredPose | None,
        typed: Mapping[str, Mapping[Side, float]],
        by_custom: tuple[str, ...] = (),
    ) -> None:
        """The set-up holds its saddle and cranks as lengths; `by_custom` are those that custom gave it."""
        self.set_up = set_up
        self.pose = pose
        self.typed = typed
        self.by_custom = by_custom
        self.reading = Reading(typed_reads(set_up)) if pose is None else reading_of(pose)
        self.curves = _fitted_curves(pose)
        seen = {name for _, name, _, _ in self.curves} | {
            kind.curve for kind in FIGURES if kind.key in typed
        }
        in_force, _ = keys_in_force(set_up)
        keys = [key for key in MAY_BE_OFF if _is_seen(key, seen)]
        self.start = {key: middle(in_force[key]) for key in keys}
        self.lengths = {key: in_force[key] for key in ("thigh_mm", "shank_mm")}
        given = set_up.rider.model_fields_set
        self.off = {
            key: TAPE_MM if key in self.lengths and key in given else MAY_BE_OFF[key]
            for key in keys
        }
        self.crank_off = 0.0 if pose is None else pose.crank_off_deg / 2

    def values(self, unknown: Array) -> dict[str, object]:
        """The keys at some unknowns; legs that differ in length keep their difference."""
        values: dict[str, object] = {}
        for (key, start), step in zip(self.start.items(), unknown, strict=False):
            low, high = allowed_range(key)  # the search may go past an end by a rounding
            value = min(max(start + float(step) * self.off[key], low), high)
            both = self.lengths.get(key)
            if isinstance(both, dict):
                values[key] = {side: both[side] + value - start for side in SIDES}
            else:
                values[key] = value
        return values

    def rounded(self, unknown: Array) -> dict[str, object]:
        """The keys at some unknowns as a set-up file has them."""
        return {key: _round(key, value) for key, value in self.values(unknown).items()}

    def shift_deg(self, unknown: Array) -> float:
        """By how much the film's crank angles are late (deg)."""
        return float(unknown[len(self.start)]) * self.crank_off if self.crank_off else 0.0

    def bounds(self) -> tuple[Array, Array]:
        """Lowest and highest unknowns that the set-up's tables allow."""
        ends = [
            [(bound - start) / self.off[key] for bound in allowed_range(key)]
            for key, start in self.start.items()
        ]
        if self.crank_off:
            ends.append([-4.0, 4.0])
        low, high = np.array(ends).T
        return low - 1e-9, high + 1e-9

    def nearest_start(self) -> Array:
        """Unknowns near the set-up's at which the legs reach the pedals. Raises PoseError."""
        first = np.zeros(len(self.start) + bool(self.crank_off))
        low, high = self.bounds()
        place = list(self.start).index("hip_up_mm")
        for lower in range(7):
            tried = first.copy()
            tried[place] -= lower * 10.0 / self.off["hip_up_mm"]
            tried = np.clip(tried, low + 1e-6, high - 1e-6)
            if self.legs(tried) is not None:
                return tried
        raise PoseError(
            "The legs of the set-up do not reach its pedals, even with the hips 60 mm lower: check "
            "saddle_height_mm, crank_length_mm and the leg lengths."
        )

    def legs(self, unknown: Array) -> dict[Side, ModelLeg] | None:
        """The model's legs at some unknowns; None where they do not reach the pedals."""
        on = seat_rider(with_values(self.set_up, self.values(unknown)))
        sides = SIDES if self.pose is None else tuple(self.pose.legs)
        try:
            return {side: seated_leg(on, side, self.reading) for side in sides}
        except LegCannotReach:
            return None

    def residuals(self, unknown: Array) -> Array:
        """Model less measured of every curve and figure, and the pull back, each over how far it may be off."""
        legs = self.legs(unknown)
        shift = self.shift_deg(unknown)
        parts: list[Array] = []
        for side, name, curve, off in self.curves:
            if legs is None:
                parts.append(np.full(len(curve.mean), OUT_OF_REACH))
                continue
            weight = sqrt(INDEPENDENT / len(curve.mean)) / off
            parts.append(weight * (legs[side].curves[name] - turned(curve.mean, shift)))
        for key, sides in self.typed.items():
            for side, value in sides.items():
                if legs is None or side not in legs or key not in legs[side].figures:
                    parts.append(np.array([OUT_OF_REACH if legs is None else 0.0]))
                    continue
                found = legs[side].figures[key].value
                parts.append(
                    np.array([(found - value) / TYPED_OFF[key.rpartition("_")[2]] / sqrt(2)])
                )
        return np.concatenate([*parts, unknown])


@dataclass(frozen=True, eq=False)
class Filmed:
    """A film that a set-up follows: what is fitted to it, and the unknowns at which it is followed."""

    task: FilmTask
    at: Array


def _fitted_curves(pose: MeasuredPose | None) -> list[tuple[Side, str, MeanCurve, float]]:
    """Curves that are fitted, with how far each may be off: its markers, and the noise of its mean."""
    found: list[tuple[Side, str, MeanCurve, float]] = []
    for side, leg in ({} if pose is None else pose.legs).items():
        for name, curve in leg.curves.items():
            off = ANGLE_OFF_DEG if name in FITTED_ANGLES else LENGTH_OFF_MM.get(name)
            if off is not None:
                noise = float(np.nanmean(curve.error)) if np.isfinite(curve.error).any() else 0.0
                found.append((side, name, curve, float(np.hypot(off, noise))))
    return found


def _is_seen(key: str, seen: set[str]) -> bool:
    """Whether anything that was measured tells a key."""
    if key == "pelvis_forward_deg":
        return "hip_flexion" in seen
    if key == "torso_angle_deg":
        return bool(seen & {"torso", "trunk_to_thigh"})
    if key in ("ankle_second_share", "ankle_second_lag_deg"):
        return "ankle_dorsiflexion" in seen
    return True


def turned(values: Array, shift_deg: float) -> Array:
    """A curve over the revolution at crank angles that are later by so many deg."""
    if shift_deg == 0.0:
        return values
    spectrum = np.fft.rfft(values)
    order = np.arange(len(spectrum))
    turned = spectrum * np.exp(1j * order * np.deg2rad(shift_deg))
    return np.asarray(np.fft.irfft(turned, n=len(values)))


def middle(value: object) -> float:
    """Return a number, or the mean of both legs' (in the unit of its key). Raises TypeError for a text."""
    if isinstance(value, Mapping):
        return float(np.mean([value[side] for side in SIDES]))
    if isinstance(value, int | float):
        return float(value)
    raise TypeError(f"{value!r} is no number")


def _round(key: str, value: object) -> object:
    digits = DIGITS.get(key, 1)
    if isinstance(value, Mapping):
        return {side: round(float(one), digits) for side, one in value.items()}
    return round(float(value), digits) if isinstance(value, int | float) else value
