"""Points between bounds: Latin hypercube, Sobol sequence, and Saltelli's for sensitivity indices."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, Required, TypedDict

import numpy as np

from fit_optimizer.sweep.errors import SweepError
from rider_models.arrays import Array

MOST_NUMBERS = 2**24
"""Most values of a sample, all held in memory while it is made: 0.13 GB."""

ROUNDING = 1e-9
"""Share of one that rounding explains in a matrix of correlations and at the ends of a distribution."""

Method = Literal["latin_hypercube", "sobol", "saltelli"]


class DesignDescription(TypedDict, total=False):
    """What the points of a design follow from: its method, and what that method goes by."""

    method: Required[str]
    size: int
    seed: int
    between: dict[str, tuple[float, float]]
    mean: dict[str, float]
    sd: dict[str, float]
    correlation: tuple[tuple[str, str, float], ...]
    keys: list[str]
    points: list[list[float]]


class SalibProblem(TypedDict):
    """Names and bounds of what is sampled, as SALib wants them."""

    num_vars: int
    names: list[str]
    bounds: list[list[float]]


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
    def ends(self) -> dict[str, tuple[float, ...]]:
        """Values of each key that the set-ups must allow: the bounds."""
        return dict(self.between)

    def description(self) -> DesignDescription:
        """What the points follow from, for the results file."""
        return {
            "method": self.method,
            "size": self.size,
            "seed": self.seed,
            "between": self.between,
        }

    @cached_property
    def points(self) -> Array:
        """The points (rows x keys)."""
        low, high = np.array(list(self.between.values())).T
        return np.asarray(low + (high - low) * self._even(), dtype=np.float64)

    def _even(self) -> Array:
        """The points (rows x keys) between nought and one."""
        from scipy.stats import qmc  # noqa: PLC0415  (takes 0.8 s, which no worker should spend)

        d = len(self.between)
        if self.method == "latin_hypercube":
            return np.asarray(qmc.LatinHypercube(d, rng=self.seed).random(self.size))
        if self.method == "sobol":
            return np.asarray(qmc.Sobol(d, rng=self.seed).random(self.size))
        # the points of SALib, which makes the indices: its own sampling would load pandas first, 0.4 s
        one, other = np.split(qmc.Sobol(2 * d, seed=self.seed).random(self.size), 2, axis=1)
        blocks = np.repeat(one[:, None, :], d + 2, axis=1)
        blocks[:, 1 + np.arange(d), np.arange(d)] = other
        blocks[:, -1] = other
        return np.asarray(blocks.reshape(-1, d))


@dataclass(frozen=True, eq=False)
class NormalDesign:
    """`size` points of keys that are normally distributed together, spread evenly (scrambled Sobol).

    `mean` and `sd` are by key, in its unit; `correlation` names pairs of keys, others are independent.
    Values that a set-up does not allow make rows that are refused for that. Raises SweepError where
    the correlations contradict each other.
    """

    size: int
    seed: int
    mean: dict[str, float]
    sd: dict[str, float]
    correlation: tuple[tuple[str, str, float], ...] = ()

    def __post_init__(self) -> None:
        lacking = sorted(self.mean.keys() ^ self.sd.keys())
        if lacking:
            raise SweepError(f"sample.mean and sample.sd must have the same keys: {lacking[0]}")
        named = {key for one, other, _ in self.correlation for key in (one, other)}
        if named - self.mean.keys():
            stranger = sorted(named - self.mean.keys())[0]
            raise SweepError(f"sample.correlation names {stranger}, which sample.mean does not")
        if np.linalg.eigvalsh(self._correlations()).min() < -ROUNDING:
            raise SweepError("sample.correlation holds correlations that cannot all be true")

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys sampled, in the order of the columns of `points`."""
        return tuple(self.mean)

    @property
    def rows(self) -> int:
        """How many points there are."""
        return self.size

    @property
    def ends(self) -> dict[str, tuple[float, ...]]:
        """Values of each key that the set-ups must allow: the means."""
        return {key: (mean,) for key, mean in self.mean.items()}

    def description(self) -> DesignDescription:
        """What the points follow from, for the results file."""
        return {
            "method": "normal",
            "size": self.size,
            "seed": self.seed,
            "mean": self.mean,
            "sd": self.sd,
            "correlation": self.correlation,
        }

    @cached_property
    def points(self) -> Array:
        """The points (rows x keys)."""
        from scipy.stats import norm, qmc  # noqa: PLC0415  (as above)

        even = qmc.Sobol(len(self.mean), rng=self.seed).random(self.size)
        value, vector = np.linalg.eigh(self._correlations())
        root = vector * np.sqrt(np.maximum(value, 0.0)) @ vector.T
        apart = norm.ppf(np.clip(even, ROUNDING, 1 - ROUNDING)) @ root
        spread = np.array([self.sd[key] for key in self.mean])
        return np.asarray(np.array([*self.mean.values()]) + spread * apart, dtype=np.float64)

    def _correlations(self) -> Array:
        """The correlation matrix (k x k)."""
        matrix, keys = np.eye(len(self.mean)), self.keys
        for one, other, value in self.correlation:
            i, j = keys.index(one), keys.index(other)
            matrix[i, j] = matrix[j, i] = value
        return matrix


@dataclass(frozen=True, eq=False)
class GivenDesign:
    """Points written out in a table, a row each and a column for each key."""

    keys: tuple[str, ...]
    points: Array

    @property
    def rows(self) -> int:
        """How many points there are."""
        return len(self.points)

    @property
    def ends(self) -> dict[str, tuple[float, ...]]:
        """Values of each key that the set-ups must allow: the least and the largest."""
        low, high = self.points.min(axis=0).tolist(), self.points.max(axis=0).tolist()
        return dict(zip(self.keys, zip(low, high, strict=True), strict=True))

    def description(self) -> DesignDescription:
        """The points themselves, for the results file."""
        return {"method": "rows", "keys": [*self.keys], "points": self.points.tolist()}


AnyDesign = Design | NormalDesign | GivenDesign
"""Whatever samples keys: each has `keys`, `rows`, `points` and `ends`."""


def salib_problem(between: dict[str, tuple[float, float]]) -> SalibProblem:
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
