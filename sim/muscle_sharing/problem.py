"""The muscle-sharing problem as numbers: one convex quadratic problem over the crank cycle, and its answer.

Of P crank positions (one leg's n, or two legs' one after the other), m muscles and R rows a position.
Unknown at each: activations a, the pedal's wrench u on the foot and a slack z for every row.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rider_models.arrays import Array


@dataclass(frozen=True, eq=False)
class RateLimits:
    """How far an activation may move to the next crank position (each P).

    The next activation lies between `fall_share` times the present one and
    `rise_share` times it plus `1 - rise_share`; a share of 0 limits nothing.
    """

    rise_share: Array
    fall_share: Array


@dataclass(frozen=True, eq=False)
class Habit:
    """A price on leaving a habitual activation curve of free height: K k^2 / 2 - k sum of g a, least over k >= 0.

    `pull` g is P x m, `price` K legs x m (0: that muscle has no habit). The price of squared
    activation that goes with it stands in `SharingProblem.square_price`. Convex where
    sum of g^2 / square_price is at most K for every muscle.
    """

    pull: Array
    price: Array


@dataclass(frozen=True, eq=False)
class SharingProblem:
    """Least cost of activations, wrenches and slacks that come to the rows' right sides and the power.

    Cost: sum of square_price a^2 / 2 + linear_price a + wrench_price u^2 / 2 + wrench_linear u
    + f trunk_price f / 2 (f: the first wrench component of every position) + slack z^2 / (2 give).
    Subject to: by_activation a + by_wrench u + z = right (P x R rows), sum of power u = power_right,
    low <= a <= 1 and `rates`.

    `square_price`, `linear_price` P x m; `by_activation` P x m x R; `by_wrench` P x R x 5; `right`,
    `give_above`, `give_below` P x R: what a slack above or below nought yields per unit of its
    multiplier (0: the slack has no such sign; infinite: it costs nothing); `wrench_price`,
    `wrench_linear`, `power` P x 5; `trunk_price` P x P, positive semidefinite; `power` None leaves
    the power free. `hopeless` is a cost above which no answer is of any use.
    """

    legs: int
    low: float
    square_price: Array
    linear_price: Array
    by_activation: Array
    by_wrench: Array
    right: Array
    give_above: Array
    give_below: Array
    wrench_price: Array
    wrench_linear: Array
    trunk_price: Array
    power: Array | None
    power_right: float
    rates: RateLimits | None
    habit: Habit | None
    hopeless: float = np.inf

    @property
    def positions(self) -> int:
        """Crank positions of one leg."""
        return len(self.right) // self.legs

    @property
    def muscles(self) -> int:
        """Muscles of one leg."""
        return int(self.square_price.shape[1])

    @property
    def rows(self) -> int:
        """Rows of one crank position."""
        return int(self.right.shape[1])


@dataclass(frozen=True, eq=False)
class SharingSolution:
    """Activations P x m, wrench P x 5, slack and multiplier P x R, habit scales legs x m; the least cost.

    `method` is the name of the method that found it, `steps` how many of its steps were taken and
    `shortened` how many of them its line search cut.
    """

    activation: Array
    wrench: Array
    slack: Array
    multiplier: Array
    power_multiplier: float
    habit_scale: Array
    objective: float
    method: str
    steps: int
    shortened: int
