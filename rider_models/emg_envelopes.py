"""Measured EMG envelopes over the crank cycle: when riders' muscles are switched on, and how evenly."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np

from rider_models.arrays import Array
from rider_models.data_tables import DATA, table_rows


@dataclass(frozen=True)
class EmgStudy:
    """A study's file in `data/` and the cadence (rpm) at which it was measured."""

    file_name: str
    cadence_rpm: float


EMG_STUDIES = {
    "li_caldwell": EmgStudy("emg_li_caldwell_1998.csv", 80.0),
    "wilkinson": EmgStudy("emg_wilkinson_2020.csv", 70.0),
}
"""Li & Caldwell 1998, J Appl Physiol 85:927 (n = 8, level seated; 80 rpm from memory) and Wilkinson,
Lichtwark & Cresswell 2020, MSSE 52:1584 (n = 15, seated, 70 rpm, 10.7 W/kg)."""


def _groups() -> dict[str, str]:
    """The group of each muscle that a study measured, by its name."""
    rows = table_rows(DATA / "electrodes.csv")
    measured = {name for study in EMG_STUDIES for name in envelopes(study)[1]}
    return {row["electrode"]: row["group"] for row in rows if row["electrode"] in measured}


@cache
def envelopes(study: str) -> tuple[Array, dict[str, Array]]:
    """Return crank angles (k, deg) and by electrode the mean envelope there (k, share of its peak).

    Raises KeyError for a study that `EMG_STUDIES` does not name.
    """
    rows = table_rows(DATA / EMG_STUDIES[study].file_name)
    columns = {name: np.array([float(row[name]) for row in rows]) for name in rows[0]}
    angle = columns.pop("crank_angle_deg")
    return angle, {name: curve / curve.max() for name, curve in columns.items()}


def envelope_at(study: str, electrode: str, crank_angle_deg: Array) -> Array:
    """Return a mean envelope (n, share of its peak) at crank angles (n, deg), between samples by straight lines."""
    return envelopes_at(study, (electrode,), crank_angle_deg)[:, 0]


def envelopes_at(study: str, electrodes: tuple[str, ...], crank_angle_deg: Array) -> Array:
    """Return mean envelopes of some electrodes (n x electrodes, share of each one's peak) at crank angles (n, deg).

    As `envelope_at` does of one; the angles are looked up once for all.
    """
    lines = _lines(study, electrodes)
    turn = crank_angle_deg % 360
    before = np.searchsorted(lines.angle_deg, turn, side="right") - 1
    past = turn - lines.angle_deg[before]
    return np.asarray(lines.value[before] + lines.slope[before] * past[:, None])


class _Lines(NamedTuple):
    """Straight lines between k + 1 samples: k crank angles where they begin (deg), values and slopes (each k x e)."""

    angle_deg: Array
    value: Array
    slope: Array


@cache
def _lines(study: str, electrodes: tuple[str, ...]) -> _Lines:
    """Return a study's lines around the crank circle: the last sample once more before the first, the first after the
    last."""
    angle, columns = envelopes(study)
    order = np.argsort(angle % 360)
    turn = (angle % 360)[order]
    turn = np.concatenate([[turn[-1] - 360], turn, [turn[0] + 360]])
    curves = np.stack([columns[electrode][order] for electrode in electrodes], axis=1)
    curves = np.concatenate([curves[-1:], curves, curves[:1]])
    return _Lines(turn[:-1], curves[:-1], np.diff(curves, axis=0) / np.diff(turn)[:, None])


GROUP_OF_ELECTRODE = _groups()
"""The functional group that each muscle measured in a study stands for (`data/electrodes.csv`). That all members of a
group are switched on like the one that was measured is a guess."""
