"""A fitted change is taken over in the share that held-out bins support, and never worsens one of their metrics."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fit_optimizer.calibration.shrinkage import SHARES, supported_share

BEFORE = {"effectiveness": 4.0, "smoothness": 2.0}


def at(effectiveness, smoothness):
    """Errors that bend around the share with which each metric is predicted best."""
    return lambda share: {
        "effectiveness": 4.0 + 3.0 * ((share - effectiveness) ** 2 - effectiveness**2),
        "smoothness": 2.0 + 1.0 * ((share - smoothness) ** 2 - smoothness**2),
    }


def test_a_change_that_helps_everywhere_is_taken_over_whole():
    assert supported_share(BEFORE, at(1.0, 1.0)) == 1.0


def test_a_change_that_overshoots_is_shrunk():
    assert supported_share(BEFORE, at(0.4, 0.4)) == 0.4


def test_no_metric_may_get_worse_however_much_another_gains():
    share = supported_share(BEFORE, at(1.0, 0.1))
    assert 0 < share <= 0.2


def test_a_change_that_helps_nothing_is_left():
    assert supported_share(BEFORE, at(-0.5, -0.5)) == 0.0
    assert supported_share(BEFORE, lambda _: BEFORE) == 0.0
    assert supported_share({}, lambda _: {}) == 0.0


def test_a_metric_that_a_share_cannot_give_counts_as_worse():
    assert supported_share(BEFORE, lambda _: {"effectiveness": 1.0}) == 0.0


@given(
    st.dictionaries(st.sampled_from("abc"), st.floats(0, 10), min_size=1),
    st.lists(st.dictionaries(st.sampled_from("abc"), st.floats(0, 10)), min_size=5, max_size=5),
)
def test_what_is_chosen_predicts_no_metric_worse(before, after):
    found = dict(zip(SHARES, after, strict=True))
    share = supported_share(before, found.__getitem__)
    if share:
        assert all(found[share][metric] <= error for metric, error in before.items())
    else:
        assert share == pytest.approx(0)
