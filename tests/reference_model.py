"""The reference model beside the project, and poses to ask it for."""

from pathlib import Path

import numpy as np

MODEL = Path(__file__).parents[1].parent / "shared" / "reference" / "RajagopalLaiUhlrich2023.osim"
LOW = np.deg2rad([20.0, -12, -12, 15, -35, -12])
HIGH = np.deg2rad([115.0, 12, 12, 125, 30, 12])


def fresh_poses(count: int) -> np.ndarray:
    """Poses (count x 6, rad) that the fit of the muscle paths has not seen."""
    return np.random.default_rng(20240607).uniform(LOW, HIGH, (count, 6))
