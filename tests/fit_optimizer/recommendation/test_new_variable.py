"""A search variable is one row: it gets its move, its rows in terminal and report, its band, and its legs apart."""

import json
import subprocess
import sys

import pytest
from rich.console import Console

from fit_optimizer.commands.tables import fit_table
from fit_optimizer.criteria.evaluation import with_fit
from fit_optimizer.documents.fit import FitDocument
from fit_optimizer.recommendation.fit_document import fit_document
from fit_optimizer.recommendation.recommend import recommend
from fit_optimizer.report.tables.advice import advice
from fit_optimizer.report.tables.changes import change_rows
from fit_optimizer.report.tables.order_of_work import order_of_work
from fit_optimizer.setup.search_space import search_space, values_in_force
from fit_optimizer.setup.setup_file import read_set_up
from tests.fit_optimizer.known_rider import TURBO, ask, known_answer
from tests.fit_optimizer.workers.in_this_process import InThisProcess

ASKED = (
    "saddle_height_mm=712",
    "thigh_mm=430",
    "toe_out_deg={left=-1, right=5}",
    "search.toe_out_deg={low=-3, high=12}",
    "search.torso_angle_deg=fixed",
    "search.ankle_range_deg=fixed",
    "search.heel_drop_deg=fixed",
)


@pytest.fixture(scope="module")
def document():
    with pytest.MonkeyPatch.context() as patch:
        ask(patch, known_answer)
        set_up = read_set_up(TURBO, list(ASKED))
        found = recommend(set_up, 24, 1, InThisProcess())
    return json.loads(json.dumps(fit_document(set_up, found, 1).as_json(), allow_nan=False))


def test_it_is_found_and_has_a_band(document):
    band = document["bands"]["toe_out_deg"]
    assert document["change_needed"]
    assert band["value"] == pytest.approx(7.0, abs=1.0)
    assert band["low"] < band["value"] < band["high"]
    assert band.get("uncertainty_low") is None


def test_legs_that_differ_keep_their_difference_and_are_moved_one_after_the_other(document):
    goal = document["bands"]["toe_out_deg"]["value"]
    assert document["current"]["fit"]["toe_out_deg"] == {"left": -1.0, "right": 5.0}
    assert document["recommended"]["fit"]["toe_out_deg"] == {"left": goal - 3, "right": goal + 3}
    moved = {m["side"]: m for m in document["steps"] if m["key"] == "toe_out_deg"}
    assert set(moved) == {"left", "right"}
    for side, start in (("left", -1.0), ("right", 5.0)):
        assert moved[side]["from"] == start
        assert moved[side]["to"] == document["recommended"]["fit"]["toe_out_deg"][side]


def test_legs_that_differ_stay_as_they_are_where_nothing_changes():
    set_up = read_set_up(TURBO, list(ASKED))
    assert values_in_force(set_up)["toe_out_deg"] == 2.0
    assert with_fit(set_up, values_in_force(set_up)).bicycle.toe_out_deg.model_dump() == {
        "left": -1.0,
        "right": 5.0,
    }


def test_its_bounds_keep_both_legs_within_what_the_tables_allow():
    changes = [*ASKED, "search.toe_out_deg={low=29}"]
    with pytest.raises(ValueError, match=r"search\.toe_out_deg has a bound of 29: allowed is -17"):
        search_space(read_set_up(TURBO, changes))


def test_it_is_a_row_of_the_terminal_and_of_the_report(document):
    console = Console(record=True, width=120)
    console.print(fit_table(FitDocument.read(document)))
    assert "toe out" in console.export_text()
    typed = FitDocument.read(document)
    (row,) = (row for row in change_rows(typed) if row.name == "Toe out")
    assert row.now.text.startswith("left \u22121.0, right 5.0")
    assert row.measured == "foot's heading outward of straight ahead"
    assert any(line.startswith("Toe out, left \u22121") for line in order_of_work(typed))
    said = advice(typed, "en")
    assert any(line.startswith("Toe out 2\u00b0 \u2192 7") for line in (*said.moves, *said.others))


ROW = """
import fit_optimizer.setup.adjustments as table
table.ADJUSTMENTS += (
    table.Adjustment(
        "sole_stack_mm", "sole stack", "pedal spindle to the sole of the foot", 0, 15,
        table.Searched("basic", 1.0, 2.0, 5.0, table.around(5.0, 10.0)),
    ),
)
import pytest
from tests.fit_optimizer import known_rider as rider
from tests.fit_optimizer.workers.in_this_process import InThisProcess
from fit_optimizer.recommendation.recommend import recommend
from fit_optimizer.commands.tables import fit_table
from fit_optimizer.recommendation.fit_document import fit_document
from fit_optimizer.report.tables.changes import change_rows
from fit_optimizer.setup.setup_file import read_set_up
from rich.console import Console
held = [f"search.{key}=fixed" for key in ("heel_drop_deg", "ankle_range_deg")]
set_up = read_set_up(rider.TURBO, ["sole_stack_mm=21", *held])
with pytest.MonkeyPatch.context() as patch:
    rider.ask(patch, rider.known_answer)
    found = recommend(set_up, 24, 1, InThisProcess())
typed = fit_document(set_up, found, 1)
document = typed.as_json()
console = Console(record=True, width=120, file=open("/dev/null", "w"))
console.print(fit_table(typed))
print(
    abs(document["bands"]["sole_stack_mm"]["value"] - 29) <= 2,
    [step["key"] for step in document["steps"]].index("sole_stack_mm") >= 0,
    "sole stack" in console.export_text(),
    "Sole stack" in [row.name for row in change_rows(typed)],
)
"""


def test_a_key_of_the_set_up_becomes_a_variable_by_its_row_alone():
    done = subprocess.run(
        [sys.executable, "-c", ROW], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.stdout.split() == ["True"] * 4, done.stderr
