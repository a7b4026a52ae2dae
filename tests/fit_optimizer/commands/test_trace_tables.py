"""Tables of a recording for the terminal: the balance in the right leg's row, simulations below what was recorded."""

from io import StringIO

from rich.console import Console

from fit_optimizer.commands.trace_tables import left_out, trace_tables
from fit_optimizer.documents.trace import BinFound, TraceDocument

EFFECTIVENESS, BALANCE = "torque_effectiveness_pct", "balance_right_pct"


def one_bin(**changes):
    recorded = {
        "left": {EFFECTIVENESS: 81.0},
        "right": {EFFECTIVENESS: 78.0},
        "both": {BALANCE: 52.0},
    }
    whole = BinFound(power_w=205.0, cadence_rpm=88.0, records=77, recorded=recorded)
    return whole.model_copy(update=changes)


def printed(document):
    """The rows of the bins' table, as words."""
    console = Console(width=140, file=StringIO())
    for table in trace_tables(document):
        console.print(table)
    return [line.split() for line in console.file.getvalue().splitlines() if line.strip()]


def document(*bins, **changes):
    whole = TraceDocument(file="ride.fit", bins=list(bins), records=100, used=77)
    return whole.model_copy(update=changes)


def test_the_balance_stands_in_the_right_legs_row_and_no_row_is_of_both():
    rows = printed(document(one_bin()))
    sides = {
        row[3] if row[0] == "205" else row[0]: row for row in rows[2:] if "\u2500" not in row[0]
    }
    assert set(sides) == {"left", "right"}
    assert sides["left"][-1] == "-"
    assert sides["right"][-1] == "52"


def test_both_legs_together_have_a_row_where_no_leg_was_told_apart():
    rows = printed(document(one_bin(recorded={"both": {BALANCE: 52.0}})))
    (row,) = [row for row in rows if row[:1] == ["205"]]
    assert (row[3], row[-1]) == ("both", "52")


def test_a_simulation_stands_below_what_was_recorded():
    simulated = {
        "left": {EFFECTIVENESS: 70.0},
        "right": {EFFECTIVENESS: 69.0},
        "both": {BALANCE: 50.0},
    }
    rows = printed(document(one_bin(simulated=simulated)))
    of_model = [row for row in rows if row[0] == "model"]
    assert [row[1] for row in of_model] == ["70.0", "69.0"]
    assert of_model[1][-1] == "50"


def test_what_was_left_out_is_told_with_its_reasons():
    reasons = {"standing": 20, "first seconds": 3, "no cadence": 0}
    assert left_out(document(one_bin(), left_out=reasons)) == (
        "77 of 100 records are in the bins; left out: standing (20), first seconds (3)."
    )
    assert left_out(document(one_bin())) == "77 of 100 records are in the bins."
