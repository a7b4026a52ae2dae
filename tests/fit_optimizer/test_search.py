"""The search is the same for a seed whatever the workers, and its front holds what nobody beats."""

import json
from pathlib import Path

import pytest

from fit_optimizer.evaluation import Evaluation, evaluate
from fit_optimizer.fit_json import fit_document
from fit_optimizer.limits import Limit
from fit_optimizer.objectives import Objectives
from fit_optimizer.recommendation import recommend
from fit_optimizer.search import pareto_front, search
from fit_optimizer.search_space import search_space
from fit_optimizer.setup_file import read_set_up
from fit_optimizer.workers import worker_pool

TURBO = Path(__file__).parents[2] / "examples" / "turbo_rider.toml"


def made_up(*numbers: float, excess: float = -1.0) -> Evaluation:
    values = {"saddle_height_mm": 100 * numbers[0] + 10 * numbers[1] + numbers[2]}
    return Evaluation(values, (Limit("hip", excess),), Objectives(*numbers), {}, "")


def fit_with(workers: int, seed: int) -> str:
    held = ("heel_drop_deg", "ankle_range_deg", "torso_angle_deg")
    set_up = read_set_up(TURBO, [f"search.{key}=fixed" for key in held])
    with worker_pool(workers) as pool:
        found = recommend(set_up, search(set_up, 24, seed, pool), pool, seed=seed)
    return json.dumps(fit_document(set_up, found, seed))


@pytest.fixture(scope="module")
def with_two_workers() -> str:
    return fit_with(2, 7)


def test_a_seed_gives_the_same_document_at_any_number_of_workers(with_two_workers):
    assert fit_with(1, 7) == with_two_workers


def test_another_seed_gives_another_search():
    set_up = read_set_up(TURBO)
    with worker_pool(2) as pool:
        one, other = (search(set_up, 6, seed, pool).evaluations for seed in (7, 8))
    assert [e.values for e in one] != [e.values for e in other]


def test_front_keeps_the_undominated_and_drops_the_infeasible():
    best, other, beaten = made_up(1, 2, 3), made_up(2, 1, 3), made_up(2, 2, 3)
    broken = made_up(0, 0, 0, excess=0.5)
    assert set(map(id, pareto_front([beaten, best, broken, other]))) == {id(best), id(other)}


def test_refused_stroke_is_an_answer_with_its_reason():
    answer = evaluate(read_set_up(TURBO), {"saddle_height_mm": 990.0})
    assert not answer.feasible
    assert "out of reach" in answer.refusal


def test_a_stiff_hip_is_a_limit_that_binds():
    set_up = read_set_up(TURBO, ["hip_flexion_max_deg=80"])
    answer = evaluate(set_up, {"saddle_height_mm": 715.0})
    assert not answer.feasible
    assert {limit.name for limit in answer.limits if limit.excess > 0} == {"hip flexion at the top"}


def test_search_space_holds_the_custom_saddle_height_and_the_torso_ridden():
    low_high = {v.key: (v.low, v.high) for v in search_space(read_set_up(TURBO))}
    assert low_high["saddle_height_mm"][0] < 715 < low_high["saddle_height_mm"][1]
    assert low_high["torso_angle_deg"][0] < 43 < low_high["torso_angle_deg"][1]
