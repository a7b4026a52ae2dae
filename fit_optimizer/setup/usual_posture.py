"""How riders sit and hold their arms where a set-up does not say it, by what the bicycle is ridden for."""

from __future__ import annotations

from collections.abc import Mapping
from math import atan2, cos, degrees, radians, sin

from fit_optimizer.setup.bike_parts import FOREARM_RISE_DEG, Known, number
from sim.hands import FOREARM_SHARE, SHOULDER_ANGLE

ROAD_TORSO_DEG = 43.0
"""Of a rider with the hands on the hoods: a guess within the 35 to 50 deg of fit manuals. Gravel is ridden so too
(a guess)."""
USUAL_TORSO_DEG: Mapping[str, float] = {"city": 60.0, "time_trial": 20.0}
"""Where it is another than on the road. City: about 60 deg, between the 30 to 60 of touring bicycles and the upright
seat on a Dutch one (four classes of postures that fitters of everyday bicycles use, Juliane Neuss and others). Time
trial: within the 0 to 24 deg that Fintelman et al. 2014 (J Biomech 47:1894) tried; triathletes on long courses sit
higher (a guess)."""
ROAD_ELBOW_DEG = 20.0
"""Bend of the elbow: a guess within the 15 to 25 deg of fit manuals."""
AERO_SHOULDER_DEG = degrees(SHOULDER_ANGLE)
"""Upper arm against torso of elbows on pads: a guess within the 80 to 90 deg of fit manuals."""
CITY_SHOULDER_DEG = 75.0
"""Arm against torso on a city bicycle: the 75 to 80 deg that fitters of everyday bicycles advise, many like less."""


def usual_torso_deg(riding: Known) -> float:
    """The torso angle (deg from horizontal) of a discipline, given as a key of `[riding]`."""
    return USUAL_TORSO_DEG.get(str(riding.get("discipline")), ROAD_TORSO_DEG)


def usual_elbow_deg(riding: Known) -> float:
    """The bend of the elbow (deg, 0 is straight); on aero bars that of a forearm which lies on its pad."""
    if riding.get("discipline") != "time_trial":
        return ROAD_ELBOW_DEG
    torso = number(riding, "torso_angle_deg", usual_torso_deg(riding))
    return max(FOREARM_RISE_DEG - (torso - 180 + AERO_SHOULDER_DEG), 0.0)


def usual_shoulder_deg(riding: Known) -> float:
    """The line from shoulder to wrist against the torso (deg); on aero bars the wrist is before the elbow."""
    discipline = riding.get("discipline")
    if discipline == "city":
        return CITY_SHOULDER_DEG
    if discipline != "time_trial":
        return degrees(SHOULDER_ANGLE)
    bend = radians(number(riding, "elbow_bend_deg", usual_elbow_deg(riding)))
    ahead = atan2(FOREARM_SHARE * sin(bend), 1 - FOREARM_SHARE + FOREARM_SHARE * cos(bend))
    return AERO_SHOULDER_DEG + degrees(ahead)
