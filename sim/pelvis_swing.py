"""How the pelvis moves on the saddle over the stroke, and the hips with it: it bounces, rolls, turns and tilts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rider_models.arrays import Array
from rider_models.rider import Rider
from sim.bicycle import Bicycle
from sim.riding import Riding

BODY_ABOVE_LEGS = 0.6
"""Share of the body's mass that bounces: all but the legs (de Leva 1996)."""
SEAT_HZ, SEAT_DAMPING = 4.4, 0.45
"""Natural frequency (Hz) and damping, over the critical one, of a seated body up and down: its apparent mass is
largest at 4 to 6 Hz (ISO 5982; Griffin 1990, Handbook of Human Vibration). On a saddle, feet on pedals, where in that
range and how damped was fitted together with the default rider's weights."""
UP_OF_SPEED, UP_OF_TORQUE = 0.081 - 0.058j, -0.432 + 0.149j
"""Second harmonic of both legs' upward push on the pelvis, over the body's mass times crank length times the square of
crank speed, and over crank torque by crank length: fitted to the pushes that Newton's law gives for the legs of three
riders at 100 to 350 W and 60 to 105 rpm, which a test compares with it."""
MOST_TORQUE_NM = 56.0
"""Most crank torque (Nm) that moves the pelvis: of 350 W at 60 rpm, the hardest of these efforts. Beyond it the push
would lift the body off the saddle, and riders hold themselves down by the bar: no more bounce then is a guess."""

ROLL_RAD, TURN_RAD = np.deg2rad((1.0, 1.5))
"""By how much the pelvis rolls about the line of travel and turns about the vertical, to each side (rad): 2 and 3 deg
from side to side (Sauer et al. 2007, MSSE 39), taken for every cadence and power."""
LOWEST_RAD, FOREMOST_RAD = np.deg2rad((180.0, 83.0))
"""Crank angle of a leg (rad) where its hip is lowest by the roll, and foremost by the turn: the pelvis follows the leg
that goes down, as riders' do; where exactly is not told, and was fitted with the default rider's weights, foremost
within some 10 deg of where the trunk of `sim/trunk.py` twists farthest."""

TILT_RAD = np.deg2rad(0.8)
"""By how much the pelvis tilts forward and back about its mean (rad): 1.6 deg from end to end in 31 healthy adults at
10 to 12 km/h (BMC Musculoskelet Disord 2021, 22:1044), where riders at 100 to 200 W show less than the 2 deg of the
roll (Sauer et al. 2007). Guesses: twice a revolution, as what legs that are alike do together is; the same for every
cadence and power, though what turns the pelvis grows with both; and about the line through the hips, for about the sit
bones below them the hips would move fore and aft by 0.6 mm, which flesh yields."""
FARTHEST_BACK_RAD = np.deg2rad(80.0)
"""Crank angle of a leg (rad) where the pelvis is tilted back farthest, fitted with the default rider's weights: nobody
measured it. In this model hip extension and the hips' forces turn the pelvis back most at 76 to 85 deg where torque
rules (200 to 350 W at 60 to 75 rpm), at 40 deg at 200 W and 90 rpm and at 20 at 100 W, where inertia does; one angle
for all is a guess."""


@dataclass(frozen=True)
class PelvisSwing:
    """Amplitudes of a hip's way about its mean place (m) and of the pelvis' tilt (rad).

    The real part of each counts: of `turn` (forward) and `roll` (up) times e^(i crank angle), of `bounce` (up) and
    `tilt` (forward) times e^(2i crank angle), which is twice a revolution. The angle is that of the hip's own leg: half
    a revolution later the other hip does the same, so that both turn and roll against each other.
    """

    turn: complex
    roll: complex
    bounce: complex
    tilt: complex

    def tilts(self, crank_angle: Array) -> Array:
        """Return how far the pelvis is tilted forward of its mean (n, rad) at crank angles of either leg (n, rad)."""
        return np.asarray((self.tilt * np.exp(2j * crank_angle)).real)

    def tilting(self, crank_angle: Array, crank_speed: Array) -> Array:
        """Return how fast the pelvis tilts forward (n, rad/s) at crank angles and speeds (n, rad, rad/s)."""
        return np.asarray(-2 * (self.tilt * np.exp(2j * crank_angle)).imag * crank_speed)

    def path(self, crank_angle: Array) -> Array:
        """Place of a hip from its mean (n x 3, m) at crank angles of its leg (n, rad)."""
        return self.motion(crank_angle, np.zeros_like(crank_angle))[0]

    def motion(self, crank_angle: Array, crank_speed: Array) -> tuple[Array, Array]:
        """Place of a hip from its mean (n x 3, m) and its velocity (n x 3, m/s) at its leg's angles and speeds (n)."""
        once = np.exp(1j * crank_angle)
        turn, roll, bounce = self.turn * once, self.roll * once, self.bounce * once * once
        place, velocity = np.zeros((2, len(once), 3))
        place[:, 0], place[:, 2] = turn.real, (roll + bounce).real
        velocity[:, 0] = -turn.imag * crank_speed
        velocity[:, 2] = -(roll + 2 * bounce).imag * crank_speed
        return place, velocity


STILL = PelvisSwing(0j, 0j, 0j, 0j)
"""A pelvis that stays where it is."""


def pelvis_swing(rider: Rider, bicycle: Bicycle, riding: Riding) -> PelvisSwing:
    """Return how a rider's pelvis and hips move over the stroke.

    The bounce is what Newton's law gives for the body above the legs, on a spring and a damper, under the second
    harmonic of both legs' push: the first harmonic of one leg takes away that of the other. The push has a part by the
    legs' inertia, with the square of crank speed, and one by the crank torque. Roll, turn and tilt are measured ones.
    """
    speed, length = riding.crank_speed, bicycle.crank_length_m
    push = UP_OF_SPEED * rider.mass_kg * length * speed**2
    push += UP_OF_TORQUE * min(riding.power_w / speed, MOST_TORQUE_NM) / length
    natural, driven = 2 * np.pi * SEAT_HZ, 2 * speed
    held = natural**2 - driven**2 + 2j * SEAT_DAMPING * natural * driven
    half = rider.hip_width_m / 2
    return PelvisSwing(
        turn=complex(half * TURN_RAD * np.exp(-1j * FOREMOST_RAD)),
        roll=complex(-half * ROLL_RAD * np.exp(-1j * LOWEST_RAD)),
        bounce=complex(push / (BODY_ABOVE_LEGS * rider.mass_kg * held)),
        tilt=complex(-TILT_RAD * np.exp(-2j * FARTHEST_BACK_RAD)),
    )
