"""Another rider, another best fit: the saddle of every kind of rider is the one that `fit` places for it."""

import pytest

from fit_optimizer.recommendation.kinds import place_saddle_for
from fit_optimizer.recommendation.recommend import recommend
from fit_optimizer.setup.kinds import KINDS
from fit_optimizer.setup.setup_file import parse_set_up, with_changes
from fit_optimizer.technique.rider_kinds import of_kind
from tests.fit_optimizer.workers.in_this_process import InThisProcess
from tests.strategies import set_up

LEARNS_NOTHING = {"search.heel_drop_deg": "fixed", "search.ankle_range_deg": "fixed"}


@pytest.fixture(scope="module")
def rider():
    return parse_set_up(set_up())


@pytest.fixture(scope="module")
def saddles(rider):
    return {key: place_saddle_for(of_kind(rider, kind)) for key, kind in KINDS.items()}


def test_another_rider_has_another_best_saddle(saddles):
    assert saddles["untrained"].height_mm < saddles["trained"].height_mm - 3
    assert saddles["untrained"].good_high < saddles["trained"].good_high - 3


def test_it_is_where_fit_places_a_saddle_that_has_to_move(rider, saddles):
    kind = KINDS["untrained"]
    low = with_changes(of_kind(rider, kind), {**LEARNS_NOTHING, "saddle_height_mm": 690})
    found = recommend(low, trials=4, seed=1, pool=InThisProcess())
    assert found.change_needed
    assert found.recommended.values["saddle_height_mm"] == saddles["untrained"].height_mm


def test_a_saddle_that_is_held_is_not_placed(rider):
    held = {"search.saddle_height_mm": "fixed"}
    assert place_saddle_for(with_changes(rider, held)) is None
