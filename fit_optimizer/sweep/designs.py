"""Points between bounds: Latin hypercube, Sobol sequence, and Saltelli's for sensitivity indices."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np

from fit_optimizer.sweep.errors import SweepError
from rider_models.arrays import Array

MOST_NUMBERS = 2**24
"""Most values of a sample, all held in memory while it is made: 0.13 GB, a few times that in SALib."""

Method = Literal["latin_hypercube", "sobol", "saltelli"]


@dataclass(frozen=True, eq=False)
class Design:
    """A sample of `size` points of the keys between their bounds (units of the keys).

    The Sobol sequence is balanced only for sizes that are powers of two; others are refused.
    Saltelli's design (Saltelli 2010, Comput Phys Commun 181:259) has a block of d + 2 rows for each
    of its `size` points: the point, the point with one key each taken from a second one, the second.
    """

    method: Method
    size: int
    seed: int
    between: dict[str, tuple[float, float]]

    def __post_init__(self) -> None:
        if self.method != "latin_hypercube" and self.size & (self.size - 1):
            raise SweepError(
                f"sample.size is {self.size}: for {self.method} it must be a power of two, such as "
                f"{2 ** (self.size.bit_length() - 1)}"
            )

        numbers = self.rows * len(self.between)
        if numbers > MOST_NUMBERS:
            raise SweepError(
                f"sample.size is {self.size}: with {len(self.between)} keys that is {numbers:,} "
                f"values, allowed are up to {MOST_NUMBERS:,}"
            )

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys sampled, in the order of the columns of `points`."""
        return tuple(self.between)

    @property
    def rows(self) -> int:
        """How many points there are."""
        return self.size * (len(self.between) + 2) if self.method == "saltelli" else self.size

    @property
    def problem(self) -> dict[str, Any]:
        """Names and bounds as SALib wants them."""
        return salib_problem(self.between)

    @cached_property
    def points(self) -> Array:
        """The points (rows x keys). Raises SweepError where SALib is wanted and missing."""
        if self.method == "saltelli":
            sampled = salib("sample.sobol").sample(
                self.problem, self.size, calc_second_order=False, seed=self.seed
            )
            return np.asarray(sampled, dtype=np.float64)
        from scipy.stats import qmc  # noqa: PLC0415  (takes 0.8 s, which no worker should spend)

        low, high = np.array(list(self.between.values())).T
        engine: qmc.QMCEngine = (
            qmc.Sobol(len(self.between), rng=self.seed)
            if self.method == "sobol"
            else qmc.LatinHypercube(len(self.between), rng=self.seed)
        )
        return np.asarray(low + (high - low) * engine.random(self.size), dtype=np.float64)


def salib_problem(between: dict[str, tuple[float, float]]) -> dict[str, Any]:
    """Names and bounds as SALib wants them."""
    return {
        "num_vars": len(between),
        "names": list(between),
        "bounds": [list(bounds) for bounds in between.values()],
    }


def salib(module: str) -> Any:
    """A module of SALib (extra `research`). Raises SweepError where it is not installed."""
    from importlib import import_module  # noqa: PLC0415

    try:
        return import_module(f"SALib.{module}")
    except ImportError:
        raise SweepError(
            "sensitivity indices need SALib, which is not installed: pip install 'pedalfit[research]'"
        ) from None
