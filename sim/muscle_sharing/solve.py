"""Solves a muscle-sharing problem exactly: the compiled method, a check of its answer, piqp behind it."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from rider_models.arrays import Array, Flags
from rider_models.errors import PedalfitError
from sim.muscle_sharing import newton
from sim.muscle_sharing.assembly import MOMENT_ROWS, RESERVE_UNIT_NM
from sim.muscle_sharing.problem import SharingProblem, SharingSolution

EXACT = 1e-8
"""Largest miss, in the problem's units, of a row, the power, a rate limit, or the balance of any price."""

CHEAPER = (1e2, 1e4)
NEARLY_EXACT = 1e-5
"""By how much slacks are cheaper, tried in this order, in an answer that only shows what muscles lack; what it may
miss. All these figures are guesses."""

PLAINLY_LACKING_NM = 5.0
"""Reserve moment of the cheaper answer above which the dearer one is not looked for by the slower method: some 3 % of
the peak moments of a hard stroke. A guess: of 400 efforts about what muscles can do, by legs of very unequal size and
strength, three did not settle; they lack 8 to 9 Nm there, and piqp gave up on all three after 11 to 20 s."""

NOT_BUILT = (
    "the compiled muscle-sharing solver is missing from this installation: strokes are solved by the "
    "slower interior-point method. To build it, install pedalfit anew where a C++ compiler or ziglang is at hand"
)

HOPELESS = "every share of the work among the muscles costs more than half of their full activation all the way round"


class CoordinationFailed(PedalfitError):
    """The muscles cannot produce the stroke, or the solver found no answer."""


@dataclass(frozen=True)
class SolverReport:
    """How the problem was solved.

    `method` names the method that gave the answer and `why_not_newton` says, where that is not the
    compiled one, why; `steps` counts the method's steps, `shortened` those cut by the line search;
    `residual` is the largest miss of the problem's equations, limits and balances of prices,
    `objective` the least cost.
    `unsettled` says why neither method found the exact answer, and is empty where one did: then the
    answer is that of reserve moments a hundred times cheaper, good only to show what muscles lack.
    """

    method: str
    why_not_newton: str
    steps: int
    shortened: int
    residual: float
    objective: float
    unsettled: str = ""


def solve(problem: SharingProblem, asked: str) -> tuple[SharingSolution, SolverReport]:
    """The exact answer and how it was found; `asked` names the task in an error's sentence.

    Raises CoordinationFailed that names the cause: a number of the problem that is not finite, a
    trunk price that is not positive semidefinite, or that no method found any answer.
    """
    reason = NOT_BUILT
    if newton.available():
        tried = newton.solve(problem)
        if tried.status == newton.Status.SETTLED and tried.miss <= EXACT:
            return tried.solution, _report(tried.solution, "", tried.miss)
        if tried.status == newton.Status.HOPELESS:
            return _with_cheap_slacks(problem, asked, HOPELESS)
        reason = f"{tried.status.name.lower().replace('_', ' ')} after {tried.solution.steps} steps"
        if tried.status == newton.Status.SETTLED:
            reason += f", but {tried.miss:.1g} off the conditions of an answer"
        if tried.status == newton.Status.NOT_SETTLED:
            lacking = _cheaply(problem, f"{newton.NAME}: {reason}")
            if lacking is not None and _largest_reserve_nm(lacking[0]) > PLAINLY_LACKING_NM:
                return lacking
    else:
        _warn_once()
    _check(problem)
    from sim.muscle_sharing import interior_point  # noqa: PLC0415  0.2 s of imports that few strokes need

    settled = interior_point.solve(problem)
    if settled.solution is not None:
        residual = broken_limits(problem, settled.solution)
        return settled.solution, _report(settled.solution, reason, residual)
    unsettled = f"{interior_point.NAME}: {settled.reason}; {newton.NAME}: {reason}"
    return _with_cheap_slacks(problem, asked, unsettled)


def _with_cheap_slacks(
    problem: SharingProblem, asked: str, unsettled: str
) -> tuple[SharingSolution, SolverReport]:
    """The answer with slacks that cost a hundredth or less. Raises CoordinationFailed where that has none either."""
    answer = _cheaply(problem, unsettled)
    if answer is not None:
        return answer
    refusal = CoordinationFailed(f"no share of the work among the muscles was found for {asked}")
    refusal.add_note(unsettled)
    raise refusal


def _cheaply(
    problem: SharingProblem, unsettled: str
) -> tuple[SharingSolution, SolverReport] | None:
    """The answer with slacks that cost a hundredth or less: where muscles fall far short it is easier to find."""
    for cheaper in CHEAPER if newton.available() else ():
        cheap = replace(
            problem,
            give_above=cheaper * problem.give_above,
            give_below=cheaper * problem.give_below,
            hopeless=np.inf,
        )
        tried = newton.solve(cheap)
        if tried.miss <= NEARLY_EXACT:
            report = _report(tried.solution, unsettled, tried.miss)
            return tried.solution, replace(report, unsettled=unsettled)
    return None


def _largest_reserve_nm(solution: SharingSolution) -> float:
    return RESERVE_UNIT_NM * float(np.abs(solution.slack[:, :MOMENT_ROWS]).max())


def broken_limits(problem: SharingProblem, solution: SharingSolution) -> float:
    """Largest activation by which bounds or rate limits are broken (0: none)."""
    p, a = problem, solution.activation
    worst = max(float((p.low - a).max()), float((a - 1.0).max()), 0.0)
    if p.rates is None:
        return worst
    by_leg = a.reshape(p.legs, p.positions, p.muscles)
    after = np.roll(by_leg, -1, axis=1).reshape(a.shape)
    rise, fall = p.rates.rise_share[:, None], p.rates.fall_share[:, None]
    return max(worst, float((after - rise * a - (1 - rise)).max()), float((fall * a - after).max()))


def _report(solution: SharingSolution, reason: str, residual: float) -> SolverReport:
    return SolverReport(
        solution.method,
        reason,
        solution.steps,
        solution.shortened,
        residual,
        solution.objective,
    )


def _not_finite(values: Array) -> Flags:
    return ~np.isfinite(values)


def _check(problem: SharingProblem) -> None:
    """Raise CoordinationFailed for numbers with which no method can work."""
    for name, values in vars(problem).items():
        broken = np.isnan if name.startswith("give") else _not_finite
        if isinstance(values, np.ndarray) and broken(values).any():
            raise CoordinationFailed(
                f"{name.replace('_', ' ')} of the muscle-sharing problem holds a number that is not finite"
            )
    if not np.isfinite(problem.power_right):
        raise CoordinationFailed(
            f"the power to deliver is {problem.power_right}: not a finite number"
        )
    if problem.square_price.min() <= 0:
        raise CoordinationFailed("a muscle's price of squared activation is not above zero")
    trunk = problem.trunk_price
    largest = float(np.abs(trunk).max())
    try:
        np.linalg.cholesky(trunk + (1e-10 * largest + 1e-300) * np.eye(len(trunk)))
    except np.linalg.LinAlgError:
        raise CoordinationFailed(
            "the price of what the trunk holds is not positive semidefinite: "
            "trunk_push and trunk_twist are allowed from 0"
        ) from None


@cache
def _warn_once() -> None:
    warnings.warn(NOT_BUILT, UserWarning, stacklevel=4)
