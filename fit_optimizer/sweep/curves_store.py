"""Full curves of a sweep in a Zarr store that xarray opens, written in blocks of rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from fit_optimizer.files import sync_files
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import parse_set_up
from fit_optimizer.sweep.errors import SweepError
from fit_optimizer.sweep.journal import Journal
from fit_optimizer.sweep.rows import EASY_STROKE, Curves, stroke_curves
from rider_models.arrays import SIDES

BLOCK = 256
"""Rows of a chunk: a chunk is written once, whole, when all its rows are done."""

_INNER = {"pedal_force_n": "axis", "activation": "muscle", "muscle_force_n": "muscle"}


class CurvesStore:
    """`FILE.zarr`: variables over (row, side, crank_angle_deg [, axis or muscle]), as in `simulate --json`.

    Rows without a stroke hold NaN.
    """

    def __init__(self, path: Path, rows: int, fingerprint: str):
        """The store of a sweep, made with its first block. Raises SweepError where it is another's."""
        self._path, self._rows, self._fingerprint = path, rows, fingerprint
        self._zarr = _zarr()
        self._group: Any = None
        try:
            path.lstat()
        except FileNotFoundError:
            if not path.parent.is_dir():
                raise SweepError(f"{path} cannot be written: its folder must exist") from None
            return
        except OSError as error:
            raise SweepError(f"{path} cannot be written: {error.strerror}") from None
        try:
            self._group = self._zarr.open_group(path, mode="r+")
        except (OSError, ValueError, KeyError):
            raise SweepError(f"{path} is not a Zarr store: choose another name") from None
        if self._group.attrs.get("fingerprint") != fingerprint:
            raise SweepError(f"{path} does not hold the curves of this sweep: choose another")

    def flush(self, journal: Journal, index: int) -> None:
        """Write the block of a row, if all its rows are done, and drop it from the journal. Raises SweepError."""
        low = index - index % BLOCK
        high = min(low + BLOCK, self._rows)
        if journal.rows_between(low, high) < high - low:
            return
        found = journal.curves(low, high)
        if not found:
            return
        try:
            self._write(low, high, found)
        except OSError as error:
            raise SweepError(
                f"{self._path} cannot be written: {error.strerror or error}; finished rows are "
                "kept, and the same command goes on"
            ) from None
        sync_files(self._path.glob(f"*/c/{low // BLOCK}/**/*"))
        journal.forget_curves(low, high)

    def make(self) -> None:
        """Make the store, empty, where it is not yet there."""
        if self._group is None:
            owner = {"fingerprint": self._fingerprint}
            self._group = self._zarr.create_group(self._path, attributes=owner)
        if not self._group.attrs.get("made"):
            _make(self._group, self._rows)
            self._group.attrs["made"] = True
            sync_files(self._path.rglob("*"))

    def _write(self, low: int, high: int, found: dict[int, Curves]) -> None:
        self.make()
        for name in found[min(found)]:
            array = self._group[name]
            block = np.asarray(array[low:high])
            for row, curves in found.items():
                block[row - low] = curves[name]
            array[low:high] = block


def _make(group: Any, rows: int) -> None:
    stroke = seat_rider(parse_set_up(EASY_STROKE)).simulate()
    leg = stroke.right.problem
    text = np.dtypes.StringDType()
    coordinates = {
        "crank_angle_deg": np.rad2deg(leg.cycle.crank_angle).round(4),
        "side": np.array(SIDES, text),
        "axis": np.array(["x", "y", "z"], text),
        "muscle": np.array(leg.muscles.names, text),
    }
    for name, values in coordinates.items():
        group.create_array(name, data=values, dimension_names=[name], overwrite=True)
    for name, curve in stroke_curves(stroke).items():
        dimensions = ["row", "side", "crank_angle_deg", _INNER.get(name, "")]
        if name == "total_crank_torque_nm":
            dimensions.remove("side")
        group.create_array(
            name,
            shape=(rows, *curve.shape),
            chunks=(min(BLOCK, rows), *curve.shape),
            dtype="float32",
            fill_value=np.nan,
            dimension_names=[d for d in dimensions if d],
            overwrite=True,
        )


def _zarr() -> Any:
    try:
        import zarr  # noqa: PLC0415  (extra `research`)
    except ImportError:
        raise SweepError(
            "--curves needs Zarr, which is not installed: pip install 'pedalfit[research]'"
        ) from None
    return zarr
