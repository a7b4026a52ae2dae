"""The search for the default coordination gets nearer, and its table says what it means."""

from contextlib import nullcontext

import numpy as np
import pytest

from fit_optimizer.calibration import derive_default_rider
from fit_optimizer.calibration.default_rider import Guess, Row, encode
from fit_optimizer.calibration.derive_default_rider import markdown, refine, search
from rider_models.coordination import Coordination
from sim.riding import NATURAL_ANKLE
from tests.fit_optimizer.workers.in_this_process import InThisProcess

START = Guess(Coordination(), NATURAL_ANKLE)
AIM = encode(START) + 0.1 * np.cos(np.arange(len(encode(START))))


def _misses(x: np.ndarray) -> np.ndarray:
    """Residuals with the steps that the real ones have."""
    return np.round(x - AIM, 3)


@pytest.fixture(autouse=True)
def stand_in(monkeypatch):
    monkeypatch.setattr(derive_default_rider, "residuals", _misses)
    monkeypatch.setattr(derive_default_rider, "worker_pool", lambda _: nullcontext(InThisProcess()))


def _sum_of_squares(guess: Guess) -> float:
    return float((_misses(encode(guess)) ** 2).sum())


def test_least_squares_get_nearer():
    assert _sum_of_squares(search(START, 5)) < 0.1 * _sum_of_squares(START)


def test_cma_es_gets_nearer_from_generation_to_generation_and_never_worse():
    met = [_sum_of_squares(refine(START, n)) for n in (1, 10, 60)]
    assert _sum_of_squares(START) >= met[0] >= met[1] >= met[2]
    assert met[2] < 0.5 * _sum_of_squares(START)


def test_a_target_missed_by_more_than_its_spread_is_bold():
    rows = [Row("a ride", "knee_moment", "90", 91.0, 0.5), Row("a ride", "work", "10", 4.0, -1.2)]
    first, second = markdown(rows).splitlines()[-2:]
    assert first == "| a ride | knee moment | 90 | 91 | +0.5 |"
    assert second == "| a ride | work | 10 | 4 | **-1.2** |"
