"""A guess decides no key: changed by half and double, no client's bicycle is set up otherwise.

Strokes do not depend on these guesses: each is simulated once and judged again.
"""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from fit_optimizer.criteria import choice, evaluation, limits, objectives
from fit_optimizer.recommendation import (
    bands,
    moves,
    recommend,
    saddle,
    worthwhile,
)
from fit_optimizer.setup.adjustments import SADDLE, SETBACK
from fit_optimizer.setup.rider_on_bike import RiderOnBike
from fit_optimizer.setup.setup_file import read_set_up
from rider_models.errors import PedalfitError
from sim.pedalling_metrics import reproducible_metrics
from tests.fit_optimizer.workers.in_this_process import InThisProcess

CLIENTS = Path(__file__).parents[3] / "examples" / "clients"
HELD = ("search.heel_drop_deg=fixed", "search.ankle_range_deg=fixed")
TRIALS = 48
SAME_MM = 2.0
"""What no tape tells at a saddle."""
NAMES = sorted(path.stem for path in CLIENTS.glob("*.toml"))
ALWAYS = ("hannes", *NAMES[::3])
"""Clients whose tests are always run; those of the others where `PEDALFIT_CLIENTS` is `all`."""


@dataclass(frozen=True)
class Judged:
    """What of a stroke objectives are computed from."""

    metrics: Any
    loads: dict[str, float]


@pytest.fixture(scope="module", autouse=True)
def _each_stroke_once() -> Iterator[None]:
    known: dict[bytes, Judged | PedalfitError] = {}
    simulate = RiderOnBike.simulate

    def judged(seated: RiderOnBike) -> Judged:
        key = hashlib.sha1(pickle.dumps(seated)).digest()
        if key not in known:
            try:
                stroke = simulate(seated)
                metrics = reproducible_metrics(stroke)
                known[key] = Judged(metrics, objectives.loads_of(stroke, metrics))
            except PedalfitError as error:
                known[key] = error
        found = known[key]
        if isinstance(found, PedalfitError):
            raise found
        return found

    def objectives_of(one: Judged, complaint: Any = "none") -> Any:
        ridden: Any = objectives.Ridden(one, one.metrics, complaint)  # type: ignore[arg-type]
        found = {row.key: row.value(ridden) for row in objectives.OBJECTIVES[1:]}
        return {"knee_load": objectives.knee_load(one.loads, complaint), **found}, one.metrics

    searches: dict[Any, Any] = {}
    search = recommend.search

    def searched(question: Any, *rest: Any) -> Any:
        """What is tried depends on objectives and limits, and these on no other guesses than those of the key."""
        guesses = (objectives.COMPLAINT_SHARE, limits.FLESH_GIVES_M, limits.BAR_GAP_M)
        key = (pickle.dumps(question), guesses)
        if key not in searches:
            searches[key] = search(question, *rest)
        return searches[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recommend, "search", searched)
        patch.setattr(RiderOnBike, "simulate", judged)
        patch.setattr(evaluation, "objectives", objectives_of)
        yield


def dead_spots_matter(patch: pytest.MonkeyPatch, factor: float) -> None:
    rows = tuple(
        replace(row, matters=factor * row.matters) if row.key == "dead_spots" else row
        for row in objectives.OBJECTIVES
    )
    for module in (objectives, choice, bands, saddle, recommend):
        patch.setattr(module, "OBJECTIVES", rows)


def constant(module: Any, name: str) -> Any:
    """What multiplies a number of a module."""

    def change(patch: pytest.MonkeyPatch, factor: float) -> None:
        patch.setattr(module, name, factor * getattr(module, name))

    return change


def smallest_moves(patch: pytest.MonkeyPatch, factor: float) -> None:
    for key in (SADDLE, SETBACK):
        patch.setitem(moves.SMALLEST_MOVE, key, factor * moves.SMALLEST_MOVE[key])


GUESSES = {
    "what dead spots matter by": dead_spots_matter,
    "share of a pain's own load": constant(objectives, "COMPLAINT_SHARE"),
    "limits broken alike": constant(choice, "LIMIT_SLACK"),
    "what each adjustment has to save of a change": constant(worthwhile, "OWN_SHARE"),
    "room that flesh gives": constant(limits, "FLESH_GIVES_M"),
    "room between knee and bar": constant(limits, "BAR_GAP_M"),
    "saddles told apart": constant(saddle, "TOLD_APART_MM"),
    "smallest moves": smallest_moves,
}
"""Guesses of the recommendation and of what it judges by."""


def always_or_asked(name: str) -> pytest.MarkDecorator:
    """Skips a client that is not among those always run, unless all are asked for."""
    asked = name in ALWAYS or os.environ.get("PEDALFIT_CLIENTS") == "all"
    return pytest.mark.skipif(not asked, reason="a third of the clients: PEDALFIT_CLIENTS=all")


def keys_turned(name: str, profile: str) -> dict[str, float]:
    """Where each key that is turned ends."""
    set_up = read_set_up(CLIENTS / f"{name}.toml", [*HELD, f"profile={profile}"])
    found = recommend.recommend(set_up, TRIALS, 1, InThisProcess())
    return {one.key: one.end for one in found.changes}


@pytest.mark.slow
@pytest.mark.parametrize("profile", ["basic", "full"])
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=always_or_asked(name)) for name in NAMES]
)
def test_a_guess_decides_no_key(name: str, profile: str) -> None:
    before = keys_turned(name, profile)
    for words, change in GUESSES.items():
        for factor in (0.5, 2.0):
            with pytest.MonkeyPatch.context() as patch:
                change(patch, factor)
                after = keys_turned(name, profile)
            assert after.keys() == before.keys(), (words, factor)
            assert after == pytest.approx(before, abs=SAME_MM), (words, factor)
