"""The search is the same for a seed whatever the workers, and asks where its model points."""

from math import cos, radians
from pathlib import Path

import pytest

from fit_optimizer.criteria.evaluation import evaluate, with_fit
from fit_optimizer.criteria.riding_angles import knee_at_bottom
from fit_optimizer.search.proposals import promising
from fit_optimizer.search.search import FIRST_GENERATIONS, GENERATION, Question, search
from fit_optimizer.setup.bike_parts import SeatPost
from fit_optimizer.setup.search_space import of_kind, search_space
from fit_optimizer.setup.setup_file import read_set_up
from fit_optimizer.workers.pool import worker_pool
from tests.fit_optimizer.known_rider import known_answer, known_within_limits
from tests.fit_optimizer.workers.in_this_process import InThisProcess

TURBO = Path(__file__).parents[3] / "examples" / "turbo_rider.toml"


def test_strokes_by_two_processes_are_those_of_this_one(monkeypatch):
    monkeypatch.setattr("fit_optimizer.search.search.MOST_DRAWN", 16)
    set_up = read_set_up(TURBO)
    with worker_pool(2) as pool:
        question, variables = Question(set_up, {}), search_space(set_up)
        assert search(question, variables, 6, 7, pool) == search(
            question, variables, 6, 7, InThisProcess()
        )


@pytest.fixture
def known(monkeypatch):
    """Has the search ask something else than the simulator."""
    monkeypatch.setattr("fit_optimizer.search.search.evaluate", known_answer)
    monkeypatch.setattr("fit_optimizer.search.search.within_limits", known_within_limits)


def test_the_fit_as_it_is_comes_first_and_another_seed_gives_another_search(known):
    set_up = read_set_up(TURBO)
    question, variables = Question(set_up, {}), search_space(set_up)
    one, same, other = (
        search(question, variables, 60, seed, InThisProcess()).evaluations for seed in (7, 7, 8)
    )
    assert one == same
    assert one[0] == other[0]
    assert one[1:] != other[1:]
    assert len(one) == 60


def test_the_first_fits_are_within_the_limits_and_then_the_model_asks(known, monkeypatch):
    asked = []

    def remembered(*arguments):
        asked.append(promising(*arguments))
        return asked[-1]

    monkeypatch.setattr("fit_optimizer.search.search.promising", remembered)
    set_up = read_set_up(TURBO)
    trials = (FIRST_GENERATIONS + 1) * GENERATION
    found = search(
        Question(set_up, {}), search_space(set_up), trials, 1, InThisProcess()
    ).evaluations
    assert all(e.feasible for e in found[: FIRST_GENERATIONS * GENERATION])
    assert len(asked) == 1
    assert asked[0]
    assert [e.values for e in found[FIRST_GENERATIONS * GENERATION :]][: len(asked[0])] == asked[0]


def test_the_saddle_follows_so_that_the_knee_keeps_its_angle_at_the_bottom():
    question = Question(read_set_up(TURBO), {}, knee_deg=40.0)
    short, long = (question.values({"crank_length_mm": c}) for c in (165.0, 175.0))
    assert short["saddle_height_mm"] - long["saddle_height_mm"] == pytest.approx(10, abs=2)


def test_a_saddle_that_follows_on_its_post_is_carried_back_as_far_as_it_rises():
    set_up = read_set_up(TURBO, ["saddle_height_mm=715", "saddle_setback_mm=205"])
    question = Question(set_up, {}, knee_deg=40.0, post=SeatPost(715.0, 205.0, 73.5))
    for crank in (160.0, 180.0):
        values = question.values({"crank_length_mm": crank})
        back = (values["saddle_height_mm"] - 715) * cos(radians(73.5))
        assert values["saddle_setback_mm"] == pytest.approx(205 + back, abs=0.051)
        assert knee_at_bottom(with_fit(set_up, values)) == pytest.approx(40, abs=0.4)


def test_search_space_holds_the_custom_saddle_height_and_leaves_the_torso():
    low_high = {v.key: (v.low, v.high) for v in search_space(read_set_up(TURBO))}
    assert low_high["saddle_height_mm"][0] < 715 < low_high["saddle_height_mm"][1]
    assert "torso_angle_deg" not in low_high


def test_what_a_key_turns_and_what_is_learnt_are_kept_apart():
    variables = search_space(read_set_up(TURBO, ["profile=full"]))
    bike, technique = (of_kind(variables, kind) for kind in ("bike", "technique"))
    assert {v.key for v in technique} == {"heel_drop_deg", "ankle_range_deg"}
    assert {v.key for v in bike} == {v.key for v in variables} - {v.key for v in technique}


def test_a_stiff_hip_is_a_limit_that_binds():
    answer = evaluate(read_set_up(TURBO, ["hip_flexion_max_deg=80"]), {"saddle_height_mm": 715.0})
    assert not answer.feasible
    assert answer.broken == ["hip flexion at the top"]


def test_a_refused_stroke_is_an_answer_with_its_reason():
    answer = evaluate(read_set_up(TURBO), {"saddle_height_mm": 990.0})
    assert not answer.feasible
    assert "out of reach" in answer.refusal
