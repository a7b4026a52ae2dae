"""The fits asked next are those that add most to the front, and a model finds them sooner than chance."""

import moocore
import numpy as np
import pytest
from scipy.stats import qmc

from fit_optimizer.criteria.evaluation import Evaluation
from fit_optimizer.criteria.limits import Limit
from fit_optimizer.criteria.objectives import OBJECTIVES
from fit_optimizer.search.pareto import pareto_front
from fit_optimizer.search.proposals import FEWEST_PER_VARIABLE, most_added, promising
from fit_optimizer.setup.search_space import search_space
from fit_optimizer.setup.setup_file import read_set_up
from tests.fit_optimizer.known_rider import TURBO, known_answer

END = [1.2, 1.2, 1.2]


def made_up(*numbers: float, excess: float = -1.0) -> Evaluation:
    values = {"saddle_height_mm": 100 * numbers[0] + 10 * numbers[1] + numbers[2]}
    return Evaluation(
        values,
        (Limit("hip", excess),),
        dict(zip([o.key for o in OBJECTIVES], numbers, strict=True)),
        {},
        "",
    )


def test_front_keeps_the_undominated_and_drops_the_infeasible():
    best, other, beaten = made_up(1, 2, 3), made_up(2, 1, 3), made_up(2, 2, 3)
    broken = made_up(0, 0, 0, excess=0.5)
    assert pareto_front([beaten, other, broken, best]) == (best, other)
    assert pareto_front([broken]) == ()


def test_what_is_added_is_in_the_order_of_the_volume_won_and_nothing_without_any():
    front = np.array([[0.0, 1.0, 0.5], [1.0, 0.0, 0.5]])
    beaten, little, much = [1.0, 1.0, 0.6], [0.8, 0.8, 0.5], [0.3, 0.3, 0.5]
    assert most_added(front, np.array([beaten, little, much]), 2) == [2]
    assert most_added(front, np.array([beaten, little]), 2) == [1]
    assert most_added(front, np.zeros((0, 3)), 2) == []


def test_greedy_choice_is_that_of_trying_every_point_at_every_turn():
    rng = np.random.default_rng(3)
    front, points = rng.random((5, 3)), rng.random((200, 3))
    front = front[moocore.is_nondominated(front)]
    end, now, slow = front.max(axis=0) + 0.2, front, []
    for _ in range(5):
        won = [moocore.hypervolume(np.vstack([now, p]), ref=end) for p in points]
        slow.append(int(np.argmax(won)))
        now = np.vstack([now, points[slow[-1]]])
    assert most_added(front, points, 5) == slow


@pytest.fixture(scope="module")
def variables():
    return search_space(read_set_up(TURBO))


def volume(known: list[Evaluation]) -> float:
    now = known[0].objectives
    found = [[v / now[k] for k, v in e.objectives.items()] for e in known if e.feasible]
    return float(moocore.hypervolume(np.array(found), ref=END))


def test_fits_asked_by_the_model_win_more_than_as_many_spread_evenly(variables):
    set_up = read_set_up(TURBO)
    drawn = qmc.Halton(len(variables), rng=1).random(96)
    fits = [
        {
            v.key: v.on_tool(v.low + (v.high - v.low) * x)
            for v, x in zip(variables, row, strict=True)
        }
        for row in drawn
    ]
    spread = [known_answer(set_up, fit) for fit in fits]
    asked = spread[:48]
    for turn in range(2):
        new = promising(variables, asked, 24, np.random.default_rng(turn))
        assert 0 < len(new) <= 24
        assert all(v.holds(fit[v.key]) for fit in new for v in variables)
        asked = [*asked, *(known_answer(set_up, fit) for fit in new)]
    assert all(e.feasible for e in asked[48:])
    gained, by_chance = (volume(each) - volume(spread[:48]) for each in (asked, spread))
    assert gained > 2 * by_chance


def test_too_few_strokes_make_no_model(variables):
    few = [known_answer(read_set_up(TURBO), {v.key: v.low for v in variables})]
    few *= FEWEST_PER_VARIABLE * len(variables) - 1
    assert promising(variables, few, 24, np.random.default_rng(1)) == []
