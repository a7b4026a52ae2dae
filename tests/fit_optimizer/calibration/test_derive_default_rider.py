"""The search for the default rider gets nearer, is the same each time, and its table says what it means."""

from dataclasses import asdict
from math import inf

import numpy as np
import pytest

from fit_optimizer.calibration.candidate import NUMBERS, Candidate
from fit_optimizer.calibration.derive_default_rider import PULL, judged, markdown, search
from fit_optimizer.calibration.merit import Wanted
from tests.fit_optimizer.workers.in_this_process import InThisProcess

AIM = np.cos(np.arange(len(NUMBERS)))


def _off(start: Candidate, steps: np.ndarray) -> float:
    """A merit with the steps and corners that the real one has."""
    return float(np.abs(np.round(steps - AIM, 2)).sum())


def test_it_gets_nearer_from_generation_to_generation_and_never_worse():
    met = [search(Candidate(), InThisProcess(), n, 8, 7, _off)[1] for n in (0, 5, 100)]
    assert met[0] == _off(Candidate(), np.zeros(len(NUMBERS)))
    assert met[0] >= met[1] >= met[2]
    assert met[2] < 0.5 * met[0]


def test_a_seed_fixes_the_outcome():
    found = [search(Candidate(), InThisProcess(), 5, 6, seed, _off) for seed in (3, 3, 4)]
    assert found[0] == found[1]
    assert asdict(found[0][0].coordination) != asdict(found[2][0].coordination)


def test_what_is_judged_is_the_moved_candidate_with_the_pull_back(monkeypatch):
    home = "fit_optimizer.calibration.derive_default_rider"
    seen = []
    monkeypatch.setattr(f"{home}.figures", lambda candidate: seen.append(candidate) or {})
    monkeypatch.setattr(f"{home}.all_wanted", lambda: (Wanted(("a", "b"), 0.0, 1.0, 1.0, 0.0),))
    steps = np.zeros(len(NUMBERS))
    steps[0] = 2.0
    assert judged(Candidate(), steps) == pytest.approx(4.0 * PULL)
    assert seen == [Candidate().moved(steps)]


def test_a_term_that_costs_something_is_bold_and_the_sum_stands_below():
    wanted = (
        Wanted(("a ride", "kept"), -inf, 5.0, 1.0, 1.0),
        Wanted(("a ride", "missed"), 0.0, 5.0, 2.0, 1.0),
    )
    first, second, last = markdown(
        {("a ride", "kept"): 1.0, ("a ride", "missed"): 7.0}, wanted
    ).splitlines()[-3:]
    assert first == "| a ride | kept | at most 5 | 1 | 1 | 0 |"
    assert second == "| a ride | missed | 0 to 5 | 7 | 2 | **1.90** |"
    assert last == "| all | | | | | 1.90 |"
