"""The general solver behind the compiled one: piqp, an interior-point method (Schwan et al. 2023, CDC)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import piqp
from scipy import sparse

from rider_models.arrays import Array, Flags, Indices
from sim.muscle_sharing.problem import SharingProblem, SharingSolution

NAME = "interior point"
TOLERANCE = 1e-9
"""Absolute and relative, of piqp's primal and dual residuals and its gap."""
MOST_ITERATIONS = 250
MOST_ROUNDS = 30
POSITIONS_BEFORE, POSITIONS_AFTER = 4, 8
"""Around a broken rate limit the same muscle's next ones are imposed too: fewer rounds."""


@dataclass(frozen=True, eq=False)
class InteriorPointResult:
    """piqp's unknowns and the solution read from them, or None and the reason it gives."""

    x: Array | None
    solution: SharingSolution | None
    reason: str


@dataclass(frozen=True)
class _Columns:
    """Where the unknowns stand: activations, wrenches, slacks above and below nought, habit scales."""

    activation: Indices
    wrench: Indices
    above: Indices
    below: Indices
    scale: Indices
    count: int


def solve(problem: SharingProblem, tolerance: float = TOLERANCE) -> InteriorPointResult:
    """The solution, found by adding the rate limits that the answer breaks until it breaks none.

    One in six limits matters, and which ones shows only in the answer. An answer that keeps all
    limits while only some were imposed is the answer to the whole problem.
    """
    p, columns = problem, _columns(problem)
    fixed = _FixedParts(p, columns, tolerance)
    if p.rates is None:
        return fixed.solve(None, None)
    limits, ceiling = _limits(p, columns)
    imposed = np.zeros(len(ceiling), dtype=bool)
    rows = sparse.csr_matrix(limits)
    some, highest = None, None
    for _ in range(MOST_ROUNDS):
        result = fixed.solve(some, highest)
        if result.x is None:
            return result
        broken = (rows @ result.x - ceiling > tolerance) & ~imposed
        if not broken.any():
            return result
        imposed |= _with_neighbours(broken, p)
        some, highest = sparse.csc_matrix(rows[imposed]), ceiling[imposed]
    return InteriorPointResult(None, None, f"not settled in {MOST_ROUNDS} rounds")


def _with_neighbours(broken: Flags, p: SharingProblem) -> Flags:
    """The broken limits and the same muscles' limits at the crank positions around them."""
    by_position = broken.reshape(2, p.legs, p.positions, p.muscles)
    wider = by_position.copy()
    for shift in range(-POSITIONS_BEFORE, POSITIONS_AFTER + 1):
        wider |= np.roll(by_position, shift, axis=2)
    return wider.ravel()


class _FixedParts:
    """The problem without its rate limits, as piqp takes it."""

    def __init__(self, p: SharingProblem, columns: _Columns, tolerance: float) -> None:
        self._problem, self._columns, self._tolerance = p, columns, tolerance
        equal, self._right = _equalities(p, columns)
        self._equal = sparse.csc_matrix(equal)
        self._quadratic = sparse.csc_matrix(_quadratic(p, columns))
        self._linear = np.zeros(columns.count)
        self._linear[columns.activation] = p.linear_price
        self._linear[columns.wrench] = p.wrench_linear
        self._low = np.full(columns.count, -np.inf)
        self._high = np.full(columns.count, np.inf)
        self._low[columns.activation], self._high[columns.activation] = p.low, 1.0
        self._low[columns.above] = self._low[columns.below] = self._low[columns.scale] = 0.0
        for slack, give in ((columns.above, p.give_above), (columns.below, p.give_below)):
            self._high[slack[give == 0]] = 0.0

    def solve(self, limits: sparse.csc_matrix | None, ceiling: Array | None) -> InteriorPointResult:
        """The answer with some rate limits imposed."""
        solver = piqp.SparseSolver()
        solver.settings.eps_abs = solver.settings.eps_rel = self._tolerance
        solver.settings.max_iter = MOST_ITERATIONS
        solver.setup(
            self._quadratic,
            self._linear,
            self._equal,
            self._right,
            limits,
            None,
            ceiling,
            self._low,
            self._high,
        )
        status = solver.solve()
        if status != piqp.PIQP_SOLVED:
            reason = status.name.removeprefix("PIQP_").replace("_", " ").lower()
            return InteriorPointResult(None, None, reason)
        x = np.array(solver.result.x)
        return InteriorPointResult(x, self._solution(x, solver.result), "")

    def _solution(self, x: Array, result: piqp.Result) -> SharingSolution:
        p, columns, y = self._problem, self._columns, np.array(result.y)
        rows = p.right.size
        return SharingSolution(
            activation=np.clip(x[columns.activation], p.low, 1.0),
            wrench=x[columns.wrench],
            slack=x[columns.above] - x[columns.below],
            multiplier=y[:rows].reshape(p.right.shape),
            power_multiplier=float(y[rows]) if p.power is not None else 0.0,
            habit_scale=x[columns.scale],
            objective=float(result.info.primal_obj),
            method=NAME,
            steps=int(result.info.iter),
            shortened=0,
        )


def _columns(p: SharingProblem) -> _Columns:
    first = 0

    def block(shape: tuple[int, ...]) -> Indices:
        nonlocal first
        first += shape[0] * shape[1]
        return np.arange(first - shape[0] * shape[1], first).reshape(shape)

    return _Columns(
        activation=block(p.square_price.shape),
        wrench=block(p.wrench_price.shape),
        above=block(p.right.shape),
        below=block(p.right.shape),
        scale=block((p.legs, p.muscles)),
        count=first,
    )


def _matrix(
    entries: list[tuple[Indices, Indices, Array]], shape: tuple[int, int]
) -> sparse.coo_matrix:
    flat = [[part.ravel() for part in np.broadcast_arrays(*entry)] for entry in entries]
    rows, columns, values = (np.concatenate(parts) for parts in zip(*flat, strict=True))
    return sparse.coo_matrix((values, (rows, columns)), shape=shape)


def _quadratic(p: SharingProblem, columns: _Columns) -> sparse.coo_matrix:
    fore_aft = columns.wrench[:, 0]
    entries = [
        (columns.activation, columns.activation, p.square_price),
        (columns.wrench, columns.wrench, p.wrench_price),
        (fore_aft[:, None], fore_aft[None, :], p.trunk_price),
    ]
    for slack, give in ((columns.above, p.give_above), (columns.below, p.give_below)):
        price = np.divide(
            1.0, give, out=np.zeros_like(give), where=give > 0
        )  # infinite give: nought
        entries.append((slack, slack, price))
    if p.habit is not None:
        scale = np.repeat(columns.scale, p.positions, axis=0)
        entries += [
            (columns.scale, columns.scale, p.habit.price),
            (columns.activation, scale, -p.habit.pull),
            (scale, columns.activation, -p.habit.pull),
        ]
    return _matrix(entries, (columns.count, columns.count))


def _equalities(p: SharingProblem, columns: _Columns) -> tuple[sparse.coo_matrix, Array]:
    """The rows, and below them the power."""
    rows = np.arange(p.right.size).reshape(p.right.shape)
    one = np.ones(p.right.shape)
    entries = [
        (rows[:, None, :], columns.activation[:, :, None], p.by_activation),
        (rows[:, :, None], columns.wrench[:, None, :], p.by_wrench),
        (rows, columns.above, one),
        (rows, columns.below, -one),
    ]
    right = p.right.ravel()
    if p.power is not None:
        entries.append((np.full_like(columns.wrench, p.right.size), columns.wrench, p.power))
        right = np.append(right, p.power_right)
    return _matrix(entries, (len(right), columns.count)), right


def _limits(p: SharingProblem, columns: _Columns) -> tuple[sparse.coo_matrix, Array]:
    """Rate limits as rows at most a ceiling: rises, then falls."""
    assert p.rates is not None
    n = p.positions
    by_leg = columns.activation.reshape(p.legs, n, p.muscles)
    now, after = by_leg.ravel(), np.roll(by_leg, -1, axis=1).ravel()
    rise = np.repeat(p.rates.rise_share, p.muscles)
    fall = np.repeat(p.rates.fall_share, p.muscles)
    rows, one = np.arange(now.size), np.ones(now.size)
    entries = [
        (rows, after, one),
        (rows, now, -rise),
        (rows + now.size, after, -one),
        (rows + now.size, now, fall),
    ]
    ceiling = np.concatenate([1 - rise, np.zeros(now.size)])
    return _matrix(entries, (2 * now.size, columns.count)), ceiling
