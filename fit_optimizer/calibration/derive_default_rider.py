"""Fits the default coordination and natural ankle curve to all of their targets at once.

Run as `python -m fit_optimizer.calibration.derive_default_rider` (developer extra, some ten minutes on two cores):
damped least squares from the present defaults over the logarithms of the weights and three ankle
parameters; `--generations` lets CMA-ES go on, which does not mind that the figures jump. The result is copied by
hand into `rider_models/data/muscle_groups.csv`, `rider_models.coordination` and `sim.riding`, and the table it
prints into the documentation. It refines the defaults but would not find them from afar: the present ones end a
chain of such searches.
"""

from __future__ import annotations

import argparse
from operator import itemgetter

import numpy as np
from cmaes import CMA  # type: ignore[import-untyped]

from fit_optimizer.calibration.default_rider import (
    Guess,
    Row,
    compare,
    decode,
    encode,
    published_checks,
    residuals,
    trends,
)
from fit_optimizer.workers.pool import worker_pool
from rider_models.arrays import Array
from rider_models.coordination import Coordination
from sim.riding import NATURAL_ANKLE

LEAST_GAIN = 0.3
"""In the sum of squares: three steps that gain less, and the slopes are taken anew."""
STEP = 0.06
"""Of a logarithm of a weight, or of half an ankle bound's width: the figures jump below it."""
FARTHEST_STEP = 0.7
"""In any direction, in the same units: the figures bend farther away."""
STEPS_PER_SLOPES = 8
"""Most steps on slopes that are only corrected by what the steps found."""
FIRST_DAMPING, LEAST_DAMPING, MOST_DAMPING = 0.3, 0.03, 1.0
"""Of the least squares, over the squared length of each number's slopes, when slopes are taken."""
LIGHTER, HEAVIER, AFTER_FAILURE = 1 / 3, 2.0, 4.0
"""Dampings tried at once, over the present one; what it grows by where neither gains."""
CORRECTED_BY = 0.7
"""Share of what a step found otherwise than expected that corrects the slopes (Broyden 1965): the figures jump."""
SIGMA = 0.1
"""First spread of CMA-ES, in the same units."""


def search(start: Guess, rounds: int) -> Guess:
    """The best of damped least squares from a start, slopes by differences on two processes.

    Slopes are taken anew in each of the `rounds`; between, every step corrects them by what it found.
    """
    x = encode(start)
    here = residuals(x)
    damping = FIRST_DAMPING
    with worker_pool(2) as pool:
        for _ in range(rounds):
            aside = pool.map(residuals, list(x + STEP * np.eye(len(x))))
            slopes = np.array([(there - here) / STEP for there in aside]).T
            poor = 0
            for _ in range(STEPS_PER_SLOPES):
                tried = [damping * LIGHTER, damping * HEAVIER]
                steps = [_damped_step(slopes, here, each) for each in tried]
                found = list(pool.map(residuals, [x + step for step in steps]))
                for step, there in zip(steps, found, strict=True):
                    slopes += CORRECTED_BY * _correction(slopes, step, there - here)
                sums = [float(there @ there) for there in found]
                best = int(np.argmin(sums))
                gain = float(here @ here) - sums[best]
                if gain > 0:
                    x, here, damping = x + steps[best], found[best], tried[best]
                else:
                    damping *= AFTER_FAILURE
                print(f"{x.round(3).tolist()}: {float(here @ here):.2f}", flush=True)
                poor += gain < LEAST_GAIN
                if poor == 3:
                    break
            damping = min(max(damping / AFTER_FAILURE, LEAST_DAMPING), MOST_DAMPING)
    return decode(x)


def _damped_step(slopes: Array, here: Array, damping: float) -> Array:
    """Step of damped least squares, each number held by the size of its own slopes."""
    held = np.diag(damping * (1e-2 + (slopes**2).sum(axis=0)))
    step = -np.linalg.solve(slopes.T @ slopes + held, slopes.T @ here)
    return np.clip(step, -FARTHEST_STEP, FARTHEST_STEP)


def _correction(slopes: Array, step: Array, change: Array) -> Array:
    """Least change of slopes with which a step would have changed the residuals as it did."""
    if not step.any():
        return np.zeros_like(slopes)
    return np.outer(change - slopes @ step, step) / (step @ step)


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
    parser.add_argument("--rounds", type=int, default=5, help="times that slopes are taken")
    parser.add_argument("--generations", type=int, default=0, help="of CMA-ES, afterwards")
    parser.add_argument("--table", action="store_true", help="only compare the present defaults")
    chosen = parser.parse_args()
    best = Guess(Coordination(), NATURAL_ANKLE)
    if not chosen.table:
        best = refine(search(best, chosen.rounds), chosen.generations)
        print(best)
    print(markdown([*compare(best, True), *trends(best), *published_checks(best)]))


if __name__ == "__main__":
    main()
