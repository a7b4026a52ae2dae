"""A recorded torque curve against the simulated one, at the same mean power and cadence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isfinite, pi

import numpy as np

from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import with_values
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.traces import TorqueCurve
from rider_models.arrays import Array
from rider_models.errors import PedalfitError
from sim.pedalling_metrics import dead_spot_metrics, metered_torque
from sim.stroke import Stroke

GRID_DEG = np.arange(360.0)
"""Crank angles at which curves are compared."""
LEAST_SPREAD = 0.005
"""Share of the peak below which a spread is rounding, not the rider's (a guess)."""


@dataclass(frozen=True, eq=False)
class CurvePair:
    """Recorded and simulated crank torque (Nm) at 0, 1, ... 359 deg of that side's crank.

    `spread` is the recording's own, about each point, where it holds several revolutions.
    """

    recorded: Array
    simulated: Array
    spread: Array | None

    @property
    def rms_error_nm(self) -> float:
        """Root mean square difference over the revolution."""
        return float(np.sqrt(np.mean((self.simulated - self.recorded) ** 2)))

    @property
    def rms_in_spreads(self) -> float | None:
        """Root mean square difference over the recording's root mean square spread; None where it has none."""
        if self.spread is None:
            return None
        own = float(np.sqrt(np.mean(self.spread**2)))
        return self.rms_error_nm / own if own > LEAST_SPREAD * self.recorded.max() else None

    @property
    def correlation(self) -> float:
        """Correlation of the curves; 0 where one of them is flat."""
        if np.ptp(self.recorded) == 0 or np.ptp(self.simulated) == 0:
            return 0.0
        return float(np.corrcoef(self.recorded, self.simulated)[0, 1])


@dataclass(frozen=True, eq=False)
class CheckedCurve:
    """Each measured side's curves (`left`, `right`, or `both` where the meter cannot tell them
    apart), and the dead spots of the two legs together.

    `total` is of both legs; of one measured leg it is that leg twice, half a turn apart, recorded
    and simulated alike. `notes` say what was taken for granted, `refusal` why nothing was simulated.
    """

    power_w: float
    cadence_rpm: float
    revolutions: int
    positions_known: bool
    pairs: dict[str, CurvePair]
    total: CurvePair | None
    notes: tuple[str, ...]
    refusal: str

    @property
    def dead_spots(self) -> dict[str, dict[str, float]]:
        """Dead-centre size and dead-spot width, recorded and simulated."""
        if self.total is None:
            return {}
        curves = {"recorded": self.total.recorded, "simulated": self.total.simulated}
        return {name: dead_spot_metrics(curve) for name, curve in curves.items()}


def check_curve(set_up: SetUp, recorded: TorqueCurve) -> CheckedCurve:
    """Simulate a set-up at a curve's own mean power and cadence and lay the curves side by side.

    The set-up's cadence is taken where the recording tells none, its crank length and mass where
    the recording is a force or per kg. A refused stroke is an answer.
    """
    seated = seat_rider(set_up)
    crank_mm = 1000 * seated.bicycle.crank_length_m
    curve = recorded.in_newton_metres(crank_mm).of_rider(seated.rider.mass_kg)
    notes = []
    cadence = curve.cadence_rpm
    if not isfinite(cadence):
        cadence = set_up.riding.cadence_rpm
        notes.append(f"It tells no cadence; the set-up's {cadence:g} rpm was taken.")
    total = both_legs(curve.by_side)
    power = float(total.mean()) * cadence * 2 * pi / 60
    if len(curve.by_side) == 1 and curve.total is None:
        notes.append("One leg was measured; for power and dead spots the other was taken as alike.")
    if not curve.top_dead_centre_known:
        notes.append("Its top dead centre is not known; it was turned to where it fits best.")
    checked = CheckedCurve(
        power_w=power,
        cadence_rpm=cadence,
        revolutions=curve.revolutions,
        positions_known=curve.top_dead_centre_known,
        pairs={},
        total=None,
        notes=tuple(notes),
        refusal="",
    )
    try:
        at_power = with_values(set_up, {"power_w": power, "cadence_rpm": cadence})
        stroke = seat_rider(at_power).simulate()
    except PedalfitError as error:
        return replace(checked, refusal=str(error))
    return _side_by_side(checked, curve, stroke)


def both_legs(curves: dict[str, Array]) -> Array:
    """Torque of two legs against the right crank's angle, from what was measured of them."""
    if "total" in curves:
        return curves["total"]
    right = curves.get("right", curves.get("left"))
    left = curves.get("left", right)
    assert right is not None
    assert left is not None
    return np.asarray(right + np.roll(left, len(left) // 2))


def _side_by_side(checked: CheckedCurve, curve: TorqueCurve, stroke: Stroke) -> CheckedCurve:
    measured = curve.by_side
    angle_deg = np.rad2deg(stroke.right.problem.cycle.crank_angle)
    of_stroke = {side: metered_torque(leg) for side, leg in stroke.legs.items()}
    of_stroke["total"] = stroke.total_crank_torque
    simulated = {
        side: np.asarray(np.interp(GRID_DEG, angle_deg, of_stroke[side], period=360.0))
        for side in measured
    }
    turn = 0 if curve.top_dead_centre_known else _best_turn(measured, simulated)
    pairs = {
        side: CurvePair(
            recorded=np.roll(measured[side], turn),
            simulated=simulated[side],
            spread=np.roll(curve.spreads[side], turn) if side in curve.spreads else None,
        )
        for side in measured
    }
    together = CurvePair(
        recorded=both_legs({side: pair.recorded for side, pair in pairs.items()}),
        simulated=both_legs(simulated),
        spread=pairs["total"].spread if "total" in pairs else None,
    )
    named = {"both" if side == "total" else side: pair for side, pair in pairs.items()}
    return replace(checked, pairs=named, total=together)


def _best_turn(measured: dict[str, Array], simulated: dict[str, Array]) -> int:
    """Degrees by which the measured curves, turned together, follow the simulated ones best."""
    agreement = np.zeros(len(GRID_DEG))
    for side, curve in measured.items():
        spectrum = np.fft.rfft(simulated[side]) * np.conj(np.fft.rfft(curve))
        agreement += np.fft.irfft(spectrum, len(GRID_DEG))
    return int(agreement.argmax())
