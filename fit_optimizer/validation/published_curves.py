"""Published curves over the crank circle, from CSV files of `data/`."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import numpy as np

from rider_models.arrays import Array
from sim.stroke_values import ExperimentError

DATA = Path(__file__).parents[1] / "data"
ANGLE_COLUMNS = ("crank_angle_deg", "crank_deg")


@cache
def read_columns(file_name: str) -> dict[str, Array]:
    """Columns of a CSV file of `data/` by name, without its comment lines and a repeated 360 deg.

    The crank angle is under `crank_angle_deg` whatever the file calls it. Raises ExperimentError.
    """
    path = DATA / file_name
    if path.parent != DATA or not path.is_file():
        raise ExperimentError(f"there is no table of curves {file_name} in {DATA}")
    try:
        with path.open(encoding="utf-8") as file:
            rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
        columns = {name: np.array([float(row[name]) for row in rows]) for name in rows[0]}
    except (ValueError, TypeError, IndexError, UnicodeDecodeError):
        raise ExperimentError(f"{file_name} is not a table of numbers with a header") from None
    named = [name for name in ANGLE_COLUMNS if name in columns]
    if not named:
        raise ExperimentError(f"{file_name} has no column {' or '.join(ANGLE_COLUMNS)}")
    angle = columns.pop(named[0])
    kept = angle < 360
    return {"crank_angle_deg": angle[kept]} | {k: v[kept] for k, v in columns.items()}


def column(file_name: str, name: str) -> Array:
    """A column of a CSV file of `data/`. Raises ExperimentError."""
    columns = read_columns(file_name)
    if name not in columns:
        raise ExperimentError(f"{file_name} has no column {name}; it has {', '.join(columns)}")
    return columns[name]


def sample_at(curve: Array, angle_deg: Array) -> Array:
    """A curve of evenly spaced samples over the circle, interpolated at crank angles (deg)."""
    own = 360 * np.arange(len(curve)) / len(curve)
    return np.asarray(np.interp(angle_deg, own, curve, period=360))
