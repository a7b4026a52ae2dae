"""Reads the tables that an export for OpenSim writes, and that OpenSim's tools write back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Table = dict[str, NDArray[np.float64]]


def read_table(path: Path) -> Table:
    """Columns by name; the head's numbers of rows and columns must be true."""
    lines = path.read_text(encoding="utf-8").splitlines()
    end = lines.index("endheader")
    head = dict(line.split("=", 1) for line in lines[1:end] if "=" in line)
    values = np.array([[float(v) for v in line.split("\t")] for line in lines[end + 2 :]])
    names = lines[end + 1].split("\t")
    counts = {key: int(head[key]) for key in ("nRows", "nColumns") if key in head}
    assert counts in ({}, {"nRows": values.shape[0], "nColumns": values.shape[1]})
    assert len(names) == len(set(names)) == values.shape[1]
    return dict(zip(names, values.T, strict=True))
