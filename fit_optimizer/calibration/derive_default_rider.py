"""Looks for the default rider: weights, ankle curve and the patterns' place that make the merit least.

Run as `python -m fit_optimizer.calibration.derive_default_rider --table` (developer extra, a few seconds) for what the
present rider costs, figure by figure; without `--table` CMA-ES, which bears with figures that jump and with the
merit's corners, goes on from the present rider. A generation of 32 takes some two minutes of one core; the
present rider took the time of 16 cores for 13 minutes. The result is copied by hand into
`rider_models/data/muscle_groups.csv`, `rider_models.coordination`, `sim.riding` and `sim.habit`, and then
`derive_techniques` and `--units` are run.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from functools import partial
from math import inf
from operator import itemgetter

import numpy as np
from cmaes import CMA  # type: ignore[import-untyped]

from fit_optimizer.calibration.candidate import NUMBERS, Candidate
from fit_optimizer.calibration.merit import (
    RIDE_FIGURE,
    UNITS_TABLE,
    Name,
    Wanted,
    all_wanted,
    figures,
    merit,
    single_steps,
    units,
)
from fit_optimizer.validation.experiments import load_experiments
from fit_optimizer.workers.pool import worker_pool
from rider_models.arrays import Array

SIGMA = 0.5
"""First spread of CMA-ES, in steps (a guess)."""
PULL = 0.01
"""Cost of a squared step from where the search began (a guess): among equals the nearer candidate."""
BEYOND = 0.3
"""Cost of a step of an ankle's number beyond its bounds, where nothing else changes any more (a guess)."""
LEAST_POPULATION = 4
"""Candidates of a generation from which CMA-ES can tell a direction: the better half has to be more than one."""

Judge = Callable[[Candidate, Array], float]


def judged(start: Candidate, steps: Array) -> float:
    """Return the merit so many steps from a start, with the pull back to it."""
    pull = PULL * float(steps @ steps) + BEYOND * start.steps_beyond(steps)
    return merit(figures(start.moved(steps)), all_wanted()) + pull


def search(
    start: Candidate,
    pool: Executor,
    generations: int,
    population: int,
    seed: int,
    judge: Judge = judged,
) -> tuple[Candidate, float]:
    """Return the best candidate of CMA-ES from a start, and what it costs; the same with any number of workers."""
    origin = np.zeros(len(NUMBERS))
    evolution = CMA(mean=origin, sigma=SIGMA, seed=seed, population_size=population)
    best = (origin, judge(start, origin))
    for generation in range(1, generations + 1):
        asked = [evolution.ask() for _ in range(population)]
        told = list(zip(asked, pool.map(partial(judge, start), asked), strict=True))
        evolution.tell(told)
        best = min([best, *told], key=itemgetter(1))
        print(f"{generation}: {best[1]:.2f}", file=sys.stderr, flush=True)
    return start.moved(best[0]), best[1]


def write_units(candidate: Candidate, pool: Executor) -> None:
    """Write the table of units as a candidate has them, and of the checks that pass with it."""
    start = figures(candidate)
    moved = list(pool.map(figures, [candidate.moved(step) for step in single_steps(candidate)]))
    unit = units(start, moved)
    checks = {(e.key, c.key): c for e in load_experiments() for c in e.checks}
    with UNITS_TABLE.open("w", encoding="utf-8", newline="\n") as file:
        file.write(
            "# What one step of each number of the search for the default rider moves a figure by (root of the sum of\n"
            "# squares), and whether the check passes, with the rider as it was when the table was written by\n"
            "# python -m fit_optimizer.calibration.derive_default_rider --units.\n"
        )
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("of", "key", "unit", "passes"))
        for name, value in start.items():
            if name in checks:
                passes = "yes" if checks[name].accepts(value) else "no"
                rows.writerow((*name, f"{unit[name]:.3g}", passes))
            elif name[0] == RIDE_FIGURE:
                rows.writerow((*name, f"{unit[name]:.3g}", ""))


def markdown(found: Mapping[Name, float], wanted: tuple[Wanted, ...]) -> str:
    """Return the terms of the merit as a table, those that cost something in bold, and their sum."""
    lines = [
        "| of | figure | wanted | model | unit | cost |",
        "| --- | --- | --: | --: | --: | --: |",
    ]
    for each in wanted:
        value = found[each.name]
        cost = each.cost(value)
        shown = f"**{cost:.2f}**" if cost else "0"
        of, key = each.name
        lines.append(f"| {of} | {key} | {_range(each)} | {value:.4g} | {each.unit:.3g} | {shown} |")
    lines.append(f"| all | | | | | {merit(found, wanted):.2f} |")
    return "\n".join(lines)


def _range(wanted: Wanted) -> str:
    """Return a range in words."""
    if wanted.low == -inf:
        return f"at most {wanted.high:g}"
    return (
        f"at least {wanted.low:g}" if wanted.high == inf else f"{wanted.low:g} to {wanted.high:g}"
    )


def main() -> None:
    """Search, and print the outcome."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--generations", type=int, default=200, help="of CMA-ES")
    parser.add_argument("--population", type=int, default=32, help="candidates a generation")
    parser.add_argument("--seed", type=int, default=7, help="of the random numbers")
    parser.add_argument("--workers", type=int, default=2, help="processes")
    parser.add_argument("--table", action="store_true", help="only the present rider's terms")
    parser.add_argument("--units", action="store_true", help="only write the table of units anew")
    chosen = parser.parse_args()
    if chosen.population < LEAST_POPULATION:
        parser.error(
            f"--population is {chosen.population}: CMA-ES needs {LEAST_POPULATION} or more"
        )
    best = Candidate()
    if not chosen.table:
        with worker_pool(chosen.workers) as pool:
            if chosen.units:
                write_units(best, pool)
                return
            best, cost = search(best, pool, chosen.generations, chosen.population, chosen.seed)
        print(best, cost)
    print(markdown(figures(best), all_wanted()))


if __name__ == "__main__":
    main()
