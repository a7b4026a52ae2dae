"""One row of a sweep, computed on a worker: a refused stroke is a row with its reason."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from fit_optimizer.plain_text import plain
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import parse_set_up, with_changes
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.sweep.columns import Cells, change_cells, input_cells, of_side
from fit_optimizer.sweep.plan import Row
from fit_optimizer.versions import package_versions
from fit_optimizer.workers.shortage import is_shortage
from rider_models.arrays import SIDES
from rider_models.errors import PedalfitError
from sim.pedalling_metrics import leg_metrics, reproducible_metrics
from sim.stroke import Stroke
from sim.stroke_curves import leg_curves

SOLVED, REFUSED, FAILED, LOST = "solved", "refused", "failed", "lost"
"""Status of a row: a stroke; a set-up or stroke refused for its reason; an error of the program; a
row whose worker process died of it."""

EASY_STROKE = {
    "rider": {"height_mm": 1780, "mass_kg": 70},
    "riding": {"power_w": 150, "cadence_rpm": 85},
}
"""A stroke that every version of the model can simulate, to learn the shapes of curves from, and
whether workers work."""

Curves = dict[str, NDArray[np.float32]]


@dataclass(frozen=True, eq=False)
class Answer:
    """Cells of a row by column, and its curves where they were asked for and there is a stroke."""

    row: int
    cells: Cells
    curves: Curves | None = None


def compute_row(row: Row, with_curves: bool) -> Answer:
    """Simulate a row: what goes wrong with it is its status and reason.

    Raises only what is no fault of the row: a lack of memory or of temporary space.
    """
    cells = _known(row)
    try:
        set_up = with_changes(row.rider.set_up, row.changes)
        cells["inputs_hash"] = inputs_hash(set_up)
        seated = seat_rider(set_up)
        cells.update(input_cells(set_up, seated, row.by_leg))
        stroke = seated.simulate()
        found = _stroke_cells(stroke, row.by_leg)
        found.update({one.name: one.of(stroke) for one in row.measures})
        curves = stroke_curves(stroke) if with_curves else None
    except PedalfitError as error:
        return Answer(row.index, {**cells, "status": REFUSED, "reason": str(error)})
    except Exception as error:
        if is_shortage(error):
            raise
        reason = plain(f"{type(error).__name__}: {error}")
        return Answer(row.index, {**cells, "status": FAILED, "reason": reason})
    return Answer(row.index, {**cells, **found, "status": SOLVED, "reason": ""}, curves)


def row_without_stroke(row: Row, status: str, reason: str) -> Answer:
    """The row of a stroke that its worker process did not survive, or lacked memory for."""
    return Answer(row.index, {**_known(row), "status": status, "reason": reason})


def easy_stroke() -> None:
    """Simulate a stroke that every version of the model can: what fails it is not a row's fault."""
    seat_rider(parse_set_up(EASY_STROKE)).simulate()


def inputs_hash(set_up: SetUp) -> str:
    """Hash of what a stroke is made from, and of the packages that compute it."""
    tables = set_up.model_dump(exclude={"search"})
    tables["rider"].pop("name")
    text = json.dumps([tables, package_versions()], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def stroke_curves(stroke: Stroke) -> Curves:
    """Curves of a stroke by name: total torque (n), others (2 sides x n [x parts])."""
    left, right = (leg_curves(stroke.legs[side], side) for side in SIDES)
    return {
        "total_crank_torque_nm": stroke.total_crank_torque.astype(np.float32),
        **{name: np.array([left[name], right[name]], np.float32) for name in left},
    }


def _known(row: Row) -> Cells:
    return {"row": row.index, "rider_file": row.rider.file, **change_cells(row.changes, row.by_leg)}


def _stroke_cells(stroke: Stroke, by_leg: bool) -> Cells:
    cells = dict(reproducible_metrics(stroke))
    if by_leg:
        for side in SIDES:
            cells.update(of_side(leg_metrics(stroke.legs[side], stroke.body_weight_n), side))
    broken = [name for name, value in cells.items() if not isfinite(value)]
    if broken:
        raise ArithmeticError(f"{broken[0]} is {cells[broken[0]]}")
    method, steps = stroke.solver.method, stroke.solver.steps
    return {"solver_method": method, "solver_steps": steps, **cells}
