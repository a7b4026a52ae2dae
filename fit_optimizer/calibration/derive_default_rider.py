"""Fits the default coordination and natural ankle curve to all of their targets at once.

Run as `python -m fit_optimizer.calibration.derive_default_rider` (developer extra, some twenty minutes): damped
least squares from the present defaults over the logarithms of the weights and three ankle
parameters, then CMA-ES, which does not mind that the figures jump. The result is copied by hand into
`rider_models.coordination` and `sim.riding`, and the table it prints into the documentation. It
refines the defaults but would not find them from afar: the present ones end a chain of such searches.
"""

from __future__ import annotations

import argparse
from operator import itemgetter

import numpy as np
from cmaes import CMA  # type: ignore[import-untyped]
from scipy.optimize import least_squares

from fit_optimizer.calibration.default_rider import (
    Guess,
    Row,
    compare,
    decode,
    encode,
    residuals,
    trends,
)
from fit_optimizer.workers.pool import worker_pool
from rider_models.arrays import Array
from rider_models.coordination import Coordination
from sim.riding import NATURAL_ANKLE

LEAST_GAIN = 0.05
"""In half the sum of squares: less is not worth another start."""
STEP = 0.06
"""Of a logarithm of a weight, or of half an ankle bound's width: the figures jump below it."""
SIGMA = 0.1
"""First spread of CMA-ES, in the same units."""


def search(start: Guess, rounds: int) -> Guess:
    """Damped least squares from a start, slopes by differences on two processes.

    It stops where a figure jumps, and is started afresh from there while that gains something.
    """
    with worker_pool(2) as pool:
        met: dict[bytes, Array] = {}

        def at(x: Array) -> Array:
            met[x.tobytes()] = residuals(x)
            return met[x.tobytes()]

        def slopes(x: Array) -> Array:
            here = met[x.tobytes()]
            aside = pool.map(residuals, x + STEP * np.eye(len(x)))
            print(f"{x.round(3).tolist()}: {float(here @ here):.2f}", flush=True)
            return np.array([(there - here) / STEP for there in aside]).T

        x, cost = encode(start), np.inf
        while True:
            found = least_squares(at, x, slopes, method="trf", x_scale="jac", max_nfev=rounds)
            x = found.x
            print(f"sum of squares {2 * found.cost:.2f}: {found.message}")
            if found.cost > cost - LEAST_GAIN:
                return decode(x)
            cost = found.cost


def refine(start: Guess, generations: int) -> Guess:
    """The best of CMA-ES from a start, on two processes."""
    evolution = CMA(mean=encode(start), sigma=SIGMA, seed=1)
    found = residuals(encode(start))
    best = (encode(start), float(found @ found))
    with worker_pool(2) as pool:
        for _ in range(generations):
            asked = [evolution.ask() for _ in range(evolution.population_size - 1)]
            sums = [float(found @ found) for found in pool.map(residuals, asked)]
            told = [best, *zip(asked, sums, strict=True)]
            evolution.tell(told)
            best = min(told, key=itemgetter(1))
            print(f"{best[0].round(3).tolist()}: {best[1]:.2f}", flush=True)
    return decode(best[0])


def markdown(rows: list[Row]) -> str:
    """The comparison as a table for the documentation; errors beyond one spread in bold."""
    lines = [
        "| condition | figure | wanted | model | error in spreads |",
        "| --- | --- | --: | --: | --: |",
    ]
    for row in rows:
        error = f"{row.error:+.1f}" if abs(row.error) <= 1 else f"**{row.error:+.1f}**"
        figure = row.metric.replace("_", " ")
        lines.append(
            f"| {row.condition} | {figure} | {row.wanted} | {row.simulated:.3g} | {error} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Search with activation dynamics, and print the outcome."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--rounds", type=int, default=20, help="candidates of each start, accepted or not"
    )
    parser.add_argument("--generations", type=int, default=60, help="of CMA-ES")
    parser.add_argument("--table", action="store_true", help="only compare the present defaults")
    chosen = parser.parse_args()
    best = Guess(Coordination(), NATURAL_ANKLE)
    if not chosen.table:
        best = refine(search(best, chosen.rounds), chosen.generations)
        print(best)
    print(markdown([*compare(best, True), *trends(best)]))


if __name__ == "__main__":
    main()
