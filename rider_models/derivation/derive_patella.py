"""Derive `data/patellar_tendon.csv` from the reference model: the free body of its kneecap.

Run as `python -m rider_models.derivation.derive_patella RajagopalLaiUhlrich2023.osim` (developer
extra, a few seconds). The kneecap slides on the thigh with one degree of freedom and without
friction or weight. With the shank held, a small slide lengthens a head by dH and the patellar
tendon by -dP, so the tendon pulls dH/dP times as hard as the head.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import numpy as np

from rider_models.derivation.reference_model import SAMPLED_RANGE_DEG, ReferenceModel
from rider_models.muscle_table import DATA
from rider_models.patella import QUADRICEPS_HEADS

STEP_RAD = 1e-3
KNEE_STEP_DEG, HIP_STEP_DEG = 2.5, 20.0


def tendon_over_head(model: ReferenceModel, head: str, hip_flexion: float, knee: float) -> float:
    """Patellar tendon force over the force of one head of the quadriceps at a pose (rad)."""
    pose = np.array([hip_flexion, 0.0, 0.0, knee, 0.0, 0.0])
    lengths = []
    for slide in (STEP_RAD, -STEP_RAD):
        model.pose(pose, patella_knee_flexion=knee + slide)
        whole = model.muscles[head].getGeometryPath().getLength(model.state)
        tendon = model.patellar_tendon_length(head)
        lengths.append((whole - tendon, tendon))
    (head_ahead, tendon_ahead), (head_behind, tendon_behind) = lengths
    return float((head_ahead - head_behind) / (tendon_behind - tendon_ahead))


def _grid(coordinate: str, step_deg: float) -> list[float]:
    low, high = SAMPLED_RANGE_DEG[coordinate]
    return [*np.arange(low, high - 1e-9, step_deg).tolist(), high]


def main(model_path: Path) -> None:
    """Write the table."""
    model = ReferenceModel(model_path)
    with (DATA / "patellar_tendon.csv").open("w", newline="") as file:
        file.write(
            "# Patellar tendon force over the force of each head of the quadriceps: free body of the kneecap of\n"
            "# RajagopalLaiUhlrich2023.osim (Rajagopal et al. 2016), by derivation/derive_patella.py.\n"
        )
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["hip_flexion_deg", "knee_flexion_deg", *QUADRICEPS_HEADS])
        for hip in _grid("hip_flexion", HIP_STEP_DEG):
            for knee in _grid("knee_flexion", KNEE_STEP_DEG):
                ratios = [
                    tendon_over_head(model, head, np.deg2rad(hip), np.deg2rad(knee))
                    for head in QUADRICEPS_HEADS
                ]
                rows.writerow([f"{hip:g}", f"{knee:g}", *(f"{ratio:.4f}" for ratio in ratios)])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
