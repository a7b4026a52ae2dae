"""The greatest power that a seated rider's muscles give at a cadence, and how it falls with cadence.

A cadence sets the muscles' lengths and velocities, so what remains is linear: the most mean crank power over
activations and pedal forces that keep every joint in equilibrium without reserves, stay between rest and full
activation, rise and fall no faster than activation dynamics allow, and press the pedals no harder than weight and arms
can hold. The rider's coordination plays no part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import piqp
from scipy import sparse

from rider_models.arrays import Array, Indices
from rider_models.rider import Rider
from sim.activation_dynamics import ACTIVATION_TIME_S, DEACTIVATION_TIME_S, MIN_ACTIVATION
from sim.bicycle import Bicycle
from sim.bullet import GRAVITY_M_S2
from sim.leg_problem import LegProblem
from sim.muscle_sharing import CoordinationFailed
from sim.muscle_sharing.assembly import CLEAT_ROWS, POWER_UNIT_W, WRENCH_UNIT
from sim.riding import Riding
from sim.stroke import move_legs

PEDAL_FORCE_OVER_WEIGHT = 3.0
"""Greatest downward force of both feet together on the pedals: three times the body weight on a pedal at starts, with
the arms pulling (Soden & Adeyefa 1979, J Biomech 12:527)."""

MOMENT_UNIT_NM = 10.0
EFFORT_PRICE = 1e-5
"""Per squared unknown, against 100 W of power: picks the least of equally strong answers, for 0.1 % of the power."""

TOLERANCE = 1e-6
MOST_ITERATIONS = 200
"""Of the interior-point method. Guesses."""

FITTED_CADENCES_RPM = (60.0, 80.0, 100.0, 120.0, 140.0)
"""Within the cadences of sprint tests. Above, the customary ankle curve costs more than riders' own would."""


@dataclass(frozen=True, eq=False)
class GreatestPower:
    """The greatest mean power of both legs (W) at a cadence (rpm), and what it takes.

    `pedal_force_over_weight` is the greatest downward force of both feet together over body weight: what exceeds one,
    the arms pull. `activation` and `force_on_foot` (N) are the distinct legs' (n x m and n x 3 each), against each
    leg's own crank angle.
    """

    cadence_rpm: float
    power_w: float
    pedal_force_over_weight: float
    activation: tuple[Array, ...]
    force_on_foot: tuple[Array, ...]

    @property
    def torque_nm(self) -> float:
        """Mean torque of both legs on the cranks (Nm)."""
        return self.power_w / (self.cadence_rpm * np.pi / 30)


@dataclass(frozen=True)
class TorqueCadenceLine:
    """Greatest torque against cadence as a straight line, as sprint tests report it.

    `torque_at_rest_nm` is where the line meets no cadence. The greatest power lies at the optimal cadence, half of the
    one where the line meets no torque. `correlation` is that of the torques with cadence.
    """

    torque_at_rest_nm: float
    optimal_cadence_rpm: float
    greatest_power_w: float
    correlation: float


def greatest_power(rider: Rider, bicycle: Bicycle, riding: Riding) -> GreatestPower:
    """The greatest power at the riding's cadence, posture and ankle curve, the crank turning steadily.

    The riding's power is not used: the pelvis swings as it does at the power found with one that swings as without a
    load. Raises LegCannotReach and AngleOutOfRange where the leg cannot follow the pedal, and
    CoordinationFailed where the muscles cannot move the legs at this cadence even without a load.
    """
    unloaded = _greatest_power(rider, bicycle, replace(riding, power_w=0.0))
    return _greatest_power(rider, bicycle, replace(riding, power_w=unloaded.power_w))


def _greatest_power(rider: Rider, bicycle: Bicycle, riding: Riding) -> GreatestPower:
    """The same with a pelvis that swings as at the riding's power."""
    moved = move_legs(rider, bicycle, riding)
    legs = moved.problems(moved.constant_speed)
    weight = rider.mass_kg * GRAVITY_M_S2
    cadence_rpm = riding.crank_speed * 30 / np.pi
    unknowns = [_unknowns(leg, x) for leg, x in zip(legs, _strongest(legs, weight), strict=True)]
    powers = [_mean_power(leg, force) for leg, (_, force) in zip(legs, unknowns, strict=True)]
    first, last = unknowns[0][1][:, 2], unknowns[-1][1][:, 2]
    down = last + np.roll(first, len(first) // 2)
    return GreatestPower(
        cadence_rpm=cadence_rpm,
        power_w=sum(powers) * 2 / len(legs),
        pedal_force_over_weight=float(down.max() / weight),
        activation=tuple(activation for activation, _ in unknowns),
        force_on_foot=tuple(-force for _, force in unknowns),
    )


def torque_cadence_line(
    rider: Rider,
    bicycle: Bicycle,
    riding: Riding,
    cadences_rpm: Sequence[float] = FITTED_CADENCES_RPM,
) -> TorqueCadenceLine:
    """The straight line, by least squares, through the greatest torques at some cadences."""
    cadence = np.asarray(cadences_rpm, dtype=np.float64)
    torque = np.array(
        [
            greatest_power(rider, bicycle, replace(riding, crank_speed=rpm * np.pi / 30)).torque_nm
            for rpm in cadence
        ]
    )
    slope, at_rest = np.polyfit(cadence, torque, 1)
    optimal = -at_rest / slope / 2
    return TorqueCadenceLine(
        torque_at_rest_nm=float(at_rest),
        optimal_cadence_rpm=float(optimal),
        greatest_power_w=float(at_rest / 2 * optimal * np.pi / 30),
        correlation=float(np.corrcoef(cadence, torque)[0, 1]),
    )


def _strongest(legs: list[LegProblem], weight_n: float) -> list[Array]:
    """Unknowns of each leg (n x (m + 5)): activations and the pedal's wrench on the foot in its units."""
    blocks = [_equilibrium(leg) for leg in legs]
    rates = [_rates(leg) for leg in legs]
    both_down = _both_down_rows(legs)
    most_down = np.full(both_down.shape[0], PEDAL_FORCE_OVER_WEIGHT * weight_n / WRENCH_UNIT[2])
    power = np.concatenate([_power_row(leg) for leg in legs])
    free = [np.full((len(leg.crank_lever), len(CLEAT_ROWS)), np.inf) for leg in legs]
    active = [np.ones(leg.state.active.shape) for leg in legs]
    solver = piqp.SparseSolver()
    solver.settings.eps_abs = solver.settings.eps_rel = TOLERANCE
    solver.settings.max_iter = MOST_ITERATIONS
    solver.setup(
        sparse.csc_matrix(EFFORT_PRICE * sparse.identity(len(power))),
        -power,
        sparse.block_diag([rows for rows, _ in blocks], format="csc"),
        np.concatenate([demand for _, demand in blocks]),
        sparse.vstack([sparse.block_diag([rows for rows, _ in rates]), both_down], format="csc"),
        None,
        np.concatenate([*(ceiling for _, ceiling in rates), most_down]),
        _unknown_row([MIN_ACTIVATION * one for one in active], [-part for part in free]),
        _unknown_row(active, free),
    )
    if solver.solve() != piqp.PIQP_SOLVED:
        raise CoordinationFailed(
            f"the muscles cannot turn the cranks at {legs[0].cycle.crank_speed.mean() * 30 / np.pi:.0f} rpm, "
            "even without a load: cadence_rpm must be lower"
        )
    each = np.split(np.array(solver.result.x), np.cumsum([_size(leg) for leg in legs])[:-1])
    return [x.reshape(len(leg.crank_lever), -1) for x, leg in zip(each, legs, strict=True)]


def _unknown_row(of_activation: list[Array], of_wrench: list[Array]) -> Array:
    """One number for every unknown of all legs, position by position."""
    pairs = zip(of_activation, of_wrench, strict=True)
    return np.concatenate([np.concatenate(pair, axis=1).ravel() for pair in pairs])


def _size(leg: LegProblem) -> int:
    return leg.state.active.size + len(CLEAT_ROWS) * len(leg.crank_lever)


def _equilibrium(leg: LegProblem) -> tuple[sparse.csc_matrix, Array]:
    """Rows by unknowns, and their right sides (6 n): muscles and pedal make the joint moments (10 Nm)."""
    pedal = leg.dynamics.pedal_jacobian[:, list(CLEAT_ROWS), :].transpose(0, 2, 1) * WRENCH_UNIT
    rows = np.concatenate([leg.active_moment.transpose(0, 2, 1), pedal], axis=2) / MOMENT_UNIT_NM
    demand = (leg.dynamics.required - leg.passive_moment) / MOMENT_UNIT_NM
    blocks = [sparse.coo_array(row) for row in rows]
    return sparse.csc_matrix(sparse.block_diag(blocks)), demand.ravel()


def _power_row(leg: LegProblem) -> Array:
    """Mean crank power (100 W) per unknown."""
    speed = (leg.cycle.crank_speed * leg.cycle.time_share)[:, None]
    by_wrench = np.zeros((len(speed), len(CLEAT_ROWS)))
    by_wrench[:, :3] = -speed * leg.crank_lever * WRENCH_UNIT[:3] / POWER_UNIT_W
    return _unknown_row([np.zeros(leg.state.active.shape)], [by_wrench])


def _rates(leg: LegProblem) -> tuple[sparse.csc_matrix, Array]:
    """Rows by unknowns, at most a ceiling: activation dynamics half-way between crank positions.

    The rate is excitation less activation over a time constant; excitation lies between nothing and all.
    """
    n, m = leg.state.active.shape
    step = 2 * np.pi / n / leg.cycle.crank_speed
    columns = np.arange(n)[:, None] * (m + len(CLEAT_ROWS)) + np.arange(m)
    now, after = columns.ravel(), np.roll(columns, -1, axis=0).ravel()
    row = np.arange(n * m)
    shape = (n * m, _size(leg))
    rise = np.repeat(step / ACTIVATION_TIME_S, m) / 2
    fall = np.repeat(step / DEACTIVATION_TIME_S, m) / 2

    def rows(of_after: Array, of_now: Array) -> sparse.csc_matrix:
        values, places = np.concatenate([of_after, of_now]), np.concatenate([after, now])
        return sparse.csc_matrix((values, (np.concatenate([row, row]), places)), shape=shape)

    limits = sparse.vstack([rows(1 + rise, rise - 1), rows(-1 - fall, 1 - fall)], format="csc")
    return limits, np.concatenate([2 * rise, np.zeros(n * m)])


def _both_down_rows(legs: list[LegProblem]) -> sparse.csc_matrix:
    """Downward force of both feet on the pedals (100 N) per unknown, against the last leg's crank angle.

    The pedal pushes the foot up as hard as the foot pushes it down. Of two equal legs only one is solved,
    half a turn before the other.
    """
    n = len(legs[0].crank_lever)
    half_turn = sparse.csc_matrix(np.roll(np.eye(n), n // 2, axis=1))
    each = [_upward_rows(leg) for leg in legs]
    ahead = sparse.csc_matrix(half_turn @ each[0])
    if len(each) == 1:
        return sparse.csc_matrix(ahead + each[0])
    return sparse.csc_matrix(sparse.hstack([ahead, each[1]]))


def _upward_rows(leg: LegProblem) -> sparse.csc_matrix:
    n, m = leg.state.active.shape
    columns: Indices = np.arange(n) * (m + len(CLEAT_ROWS)) + m + 2
    return sparse.csc_matrix((np.ones(n), (np.arange(n), columns)), shape=(n, _size(leg)))


def _unknowns(leg: LegProblem, x: Array) -> tuple[Array, Array]:
    """Activations (n x m) and the pedal's force on the foot (n x 3, N)."""
    m = leg.state.active.shape[1]
    return np.clip(x[:, :m], MIN_ACTIVATION, 1.0), x[:, m : m + 3] * WRENCH_UNIT[:3]


def _mean_power(leg: LegProblem, force_on_foot: Array) -> float:
    """Mean crank power of a leg (W)."""
    torque = -np.einsum("ni,ni->n", leg.crank_lever, force_on_foot)
    return float((torque * leg.cycle.crank_speed * leg.cycle.time_share).sum())
