"""The search of a calibration finds a minimum, the same every time, and goes on where it stopped."""

import json
import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from fit_optimizer.calibration.journal import JournalError
from fit_optimizer.calibration.least_squares import minimise, most_candidates
from tests.fit_optimizer.workers.in_this_process import InThisProcess


def valley(x):
    """Rosenbrock's, as residuals: least at (1, 1)."""
    return np.array([1 - x[0], 2 * (x[1] - x[0] ** 2)])


def grained(x):
    """Figures come in steps, as those of a stroke do."""
    return np.round(valley(x), 2)


def search(residuals=valley, seed=1, pool=None, steps=20, **more):
    return minimise(residuals, 2, seed, pool or InThisProcess(), steps, **more)


@pytest.mark.parametrize("residuals", [valley, grained])
def test_the_minimum_is_found(residuals):
    assert search(residuals) == pytest.approx([1, 1], abs=0.1)


def test_a_seed_gives_the_same_point_at_any_number_of_workers():
    one = search()
    with ThreadPoolExecutor(2) as pool:
        np.testing.assert_array_equal(search(pool=pool), one)
    np.testing.assert_array_equal(search(), one)


def test_another_seed_starts_from_elsewhere():
    seen = {}
    for seed in (0, 1):
        seen[seed] = []
        search(lambda x, seed=seed: seen[seed].append(tuple(x)) or valley(x), seed)
    assert seen[0][0] == seen[1][0] == (0, 0)
    assert seen[0] != seen[1]


def test_progress_never_passes_its_end_and_reaches_it():
    heard = []
    search(progress=lambda done, of: heard.append((done, of)))
    done = [one for one, _ in heard]
    assert {of for _, of in heard} == {most_candidates(2, 20)}
    assert done == sorted(done)
    assert done[-1] == most_candidates(2, 20)


@pytest.mark.parametrize("stop_after", [2, 9, 14])
def test_an_interrupted_search_resumes_without_computing_anything_again(tmp_path, stop_after):
    journal = tmp_path / "search.journal"
    every, calls, again = [], [], []
    whole = search(lambda x: every.append(x) or valley(x))

    def interrupted(x):
        if len(calls) == stop_after:
            raise KeyboardInterrupt
        calls.append(x)
        return valley(x)

    with pytest.raises(KeyboardInterrupt):
        search(interrupted, journal=journal)
    resumed = search(lambda x: again.append(x) or valley(x), journal=journal)
    np.testing.assert_array_equal(resumed, whole)
    # Of what was computed only a batch that was cut in two is computed again.
    assert len(every) - stop_after <= len(again) <= len(every) - stop_after + 1
    np.testing.assert_array_equal(search(lambda x: 1 / 0, journal=journal), whole)


def test_a_journal_with_any_digit_changed_is_refused(tmp_path):
    journal = tmp_path / "search.journal"
    search(journal=journal)
    whole = journal.read_bytes()
    start = whole.index(b'"residuals"')
    chance = np.random.default_rng(1)
    for place in chance.integers(start, len(whole), 60):
        if chr(whole[place]).isdigit():
            other = b"%d" % ((int(whole[place : place + 1]) + 1) % 10)
            journal.write_bytes(whole[:place] + other + whole[place + 1 :])
            changed = json.loads(journal.read_text())["residuals"]
            if changed != json.loads(whole)["residuals"]:  # beyond the last digit that counts
                with pytest.raises(JournalError, match="damaged: remove it"):
                    search(journal=journal)


def test_a_pipe_in_the_place_of_a_journal_is_refused(tmp_path):
    os.mkfifo(tmp_path / "search.journal")
    with pytest.raises(JournalError, match="is a device, a pipe"):
        search(journal=tmp_path / "search.journal")


def test_the_journal_of_another_search_is_refused(tmp_path):
    journal = tmp_path / "search.journal"
    search(journal=journal, fingerprint="a")
    for other in ({"fingerprint": "b"}, {"fingerprint": "a", "seed": 2}):
        with pytest.raises(JournalError, match="another search"):
            search(journal=journal, **other)
    journal.write_text("{")
    with pytest.raises(JournalError, match="damaged: remove it"):
        search(journal=journal)
