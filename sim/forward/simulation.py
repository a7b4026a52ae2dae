"""The forward ride itself: from a solved stroke's first moment on, the legs are left to their muscles."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from time import perf_counter

import numpy as np

from rider_models.arrays import Array
from rider_models.errors import PedalfitError
from rider_models.muscle_paths import AngleOutOfRange
from rider_models.skeleton import Vector
from rider_models.two_leg_urdf import Cranks
from sim.bullet import BulletPedaller, FootOnPedal, PedallerState
from sim.crank_speed import check_crank_inertia
from sim.forward.muscle_drive import MuscleDrive
from sim.forward.reckoning import Reckoner, Record, steps_between_moments
from sim.forward.run import ForwardRun
from sim.stroke import LegStroke, Stroke

STEP_S = 0.001
"""Time step: constraints gap 0.05 mm at 1 kHz, 0.9 mm at PyBullet's 240 Hz."""
MOST_REVOLUTIONS = 1000
"""Longest forward ride: ten minutes of computing. A guess."""
FASTEST_CRANK = 3.0
"""Multiple of the ridden cadence beyond which the simulation is said to have left the stroke. A guess."""
OWN_ANGLE = np.array([np.pi, 0.0])
"""By how much the left and the right leg's own crank angle is ahead of the right crank's (rad)."""


class ForwardDiverged(PedalfitError):
    """The legs left the stroke: a joint beyond its range, or a crank that stands still or races."""


@dataclass(frozen=True)
class KneePush:
    """A push on one knee from outside: side, force (N, bicycle axes), start and duration (s)."""

    side: str
    force: Vector
    start_s: float
    duration_s: float

    def at(self, time: float) -> Vector:
        """The force (N) at a time (s)."""
        acting = self.start_s <= time < self.start_s + self.duration_s
        return self.force if acting else (0.0, 0.0, 0.0)


def ride_forward(
    stroke: Stroke,
    revolutions: float = 10.0,
    push: KneePush | None = None,
    step_s: float = STEP_S,
) -> ForwardRun:
    """Play a solved stroke forward for the time that some revolutions of it take.

    The activations follow each crank's angle, the muscles feel the motion as it comes; nothing
    steers the legs back. The resistance is a constant torque, the stroke's mean: it neither
    hastens nor slows, so that a crank that keeps its cadence owes it to the muscles alone (a
    resistance that grows with speed would hide an error of power). The crank's inertia is that of
    the bicycle, for which the stroke was solved. A ride of any length is held in the memory of
    `reckoning.MOST_MOMENTS` moments.

    Raises PedalfitError for revolutions or an inertia that make no sense, and ForwardDiverged,
    with the crank angle, where the legs leave the stroke.
    """
    check_revolutions(revolutions)
    check_crank_inertia(stroke.bicycle.crank_inertia_kg_m2)
    began = perf_counter()
    cadence = float(1 / np.mean(1 / stroke.crank_speed))
    n_steps = max(round(revolutions * 2 * np.pi / cadence / step_s), 1)
    inertia = stroke.bicycle.crank_inertia_kg_m2
    record = Record(float(stroke.total_crank_torque.mean()), inertia, step_s)
    drive = MuscleDrive(stroke)
    reckoner = Reckoner(stroke, drive, record, steps_between_moments(n_steps))
    with _world(stroke, step_s) as world:
        for i in range(n_steps):
            state = world.state
            moments = _moments(drive, state, cadence)
            pushed = (0.0, 0.0, 0.0) if push is None else push.at(i * step_s)
            if push is not None and any(pushed):
                world.push_knee(push.side, pushed)
            if record.full:
                reckoner.reckon()
            record.keep(state, moments, push.side if push else "right", pushed)
            world.step(moments, -record.resistance, *_hips(stroke, state, step_s))
        record.keep_last(world.state)
    reckoner.reckon(ended=True)
    return reckoner.run(began)


def check_revolutions(revolutions: float) -> None:
    """Raise PedalfitError for revolutions that make no sense."""
    if not (isfinite(revolutions) and 0 < revolutions <= MOST_REVOLUTIONS):
        raise PedalfitError(
            f"revolutions is {revolutions:g}, allowed is more than 0 up to {MOST_REVOLUTIONS}"
        )


def _hips(stroke: Stroke, state: PedallerState, step_s: float) -> tuple[Array, Array]:
    """Places (2 x 3, m) and velocities (2 x 3, m/s) of the hips at the end of a step, by the crank's angle then."""
    right = state.crank_angle + step_s * state.crank_speed
    return stroke.posture.swing.motion(right + OWN_ANGLE, np.full(2, state.crank_speed))


def _moments(drive: MuscleDrive, state: PedallerState, cadence: float) -> Array:
    """Joint moments of this moment, or ForwardDiverged."""
    if not (np.isfinite(state.angles).all() and np.isfinite(state.velocity).all()):
        raise _diverged(state, "a joint angle is no longer a number")
    if not 0 < state.crank_speed < FASTEST_CRANK * cadence:
        rpm = state.crank_speed * 60 / (2 * np.pi)
        raise _diverged(state, f"the crank turns at {rpm:.0f} rpm")
    try:
        return drive.moments(state.crank_angle, state.crank_speed, state.angles, state.velocity)
    except AngleOutOfRange as error:
        raise _diverged(state, str(error)) from error


def _diverged(state: PedallerState, how: str) -> ForwardDiverged:
    where = f"the forward simulation left the stroke at a crank angle of {_degrees(state)}"
    return ForwardDiverged(f"{where}: {how}")


def _degrees(state: PedallerState) -> str:
    if not isfinite(state.crank_angle):
        return "no number"
    turns, rest = divmod(np.rad2deg(state.crank_angle), 360)
    return f"{rest:.0f} deg in revolution {turns + 1:.0f}"


def _world(stroke: Stroke, step_s: float) -> BulletPedaller:
    """Legs, cleats and crank at the stroke's first moment: right crank up, left crank down."""
    bicycle, posture = stroke.bicycle, stroke.posture
    legs = (stroke.left, stroke.right)
    half = len(stroke.left.problem.cycle.crank_angle) // 2
    places = (half, 0)
    cycles = [leg.problem.cycle for leg in legs]
    left, right = (_foot(leg, i) for leg, i in zip(legs, places, strict=True))
    hip, hip_velocity = posture.swing.motion(OWN_ANGLE, np.full(2, cycles[1].crank_speed[0]))
    start = PedallerState(
        angles=np.stack([c.leg_angles[i] for c, i in zip(cycles, places, strict=True)]),
        velocity=np.stack([c.velocity[i] for c, i in zip(cycles, places, strict=True)]),
        crank_angle=0.0,
        crank_speed=float(cycles[1].crank_speed[0]),
        hip=hip,
        hip_velocity=hip_velocity,
        hip_push=np.zeros((2, 3)),
    )
    mean_hip = (posture.hip_x, -stroke.rider.hip_width_m / 2, posture.hip_z)
    cranks = Cranks(bicycle.crank_length_m, bicycle.stance_width_m, bicycle.crank_inertia_kg_m2)
    return BulletPedaller(left, right, mean_hip, cranks, start, step_s)


def _foot(leg: LegStroke, place: int) -> FootOnPedal:
    """Foot and pedal at a crank position; the pedal pitches with the foot about its spindle."""
    cycle = leg.problem.cycle
    foot = cycle.pose.rotations[place, -1]
    out = cycle.cleat.toe_out
    ahead = foot @ np.array([np.cos(out), np.sin(out), 0.0])
    subtalar, ankle = cycle.skeleton.links[-1].origin, cycle.cleat.from_ankle
    return FootOnPedal(
        skeleton=cycle.skeleton,
        spindle_in_foot=(
            ankle[0] - subtalar[0],
            ankle[1] - subtalar[1],
            ankle[2] - subtalar[2],
        ),
        toe_out=out,
        wedge=cycle.cleat.wedge,
        pitch=float(np.arctan2(-ahead[2], ahead[0])),
        pitch_rate=float(cycle.pose.axes[place, :, 1] @ cycle.velocity[place]),
    )
