"""Where the rider sits: pelvis tilt, hip centres, shoulders, and the saddle height set by custom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rider_models.arrays import Array
from rider_models.rider import Leg, Rider
from rider_models.skeleton import ANKLE_TO_BALL_OVER_FOOT
from sim.bicycle import Bicycle
from sim.knee_angle import centre_knee_flexion
from sim.pelvis_swing import STILL, PelvisSwing, pelvis_swing
from sim.riding import Riding

SADDLE_ABOVE_CROTCH_M = 0.0311
"""How far (m) the saddle top lies above the crotch of the standing rider, hip centre for hip centre.

Saddle and inseam meet the same flesh, so a rider whose hip lies high above the crotch sits with the hip
high above the saddle: by 37-52 mm between 1.50 and 1.95 m. Fitted to the height from saddle to pedal at
which 40 filmed people show 38 deg of least knee flexion, with which it agrees within 8 mm (Gatti et al.
2021, Eur J Sport Sci, 17 women and 23 men, error 11.5 mm), and to the custom of 0.86-0.89 of the
inseam. The hip bone of the reference model reaches 49-55 mm under the hip centre, so the saddle,
measured unloaded at its top, and a pelvis that rolls some 2 deg towards the lower foot (Sauer et al. 2007,
MSSE 39:2204) give up to 10 mm more than pressed flesh takes up. Plausible within 25-40 mm.
"""

HIP_AHEAD_OF_REFERENCE_POINT_M = 0.0091
"""How far (m), level, the hip centre lies ahead of the place where the saddle is 80 mm wide.

Between three estimates. Riders' knee, lateral epicondyle, is 35 to 5 mm behind the spindle with the crank forward
(Scoz et al. 2021, Sensors 21:4473), on saddles whose nose is 50, 60 and 70 mm behind the bottom bracket at inseams
of 755, 795 and 835 mm (a table for buyers of bicycles), 80 mm wide some 145 mm (a guess) behind the nose: with legs as
surveyed the middle of that range has the hip 14 mm ahead, its end 4. A plumb line from the tibial tuberosity to
the spindle, the older rule, has it 13 mm ahead. The ischial tuberosities, some 120 mm apart, rest where a saddle is
that wide, some 60 mm behind the point (a guess), and the hip centre of the reference model is 43 mm ahead of the
muscles' origins on its ischium, 55 with the pelvis tilted by 17 deg as here: 5 mm behind. Plausible from
15 mm ahead to 15 behind.
"""

CUSTOM_MARKER_KNEE_FLEXION = np.deg2rad(38.0 + 2.2)
"""Knee flexion at the bottom of a customary fit while pedalling, read by markers on trochanter, epicondyle
and malleolus in space. In video it is 38 +- 4.5 deg in professionals at 150 W (Millour et al. 2020), and video
reads 2.2 deg less than markers in space (Fonda et al. 2014, J Sports Sci 32:940). Ranges that are
advised: 30-40 (Ferrer-Roca et al. 2012), 33-43 at low and 30-40 at high intensity (Swart & Holliday 2019)."""
CUSTOM_KNEE_FLEXION = float(centre_knee_flexion(CUSTOM_MARKER_KNEE_FLEXION))
"""Knee flexion (rad) at the bottom of a customary fit between joint centres, as all angles of the model are."""


SWING_AT_THE_BOTTOM_M = 0.00272
"""How far (m) the hips swing below their mean place as the leg reaches farthest (`pelvis_swing`, 200 W and 90 rpm).

Of a man of 1.78 m; 0.3 mm less in a woman of 1.62 m."""


@dataclass(frozen=True)
class Posture:
    """Pelvis and trunk in the plane of the bicycle (m, rad): x forward, z up from the bottom bracket.

    `pelvis_tilt` is the mean one; `swing` how hips and pelvis move about their mean place and tilt over the stroke.
    """

    hip_x: float
    hip_z: float
    pelvis_tilt: float
    shoulder_x: float
    shoulder_z: float
    swing: PelvisSwing = STILL

    def pelvis_tilt_at(self, crank_angle: Array) -> Array:
        """Return the pelvis' forward tilt (..., rad) at crank angles of either leg (..., rad)."""
        return self.pelvis_tilt + self.swing.tilts(crank_angle)


MOST_PELVIS_TILT = np.deg2rad(26.0)
"""Farther forward the pelvis does not tilt, on average over the stroke. With it the hip is flexed by 100 deg at the top
of the stroke, and on a pelvis that is held a hip flexes by some 100 to 110: of the 120 that are measured lying
the pelvis tilts some 20 (Elson & Aspinall 2008, Clin Orthop 466:281, from memory). What a lower torso
asks for beyond it the lumbar spine takes. With the hands on the hoods a sacrum 25 to 30 deg from the vertical
is usual and one beyond 35 very far forward (a maker of sensors, Leomo), of which elite cyclists show 14 standing
(Muyor et al. 2011, J Sports Sci Med 10:355): 11 to 16 and 21 deg here. On aero bars professionals tilt it farther
than in the drops (Muyor 2015, J Back Musculoskelet Rehabil 28:167), by how much is not known here. So it lies near
the end of what is seen. A guess."""


PELVIS_WITH_SADDLE = 1 / 3
"""Share of a saddle's tilt by which the pelvis turns with it.

On chairs with seats 5, 10 and 15 deg down in front, below the same trunk, a third of the seat's slope was taken up
in the spine and two thirds in the hips (Bendix & Biering-Sorensen 1983, Scand J Rehabil Med 15:197): the pelvis
turned forward by a third of the slope. By 15 deg another study found no turn that stood out of the scatter (Hamaoui
et al. 2015, PLoS ONE 10:e0116353). That the same holds on a bicycle's saddle, on which the thighs do not lie, is a
guess, plausible from 0 to 1: measured there (Heil & Pickels 2019, Int J Phys Educ Fit Sports 8, 0 to 10 deg nose
down) it is, but no slope was at hand. Not in it: the sit bones, some 60 mm behind the point about which the saddle
turns, rise by 1 mm with each degree that the nose goes down.
"""


def pelvis_tilt(torso_angle: float) -> float:
    """Return the forward tilt of the pelvis (rad; 0 standing) for a torso angle from horizontal (rad).

    tilt = 40 deg - 0.55 x torso angle, within -15 to 26 deg: fitted to the 21-24 deg that riders in
    the drops show (Sauer et al. 2007, MSSE 39:2204) and to the ratio of drops to tops (Bressel &
    Larson 2003, MSSE 35:327); about half of a change of the trunk is taken by the lumbar spine.
    Riders differ by about 8 deg.
    """
    tilt = np.deg2rad(40.0) - 0.55 * torso_angle
    return float(np.clip(tilt, np.deg2rad(-15), MOST_PELVIS_TILT))


def sit(rider: Rider, bicycle: Bicycle, riding: Riding) -> Posture:
    """Hip and shoulder centres of a rider on the saddle at a torso angle."""
    customary_x, customary_z = _hip_on_saddle(bicycle, hip_above_saddle_m(rider))
    hip_x, hip_z = customary_x - riding.hip_back_m, customary_z - riding.hip_drop_m
    pelvis = pelvis_tilt(riding.torso_angle) + riding.pelvis_forward
    pelvis -= PELVIS_WITH_SADDLE * bicycle.saddle_tilt
    return Posture(
        hip_x=float(hip_x),
        hip_z=float(hip_z),
        pelvis_tilt=min(pelvis, MOST_PELVIS_TILT),
        shoulder_x=float(hip_x + rider.torso_m * np.cos(riding.torso_angle)),
        shoulder_z=float(hip_z + rider.torso_m * np.sin(riding.torso_angle)),
        swing=pelvis_swing(rider, bicycle, riding),
    )


def _hip_on_saddle(bicycle: Bicycle, hip_above_saddle_m: float) -> tuple[float, float]:
    """Hip centre forward and up of the bottom bracket (m) on the saddle, on the custom saddle height."""
    saddle_z = bicycle.saddle_height_m * np.sin(bicycle.seat_tube_angle)
    return (
        -bicycle.saddle_setback_m + HIP_AHEAD_OF_REFERENCE_POINT_M,
        saddle_z + hip_above_saddle_m,
    )


def hip_above_saddle_m(rider: Rider) -> float:
    """Hip centre above the saddle top (m), while pedalling on the custom saddle height."""
    return rider.hip_above_crotch_m - SADDLE_ABOVE_CROTCH_M


def leg_reach_by_custom(
    leg: Leg, sole_stack_m: float, cleat_setback_m: float, ankle: float
) -> float:
    """Hips' mean place to spindle (m) with the customary knee flexion, at an ankle angle (rad)."""
    forward = ANKLE_TO_BALL_OVER_FOOT * leg.foot_m - cleat_setback_m
    down = leg.ankle_height_m + sole_stack_m
    spindle_x = forward * np.cos(ankle) + down * np.sin(ankle)
    spindle_z = forward * np.sin(ankle) - down * np.cos(ankle) - leg.shank_m
    hip_x = -leg.thigh_m * np.sin(CUSTOM_KNEE_FLEXION)
    hip_z = leg.thigh_m * np.cos(CUSTOM_KNEE_FLEXION)
    return float(np.hypot(hip_x - spindle_x, hip_z - spindle_z)) + SWING_AT_THE_BOTTOM_M


def saddle_height_by_custom(
    reach_m: float, hip_above_saddle_m: float, crank_length_m: float, seat_tube_angle: float
) -> float:
    """Saddle height (m), on the line of the seat tube, that puts the farthest pedal at a reach."""
    return _height_on_line(reach_m - crank_length_m, hip_above_saddle_m, seat_tube_angle)


def saddle_height_as_far(bicycle: Bicycle, hip_above_saddle_m: float) -> float:
    """Saddle height (m), on the line of the seat tube, that puts the hip as far from the bottom bracket.

    It is how high a saddle with another setback is for the leg: 20 mm farther back are as 5 to 6 mm higher.
    """
    away_m = float(np.hypot(*_hip_on_saddle(bicycle, hip_above_saddle_m)))
    return _height_on_line(away_m, hip_above_saddle_m, bicycle.seat_tube_angle)


def _height_on_line(
    hip_to_bottom_bracket_m: float, hip_above_saddle_m: float, seat_tube_angle: float
) -> float:
    """Saddle height (m), on the line of the seat tube, with the hip this far from the bottom bracket."""
    back, up = np.cos(seat_tube_angle), np.sin(seat_tube_angle)
    behind = -HIP_AHEAD_OF_REFERENCE_POINT_M
    half = back * behind + up * hip_above_saddle_m
    rest = behind**2 + hip_above_saddle_m**2 - hip_to_bottom_bracket_m**2
    return float(-half + np.sqrt(half**2 - rest))
