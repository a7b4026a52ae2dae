"""Published trends of knee load: which side of its limit a figure has to lie on, and a stroke that is refused."""

from math import isnan

import pytest

from fit_optimizer.calibration import knee_trends as module
from fit_optimizer.calibration.knee_trends import knee_trends
from fit_optimizer.calibration.physiology import Row
from fit_optimizer.setup.setup_file import parse_set_up
from tests.strategies import set_up

SET_UP = parse_set_up(set_up())
SHAPE = Row("shape", "knee_moment_departure_at_most_pct", "10", 9.0, -1.0)


@pytest.fixture
def trends(monkeypatch):
    """Rows by metric where loads change by so many percent: at equal torque, with a lower saddle, at equal power."""

    def found(spread, rise, fall):
        changes = iter((spread, rise, fall))
        monkeypatch.setattr(module, "_difference_pct", lambda *_: next(changes))
        monkeypatch.setattr(module, "_knee_moment_shape", lambda _: SHAPE)
        module._trends.cache_clear()
        return {row.metric: row for row in knee_trends(SET_UP)}

    yield found
    module._trends.cache_clear()


@pytest.mark.parametrize(
    ("metric", "place", "kept", "broken"),
    [
        ("knee_moment_spread_at_most_pct", 0, (0.0,), (60.0, -60.0)),
        ("patellofemoral_rise_at_least_pct", 1, (60.0,), (0.0, -60.0)),
        ("knee_moment_change_at_most_pct", 2, (-60.0,), (60.0,)),
    ],
)
def test_a_figure_beyond_its_limit_has_an_error_above_nought(trends, metric, place, kept, broken):
    for changes, beyond in ((kept, False), (broken, True)):
        for change in changes:
            found = trends(*(change if k == place else 0.0 for k in range(3)))[metric]
            assert (found.error > 0) == beyond
            assert found.simulated == pytest.approx(abs(change) if place == 0 else change)


def test_a_stroke_that_cannot_be_ridden_is_no_number(trends):
    found = trends(float("nan"), 60.0, -60.0)
    assert isnan(found["knee_moment_spread_at_most_pct"].error)
    assert found["knee_moment_departure_at_most_pct"] is SHAPE
