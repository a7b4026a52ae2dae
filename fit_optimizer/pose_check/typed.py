"""The figures of a rider that a fitter typed by hand: the table `[measured]` of a set-up."""

from __future__ import annotations

from fit_optimizer.pose.figure_table import FIGURES, STATIC_KNEE, STATIC_KNEE_LESS_DEG
from fit_optimizer.pose.series import Reads
from fit_optimizer.setup.tables import LeftRight, SetUp
from rider_models.arrays import SIDES, Side


def typed_figures(set_up: SetUp) -> dict[str, dict[Side, float]]:
    """The figures of `[measured]` by key and side; the static knee as what it is when pedalling."""
    found: dict[str, dict[Side, float]] = {}
    for kind in (*FIGURES, STATIC_KNEE):
        value = getattr(set_up.measured, kind.key)
        if value is None:
            continue
        sides: dict[Side, float] = {side: _of_side(value, side) for side in SIDES}
        if kind is not STATIC_KNEE:
            found[kind.key] = sides
        elif "knee_bottom_deg" not in found:
            found["knee_bottom_deg"] = {
                side: one + STATIC_KNEE_LESS_DEG for side, one in sides.items()
            }
    return found


def typed_reads(set_up: SetUp) -> Reads:
    """What the knee angles typed by hand are between."""
    reads: Reads = set_up.model_dump()["measured"]["reads"]
    return reads


def _of_side(value: float | LeftRight, side: Side) -> float:
    return float(getattr(value, side)) if isinstance(value, LeftRight) else float(value)
