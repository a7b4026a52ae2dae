"""The search for the default rider gets nearer, is the same each time, and its table says what it means."""

from dataclasses import asdict
from math import inf

import numpy as np
import pytest

from fit_optimizer.calibration.candidate import NUMBERS, Candidate
from fit_optimizer.calibration.derive_default_rider import (
    PULL,
    judged,
    main,
    markdown,
    search,
    write_units,
)
from fit_optimizer.calibration.merit import KEPT, Wanted, all_wanted
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


def test_the_table_of_units_is_read_back_as_it_was_measured(monkeypatch, tmp_path):
    real = [each.name for each in all_wanted()]
    near, changed = dict.fromkeys(real, 1.0), dict.fromkeys(real, 1.5)
    for module in ("derive_default_rider", "merit"):
        home = f"fit_optimizer.calibration.{module}"
        monkeypatch.setattr(f"{home}.UNITS_TABLE", tmp_path / "units.csv")
    monkeypatch.setattr(
        "fit_optimizer.calibration.derive_default_rider.figures",
        lambda candidate: near if candidate == Candidate() else changed,
    )
    write_units(Candidate(), InThisProcess())
    of_checks = [each for each in all_wanted() if each.name[0] == "joint_powers"]
    assert of_checks
    assert all(
        each.unit == pytest.approx(0.5 * len(NUMBERS) ** 0.5, rel=1e-2) for each in of_checks
    )
    share = next(each for each in of_checks if each.name[1] == "downstroke_share")
    ankle = next(each for each in of_checks if each.name[1] == "ankle")
    assert (share.weight, ankle.weight) == (1.0, KEPT)


def test_a_population_too_small_for_a_direction_is_refused(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["derive_default_rider", "--population", "3"])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 2
    assert "--population is 3: CMA-ES needs 4 or more" in capsys.readouterr().err


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
