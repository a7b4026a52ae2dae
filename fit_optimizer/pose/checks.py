"""What makes a pose unfit to be used, each refused in one sentence, and what only needs saying."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from fit_optimizer.pose.angle_meanings import is_in_radians
from fit_optimizer.pose.crank import CrankAngle
from fit_optimizer.pose.curves import mean_curve
from fit_optimizer.pose.joint_angles import length_seen
from fit_optimizer.pose.landmarks import NEAR
from fit_optimizer.pose.series import AngleSeries, PoseError
from fit_optimizer.pose.views import RiderView
from rider_models.arrays import SIDES, Array, Side

FEWEST_TURNS = 5
"""Revolutions below which a mean and its spread say little; fitters take ten (a guess)."""

CADENCE_OFF = 0.10
"""Share by which the cadence found may differ from the one told: frame rates that are mistaken for each other
differ by a fifth or more (25 and 30, 50 and 60)."""

LEAST_KNEE_DEG, MOST_KNEE_DEG = 30.0, 110.0
"""Range of knee flexion that pedalling has: 62 to 80 deg in published riders; beyond these it is something
else (a guess)."""

LEAST_HIP_DEG = 20.0
"""A knee that turns less is no hip under its name, but still: hips of riders turn by 40 to 46 deg (half of it, a
guess)."""

LENGTH_VARIES = 0.06
"""Share by which a segment may seem to change its length over the turn before it is said: a camera square to
the rider, three metres away, makes 0.03 (the thigh's knee comes nearer to it and goes away)."""

ROUND = (0.90, 1.08)
NOT_ROUND = (0.75, 1.33)
"""Width over height of the path of the pedal, or of the ball of the foot (0.94 to 1.00 in the model's riders):
outside the first it is said, outside the second refused (guesses: a camera 25 deg off the side has 0.9)."""

SCALE_OFF = 0.15
"""Share by which the crank that is seen may differ from the one told before the scale is called wrong (a
guess: a pedal's circle from the foot is known within a tenth)."""

THIGH_M = (0.22, 0.75)
"""Lengths (m) from hip to knee that a rider may have: 0.245 of the height (Winter 2009), 0.29 to 0.54 in riders of 1.2
to 2.2 m, with room for markers beside the joints; beyond these the unit is another (the room is a guess)."""

IN_STEP_DEG = 60.0
"""Legs whose knees flex less than this apart are one leg under two names: they pedal 180 deg apart."""


def check_turns(crank: CrankAngle, told_rpm: float | None) -> None:
    """Raise PoseError for too few revolutions, and for a cadence that contradicts the one told."""
    if crank.turns < FEWEST_TURNS:
        raise PoseError(
            f"{crank.turns} whole revolutions were found, and at least {FEWEST_TURNS} are needed: film longer."
        )
    if told_rpm is not None and abs(crank.cadence_rpm / told_rpm - 1) > CADENCE_OFF:
        raise PoseError(
            f"The film has {crank.cadence_rpm:.0f} rpm at its frame rate, and the cadence told is {told_rpm:g}: "
            f"either the frame rate is {told_rpm / crank.cadence_rpm:.2f} times what is given (--frame-rate), "
            f"or cadence_rpm is {crank.cadence_rpm:.0f}."
        )


def check_angles(series: AngleSeries) -> None:
    """Raise PoseError for radians taken for degrees, a hip of the wrong sign, and hip and knee exchanged."""
    for side, knee in _knees(series.angles_deg):
        if is_in_radians(knee):
            raise PoseError(
                f"The {side} knee stays within {np.nanmax(np.abs(knee)):.2f}: these angles are in radians, "
                "and degrees are wanted; multiply them by 57.3, or say rad in the heading."
            )
        bent = series.angles_deg.get(f"{side}.hip_flexion")
        if bent is not None and np.isfinite(bent).any() and np.nanmedian(bent) < 0:
            raise PoseError(
                f"The {side} hip is flexed by {np.nanmin(bent):.0f} to {np.nanmax(bent):.0f} deg, and on a bicycle "
                "it is flexed forward throughout: flexion is counted positive; turn the sign of the column round."
            )
        turned = float(np.ptp(np.nanpercentile(knee, [1, 99])))
        for name in ("hip_flexion", "trunk_to_thigh") if turned > LEAST_HIP_DEG else ():
            hip = series.angles_deg.get(f"{side}.{name}")
            if hip is not None and float(np.ptp(np.nanpercentile(hip, [1, 99]))) > turned:
                raise PoseError(
                    f"The {side} hip turns by more than the knee ({turned:.0f} deg), which no pedalling leg "
                    "does: the columns of hip and knee are exchanged."
                )


def check_points(view: RiderView) -> None:
    """Raise PoseError for hip and knee exchanged."""
    for side in view.sides:
        if f"{side}.hip" not in view.points:
            continue
        hip, knee = (
            float(np.nanstd(view.points[f"{side}.{part}"], axis=0).max())
            for part in ("hip", "knee")
        )
        if hip > knee:
            raise PoseError(
                f"The {side} hip moves more than the knee: the points of hip and knee are exchanged."
            )


def check_knee(side: Side, knee_flexion: Array) -> None:
    """Raise PoseError where a knee's curve is not that of pedalling."""
    turned = float(np.ptp(knee_flexion))
    if not LEAST_KNEE_DEG <= turned <= MOST_KNEE_DEG:
        raise PoseError(
            f"The {side} knee turns by {turned:.0f} deg over the revolution, and pedalling knees by 60 to 80: "
            "the points or columns are not those of hip, knee and ankle, or the film is not from the side."
        )


def in_step(knees: Mapping[Side, Array]) -> bool:
    """Whether two legs, each over the right crank's angle, flex together: one leg under two names."""
    if len(knees) < 2:
        return False
    first = {side: np.fft.rfft(knee)[1] for side, knee in knees.items()}
    apart = np.angle(first["left"] / first["right"])
    return abs(float(np.rad2deg(apart))) < IN_STEP_DEG


def camera_notes(view: RiderView, crank: CrankAngle) -> list[str]:
    """What the camera does to the angles, in sentences. Raises PoseError where the picture is out of shape."""
    said = []
    if view.seen_from == "side":
        said.append(
            "Points are in the plane of the film: the least knee flexion reads some 2 deg less than in space "
            "(Fonda et al. 2014)."
        )
        for segment, one, other in (("thigh", "hip", "knee"), ("shank", "knee", "ankle")):
            seen = length_seen(view, view.near, one, other) if _has(view, one, other) else None
            curve = None if seen is None else mean_curve(crank.angle, seen, crank.pedalling)
            if curve is None or not curve.mean.max() > 0:
                continue
            varies = float(np.ptp(curve.mean) / curve.mean.max())
            if varies > LENGTH_VARIES:
                off = np.rad2deg(np.arccos(1 - min(varies, 1.0)))
                said.append(
                    f"The {segment} seems to change its length by {100 * varies:.0f} %: it leaves the plane of "
                    f"the film by up to {off:.0f} deg, or its ends slip; angles are off by degrees."
                )
    if crank.roundness is not None:
        wide = f"The pedal's path is seen {crank.roundness:.2f} times as wide as it is high"
        if not NOT_ROUND[0] <= crank.roundness <= NOT_ROUND[1]:
            raise PoseError(
                f"{wide}: the image's width and height have different scales (--image-size), or the camera "
                "does not look from the side."
            )
        if not ROUND[0] <= crank.roundness <= ROUND[1]:
            said.append(f"{wide}: the camera does not look square from the side.")
    return said


def scale_of(
    view: RiderView,
    crank: CrankAngle,
    unit: str,
    crank_length_m: float | None,
    m_per_px: float | None = None,
) -> tuple[float | None, list[str]]:
    """Metres per unit of the points, None where not known, and what to say of it.

    A length that is known in the image gives the scale of pixels, or the crank's length does, which also corrects a
    scale that is far off. Metres are believed where the thigh's length is a rider's: writers of TRC files are known
    that call millimetres metres. Raises PoseError where points in metres are told one.
    """
    if unit == "m" and m_per_px is not None:
        raise PoseError("The points are in metres already: leave --known-length out.")
    if unit == "m" and (crank.radius is None or crank_length_m is None):
        return _scale_of_metres(view)
    if crank.radius is None:
        return m_per_px, []
    if m_per_px is not None:
        seen = m_per_px * crank.radius
        if crank_length_m is None or abs(seen / crank_length_m - 1) <= SCALE_OFF:
            return m_per_px, []
        return m_per_px, [
            f"By the known length the crank is seen {1000 * seen:.0f} mm long and is {1000 * crank_length_m:g}: one "
            "of them is wrong, or the known length lies nearer to the camera or farther from it than the leg."
        ]
    if unit == "m" and crank_length_m is not None:
        if abs(crank.radius / crank_length_m - 1) <= SCALE_OFF:
            return 1.0, []
        seen_mm = round(1000 * crank.radius, 0 if crank.radius >= 0.01 else 3)
        said = (
            f"The crank is seen {seen_mm:g} mm long and is {1000 * crank_length_m:g}: the file's "
            "scale is wrong, and lengths are taken from the crank."
        )
        return crank_length_m / crank.radius, [said]
    if crank_length_m is None:
        return None, [
            "Lengths in mm need a scale: --crank-length-mm, a set-up (--against), or a wheel's diameter "
            "(--known-length)."
        ]
    return crank_length_m / crank.radius, []


def _scale_of_metres(view: RiderView) -> tuple[float | None, list[str]]:
    """1 where the thigh that is seen (m) is a rider's, None and a sentence where it is not.

    From the front the thigh comes towards the camera, and no length is taken from the file's own unit.
    """
    if view.seen_from == "front" or not _has(view, "hip", "knee"):
        return 1.0, []
    seen = length_seen(view, view.near, "hip", "knee")
    thigh_m = float(np.median(seen[np.isfinite(seen)])) if np.isfinite(seen).any() else np.nan
    if not np.isfinite(thigh_m) or THIGH_M[0] <= thigh_m <= THIGH_M[1]:
        return 1.0, []
    return None, [
        f"By the unit of length that the file names the thigh is {thigh_m:.3g} m long, which no rider's is: "
        "lengths are left out. Put the right unit into the file, or give the crank's length (--crank-length-mm)."
    ]


def _has(view: RiderView, *parts: str) -> bool:
    return all(f"{view.near}.{part}" in view.points for part in parts)


def _knees(angles: Mapping[str, Array]) -> list[tuple[str, Array]]:
    found = [(side, angles.get(f"{side}.knee_flexion")) for side in (*SIDES, NEAR)]
    return [(side, knee) for side, knee in found if knee is not None and np.isfinite(knee).any()]
