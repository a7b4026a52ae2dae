"""Calibration changes what it may, holds bins out, and goes on where it was interrupted."""

from pathlib import Path

import numpy as np
import pytest

from fit_optimizer.calibration import (
    MOST_FITTED_BINS,
    WEIGHTS,
    calibration_loss,
    changed_keys,
    split_bins,
)
from fit_optimizer.cma_search import JournalError, minimise
from fit_optimizer.setup_file import read_set_up, with_values
from fit_optimizer.traces import read_bins_csv

ROOT = Path(__file__).parents[2]
BINS = read_bins_csv(ROOT / "examples" / "turbo_ride_bins.csv")
TURBO = ROOT / "examples" / "turbo_rider.toml"


class InThisProcess:
    """Stands in for a pool."""

    def map(self, work, items):
        return [work(item) for item in items]


def bowl(x):
    return float(((x - 0.3) ** 2).sum())


def test_a_seed_gives_the_same_minimum_and_it_is_one():
    first = minimise(bowl, np.zeros(3), 0.3, 640, 1, InThisProcess())
    second = minimise(bowl, np.zeros(3), 0.3, 640, 1, InThisProcess())
    np.testing.assert_array_equal(first, second)
    assert first == pytest.approx([0.3] * 3, abs=1e-2)


def test_an_interrupted_search_resumes_without_computing_anything_again(tmp_path):
    journal = tmp_path / "search.journal"
    every, calls, again = [], [], []

    def counted_in(kept):
        return lambda x: kept.append(x) or bowl(x)

    whole = minimise(counted_in(every), np.zeros(3), 0.3, 320, 1, InThisProcess())

    def interrupted(x):
        calls.append(x)
        if len(calls) > 100:
            raise KeyboardInterrupt
        return bowl(x)

    with pytest.raises(KeyboardInterrupt):
        minimise(interrupted, np.zeros(3), 0.3, 320, 1, InThisProcess(), journal=journal)
    resumed = minimise(
        counted_in(again), np.zeros(3), 0.3, 320, 1, InThisProcess(), journal=journal
    )
    np.testing.assert_array_equal(resumed, whole)
    assert len(again) == len(every) - 96


def test_the_journal_of_another_search_is_refused(tmp_path):
    journal = tmp_path / "search.journal"
    minimise(bowl, np.zeros(3), 0.3, 32, 1, InThisProcess(), journal=journal, fingerprint="a")
    with pytest.raises(JournalError, match="another search"):
        minimise(bowl, np.zeros(3), 0.3, 32, 1, InThisProcess(), journal=journal, fingerprint="b")
    journal.write_text("{")
    with pytest.raises(JournalError, match="cannot be read"):
        minimise(bowl, np.zeros(3), 0.3, 32, 1, InThisProcess(), journal=journal)


def test_bins_between_150_and_250_w_are_fitted_and_the_rest_held_out():
    fitted, held_out = split_bins(BINS)
    assert len(fitted) == MOST_FITTED_BINS
    assert all(150 <= b.power_w.median <= 250 for b in fitted)
    assert len(fitted) + len(held_out) == len(BINS)


def test_bins_all_outside_that_range_are_fitted_all_the_same():
    weak = tuple(b for b in BINS if b.power_w.median < 120)
    fitted, held_out = split_bins(weak)
    assert fitted == weak
    assert held_out == ()


def test_the_start_of_a_calibration_is_the_set_up_itself():
    set_up = read_set_up(TURBO)
    keys = changed_keys(set_up, np.zeros(len(WEIGHTS) + 4))
    fitted, _ = split_bins(BINS)
    same = with_values(set_up, keys)
    assert same.rider.strength.left == 1.0
    before = calibration_loss(np.zeros(len(WEIGHTS) + 4), set_up, fitted[:1])
    assert np.isfinite(before)
    worse = np.zeros(len(WEIGHTS) + 4)
    worse[WEIGHTS.index("iliopsoas")] = 3.0
    assert calibration_loss(worse, set_up, fitted[:1]) > before


def test_strength_moves_the_balance_to_the_stronger_leg():
    set_up = read_set_up(TURBO)
    x = np.zeros(len(WEIGHTS) + 4)
    x[-1] = 2.0
    strength = changed_keys(set_up, x)["strength"]
    assert strength["left"] > 1 > strength["right"]
