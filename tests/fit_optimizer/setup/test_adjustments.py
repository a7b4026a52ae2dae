"""Every row of the table of adjustments: complete, a key of the set-up, and searched by it alone."""

import math

import pytest

from fit_optimizer.setup.adjustments import (
    ADJUSTMENTS,
    adjustment,
    in_order_of_work,
    searchable,
    searched,
)
from fit_optimizer.setup.search_space import search_space, values_in_force
from fit_optimizer.setup.search_table import SearchTable
from fit_optimizer.setup.setup_file import allowed_range, parse_set_up
from fit_optimizer.setup.tables import flat_keys
from fit_optimizer.sweep.columns import per_leg_keys
from rider_models.units import UNITS
from tests.strategies import set_up

FROM_THE_TORSO = {"bar_up_mm", "bar_forward_mm"}


@pytest.mark.parametrize("one", ADJUSTMENTS, ids=lambda one: one.key)
def test_a_row_says_everything(one):
    assert one.words
    assert one.measured_along
    assert one.unit in UNITS
    assert one.decimals >= 0
    assert (one.key in flat_keys()) != (one.key in FROM_THE_TORSO)
    assert one.search is None or one.key in flat_keys()


@pytest.mark.parametrize("one", searchable(), ids=lambda one: one.key)
def test_steps_and_bounds_are_such_as_a_search_can_use(one):
    how, (lowest, highest) = searched(one.key), allowed_range(one.key)
    now = values_in_force(parse_set_up(set_up()))[one.key]
    low, high = how.usual_bounds(now, 720.0)
    assert math.isfinite(low)
    assert low + 2 * how.tool_step < high
    assert lowest < high
    assert low < highest
    assert 0 < how.tool_step <= how.nearby
    assert how.cost_step % how.tool_step == 0
    assert round(how.tool_step, one.decimals) == how.tool_step


@pytest.mark.parametrize("one", searchable(), ids=lambda one: one.key)
def test_legs_may_differ_in_what_the_set_up_gives_by_leg(one):
    assert one.per_leg == (one.key in per_leg_keys())


@pytest.mark.parametrize("one", searchable(), ids=lambda one: one.key)
def test_bounds_in_the_file_make_any_of_them_a_variable(one):
    assert one.key in SearchTable.model_fields
    low, high = allowed_range(one.key)
    found = search_space(parse_set_up({**set_up(), "search": {one.key: {"low": low}}}))
    (variable,) = (v for v in found if v.key == one.key)
    assert variable.low - low < variable.step
    assert variable.high <= high


def test_no_two_rows_share_a_key_a_name_or_a_place_in_the_order_of_work():
    for of in ("key", "words", "order"):
        assert len({getattr(one, of) for one in ADJUSTMENTS}) == len(ADJUSTMENTS)


def test_the_order_of_work_goes_from_the_pedals_up_and_ends_with_the_rider():
    order = [one.key for one in in_order_of_work()]
    assert order[0] == "crank_length_mm"
    assert order.index("cleat_setback_mm") < order.index("saddle_height_mm")
    assert order.index("saddle_height_mm") + 1 == order.index("saddle_setback_mm")
    assert (
        order.index("saddle_setback_mm") < order.index("bar_up_mm") < order.index("heel_drop_deg")
    )


def test_a_key_that_has_no_row_is_named_after_itself():
    unknown = adjustment("saddle_rail_deg")
    assert (unknown.words, unknown.unit.word, unknown.search) == ("saddle rail", "deg", None)
    with pytest.raises(KeyError):
        searched("saddle_rail_deg")
