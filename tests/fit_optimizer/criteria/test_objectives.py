"""Every row of the table of objectives; and one more row is searched, chosen by and shown, without another change."""

import json
import subprocess
import sys
from dataclasses import replace
from math import radians
from typing import get_args

import pytest

from fit_optimizer.criteria.evaluation import evaluate
from fit_optimizer.criteria.objectives import (
    COST_MATTERS,
    OBJECTIVES,
    PEAK_TOLD,
    loads_of,
    objectives,
)
from fit_optimizer.report.tables.what_it_does import COST_MATTERS_PCT, PEAK_MATTERS_PCT
from fit_optimizer.setup.complaints import Complaint
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import read_set_up
from rider_models.units import PURE_NUMBER, unit_of
from sim.pedalling_metrics import stroke_metrics
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


def test_what_matters_is_a_change_that_somebody_could_tell():
    assert all(0.01 <= one.matters <= 0.1 for one in OBJECTIVES)


def test_a_report_counts_the_changes_that_a_search_counts():
    assert pytest.approx(100 * PEAK_TOLD) == PEAK_MATTERS_PCT
    assert pytest.approx(100 * COST_MATTERS) == COST_MATTERS_PCT


def test_every_complaint_has_a_knee_load_those_that_the_model_does_not_see_too():
    stroke = seat_rider(read_set_up(TURBO)).simulate()
    for complaint in get_args(Complaint):
        judged, _ = objectives(stroke, complaint)
        assert judged["knee_load"] > 0


ONE_MORE = """
import json
import sys
from dataclasses import replace

import pytest

import fit_optimizer.criteria.objectives as table

table.OBJECTIVES += (
    table.Objective(
        "hip_closure", "hip closure", "how far the hip closes", "", 2, 0.05,
        lambda ridden: ridden.metrics["hip_flexion_max_deg"] / 30,
    ),
)
from tests.fit_optimizer import known_rider as rider
from tests.fit_optimizer.workers.in_this_process import InThisProcess
from fit_optimizer.recommendation.fit_document import fit_document
from fit_optimizer.recommendation.recommend import recommend
from fit_optimizer.report import render_report
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import read_set_up


def answer(set_up, values):
    known = rider.known_answer(set_up, values)
    away = (values.get("saddle_height_mm", 740.0) - 755.0) / 20
    return replace(known, objectives={**known.objectives, "hip_closure": 3 * (1 + 0.3 * away**2)})


held = [f"search.{key}=fixed" for key in ("heel_drop_deg", "ankle_range_deg")]
set_up = read_set_up(rider.TURBO, ["saddle_height_mm=700", *held])
with pytest.MonkeyPatch.context() as patch:
    rider.ask(patch, answer)
    found = recommend(set_up, 12, 1, InThisProcess())
document = json.loads(json.dumps(fit_document(set_up, found, 1).as_json()))
page = render_report(document)
band = document["bands"]["saddle_height_mm"]
json.dump({
    "saddle_height_mm": found.recommended.values["saddle_height_mm"],
    "good": [found.saddle.good_low, found.saddle.good_high],
    "document": [one["key"] for one in document["judged_by"]],
    "recommended": document["recommended"]["objectives"],
    "slopes": list(band["slope_per_step"]),
    "ends": [band[f"limited_{end}"] for end in ("low", "high")],
    "page": ["Hip closure: how far the hip closes" in page, "scan-hip_closure" in page],
}, sys.stdout)
"""


@pytest.fixture(scope="module")
def one_more():
    done = subprocess.run(
        [sys.executable, "-c", ONE_MORE],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_fourth_objective_ends_what_is_as_good_as_any(one_more):
    """It is 5 % over its least 8 mm from 755: the saddle stays within that."""
    low, _ = one_more["good"]
    assert low == pytest.approx(755 - 20 * (0.05 / 0.3) ** 0.5, abs=2.5)
    assert one_more["saddle_height_mm"] >= low
    assert one_more["ends"][0] == "hip closure"


def test_a_fourth_objective_is_in_the_document_and_on_the_page(one_more):
    assert one_more["document"] == ["knee_load", "dead_spots", "metabolic_power", "hip_closure"]
    assert one_more["recommended"]["hip_closure"] >= 3
    assert "hip_closure" in one_more["slopes"]
    assert one_more["page"] == [True, True]


def test_a_hip_is_closed_by_the_riders_own_range() -> None:
    """The same stroke closes a stiff rider's hip more: at the end of the range it counts four body weights."""
    set_up = read_set_up(TURBO)
    stroke = seat_rider(set_up).simulate()
    most = stroke_metrics(stroke)["hip_flexion_max_deg"]
    loads = {}
    for limit in (most, 100.0, 125.0):
        mobility = replace(stroke.rider.mobility, hip_flexion_max=radians(limit))
        one = replace(stroke, rider=replace(stroke.rider, mobility=mobility))
        loads[limit] = loads_of(one, stroke_metrics(stroke))["closed_hip"]
    assert loads[most] == pytest.approx(4.0)
    assert loads[most] > loads[100.0] > loads[125.0] > 0
