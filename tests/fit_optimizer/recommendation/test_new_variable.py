"""A search variable is one row: it gets its moves, its rows in terminal and report, its band, and its legs apart."""

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from rich.console import Console

from fit_optimizer.commands.tables import fit_table
from fit_optimizer.criteria.evaluation import Evaluation, with_fit
from fit_optimizer.criteria.limits import Limit
from fit_optimizer.criteria.objectives import OBJECTIVES
from fit_optimizer.documents.fit import FitDocument
from fit_optimizer.recommendation.fit_document import fit_document
from fit_optimizer.recommendation.recommend import recommend
from fit_optimizer.report.tables.changes import change_rows, order_of_work
from fit_optimizer.setup.search_space import search_space, values_in_force
from fit_optimizer.setup.setup_file import read_set_up
from tests.fit_optimizer.sweep.stand_in import Inline

TURBO = Path(__file__).parents[3] / "examples" / "turbo_rider.toml"
HELD = tuple(
    f"search.{key}=fixed" for key in ("saddle_height_mm", "heel_drop_deg", "ankle_range_deg")
)
ASKED = ("toe_out_deg={left=2, right=8}", "search.toe_out_deg={low=0, high=14}", *HELD)
ASKING = (
    "search.search",
    "criteria.evaluation",
    *(f"recommendation.{module}" for module in ("recommend", "uncertainty", "legs", "relief")),
)
"""Modules that ask the simulator."""


def parabola(key, best, reach):
    """Answers of a rider for whom everything is least at one value of a key."""

    def answer(set_up, values):
        rise = 0.12 * ((values.get(key, best) - best) / reach) ** 2
        judged = {one.key: 1 + rise for one in OBJECTIVES}
        return Evaluation(dict(values), (Limit("bar move", -1.0),), judged, {}, "")

    return answer


def ask(patch, answer):
    for module in ASKING:
        patch.setattr(import_module(f"fit_optimizer.{module}"), "evaluate", answer)
    within = import_module("fit_optimizer.search.search")
    patch.setattr(within, "within_limits", lambda set_up, values: True)


@pytest.fixture(scope="module")
def document():
    with pytest.MonkeyPatch.context() as patch:
        ask(patch, parabola("toe_out_deg", best=9.0, reach=4.0))
        set_up = read_set_up(TURBO, list(ASKED))
        found = recommend(set_up, 48, 1, Inline())
    return json.loads(json.dumps(fit_document(set_up, found, 1).as_json(), allow_nan=False))


def test_it_is_found_and_has_a_band(document):
    band = document["bands"]["toe_out_deg"]
    assert document["change_needed"]
    assert band["value"] == pytest.approx(9.0, abs=0.5)
    assert band["low"] < band["value"] < band["high"]


def test_legs_that_differ_keep_their_difference_and_are_moved_one_after_the_other(document):
    goal = document["bands"]["toe_out_deg"]["value"]
    assert document["current"]["fit"]["toe_out_deg"] == {"left": 2.0, "right": 8.0}
    assert document["recommended"]["fit"]["toe_out_deg"] == {"left": goal - 3, "right": goal + 3}
    of_leg = {
        side: [m for m in document["steps"] if m["side"] == side] for side in ("left", "right")
    }
    for side, start in (("left", 2.0), ("right", 8.0)):
        moves = [move for move in of_leg[side] if move["key"] == "toe_out_deg"]
        assert moves[0]["from"] == start
        assert moves[-1]["to"] == document["recommended"]["fit"]["toe_out_deg"][side]


def test_legs_that_differ_stay_as_they_are_where_nothing_changes():
    set_up = read_set_up(TURBO, list(ASKED))
    assert values_in_force(set_up)["toe_out_deg"] == 5.0
    assert with_fit(set_up, values_in_force(set_up)).bicycle.toe_out_deg.model_dump() == {
        "left": 2.0,
        "right": 8.0,
    }


def test_its_bounds_keep_both_legs_within_what_the_tables_allow():
    changes = [*ASKED, "search.toe_out_deg={low=29}"]
    with pytest.raises(ValueError, match=r"search\.toe_out_deg has a bound of 29: allowed is -17"):
        search_space(read_set_up(TURBO, changes))


def test_it_is_a_row_of_the_terminal_and_of_the_report(document):
    typed = FitDocument.read(document)
    console = Console(record=True, width=120)
    console.print(fit_table(typed))
    assert "toe out" in console.export_text()
    (row,) = (row for row in change_rows(typed) if row.name.casefold() == "toe out")
    assert row.now.text.startswith("left 2.0, right 8.0")
    assert "heading" in row.measured
    assert any("oe out" in line and "left" in line for line in order_of_work(typed))


ROW = """
import fit_optimizer.setup.adjustments as table
table.ADJUSTMENTS += (
    table.Adjustment(
        "sole_stack_mm", "sole stack", "pedal spindle to the sole of the foot", 0, 15,
        table.Searched("basic", 1.0, 2.0, 5.0, table.around(5.0, 10.0)),
    ),
)
import pytest
from rich.console import Console
from tests.fit_optimizer.recommendation import test_new_variable as tests
with pytest.MonkeyPatch.context() as patch:
    tests.ask(patch, tests.parabola("sole_stack_mm", best=29.0, reach=5.0))
    set_up = tests.read_set_up(tests.TURBO, list(tests.HELD))
    found = tests.recommend(set_up, 48, 1, tests.Inline())
typed = tests.fit_document(set_up, found, 1)
console = Console(record=True, width=120, file=open("/dev/null", "w"))
console.print(tests.fit_table(typed))
print(
    abs(typed.bands["sole_stack_mm"].value - 29) <= 1,
    "sole_stack_mm" in [step.key for step in typed.steps],
    "sole stack" in console.export_text(),
    "sole stack" in [row.name.casefold() for row in tests.change_rows(typed)],
)
"""


def test_a_key_of_the_set_up_becomes_a_variable_by_its_row_alone():
    done = subprocess.run(
        [sys.executable, "-c", ROW], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.stdout.split() == ["True"] * 4, done.stderr
