"""Muscle-sharing problems to solve: of random riders, and of single muscles that nothing couples."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import numpy as np
import pytest

import sim.muscle_sharing.sharing
from rider_models.errors import PedalfitError
from sim.leg_problem import LegProblem
from sim.muscle_sharing.problem import Habit, RateLimits, SharingProblem
from tests.strategies import seated


def random_tables(random: np.random.Generator) -> dict[str, dict[str, Any]]:
    """A rider of 1.45 to 2.05 m at 50 to 800 W and 40 to 130 rpm, some lopsided, some on a light crank."""
    height_mm = random.uniform(1450, 2050)
    tables: dict[str, dict[str, Any]] = {
        "rider": {
            "height_mm": height_mm,
            "mass_kg": random.uniform(19, 28) * (height_mm / 1000) ** 2,
            "sex": str(random.choice(["female", "male"])),
        },
        "bicycle": {},
        "riding": {
            "power_w": random.uniform(50, 800),
            "cadence_rpm": random.uniform(40, 130),
        },
    }
    if random.random() < 0.25:
        tables["rider"]["strength"] = {"left": random.uniform(0.7, 1.0), "right": 1.0}
    if random.random() < 0.15:
        tables["bicycle"]["crank_inertia_kg_m2"] = random.uniform(2, 20)
    return tables


def random_problems(
    count: int, seed: int, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SharingProblem]:
    """`count` problems that strokes of random riders come to: of each stroke the last one."""
    random = np.random.default_rng(seed)
    found = 0
    while found < count:
        asked = problems_asked(random_tables(random), monkeypatch)
        if asked:
            found += 1
            yield asked[-1]


def problems_asked(
    tables: dict[str, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> list[SharingProblem]:
    """The problems that the stroke of a set-up comes to, whether it can be ridden or not."""
    asked: list[SharingProblem] = []
    solve = sim.muscle_sharing.sharing.solve

    def remember(problem, task):
        asked.append(problem)
        return solve(problem, task)

    with monkeypatch.context() as patched, suppress(PedalfitError):
        patched.setattr(sim.muscle_sharing.sharing, "solve", remember)
        seated(tables).simulate()
    return asked


def legs_of(**changes: Any) -> tuple[list[LegProblem], float, float, Any]:
    """The legs of a customary stroke with some keys changed, its power, the body weight and the coordination."""
    on_bike = seated(**changes)
    stroke = on_bike.simulate()
    legs = [stroke.right.problem]
    if stroke.left.problem is not stroke.right.problem:
        legs.append(stroke.left.problem)
    power_w = on_bike.riding.power_w * len(legs) / 2
    return legs, power_w, stroke.body_weight_n, on_bike.rider.coordination


def uncoupled(
    square: np.ndarray, linear: np.ndarray, rates: RateLimits | None, habit: Habit | None = None
) -> SharingProblem:
    """Muscles (n x m prices) that do nothing for any row: each settles for itself at its cheapest."""
    n, m = square.shape
    return SharingProblem(
        legs=1,
        low=0.01,
        square_price=square,
        linear_price=linear,
        by_activation=np.zeros((n, m, 1)),
        by_wrench=np.zeros((n, 1, 5)),
        right=np.zeros((n, 1)),
        give_above=np.ones((n, 1)),
        give_below=np.ones((n, 1)),
        wrench_price=np.ones((n, 5)),
        wrench_linear=np.zeros((n, 5)),
        trunk_price=np.eye(n),
        power=None,
        power_right=0.0,
        rates=rates,
        habit=habit,
    )
