"""Muscles sharing the work: one convex quadratic problem for the whole pedalling cycle.

Unknown at every crank position of a leg: activations, the pedal's wrench on the foot, reserve
moments and the tibiofemoral compression. Nothing prescribes the crank torque.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import piqp
from scipy import sparse

from rider_models.arrays import Array, Flags, Indices
from rider_models.coordination import Coordination
from rider_models.errors import PedalfitError
from sim.kinematics import CRANK_POSITIONS
from sim.knee import knee_contact
from sim.leg_problem import LegProblem
from sim.trunk import trunk_price

MIN_ACTIVATION = 0.01
ACTIVATION_TIME_S = 0.010
DEACTIVATION_TIME_S = 0.040
"""The reference model's own time constants: those of its muscle model (Millard et al. 2013, J Biomech
Eng 135:021005), for young adults (Thelen 2003, J Biomech Eng 125:70). With the 15 and 60 ms of Raasch
et al. 1997 smoothness would not fall with cadence as riders' does."""

WRENCH_UNIT = np.array([100.0, 100.0, 100.0, 10.0, 10.0])
"""N along x, y, z and Nm of roll and yaw: units that keep the problem's numbers near one."""
_CLEAT_ROWS = [0, 1, 2, 3, 5]
RESERVE_UNIT_NM = 10.0
COMPRESSION_UNIT_N = 500.0

RESERVE_PRICE = 1e3
LATERAL_PRICE = np.array([0.0, 0.02, 0.0, 0.02, 0.02])
"""Per squared unit. A rider pays little for lateral force (100 N) and roll moment (10 Nm); riders
show some 20-50 N and a few Nm (Ruby et al. 1992). The figure itself is a guess."""


SOLVER_TOLERANCE = 1e-7
RATE_TOLERANCE = 1e-3
"""Largest step by which an activation may miss its rate limit between two crank positions: a tenth of a
percent of activation changes the knee load by less than 1e-5, and saves a round in one stroke of three."""
MAX_ROUNDS = 30
POSITIONS_BEFORE, POSITIONS_AFTER = 4, 8
"""Around a broken rate limit the same muscle's next ones are imposed too: fewer rounds."""


class CoordinationFailed(PedalfitError):
    """The muscles cannot produce the stroke, or the solver found no answer."""


@dataclass(frozen=True, eq=False)
class LegCoordination:
    """How one leg's muscles share the work over n crank positions (right-leg axes).

    `activation` n x m, `muscle_force` n x m tendon forces (N), `force_on_foot` n x 3 (N) and
    `moment_on_foot` n x 2 (Nm, about x and z: roll and yaw) from the pedal, whose bearing passes no
    moment about y; `reserve` n x 6 (Nm), `compression` n (N).
    """

    activation: Array
    muscle_force: Array
    force_on_foot: Array
    moment_on_foot: Array
    reserve: Array
    compression: Array


@dataclass(frozen=True)
class SolverReport:
    """What the solver says of itself: rounds of imposing limits, iterations of the last, objective."""

    rounds: int
    iterations: int
    objective: float


@dataclass(frozen=True)
class _Layout:
    """Columns of one leg: at each crank position m activations, 5 wrench, 6 reserves, 1 compression."""

    n: int
    m: int

    @property
    def width(self) -> int:
        return self.m + 12

    def columns(self, first: int, count: int) -> Indices:
        return self.width * np.arange(self.n)[:, None] + first + np.arange(count)

    @property
    def activation(self) -> Indices:
        return self.columns(0, self.m)

    @property
    def wrench(self) -> Indices:
        return self.columns(self.m, 5)

    @property
    def reserve(self) -> Indices:
        return self.columns(self.m + 5, 6)

    @property
    def compression(self) -> Indices:
        return self.columns(self.m + 11, 1)


@dataclass(frozen=True, eq=False)
class Problem:
    """min x quadratic x / 2 + linear x subject to equal x = right and low <= x <= high."""

    quadratic: sparse.csc_matrix
    linear: Array
    equal: sparse.csc_matrix
    right: Array
    low: Array
    high: Array


def coordinate(
    legs: list[LegProblem],
    power_w: float,
    body_weight_n: float,
    coordination: Coordination,
    activation_dynamics: bool = True,
    torso: tuple[float, float] = (0.0, 1.0),
) -> tuple[list[LegCoordination], SolverReport]:
    """Share the work of one or two legs that together deliver a mean power at the cranks.

    Activation dynamics are linear inequalities on neighbouring activations (De Groote et al.
    2009). Raises CoordinationFailed when the solver finds no answer.
    """
    problem = _with_arms(assemble(legs, power_w, body_weight_n, coordination), legs, body_weight_n, coordination, torso)
    rates = [_activation_rates(leg) for leg in legs] if activation_dynamics else []
    x, report = _solve(problem, rates, power_w)
    return _unpack(legs, x), report


def _solve(
    problem: Problem, rates: list[tuple[sparse.csc_matrix, Array]], power_w: float
) -> tuple[Array, SolverReport]:
    """Solve, adding the rate limits that the answer breaks until it breaks none.

    One in six of the 4,800 limits matters, and which ones shows only in the answer. An answer
    that keeps all limits while only some were imposed is the answer to the whole problem.
    """
    x, iterations, objective = _solve_once(problem, None, None, power_w)
    if not rates:
        return x, SolverReport(1, iterations, objective)
    limits = sparse.block_diag([r[0] for r in rates], format="csr")
    if len(x) > limits.shape[1]:
        limits = sparse.hstack(
            [limits, sparse.csr_matrix((limits.shape[0], len(x) - limits.shape[1]))], format="csr"
        )
    ceiling = np.concatenate([r[1] for r in rates])
    imposed = np.zeros(len(ceiling), dtype=bool)
    for rounds in range(1, MAX_ROUNDS + 1):
        broken = (limits @ x - ceiling > RATE_TOLERANCE) & ~imposed
        if not broken.any():
            return x, SolverReport(rounds, iterations, objective)
        imposed |= np.concatenate([_with_neighbours(b) for b in _by_leg(broken, rates)])
        some = sparse.csc_matrix(limits[imposed])
        x, iterations, objective = _solve_once(problem, some, ceiling[imposed], power_w)
    raise CoordinationFailed(
        f"activation dynamics for {power_w:.0f} W did not settle in {MAX_ROUNDS} rounds"
    )


def _by_leg(broken: Flags, rates: list[tuple[sparse.csc_matrix, Array]]) -> list[Flags]:
    return np.split(broken, np.cumsum([len(r[1]) for r in rates])[:-1])


def _with_neighbours(broken: Flags) -> Flags:
    """The broken limits of a leg and the same muscles' limits at the crank positions around them."""
    by_position = broken.reshape(2, CRANK_POSITIONS, -1)
    wider = by_position.copy()
    for shift in range(-POSITIONS_BEFORE, POSITIONS_AFTER + 1):
        wider |= np.roll(by_position, shift, axis=1)
    return wider.ravel()


def _solve_once(
    problem: Problem,
    limits: sparse.csc_matrix | None,
    ceiling: Array | None,
    power_w: float,
) -> tuple[Array, int, float]:
    solver = piqp.SparseSolver()
    solver.settings.eps_abs = SOLVER_TOLERANCE
    solver.settings.eps_rel = SOLVER_TOLERANCE
    p = problem
    solver.setup(p.quadratic, p.linear, p.equal, p.right, limits, None, ceiling, p.low, p.high)
    status = solver.solve()
    if status != piqp.PIQP_SOLVED:
        raise CoordinationFailed(
            f"the solver found no share of the work among the muscles for {power_w:.0f} W "
            f"({status.name})"
        )
    info = solver.result.info
    return np.array(solver.result.x), int(info.iter), float(info.primal_obj)


def assemble(
    legs: list[LegProblem], power_w: float, body_weight_n: float, coordination: Coordination
) -> Problem:
    """The problem of one or two legs that together deliver a mean power, rate limits left out."""
    blocks = [_equalities(leg) for leg in legs]
    power_row = sparse.hstack([_power_row(leg) for leg in legs])
    bounds = [_bounds(leg) for leg in legs]
    price = np.concatenate([_price(leg, body_weight_n, coordination.knee_force) for leg in legs])
    trunk = trunk_price(
        legs,
        _fore_aft_columns(legs),
        WRENCH_UNIT[0],
        len(price),
        body_weight_n,
        coordination,
    )
    habit = _habit(legs, len(price))
    k = habit.shape[0] - len(price)
    wide = lambda m: sparse.block_diag([m, sparse.csc_matrix((k, k))]) if k else m
    short = [leg for leg in legs if leg.stiffness_price and leg.wanted_stiffness]
    if k or short:
        if short:
            return _with_shortfall(legs, blocks, power_row, bounds, price, trunk, habit, k, power_w)
        equal = sparse.vstack([sparse.block_diag([b[0] for b in blocks]), power_row], format="csc")
        return Problem(
            quadratic=sparse.csc_matrix(wide(sparse.diags(2 * price) + trunk.quadratic) + habit),
            linear=np.concatenate([trunk.linear, np.zeros(k)]),
            equal=sparse.hstack([equal, sparse.csc_matrix((equal.shape[0], k))], format="csc"),
            right=np.concatenate([*(b[1] for b in blocks), [power_w / 100.0]]),
            low=np.concatenate([*(b[0] for b in bounds), np.zeros(k)]),
            high=np.concatenate([*(b[1] for b in bounds), np.full(k, np.inf)]),
        )
    return Problem(
        quadratic=sparse.csc_matrix(sparse.diags(2 * price) + trunk.quadratic),
        linear=trunk.linear,
        equal=sparse.vstack([sparse.block_diag([b[0] for b in blocks]), power_row], format="csc"),
        right=np.concatenate([*(b[1] for b in blocks), [power_w / 100.0]]),
        low=np.concatenate([b[0] for b in bounds]),
        high=np.concatenate([b[1] for b in bounds]),
    )


def _with_arms(problem, legs, body_weight_n, coordination, torso):
    """Arms hold what the hips' extension leaves of the trunk's weight: one more unknown, its mean."""
    if not coordination.trunk_weight:
        return problem
    cosine, length = torso
    twice = 3 - len(legs)
    unit = body_weight_n * length
    held = 0.433 * cosine
    row = np.zeros(problem.equal.shape[1])
    first = 0
    n = 0
    for leg in legs:
        layout = _layout(leg)
        n = layout.n
        share = leg.cycle.time_share
        held += twice * float((share * leg.dynamics.required[:, 0]).sum()) / unit
        row[layout.wrench + first] = twice * share[:, None] * _wrench_jacobian(leg)[:, 0, :] / unit
        first += layout.n * layout.width
    grown = sparse.block_diag([problem.quadratic, sparse.csc_matrix([[2 * coordination.trunk_weight * n / twice]])], format="csc")
    equal = sparse.vstack([sparse.hstack([problem.equal, sparse.csc_matrix((problem.equal.shape[0], 1))]), sparse.csc_matrix(np.append(row, 1.0))], format="csc")
    return Problem(grown, np.append(problem.linear, 0.0), equal, np.append(problem.right, held), np.append(problem.low, -np.inf), np.append(problem.high, np.inf))


def _with_shortfall(legs, blocks, power_row, bounds, price, trunk, habit, k, power_w):
    """Slack u and surplus v: q a + u - v = K, u, v >= 0, price p u^2."""
    n = [len(leg.cycle.crank_angle) for leg in legs]
    N = sum(n)
    size = len(price)
    equal = sparse.vstack([sparse.block_diag([b[0] for b in blocks]), power_row], format="csc")
    rows, cols, vals, right, up = [], [], [], [], []
    first = row = 0
    unit = 100.0
    for leg in legs:
        layout = _layout(leg)
        places = layout.activation + first
        r = np.arange(layout.n)[:, None] + row
        r, places = np.broadcast_arrays(r, places)
        rows.append(r.ravel()); cols.append(places.ravel()); vals.append((leg.stiffness / unit).ravel())
        right.append(np.full(layout.n, leg.wanted_stiffness / unit))
        up.append(2 * leg.stiffness_price * leg.cycle.time_share * layout.n)
        first += layout.n * layout.width
        row += layout.n
    i = np.arange(N)
    rows += [i, i]; cols += [size + k + i, size + k + N + i]; vals += [np.ones(N), -np.ones(N)]
    extra = sparse.csc_matrix((np.concatenate(vals), (np.concatenate(rows), np.concatenate(cols))), shape=(N, size + k + 2 * N))
    top = sparse.hstack([equal, sparse.csc_matrix((equal.shape[0], k + 2 * N))])
    quad = sparse.block_diag([sparse.diags(2 * price) + trunk.quadratic, sparse.csc_matrix((k, k))]) + habit
    quad = sparse.block_diag([quad, sparse.diags(np.concatenate(up)), sparse.diags(np.full(N, 1e-9))])
    return Problem(
        quadratic=sparse.csc_matrix(quad),
        linear=np.concatenate([trunk.linear, np.zeros(k + 2 * N)]),
        equal=sparse.csc_matrix(sparse.vstack([top, extra])),
        right=np.concatenate([*(b[1] for b in blocks), [power_w / 100.0], *right]),
        low=np.concatenate([*(b[0] for b in bounds), np.zeros(k + 2 * N)]),
        high=np.concatenate([*(b[1] for b in bounds), np.full(k + 2 * N, np.inf)]),
    )


def _habit(legs: list[LegProblem], size: int) -> sparse.csc_matrix:
    """Twice the price of what activations have beside a free multiple of their shapes."""
    rows, columns, values, k, first = [], [], [], 0, 0
    for leg in legs:
        layout = _layout(leg)
        share = leg.cycle.time_share * layout.n
        for j in np.flatnonzero(leg.habit_price):
            places = layout.activation[:, j] + first
            h, s = 2 * leg.habit_price[j] * share, leg.habit_shape[:, j]
            scale = np.full(layout.n, size + k)
            rows += [places, places, scale, [size + k]]
            columns += [places, scale, places, [size + k]]
            values += [h, -h * s, -h * s, [(h * s**2).sum()]]
            k += 1
        first += layout.n * layout.width
    if not k:
        return sparse.csc_matrix((size, size))
    return sparse.csc_matrix(
        (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))),
        shape=(size + k, size + k),
    )


def _layout(leg: LegProblem) -> _Layout:
    n, m = leg.state.active.shape
    return _Layout(n, m)


def _fore_aft_columns(legs: list[LegProblem]) -> list[Indices]:
    """Where each leg's fore-aft pedal force stands among the unknowns of all legs."""
    layouts = [_layout(leg) for leg in legs]
    first = np.cumsum([0, *(layout.n * layout.width for layout in layouts)])
    return [layout.wrench[:, 0] + begin for layout, begin in zip(layouts, first, strict=False)]


def _wrench_jacobian(leg: LegProblem) -> Array:
    """Joint moments per unit of the pedal's wrench on the foot (n x 6 x 5)."""
    rows = leg.dynamics.pedal_jacobian[:, _CLEAT_ROWS, :]
    return np.asarray(rows.transpose(0, 2, 1) * WRENCH_UNIT)


def _equalities(leg: LegProblem) -> tuple[sparse.csc_matrix, Array]:
    """Joint equilibrium (6 rows a position) and the definition of compression (1 row)."""
    layout = _layout(leg)
    n = layout.n
    moments = np.concatenate(
        [
            leg.active_moment.transpose(0, 2, 1),
            _wrench_jacobian(leg),
            np.broadcast_to(RESERVE_UNIT_NM * np.eye(6), (n, 6, 6)),
        ],
        axis=2,
    )
    demand = leg.dynamics.required - leg.passive_moment
    constant, by_activation, by_force = _compression_terms(leg)
    contact = np.concatenate(
        [
            by_activation[:, None, :],
            (by_force * WRENCH_UNIT[:3])[:, None, :],
            np.full((n, 1, 1), -COMPRESSION_UNIT_N),
        ],
        axis=2,
    )
    moment_columns = np.concatenate([layout.activation, layout.wrench, layout.reserve], axis=1)
    contact_columns = np.concatenate(
        [layout.activation, layout.wrench[:, :3], layout.compression], axis=1
    )
    rows = 7 * np.arange(n)[:, None, None] + np.arange(7)[None, :, None]
    shape = (7 * n, layout.width * n)
    upper = _sparse(rows[:, :6], moment_columns[:, None, :], moments / RESERVE_UNIT_NM, shape)
    lower = _sparse(rows[:, 6:], contact_columns[:, None, :], contact / COMPRESSION_UNIT_N, shape)
    right = np.concatenate(
        [demand / RESERVE_UNIT_NM, -constant[:, None] / COMPRESSION_UNIT_N], axis=1
    )
    return sparse.csc_matrix(upper + lower), right.ravel()


def _compression_terms(leg: LegProblem) -> tuple[Array, Array, Array]:
    """Compression (N) as constant n, per activation n x m and per N on the foot n x 3."""
    still = np.zeros((len(leg.state.passive), 3))
    constant = -knee_contact(leg.knee, leg.state.passive, still)[:, 2]
    by_activation = leg.knee.pull[:, :, 2] * leg.state.active
    by_force = leg.knee.shank_axes[:, :, 2]
    return constant, by_activation, by_force


def _power_row(leg: LegProblem) -> sparse.csc_matrix:
    """Mean crank power (100 W) by the pedal's force on the foot."""
    layout = _layout(leg)
    weight = (leg.cycle.time_share * leg.cycle.crank_speed)[:, None] * leg.crank_lever
    values = -weight * WRENCH_UNIT[:3] / 100.0
    columns = layout.wrench[:, :3]
    rows = np.zeros_like(columns)
    return _sparse(rows, columns, values, (1, layout.width * layout.n))


def _activation_rates(leg: LegProblem) -> tuple[sparse.csc_matrix, Array]:
    """Rows <= ceiling: activations rise no faster than tau_a and fall no faster than tau_d allow."""
    layout = _layout(leg)
    step = 2 * np.pi / layout.n / leg.cycle.crank_speed
    now, after = layout.activation, np.roll(layout.activation, -1, axis=0)
    rise, fall = step[:, None] / (2 * ACTIVATION_TIME_S), step[:, None] / (2 * DEACTIVATION_TIME_S)
    one = np.ones(now.shape)
    rows = np.arange(now.size).reshape(now.shape)
    shape = (2 * now.size, layout.width * layout.n)
    values = np.stack([(1 + rise) * one, (rise - 1) * one, -(1 + fall) * one, (1 - fall) * one])
    places = np.stack([rows, rows, rows + now.size, rows + now.size])
    rates = _sparse(places, np.stack([after, now, after, now]), values, shape)
    ceiling = np.concatenate([(2 * rise * one).ravel(), np.zeros(now.size)])
    return rates, ceiling


def _price(leg: LegProblem, body_weight_n: float, knee_price: float) -> Array:
    layout = _layout(leg)
    knee = knee_price * (COMPRESSION_UNIT_N / body_weight_n) ** 2
    every = np.concatenate([leg.weights, LATERAL_PRICE, np.full(6, RESERVE_PRICE), [knee]])
    share = leg.cycle.time_share[:, None] * layout.n
    return np.asarray(share * every, dtype=np.float64).reshape(layout.n * layout.width)


def _bounds(leg: LegProblem) -> tuple[Array, Array]:
    layout = _layout(leg)
    free = np.full(11, np.inf)
    low = np.concatenate([np.full(layout.m, MIN_ACTIVATION), -free, [0.0]])
    high = np.concatenate([np.ones(layout.m), free, [np.inf]])
    return np.tile(low, layout.n), np.tile(high, layout.n)


def _unpack(legs: list[LegProblem], x: Array) -> list[LegCoordination]:
    results = []
    for leg in legs:
        layout = _layout(leg)
        mine, x = x[: layout.n * layout.width], x[layout.n * layout.width :]
        activation = np.clip(mine[layout.activation], MIN_ACTIVATION, 1.0)
        wrench = mine[layout.wrench] * WRENCH_UNIT
        results.append(
            LegCoordination(
                activation=activation,
                muscle_force=activation * leg.state.active + leg.state.passive,
                force_on_foot=wrench[:, :3],
                moment_on_foot=wrench[:, 3:],
                reserve=mine[layout.reserve] * RESERVE_UNIT_NM,
                compression=mine[layout.compression][:, 0] * COMPRESSION_UNIT_N,
            )
        )
    return results


def _sparse(
    rows: Indices, columns: Indices, values: Array, shape: tuple[int, int]
) -> sparse.csc_matrix:
    rows, columns = np.broadcast_arrays(rows, columns)
    kept = np.broadcast_to(values, rows.shape)
    return sparse.csc_matrix((kept.ravel(), (rows.ravel(), columns.ravel())), shape=shape)
