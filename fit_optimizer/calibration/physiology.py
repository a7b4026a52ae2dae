"""A rider's weights against published work shares, knee loads, ranges and moment shapes: `data/calibration.toml`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache

import numpy as np

from fit_optimizer.calibration.targets import Condition
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import parse_set_up
from fit_optimizer.trace_check.bins import metric_error
from fit_optimizer.validation.published_curves import column
from rider_models.arrays import Array
from rider_models.coordination import Coordination
from rider_models.errors import PedalfitError
from sim.crank_curve import first_rise
from sim.kinematics import CRANK_POSITIONS
from sim.stroke import Stroke
from sim.stroke_values import values_of

WILKINSON = "wilkinson_seated_70rpm.csv"
TURN_WITHIN_DEG = (45.0, 360.0)
"""Where the knee moment is looked for to turn from extension to flexion."""


@dataclass(frozen=True)
class Row:
    """One target of the table: wanted (in words), simulated, and the error in units of its spread."""

    condition: str
    metric: str
    wanted: str
    simulated: float
    error: float


def compare(coordination: Coordination, dynamics: bool, chosen: Sequence[Condition]) -> list[Row]:
    """Return every target of conditions against its simulation, the riders with these weights and their own ankles.

    NaN where a stroke is refused.
    """
    rows = []
    for condition in chosen:
        try:
            figures = condition_figures(condition, coordination, dynamics)
        except PedalfitError:
            figures = {}
        for metric, (*allowed, spread) in condition.targets.items():
            simulated = figures.get(metric, float("nan"))
            nearest = min(max(simulated, allowed[0]), allowed[-1])
            error = metric_error(metric, simulated, nearest) / spread
            wanted = " to ".join(f"{bound:g}" for bound in allowed)
            rows.append(Row(condition.name, metric, wanted, simulated, error))
    return rows


def condition_figures(
    condition: Condition, coordination: Coordination, dynamics: bool
) -> dict[str, float]:
    """Return the figures of a condition's rider and bicycle with these weights. Raises PedalfitError."""
    tables = condition.tables()
    tables["rider"]["coordination"] = asdict(coordination)
    return calibration_figures(seat_rider(parse_set_up(tables)).simulate(dynamics))


def softened(errors: Array) -> Array:
    """Residuals whose squares grow only slowly beyond two spreads, so no single target rules.

    NaN stays NaN.
    """
    result: Array = np.sign(errors) * np.sqrt(4 * np.log1p(errors**2 / 4))
    return result


def calibration_figures(stroke: Stroke) -> dict[str, float]:
    """The metrics of a stroke, flat, with the few more that the targets use."""
    found = values_of(stroke)
    figures = {_target_name(name): value for name, value in found.metrics.items()}
    for angle in ("hip_flexion", "knee_flexion", "ankle_dorsiflexion"):
        joint = angle.partition("_")[0]
        figures[f"{angle}_mean_deg"] = float(found.curve(f"{angle}_deg").mean())
        pair = np.corrcoef(found.curve(f"{angle}_moment_nm"), wilkinson_moments()[joint])
        figures[f"{joint}_moment_correlation"] = float(pair[0, 1])
    turn = first_rise(found.curve("knee_flexion_moment_nm"), *TURN_WITHIN_DEG)
    figures["knee_moment_turn_deg"] = float("nan") if turn is None else turn
    return figures


def _target_name(name: str) -> str:
    """A target's key for a metric that the validation calls `positive_work_pct.hip_extension`."""
    whole, _, part = name.partition(".")
    return f"{whole.removesuffix('_pct')}_{part}_pct" if part else name


@lru_cache(maxsize=1)
def wilkinson_moments() -> dict[str, Array]:
    """Measured joint moments (Nm/kg) at the simulator's crank positions."""
    at = column(WILKINSON, "crank_angle_deg")
    wanted = 360 * np.arange(CRANK_POSITIONS) / CRANK_POSITIONS
    return {
        joint: np.interp(wanted, at, column(WILKINSON, f"{joint}_moment_Nm_per_kg"), period=360)
        for joint in ("hip", "knee", "ankle")
    }
