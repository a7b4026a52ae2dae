"""The kneecap: the quadriceps' arm over it, how hard its two tendons pull on each other, its contact area."""

from __future__ import annotations

from functools import cache

import numpy as np

from rider_models.arrays import Array
from rider_models.data_tables import DATA, table_rows

QUADRICEPS_HEADS = ("recfem", "vasint", "vaslat", "vasmed")

LOADED_OVER_UNLOADED = 1.24
"""Contact area under 0.45 of body weight on the leg over that under 0.15 (Besier et al. 2005)."""

MEASURED_LEG_M = 0.825
"""Thigh and shank together of those measured: de Leva's proportions at 1.78 m (men) and 1.66 m (women), whose
mean it is. The statures are a guess; the square of the two leg lengths gives back the measured 0.76 between
women's and men's areas at 60 deg."""


ARM_BY_DEGREE = np.array([0.046, 2.8e-4, -1.3e-5, 8e-8])
"""Quadriceps' arm (m) over knee flexion (deg), constant first: the cubic that models of patellofemoral load
use, fitted to the cadavers of van Eijden et al. 1986, J Biomech 19:219 (Brechter & Powers 2002, MSSE
34:1582). The coefficients are read from a running study's published code (calc_PFJRF.py), which names no
source; that they are these papers' is from memory."""

SMALLEST_ARM_DEG = 96.2
"""Where that cubic has its least, 24 mm. It would rise again, without a measurement; the arm is kept there."""

TENDON_RATIO_DEG = np.array([10.0, 20.0, 70.0])
TENDON_RATIO = np.array([1 / 0.86, 1.0, 1 / 1.55])
"""Patellar over quadriceps tendon force: 10 and 70 deg in eight cadavers (Buff et al. 1988, J Biomech 21:17),
where 1.55 was the largest quadriceps over patellar tendon force met; above one up to 20 deg in living knees
(PMC4662057, n = 40). The patellar tendon's arm that follows from it and from the quadriceps' arm is 45 to
48 mm between 20 and 70 deg (46 on average in 24 cadavers, Dandridge et al. 2022, J Orthop Res 40:799) and 37 mm
from 96 deg on; ten living knees seen by biplane X-ray lose at most a fifth beyond 70 deg (an abstract)."""


def quadriceps_arm(knee_flexion: Array) -> Array:
    """Moment arm (m) of the whole quadriceps about the knee at knee flexions (rad), as measured."""
    degrees = np.minimum(np.rad2deg(knee_flexion), SMALLEST_ARM_DEG)
    result: Array = np.polyval(ARM_BY_DEGREE[::-1], degrees)
    return result


def patellar_over_quadriceps(knee_flexion: Array) -> Array:
    """Patellar tendon force over quadriceps tendon force at knee flexions (rad), as measured.

    Linear between the measured angles, constant below and beyond them.
    """
    result: Array = np.interp(np.rad2deg(knee_flexion), TENDON_RATIO_DEG, TENDON_RATIO)
    return result


def patellofemoral_contact_area(knee_flexion: Array, leg_m: float) -> Array:
    """Contact area (m2) at knee flexions (rad) of a leg whose thigh and shank add up to `leg_m`.

    Mean of men and women (Besier et al. 2005, J Orthop Res 23:345), 0 to 60 deg, under load, scaled with the
    square of the leg's length. Beyond 60 deg it stays what it is there: in living knees it falls from there on
    (Guan & Pandy 2024, Ann Biomed Eng, by how much is not in the abstract), so that the stress of a deeply bent
    knee is rather under- than overestimated.
    """
    degrees, area_mm2 = _measured_area()
    area: Array = np.interp(np.rad2deg(knee_flexion), degrees, area_mm2)
    return 1e-6 * LOADED_OVER_UNLOADED * (leg_m / MEASURED_LEG_M) ** 2 * area


@cache
def _measured_area() -> tuple[Array, Array]:
    """Knee flexions (deg) and the mean of men's and women's areas (mm2)."""
    rows = table_rows(DATA / "patellofemoral_contact_area.csv")
    degrees = np.array([float(row["knee_flexion_deg"]) for row in rows])
    area = np.array([(float(row["men_mm2"]) + float(row["women_mm2"])) / 2 for row in rows])
    return degrees, area
