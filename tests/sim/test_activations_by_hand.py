"""A stroke's activations, put through the muscle equations by hand, give its joint moments.

Plain Python, one muscle and one crank position at a time, from the tables in `rider_models/data`
and the papers: De Groote, Kinney, Rao & Fregly 2016 (Ann Biomed Eng 44:2922, supplement), Hill's hyperbola by fibre
type (Umberger et al. 2003), tendons that yield to fibres at rest, constant fibre height (Zajac 1989), volume after
Handsfield et al. 2014, three fifths of the reference model's active force, ligaments after Anderson 1999. Nothing of
`rider_models` and `sim` is called but the stroke itself.
"""

import csv
import json
import math
from functools import cache
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from numpy.polynomial.chebyshev import chebfit, chebint, chebpts1, chebval

from tests.sim.hip_strength_by_hand import strength_in_flexion
from tests.sim.resting_by_hand import rest

DATA = Path(__file__).parents[2] / "rider_models" / "data"
ANGLES = (
    "hip_flexion",
    "hip_adduction",
    "hip_rotation",
    "knee_flexion",
    "ankle_dorsiflexion",
    "subtalar_inversion",
)
REFERENCE_SIZES = {"pelvis": 0.1545, "thigh": 0.4096, "shank": 0.3965, "foot": 0.1482 * 1.70}
REFERENCE_VOLUME_CM3 = 47 * 1.70 * 75.337 + 1285
LIGAMENTS = (
    (-2.44, 5.05, 1.81, 1.51, -21.88, -0.6981),
    (-0.03, 14.94, 0.5, 0.03, -14.94, -0.5),
    (-0.03, 14.94, 0.92, 0.03, -14.94, -0.92),
    (-11.03, 11.33, 2.4, 6.09, -33.94, -0.13),
    (-2.03, 38.11, 0.52, 0.18, -12.12, -0.74),
    (-60.21, 16.32, 0.65, 60.21, -16.32, -0.65),
)


@cache
def _paths():
    return json.loads((DATA / "muscle_paths.json").read_text())


@cache
def _muscles():
    with (DATA / "muscles.csv").open() as file:
        return list(csv.DictReader(file))


@cache
def _slow_share(muscle: str) -> float:
    with (DATA / "muscle_fibres.csv").open() as file:
        return next(
            float(r["slow_twitch_share"]) for r in csv.DictReader(file) if r["muscle"] == muscle
        )


@cache
def _terms(n: int, degree: int):
    """Exponents of all monomials up to a total degree, lowest degree first, then in order."""
    terms = [e for e in product(range(degree + 1), repeat=n) if sum(e) <= degree]
    return sorted(terms, key=lambda e: (sum(e), e))


def _path(name: str, angles) -> tuple[float, list[float]]:
    """Length (m) of a path in the reference model's size, and its slope by each joint angle."""
    row = _paths()["muscles"][name]
    x, half = [], []
    for coordinate in row["coordinates"]:
        low, high = (math.radians(d) for d in _paths()["sampled_range_deg"][coordinate])
        half.append((high - low) / 2)
        x.append((angles[ANGLES.index(coordinate)] - (low + high) / 2) / half[-1])
    length, slope = 0.0, [0.0] * 6
    for c, term in zip(row["length_m"], _terms(len(x), row["degree"]), strict=True):
        length += c * math.prod(v**e for v, e in zip(x, term, strict=True))
        for j, coordinate in enumerate(row["coordinates"]):
            if term[j] == 0:
                continue
            lower = [e - (i == j) for i, e in enumerate(term)]
            power = math.prod(v**e for v, e in zip(x, lower, strict=True))
            slope[ANGLES.index(coordinate)] += c * term[j] * power / half[j]
    return length, slope


@cache
def _measured_excursion():
    """Scaled knee angle's lowest, half range, and the measured arm (m) and its integral by Chebyshev."""
    low, high = (math.radians(d) for d in _paths()["sampled_range_deg"]["knee_flexion"])
    half = (high - low) / 2
    x = chebpts1(200)
    d = np.minimum(np.degrees(low + half * (1 + x)), 96.2)
    arm = chebfit(x, 0.046 + 2.8e-4 * d - 1.3e-5 * d**2 + 8e-8 * d**3, 7)
    return low, half, arm, chebint(half * arm)


def _kneecap(angles) -> tuple[float, float]:
    """What the measured arm adds to every head of the quadriceps: length (m), slope by the knee."""
    low, half, arm, excursion = _measured_excursion()
    knee = angles[ANGLES.index("knee_flexion")]
    length, slope = 0.0, 0.0
    for at, sign in ((knee, 1.0), (math.radians(70.0), -1.0)):
        x = (at - low) / half - 1
        pose = [at if name == "knee_flexion" else 0.0 for name in ANGLES]
        vasti = [_path(name, pose) for name in ("vasint", "vaslat", "vasmed")]
        length += sign * (float(chebval(x, excursion)) - sum(v[0] for v in vasti) / 3)
        if sign > 0:
            mean = sum(v[1][ANGLES.index("knee_flexion")] for v in vasti) / 3
            slope = float(chebval(x, arm)) - mean
    return length, slope


def _active_force_length(l: float) -> float:  # noqa: E741
    force = 0.0
    for b1, b2, b3, b4 in (
        (0.8150671134243542, 1.055033428970575, 0.162384573599574, 0.063303448465465),
        (0.433004984392647, 0.716775413397760, -0.029947116970696, 0.200356847296188),
        (0.1, 1.0, math.sqrt(0.5) / 2, 0.0),
    ):
        force += b1 * math.exp(-0.5 * (l - b2) ** 2 / (b3 + b4 * l) ** 2)
    return force


def _force_velocity(lengths_per_s: float, slow: float) -> float:
    fastest = 4.8 * slow + 12 * (1 - slow)
    v = lengths_per_s / fastest
    if v < 0:
        return max((1 + v) / (1 - v / (0.1 + 0.4 * (1 - slow))), 0.0)
    stretched, still = -8.149 * v - 0.374, -0.374
    return 1 - 0.3211346127989808 * (math.asinh(stretched) - math.asinh(still))


def _scales(row, rider, leg) -> tuple[float, float]:
    """(length, force) of a muscle of this rider over the reference model's."""
    sizes = {
        "pelvis": rider.hip_width_m,
        "thigh": leg.thigh_m,
        "shank": leg.shank_m,
        "foot": leg.foot_m,
    }
    longer = 1.0
    for segment, size in sizes.items():
        longer += float(row[f"length_per_{segment}"]) * (size / REFERENCE_SIZES[segment] - 1)
    volume = (47 * rider.height_m * rider.mass_kg + 1285) / REFERENCE_VOLUME_CM3
    return longer, volume / longer * leg.strength


def _tendon_force(row, scales, activation: float, length: float, rate: float) -> float:
    """Tendon force (N) at an activation, path length (m) and rate (m/s)."""
    longer, stronger = scales
    optimal = float(row["optimal_fibre_length_m"]) * longer
    room = length - float(row["tendon_slack_length_m"]) * longer
    stretch, share, pull = rest(row["muscle"], room / optimal)
    along = room - stretch * optimal
    height = optimal * math.sin(float(row["pennation_rad"]))
    fibre = math.hypot(max(along, 0.0), height)
    if along <= 0 or fibre <= 0.2 * optimal:
        return 0.0
    cosine = along / fibre
    velocity = rate * (1 - share) * cosine / optimal
    active = _active_force_length(fibre / optimal)
    active *= 0.6 * _force_velocity(velocity, _slow_share(row["muscle"]))
    strength = float(row["max_isometric_force_n"]) * stronger
    return strength * (activation * active * cosine + pull)


@cache
def _group(muscle: str) -> str:
    lines = (DATA / "muscle_groups.csv").read_text().splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return next(row["group"] for row in rows if muscle in row["muscles"].split())


def _joint_moments(rider, leg, angles, velocity, activations) -> list[float]:
    moments = []
    for q, (k1, k2, upper, k3, k4, lower) in zip(angles, LIGAMENTS, strict=True):
        moments.append(k1 * math.exp(k2 * (q - upper)) + k3 * math.exp(k4 * (q - lower)))
    for row, activation in zip(_muscles(), activations, strict=True):
        scales = _scales(row, rider, leg)
        length, slope = _path(row["muscle"], angles)
        if row["muscle"] in ("recfem", "vasint", "vaslat", "vasmed"):
            more, turn = _kneecap(angles)
            length += more
            slope[ANGLES.index("knee_flexion")] += turn
        slope = [s * scales[0] for s in slope]
        rate = sum(s * v for s, v in zip(slope, velocity, strict=True))
        stronger = activation * strength_in_flexion(_group(row["muscle"]), angles[0])
        force = _tendon_force(row, scales, stronger, length * scales[0], rate)
        moments = [m - s * force for m, s in zip(moments, slope, strict=True)]
    return moments


@pytest.mark.parametrize("side", ["left", "right"])
def test_activations_by_hand_give_the_joint_moments(side, uneven_stroke):
    rider, solved = uneven_stroke.rider, uneven_stroke.legs[side]
    cycle, leg = solved.problem.cycle, getattr(rider, side)
    positions = range(0, 60, 10)
    by_hand = np.array(
        [
            _joint_moments(
                rider,
                leg,
                cycle.joint_angles[k].tolist(),
                cycle.joint_velocity[k].tolist(),
                solved.coordination.activation[k].tolist(),
            )
            for k in positions
        ]
    )
    difference = np.abs(by_hand - solved.joint_moment[positions]).max(axis=0)
    assert (difference < 1e-9 * np.abs(solved.joint_moment).max(axis=0)).all(), difference
