"""Derive `data/muscles.csv` and `data/muscle_paths.json` from the reference model.

Run as `python -m rider_models.derivation.derive_muscle_tables RajagopalLaiUhlrich2023.osim`
(developer extra, about two minutes). Least squares fit lengths and their numerical derivatives
together; a pose where OpenSim's wrapping jumps (an "arm" beyond 120 mm) is left out of that muscle.
"""

from __future__ import annotations

import csv
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.stats import qmc

from rider_models.arrays import Array
from rider_models.data_tables import DATA
from rider_models.derivation.reference_model import (
    SAMPLED_RANGE_DEG,
    SEGMENTS,
    SHANK_SIDE,
    THIGH_SIDE,
    ReferenceModel,
)
from rider_models.muscle_table import COORDINATES, Pull, PullName
from rider_models.muscle_table import Path as PathRow
from rider_models.polynomials import monomial_gradients, monomials

N_POSES = 4096
ARM_STEP_RAD = 1e-3
JUMP_M = 0.12
ARM_WEIGHT_RAD = 0.3
LENGTH_DEGREE = {1: 8, 2: 5, 3: 6, 4: 5}
DIRECTION_DEGREE = {1: 6, 2: 4, 3: 4, 4: 4}
"""Poses sampled; step (rad) of the derivatives; a change of length per rad (m) that is a jump of the wrapping and no
arm; weight (rad) of derivatives beside lengths; degree of the polynomials by how many joint angles they have.
Chosen by the errors that the tests state."""
QUADRICEPS = ("recfem", "vasint", "vaslat", "vasmed")


@dataclass(frozen=True)
class Samples:
    """Random poses (n x 6, rad; and scaled to [-1, 1]), lengths (n x m), derivatives (n x 6 x m)."""

    poses: Array
    scaled: Array
    lengths: Array
    slopes: Array


def _range_rad() -> tuple[Array, Array]:
    low, high = np.deg2rad(np.array([SAMPLED_RANGE_DEG[c] for c in COORDINATES])).T
    return low, high


def sample(model: ReferenceModel) -> Samples:
    """Lengths and central-difference derivatives at Sobol poses over the sampled range."""
    low, high = _range_rad()
    poses = qmc.scale(qmc.Sobol(6, seed=1).random(N_POSES), low, high)
    lengths, slopes = [], []
    for q in poses:
        model.pose(q)
        lengths.append(model.lengths())
        differences = []
        for step in ARM_STEP_RAD * np.eye(6):
            model.pose(q + step)
            ahead = model.lengths()
            model.pose(q - step)
            differences.append((ahead - model.lengths()) / (2 * ARM_STEP_RAD))
        slopes.append(differences)
    scaled = (poses - (low + high) / 2) / ((high - low) / 2)
    return Samples(poses, scaled, np.array(lengths), np.array(slopes))


def coordinates_of(samples: Samples, muscle: int) -> list[int]:
    """Indices of the joint angles that change the length of a muscle."""
    return [j for j in range(6) if np.abs(samples.slopes[:, j, muscle]).max() > 1e-6]


def fit_length(samples: Samples, muscle: int) -> PathRow:
    """Polynomial of the muscle-tendon length, fitted to lengths and derivatives together."""
    used = coordinates_of(samples, muscle)
    degree = LENGTH_DEGREE[len(used)]
    kept = np.abs(samples.slopes[:, :, muscle]).max(axis=1) < JUMP_M
    x = samples.scaled[kept][:, used]
    low, high = _range_rad()
    half = ((high - low) / 2)[used]
    gradient = monomial_gradients(x, degree)
    rows = [monomials(x, degree)] + [
        ARM_WEIGHT_RAD * gradient[:, :, k] / half[k] for k in range(len(used))
    ]
    values = [samples.lengths[kept, muscle]] + [
        ARM_WEIGHT_RAD * samples.slopes[kept, j, muscle] for j in used
    ]
    coefficients = np.linalg.lstsq(np.vstack(rows), np.concatenate(values), rcond=None)[0]
    error = rows[0] @ coefficients - values[0]
    return {
        "coordinates": [COORDINATES[j] for j in used],
        "degree": degree,
        "length_m": _rounded(coefficients),
        "length_rms_error_mm": round(float(np.sqrt(np.mean(error**2)) * 1e3), 3),
        "poses_left_out": int((~kept).sum()),
    }


def fit_directions(model: ReferenceModel, samples: Samples) -> dict[str, dict[PullName, Pull]]:
    """Pull at unit tension on the parts beyond hip (thigh frame), knee and on the patella (shank frame)."""
    poses, x = samples.poses[:1536], samples.scaled[:1536]
    wanted: dict[PullName, tuple[tuple[str, ...], str]] = {
        "hip_pull": (THIGH_SIDE, "femur_r"),
        "knee_pull": (SHANK_SIDE, "tibia_r"),
    }
    values: dict[tuple[str, PullName], list[Array]] = {}
    for q in poses:
        model.pose(q)
        for name in model.names:
            for key, (bodies, frame) in wanted.items():
                values.setdefault((name, key), []).append(model.pull_on(name, bodies, frame))
            if name in QUADRICEPS:
                patella = model.pull_on(name, ("patella_r", *SHANK_SIDE), "tibia_r")
                values.setdefault((name, "patella_pull"), []).append(patella)
    fitted: dict[str, dict[PullName, Pull]] = {name: {} for name in model.names}
    for (name, key), rows in values.items():
        used = coordinates_of(samples, model.names.index(name))
        target = np.array(rows)
        if np.abs(target).max() < 1e-9:
            continue
        degree = DIRECTION_DEGREE[len(used)]
        basis = monomials(x[:, used], degree)
        coefficients = np.linalg.lstsq(basis, target, rcond=None)[0]
        error = float(np.sqrt(np.mean((basis @ coefficients - target) ** 2)))
        fitted[name][key] = {
            "degree": degree,
            "coefficients": [_rounded(c) for c in coefficients.T],
            "rms_error": round(error, 5),
        }
    return fitted


def segment_sensitivity(model: ReferenceModel) -> Array:
    """Relative change of each length per relative change of a segment's size (muscles x segments)."""
    low, high = np.deg2rad([[25, -5, -5, 30, -20, -5], [100, 5, 5, 110, 20, 5]])
    poses = qmc.scale(qmc.Sobol(6, seed=2).random(64), low, high)
    columns = []
    for segment in SEGMENTS:
        bigger = model.scaled_lengths(segment, 1.02, poses).mean(axis=0)
        smaller = model.scaled_lengths(segment, 0.98, poses).mean(axis=0)
        columns.append((bigger - smaller) / (0.02 * (bigger + smaller)))
    return np.array(columns).T


def _rounded(values: Array) -> list[float]:
    return [float(f"{v:.8g}") for v in values]


def write_muscles_csv(model: ReferenceModel, sensitivity: Array, path: Path) -> None:
    """One row a muscle: Hill parameters as they stand in the reference model, group, scaling."""
    header = [
        "muscle",
        "max_isometric_force_n",
        "optimal_fibre_length_m",
        "tendon_slack_length_m",
    ]
    header += ["pennation_rad", "max_shortening_velocity_per_s"]
    header += [f"length_per_{segment}" for segment in SEGMENTS] + ["source"]
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(header)
        for name, scaling in zip(model.names, sensitivity, strict=True):
            m = model.muscles[name]
            parameters = (
                m.getMaxIsometricForce(),
                m.getOptimalFiberLength(),
                m.getTendonSlackLength(),
                m.getPennationAngleAtOptimalFiberLength(),
                m.getMaxContractionVelocity(),
            )
            numbers = [f"{v:.6g}" for v in parameters] + [f"{v:.4f}" for v in scaling]
            rows.writerow([name, *numbers, "RajagopalLaiUhlrich2023.osim"])


def main(model_path: Path) -> None:
    """Write both tables."""
    model = ReferenceModel(model_path)
    samples = sample(model)
    directions = fit_directions(model, samples)
    paths = {name: fit_length(samples, i) for i, name in enumerate(model.names)}
    for name, pulls in directions.items():
        for key, pull in pulls.items():
            paths[name][key] = pull
    write_muscles_csv(model, segment_sensitivity(model), DATA / "muscles.csv")
    table = {
        "provenance": "Fitted by rider_models/derivation/derive_muscle_tables.py to "
        "RajagopalLaiUhlrich2023.osim (Rajagopal et al. 2016; Lai et al. 2017; Uhlrich et al. 2022). "
        "Angles are scaled to [-1, 1] over sampled_range_deg; terms follow polynomials.exponents.",
        "sampled_range_deg": SAMPLED_RANGE_DEG,
        "muscles": paths,
    }
    (DATA / "muscle_paths.json").write_text(
        json.dumps(table, indent=None, separators=(",", ":")) + "\n"
    )
    for name, row in paths.items():
        errors = {key: pull["rms_error"] for key, pull in directions[name].items()}
        print(f"{name:12s} length {row['length_rms_error_mm']} mm rms, directions {errors}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
