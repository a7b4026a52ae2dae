"""Every complaint has a whole row: what it names is known to the search, the simulation and the set-up."""

from typing import get_args

import pytest

from fit_optimizer.criteria.objectives import knee_load
from fit_optimizer.setup.complaints import TABLE, Complaint, Load, first_tried
from fit_optimizer.setup.setup_file import allowed_range
from sim.metric_table import METRIC

LOADS = {load: float(2**n) for n, load in enumerate(get_args(Load))}


def test_every_complaint_but_none_has_a_row():
    assert set(get_args(Complaint)) - {"none"} == set(TABLE)
    assert first_tried("none") is None
    assert first_tried(None) is None


@pytest.mark.parametrize("complaint", TABLE)
def test_a_row_names_metrics_and_keys_that_there_are(complaint):
    row = TABLE[complaint]
    assert row.words
    assert row.source
    assert row.first
    assert row.metric is None or row.metric in METRIC
    for trial in row.trials:
        low, high = allowed_range(trial.key)
        assert 0 < abs(trial.by) < high - low


@pytest.mark.parametrize("complaint", TABLE)
def test_a_complaint_with_a_load_of_its_own_makes_the_search_weigh_it_and_no_other_does(complaint):
    usual = knee_load(LOADS, "none")
    load = TABLE[complaint].load
    heavier = dict(LOADS)
    if load is None:
        assert knee_load(heavier, complaint) == usual
    else:
        before = knee_load(heavier, complaint)
        heavier[load] += 1.0
        assert knee_load(heavier, complaint) >= before + 0.5


def test_what_the_model_has_no_load_of_is_said_to_the_rider():
    for key, row in TABLE.items():
        assert row.load is not None or row.unseen, key
