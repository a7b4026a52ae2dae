"""Films of simulated riders: the model's points and angles over time, with noise, gaps and flips."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from fit_optimizer.pose.joint_angles import enclosed_deg
from fit_optimizer.setup.rider_on_bike import RiderOnBike, seat_rider
from fit_optimizer.setup.setup_file import set_up_of_keys
from fit_optimizer.setup.tables import SetUp
from rider_models.arrays import FOOT, SIDES, Array, Joint, Side
from rider_models.skeleton import HEEL_TO_BALL_OVER_FOOT
from sim.kinematics import LegCycle, leg_of, move_leg
from sim.posture import Posture, sit

RIDER = {"height_mm": 1780, "mass_kg": 66, "power_w": 200, "cadence_rpm": 81}


def a_set_up(**keys: object) -> SetUp:
    return set_up_of_keys({**RIDER, **keys})


@dataclass(frozen=True)
class Film:
    """How a rider is filmed."""

    seconds: float = 12.0
    rate_hz: float = 50.0
    noise_m: float = 0.0
    shift_m: float = 0.0
    seed: int = 1
    rpm: float | None = None
    starts_deg: float = 77.0
    mirrored: bool = False
    backwards: bool = False


@dataclass(frozen=True, eq=False)
class Filmed:
    """Times (s), the right crank's angle (rad) and points in space (n x 3, m: forward, left, up)."""

    time_s: Array
    crank: Array
    points: Mapping[str, Array]
    angles_deg: Mapping[str, Array]
    on: RiderOnBike
    set_up: SetUp = field(repr=False)

    def side_view(self, near: Side = "right") -> dict[str, Array]:
        """Points in the plane of a film (n x 2, m, up), the rider riding towards the side that is seen."""
        forward = 1.0 if near == "right" else -1.0
        return {name: each[:, [0, 2]] * [forward, 1.0] for name, each in self.points.items()}

    def pixels(self, near: Side = "right", per_metre: float = 600.0) -> dict[str, Array]:
        """The same in pixels of an image, y downwards."""
        return {
            name: np.array([960.0, 800.0]) + per_metre * each * [1.0, -1.0]
            for name, each in self.side_view(near).items()
        }


def cycle_of(on: RiderOnBike, side: Side) -> tuple[LegCycle, Posture]:
    posture = sit(on.rider, on.bicycle, on.riding)
    leg, cleat = leg_of(on.rider, on.bicycle, side)
    return move_leg(on.rider, leg, on.bicycle, cleat, on.riding, posture), posture


def filmed(set_up: SetUp, film: Film = Film()) -> Filmed:
    """A rider who pedals steadily, at so many frames a second."""
    on = seat_rider(set_up)
    chance = np.random.default_rng(film.seed)
    count = int(film.seconds * film.rate_hz)
    time_s = np.arange(count) / film.rate_hz
    rpm = film.rpm or set_up.riding.cadence_rpm
    sense = -1.0 if film.backwards else 1.0
    crank = np.deg2rad(film.starts_deg) + sense * 2 * np.pi * rpm / 60 * time_s
    points: dict[str, Array] = {}
    angles: dict[str, Array] = {}
    for side in SIDES:
        cycle, posture = cycle_of(on, side)
        own = crank + (np.pi if side == "left" else 0.0)
        mirror = np.array([1.0, -1.0 if side == "left" else 1.0, 1.0])
        for name, each in leg_points(cycle, on, side).items():
            points[f"{side}.{name}"] = at_angles(each, own) * mirror
        half = 0.18 * (1 if side == "left" else -1)
        shoulder = np.array([posture.shoulder_x, half, posture.shoulder_z])
        points[f"{side}.shoulder"] = np.tile(shoulder, (count, 1))
        hinges = cycle.pose.hinges
        of_cycle = {
            "knee_flexion": np.rad2deg(cycle.joint_angles[:, Joint.KNEE_FLEXION]),
            "hip_flexion": np.rad2deg(cycle.joint_angles[:, Joint.HIP_FLEXION]),
            "ankle_dorsiflexion": np.rad2deg(cycle.joint_angles[:, Joint.ANKLE_DORSIFLEXION]),
            "trunk_to_thigh": enclosed_deg(
                np.tile([posture.shoulder_x, posture.shoulder_z], (len(hinges), 1)),
                hinges[:, Joint.HIP_FLEXION][:, [0, 2]],
                hinges[:, Joint.KNEE_FLEXION][:, [0, 2]],
            ),
        }
        for name, each in of_cycle.items():
            angles[f"{side}.{name}"] = at_angles(each[:, None], own)[:, 0]
    points = {
        name: each
        + film.shift_m * _direction(chance)
        + film.noise_m * chance.standard_normal(each.shape)
        for name, each in points.items()
    }
    if film.mirrored:
        points = {name: each * [1.0, -1.0, 1.0] for name, each in points.items()}
    return Filmed(time_s, crank, points, angles, on, set_up)


def leg_points(cycle: LegCycle, on: RiderOnBike, side: Side) -> dict[str, Array]:
    """Joint centres and foot of a right leg (60 x 3, m)."""
    leg = on.rider.left if side == "left" else on.rider.right
    foot = cycle.pose.rotations[:, FOOT]
    hinges = cycle.pose.hinges
    ankle = hinges[:, Joint.ANKLE_DORSIFLEXION]
    ball, _, sole = cycle.skeleton.ball_from_ankle
    heel = ball - HEEL_TO_BALL_OVER_FOOT * leg.foot_m
    return {
        "hip": hinges[:, Joint.HIP_FLEXION],
        "knee": hinges[:, Joint.KNEE_FLEXION],
        "ankle": ankle,
        "heel": ankle + foot @ np.array([heel, 0.0, sole]),
        "toe": ankle + foot @ np.array([heel + leg.foot_m, 0.0, sole]),
        "pedal": cycle.pedal,
    }


def at_angles(values: Array, angle: Array) -> Array:
    """Values over the crank circle (60 x c) at other crank angles (rad), by their Fourier series."""
    count = len(values)
    spectrum = np.fft.rfft(values, axis=0) / count
    order = np.arange(len(spectrum))
    weight = np.where((order == 0) | (2 * order == count), 1.0, 2.0)
    turned = np.exp(1j * np.outer(angle, order)) * weight
    return np.asarray((turned @ spectrum).real)


def _direction(chance: np.random.Generator) -> Array:
    toward = chance.standard_normal(3)
    return np.asarray(toward / np.linalg.norm(toward))
