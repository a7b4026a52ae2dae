"""A rider as measured: revolutions, curves over the crank angle and figures, from points or angles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from fit_optimizer.pose.checks import (
    camera_notes,
    check_angles,
    check_knee,
    check_points,
    check_turns,
    in_step,
    scale_of,
)
from fit_optimizer.pose.crank import (
    OFF_DEG,
    CrankAngle,
    FoundFrom,
    crank_of_file,
    crank_of_knee,
    crank_of_points,
)
from fit_optimizer.pose.crank_speed import SpeedOverTurn, speed_of_curve, speed_over_turn
from fit_optimizer.pose.curves import AngleCurves, MeanCurve, mean_curve, of_one_turn
from fit_optimizer.pose.figures import PoseFigures, pose_figures
from fit_optimizer.pose.joint_angles import leg_angles, length_seen, torso_deg
from fit_optimizer.pose.landmarks import NEAR
from fit_optimizer.pose.reader import read_pose
from fit_optimizer.pose.relabel import relabelled
from fit_optimizer.pose.repair import mended
from fit_optimizer.pose.series import AngleSeries, PointSeries, PoseError, PoseSeries, Reads
from fit_optimizer.pose.views import RiderView, ViewFrom, rider_view
from fit_optimizer.traces.file_start import shown_name
from fit_optimizer.traces.wording import sentences
from rider_models.arrays import SIDES, Array, Side


@dataclass(frozen=True)
class Told:
    """What a fitter tells of a film; None where it is to be found.

    `side` is the leg that was filmed, `reads` what the points lie on, `cadence_rpm` the cadence ridden,
    `image_size_px` width and height. `crank_length_m` gives the scale, or `m_per_px`, of another length that is
    known in the image.
    """

    side: Side | None = None
    frame_rate_hz: float | None = None
    crank_length_m: float | None = None
    image_size_px: tuple[int, int] | None = None
    reads: Reads | None = None
    view: ViewFrom | None = None
    cadence_rpm: float | None = None
    m_per_px: float | None = None


NOTHING_TOLD = Told()


@dataclass(frozen=True, eq=False)
class MeasuredLeg:
    """One leg: its curves over its own crank angle, and its figures."""

    curves: AngleCurves
    figures: PoseFigures


@dataclass(frozen=True, eq=False)
class MeasuredPose:
    """A rider as measured. `legs` holds those that were; `reads` what their knee angle is between.

    `cadence_rpm` is None of a mean curve without the crank's speed, and `turns` are 0 of any. `speed` is how the
    crank's speed swings over the turn, None where it is even as far as the film tells. `plane` says that points
    were in the plane of a film, `from_points` that angles were made from points. `notes` say what was found, mended
    or assumed.
    """

    name: str
    source: str
    reads: Reads
    plane: bool
    from_points: bool
    cadence_rpm: float | None
    turns: int
    frames: int
    frame_rate_hz: float | None
    crank_from: FoundFrom
    legs: Mapping[Side, MeasuredLeg]
    notes: tuple[str, ...] = field(default=())
    speed: SpeedOverTurn | None = None

    @property
    def crank_off_deg(self) -> float:
        """How far the crank angle may be off (deg)."""
        return OFF_DEG[self.crank_from]


def measured_file(path: Path, told: Told = NOTHING_TOLD) -> MeasuredPose:
    """What a pose file says of a rider. Raises PoseError."""
    return measure_pose(read_pose(path), told, shown_name(path))


def measure_pose(series: PoseSeries, told: Told = NOTHING_TOLD, name: str = "pose") -> MeasuredPose:
    """What points or angles say of a rider. Raises PoseError, in one sentence, where they cannot be used."""
    if series.frames < 8:
        raise PoseError(f"{name} holds {series.frames} frames, which is no revolution.")
    if isinstance(series, AngleSeries):
        return _of_angles(series, told, name)
    return _of_points(series, told, name)


def _timed(series: PoseSeries, told: Told, name: str) -> Array:
    """The times (s) of the frames, rising. Raises PoseError where no frame rate is known."""
    if told.frame_rate_hz is not None:
        return np.arange(series.frames) / told.frame_rate_hz
    times = series.time_s
    if times is None:
        raise PoseError(f"{name} tells no frame rate: give it with --frame-rate, as 60 a second.")
    if not np.isfinite(times).all() or not np.all(np.diff(times) > 0):
        raise PoseError(f"The times of {name} do not rise from frame to frame.")
    return times


def _of_points(series: PointSeries, told: Told, name: str) -> MeasuredPose:
    time_s = _timed(series, told, name)
    series = mended(_in_pixels(series, told, name))
    view = rider_view(series, told.side, told.view)
    check_points(view)
    view, exchanged = relabelled(time_s, view)
    crank = crank_of_points(time_s, view)
    check_turns(crank, told.cadence_rpm)
    said = [*series.losses, *camera_notes(view, crank)]
    if exchanged:
        said.append(
            f"By their place in the turn the legs were exchanged in {exchanged} further frames: put back."
        )
    scale, of_scale = scale_of(view, crank, series.unit, told.crank_length_m, told.m_per_px)
    said += of_scale
    if view.seen_from == "front":
        values = _front_values(view, crank, told)
    else:
        values = {side: _leg_values(view, side, crank, scale) for side in view.sides}
    legs = _legs(values, crank, said, view.near)
    if not legs:
        raise PoseError(f"{name} tells nothing of a leg: {said[-1] if said else 'too few frames.'}")
    speed = speed_over_turn(crank, time_s)
    if view.seen_from != "front" and not any("knee_flexion" in leg.curves for leg in legs.values()):
        raise PoseError(f"{name} has hip, knee and ankle together in too few frames for a curve.")
    return MeasuredPose(
        name=name,
        source=series.source,
        reads=told.reads or series.reads,
        plane=view.seen_from == "side",
        from_points=True,
        cadence_rpm=crank.cadence_rpm,
        turns=crank.turns,
        frames=series.frames,
        frame_rate_hz=_rate(time_s),
        crank_from=crank.found_from,
        legs=legs,
        notes=sentences([*said, *_crank_note(crank), *_speed_note(speed)]),
        speed=speed,
    )


def _in_pixels(series: PointSeries, told: Told, name: str) -> PointSeries:
    """The points with one scale across and up: shares of an image need its width and height."""
    if series.unit != "image":
        return series
    if told.image_size_px is None:
        raise PoseError(
            f"{name} has points as shares of the image: give its width and height in pixels, as "
            "--image-size 1920x1080."
        )
    size = np.array(told.image_size_px, dtype=float)
    points = {key: each * size for key, each in series.points.items()}
    return PointSeries(
        series.time_s, points, "px", series.reads, series.source, series.seen, series.losses
    )


def _leg_values(
    view: RiderView, side: Side, crank: CrankAngle, scale: float | None
) -> dict[str, Array]:
    """Everything of a leg that has a curve: angles (deg) and lengths (mm)."""
    values: dict[str, Array] = {}
    knee = view.points.get(f"{side}.knee")
    values.update(leg_angles(view, side))
    torso = torso_deg(view, side)
    if torso is not None:
        values["torso"] = torso
    if scale is not None and knee is not None:
        if crank.centre is not None and crank.radius is not None:
            spindle = crank.centre[0] + crank.radius
            values["knee_ahead_mm"] = 1000 * scale * (view.plane(f"{side}.knee")[:, 0] - spindle)
            hip = view.plane(f"{side}.hip") - np.array(crank.centre)
            values["hip_ahead_mm"], values["hip_above_mm"] = 1000 * scale * hip.T
        for segment, one, other in (("thigh_mm", "hip", "knee"), ("shank_mm", "knee", "ankle")):
            values[segment] = 1000 * scale * length_seen(view, side, one, other)
        if view.seen_from == "space":
            values["knee_sideways_mm"] = 1000 * scale * knee[:, 1]
    return values


def _front_values(view: RiderView, crank: CrankAngle, told: Told) -> dict[Side, dict[str, Array]]:
    """The knees' way from side to side (mm) from the front: the ankle rises and falls by two crank lengths."""
    found: dict[Side, dict[str, Array]] = {}
    if told.crank_length_m is None and told.m_per_px is None:
        raise PoseError(
            "A view from the front needs the crank's length for its scale: --crank-length-mm, or another one "
            "(--known-length)."
        )
    for side in view.sides:
        angle = crank.angle + (np.pi if side == "left" else 0.0)
        ankle = view.points.get(f"{side}.ankle")
        curve = None if ankle is None else mean_curve(angle, ankle[:, 1], crank.pedalling)
        if curve is not None:
            scale = told.m_per_px
            if scale is None:
                assert told.crank_length_m is not None
                scale = 2 * told.crank_length_m / float(np.ptp(curve.mean))
            found[side] = {"knee_sideways_mm": 1000 * scale * view.points[f"{side}.knee"][:, 0]}
    return found


def _of_angles(series: AngleSeries, told: Told, name: str) -> MeasuredPose:
    said = list(series.losses)
    series = _sided(series, told, said)
    check_angles(series)
    angles = series.angles_deg
    sides = [side for side in SIDES if f"{side}.knee_flexion" in angles]
    if not sides:
        raise PoseError(f"{name} has no knee angle.")
    mean_alone = series.time_s is None and series.crank_angle_deg is not None
    if series.crank_angle_deg is not None:
        time = None if mean_alone else _timed(series, told, name)
        crank = crank_of_file(np.deg2rad(series.crank_angle_deg), time)
    else:
        time = _timed(series, told, name)
        crank = crank_of_knee(time, angles[f"{sides[-1]}.knee_flexion"], sides[-1])
    if mean_alone:
        said.append("The file holds one mean revolution: its spread is not known.")
    else:
        check_turns(crank, told.cadence_rpm)
    speed, cadence = None, crank.cadence_rpm
    if time is not None:
        speed = speed_over_turn(crank, time)
    elif series.crank_speed_rad_s is not None:
        speed, mean = speed_of_curve(crank.angle, series.crank_speed_rad_s)
        cadence = mean * 30 / np.pi
    values = {side: _of_side(angles, side) for side in sides}
    legs = _legs(values, crank, said, "right", mean_alone)
    return MeasuredPose(
        name=name,
        source=series.source,
        reads=told.reads or series.reads,
        plane=False,
        from_points=False,
        cadence_rpm=cadence if np.isfinite(cadence) else None,
        turns=0 if mean_alone else crank.turns,
        frames=series.frames,
        frame_rate_hz=None if time is None else _rate(time),
        crank_from=crank.found_from,
        legs=legs,
        notes=sentences([*said, *_crank_note(crank), *_speed_note(speed)]),
        speed=speed,
    )


def _sided(series: AngleSeries, told: Told, said: list[str]) -> AngleSeries:
    """The angles with a side each: names without one are of the leg told, or of the right one."""
    side = told.side or "right"
    angles = {name: each for name, each in series.angles_deg.items() if np.isfinite(each).any()}
    if any(name.startswith(f"{NEAR}.") for name in angles):
        if told.side is None:
            said.append("The file names no side: taken for the right leg (--side says otherwise).")
        angles = {name.replace(f"{NEAR}.", f"{side}."): each for name, each in angles.items()}
    elif told.side is not None:
        angles = {n: each for n, each in angles.items() if n.startswith((side, "torso"))}
        if not any(name.endswith("knee_flexion") for name in angles):
            raise PoseError(f"The file has no angles of the {side} knee.")
    return series.with_angles(angles)


def _of_side(angles: Mapping[str, Array], side: Side) -> dict[str, Array]:
    found = {
        name.partition(".")[2]: each for name, each in angles.items() if name.startswith(f"{side}.")
    }
    return {**found, "torso": angles["torso"]} if "torso" in angles else found


def _legs(
    values: Mapping[Side, Mapping[str, Array]],
    crank: CrankAngle,
    said: list[str],
    near: Side,
    mean_alone: bool = False,
) -> dict[Side, MeasuredLeg]:
    """Curves and figures of every leg; a leg that copies the other is left out."""
    legs: dict[Side, MeasuredLeg] = {}
    for side, of_leg in values.items():
        angle = crank.angle + (np.pi if side == "left" else 0.0)
        curves: dict[str, MeanCurve] = {}
        for name, each in of_leg.items():
            curve = (
                of_one_turn(angle, each) if mean_alone else mean_curve(angle, each, crank.pedalling)
            )
            if curve is not None:
                curves[name] = curve
        if curves:
            legs[side] = MeasuredLeg(curves, pose_figures(curves))
    half = len(next(iter(next(iter(legs.values())).curves.values())).mean) // 2 if legs else 0
    knees = {
        side: np.roll(leg.curves["knee_flexion"].mean, half if side == "left" else 0)
        for side, leg in legs.items()
        if "knee_flexion" in leg.curves
    }
    if in_step(knees):
        said.append(
            f"Left and right leg move together: the program took one leg for both, and the {near} is kept."
        )
        legs = {side: leg for side, leg in legs.items() if side == near} or legs
    for side, leg in legs.items():
        if "knee_flexion" in leg.curves:
            check_knee(side, leg.curves["knee_flexion"].mean)
    return legs


def _crank_note(crank: CrankAngle) -> list[str]:
    words = {
        "foot": "The crank angle is found from the foot",
        "ankle": "The crank angle is found from the ankle alone",
        "knee": "The crank angle is found from the knee alone",
    }
    if crank.found_from not in words:
        return []
    off = OFF_DEG[crank.found_from]
    return [f"{words[crank.found_from]}: positions are known within some {off:.0f} deg."]


def _speed_note(speed: SpeedOverTurn | None) -> list[str]:
    if speed is None:
        return []
    return [f"The crank's speed swings by {100 * speed.swing:.0f} % of its mean over the turn."]


def _rate(time_s: Array) -> float:
    return float(1.0 / np.median(np.diff(time_s)))
