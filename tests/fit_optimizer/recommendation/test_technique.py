"""A technique is worth learning only where the ankle stays within custom, or goes no farther beyond it than now."""

from types import SimpleNamespace

import pytest

from fit_optimizer.criteria.evaluation import Evaluation
from fit_optimizer.criteria.limits import Limit
from fit_optimizer.criteria.objectives import OBJECTIVES
from fit_optimizer.recommendation import technique
from fit_optimizer.recommendation.technique import advise_technique, keeps_custom
from fit_optimizer.setup.customary_ranges import customary
from fit_optimizer.setup.search_space import Variable
from fit_optimizer.setup.setup_file import parse_set_up
from rider_models.errors import PedalfitError
from tests.strategies import set_up

SET_UP = parse_set_up(set_up())
RANGE = "ankle_range_deg"


@pytest.fixture
def custom():
    found = customary(180, "ankle", SET_UP.riding.discipline)
    assert found is not None
    return found


@pytest.fixture
def kept(monkeypatch):
    """Whether custom is kept where both ankles are at an angle (deg) at the bottom now, and at another then."""

    def angles(ankle):
        return dict.fromkeys(("left", "right"), SimpleNamespace(ankle_bottom=ankle))

    def once(now, then):
        monkeypatch.setattr(technique, "riding_angles", lambda _: angles(then))
        return keeps_custom(SET_UP, angles(now), {})

    return once


def test_an_ankle_may_go_anywhere_within_custom(custom, kept):
    for end in (custom.low, custom.high):
        assert kept((custom.low + custom.high) / 2, end)


def test_an_ankle_that_is_within_custom_leaves_it_to_no_side(custom, kept):
    inside = (custom.low + custom.high) / 2
    assert not kept(inside, custom.low - 2)
    assert not kept(inside, custom.high + 2)


def test_an_ankle_that_is_beyond_custom_goes_no_farther(custom, kept):
    low, high = custom.low - 5, custom.high + 5
    assert kept(low, low)
    assert kept(high, high)
    assert not kept(low, low - 2)
    assert not kept(high, high + 2)
    assert not kept(low, high)


@pytest.mark.parametrize(("broken", "learnt"), [((), (RANGE,)), (("ankle plantarflexion",), ())])
def test_a_way_of_pedalling_that_breaks_a_limit_is_not_advised(monkeypatch, broken, learnt):
    """Not even where riding as now breaks the same one."""
    monkeypatch.setattr(technique, "keeps_custom", lambda *_: True)

    def fit(values, cost=100.0):
        judged = {one.key: 100.0 for one in OBJECTIVES} | {"metabolic_power": cost}
        return Evaluation(values, tuple(Limit(name, 3.0) for name in broken), judged, {}, "")

    cheaper = fit({RANGE: 15.0}, cost=50.0)
    tried = SimpleNamespace(
        set_up=SET_UP,
        evaluate=lambda asked: [cheaper if v == cheaper.values else fit(dict(v)) for v in asked],
    )
    found = advise_technique(tried, fit({}), [cheaper], (Variable(RANGE, 5.0, 40.0),))
    assert found.found.changed == learnt


def test_a_movement_that_no_leg_follows_keeps_nothing(monkeypatch, kept):
    def refused(_):
        raise PedalfitError("the legs do not reach")

    monkeypatch.setattr(technique, "riding_angles", refused)
    now = dict.fromkeys(("left", "right"), SimpleNamespace(ankle_bottom=0.0))
    assert not keeps_custom(SET_UP, now, {})
    assert not keeps_custom(SET_UP, None, {})
