"""The kneecap: how hard its two tendons pull on each other, and its contact area on the thigh."""

from __future__ import annotations

import csv
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import RegularGridInterpolator

from rider_models.muscle_table import DATA

Array = NDArray[np.float64]

QUADRICEPS_HEADS = ("recfem", "vasint", "vaslat", "vasmed")

LOADED_OVER_UNLOADED = 1.24
"""Contact area under 0.45 of body weight on the leg over that under 0.15 (Besier et al. 2005)."""

MEASURED_LEG_M = 0.825
"""Thigh and shank together of those measured: de Leva's proportions at 1.78 m (men) and 1.66 m (women), whose
mean it is. The statures are a guess; the square of the two leg lengths gives back the measured 0.76 between
women's and men's areas at 60 deg."""


def patellar_over_quadriceps(hip_flexion: Array, knee_flexion: Array) -> Array:
    """Patellar tendon force per force of each of `QUADRICEPS_HEADS` at n flexions (rad), n x 4.

    From the free body of the reference model's kneecap (`derivation/derive_patella.py`), linear
    between its knots. Raises ValueError beyond the sampled range.
    """
    poses = np.rad2deg(np.stack([hip_flexion, knee_flexion], axis=1))
    return np.asarray(_tendon_table()(poses))


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
def _tendon_table() -> RegularGridInterpolator:
    """`data/patellar_tendon.csv` over hip and knee flexion (deg)."""
    rows = _rows("patellar_tendon.csv")
    hip, knee = (
        np.unique([float(row[f"{joint}_flexion_deg"]) for row in rows]) for joint in ("hip", "knee")
    )
    ratios = np.array([[float(row[head]) for head in QUADRICEPS_HEADS] for row in rows])
    return RegularGridInterpolator((hip, knee), ratios.reshape(len(hip), len(knee), -1))


@cache
def _measured_area() -> tuple[Array, Array]:
    """Knee flexions (deg) and the mean of men's and women's areas (mm2)."""
    rows = _rows("patellofemoral_contact_area.csv")
    degrees = np.array([float(row["knee_flexion_deg"]) for row in rows])
    area = np.array([(float(row["men_mm2"]) + float(row["women_mm2"])) / 2 for row in rows])
    return degrees, area


def _rows(name: str) -> list[dict[str, str]]:
    lines = (DATA / name).read_text().splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))
