"""Every row of the table of objectives; and one more row is searched, chosen by and shown, without another change."""

import json
import subprocess
import sys

import pytest

from fit_optimizer.criteria.evaluation import evaluate
from fit_optimizer.criteria.objectives import OBJECTIVES, Role, guard_objective, with_role
from fit_optimizer.setup.setup_file import read_set_up
from rider_models.units import PURE_NUMBER, unit_of
from tests.fit_optimizer.known_rider import TURBO


@pytest.fixture(scope="module")
def judged():
    return evaluate(read_set_up(TURBO), {}).objectives


@pytest.mark.parametrize("one", OBJECTIVES, ids=lambda one: one.key)
def test_a_row_says_everything_and_gives_a_number_above_zero(one, judged):
    assert one.words
    assert one.explained
    assert one.decimals >= 0
    assert (unit_of(f"_{one.unit}") is PURE_NUMBER) == (one.unit == "")
    assert judged[one.key] > 0


def test_a_stroke_is_judged_by_every_row_in_their_order(judged):
    assert list(judged) == [one.key for one in OBJECTIVES]


def test_no_two_objectives_share_a_key_or_words():
    assert len({one.key for one in OBJECTIVES}) == len(OBJECTIVES)
    assert len({one.words for one in OBJECTIVES}) == len(OBJECTIVES)


def test_effort_guards_and_the_others_are_scored():
    assert guard_objective().key == "effort"
    assert [one.key for one in with_role(Role.SCORED)] == ["knee_load", "dead_spots"]


ONE_MORE = """
import sys
import fit_optimizer.criteria.objectives as table
table.OBJECTIVES += (
    table.Objective(
        "hip_closure", "hip closure", "how far the hip closes", "", 2, table.Role[sys.argv[1]],
        lambda ridden: ridden.metrics["hip_flexion_max_deg"] / 30,
    ),
)
import json
from dataclasses import replace
from tests.fit_optimizer import known_rider as rider
from tests.fit_optimizer.sweep.stand_in import Inline
from fit_optimizer.criteria import evaluation
from fit_optimizer.recommendation import recommend as recommending, uncertainty
from fit_optimizer.recommendation.fit_document import fit_document
from fit_optimizer.report import render_report
from fit_optimizer.search import search as searching
from fit_optimizer.setup.setup_file import read_set_up

def answer(set_up, values):
    known = rider.known_answer(set_up, values)
    away = (values["saddle_height_mm"] - rider.BEST["saddle_height_mm"]) / 20 - 0.9
    return replace(known, objectives={**known.objectives, "hip_closure": 3 * (1 + 0.06 * away**2)})

for module in (searching, evaluation, uncertainty):
    module.evaluate = answer
searching.within_limits = rider.known_within_limits
held = [f"search.{key}=fixed" for key in ("torso_angle_deg", "ankle_range_deg")]
set_up = read_set_up(rider.TURBO, ["saddle_height_mm=712", *held])
result = searching.search(set_up, 72, 1, Inline())
found = recommending.recommend(set_up, result, Inline())
document = json.loads(json.dumps(fit_document(set_up, found, 1).as_json()))
page = render_report(document)
json.dump({
    "saddle_height_mm": found.recommended.values["saddle_height_mm"],
    "reason": found.reason,
    "document": [one["key"] for one in document["judged_by"]],
    "recommended": document["recommended"]["objectives"],
    "grid": len(document["neighbourhood"]["hip_closure"]),
    "slopes": list(document["bands"]["saddle_height_mm"]["slope_per_step"]),
    "ends": [document["bands"]["saddle_height_mm"][f"limited_{end}"] for end in ("low", "high")],
    "page": ["Hip closure: how far the hip closes" in page, 'id="around-hip-closure"' in page],
    "feasible": all(one.feasible for one in result.evaluations),
    "front": max(one.objectives["hip_closure"] for one in found.pareto),
}, sys.stdout)
"""


def with_one_more(role):
    done = subprocess.run(
        [sys.executable, "-c", ONE_MORE, role],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def scored():
    return with_one_more("SCORED")


def test_a_fourth_objective_moves_the_choice_to_where_the_mean_of_all_scored_is_least(scored):
    """Knee load is best 0.3 reaches above 740 mm, dead spots 0.3 below, the hip 0.9 above: all 0.3."""
    assert scored["saddle_height_mm"] == pytest.approx(740 + 0.3 * 20, abs=2)


def test_a_fourth_objective_is_no_limit(scored):
    """Its logarithm is above zero everywhere, as a broken limit's excess would be."""
    assert scored["feasible"]
    assert scored["front"] >= 3


def test_a_fourth_objective_is_in_the_document_the_page_and_the_sentence(scored):
    assert scored["document"] == ["knee_load", "dead_spots", "effort", "hip_closure"]
    assert scored["recommended"]["hip_closure"] > 3
    assert scored["grid"] > 1
    assert "hip_closure" in scored["slopes"]
    assert scored["page"] == [True, True]
    assert "least knee load, dead spots and hip closure" in scored["reason"]


def test_an_objective_that_is_only_watched_does_not_move_the_choice_but_ends_bands():
    watched = with_one_more("WATCHED")
    assert watched["saddle_height_mm"] == pytest.approx(740, abs=2)
    assert "hip closure" in watched["ends"]
    assert "hip closure" in watched["reason"]
