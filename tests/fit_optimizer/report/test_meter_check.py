"""The check against a power meter as a table: which bins are printed, and what stands in a bin's rows."""

import pytest

from fit_optimizer.documents.trace import BinFound, CheckFound
from fit_optimizer.report.tables.meter_check import (
    NOT_CHECKED,
    ON_PAPER,
    check_note,
    check_table,
    first_page_words,
)

EFFECTIVENESS, BALANCE = "torque_effectiveness_pct", "balance_right_pct"


def one_bin(records: int = 100, **changes) -> BinFound:
    """A bin of two legs at 200 W."""
    recorded = {
        "left": {EFFECTIVENESS: 80.0},
        "right": {EFFECTIVENESS: 78.0},
        "both": {BALANCE: 51.0},
    }
    found = BinFound(power_w=200.0, cadence_rpm=90.0, records=records, recorded=recorded)
    return found.model_copy(update=changes)


def check(*bins: BinFound, verdict: str = "It is near.") -> CheckFound:
    rms = {EFFECTIVENESS: 2.0}
    return CheckFound(file="ride.fit", bins=list(bins), verdict=verdict, rms_error=rms)


def test_the_bins_with_the_most_records_are_printed_and_the_others_are_counted():
    counts = (50, 900, 40, 800, 700, 600, 500)
    table = check_table(check(*(one_bin(records) for records in counts)))
    printed = {row.records for row in table.rows if row.on_paper}
    assert printed == {900, 800, 700, 600, 500}
    assert {row.records for row in table.rows} == set(counts)
    assert len(printed) == ON_PAPER
    assert table.left_out == 2
    assert "The 2 bins with fewer records" in check_note(
        check(*(one_bin(records) for records in counts))
    )
    assert "fewer records" not in check_note(check(one_bin()))


def test_a_bin_has_a_row_for_each_leg_and_what_is_of_both_stands_in_the_first():
    table = check_table(check(one_bin()))
    assert [row.side for row in table.rows] == ["left", "right"]
    of_both, of_leg = (
        next(k for k, name in enumerate(table.columns) if name.startswith(words))
        for words in ("Right leg's share", "Torque effectiveness")
    )
    assert [row.compared[of_both].recorded.text for row in table.rows] == ["51", ""]
    assert [row.compared[of_leg].recorded.text for row in table.rows] == ["80", "78"]


def test_a_meter_of_both_legs_together_has_one_row():
    table = check_table(check(one_bin(recorded={"both": {BALANCE: 51.0}})))
    assert [row.side for row in table.rows] == ["both"]
    assert table.rows[0].compared[0].recorded.text == "51"


def test_a_recorded_figure_has_its_spread_and_a_simulated_one_none():
    spread = {"left": {EFFECTIVENESS: 3.4}}
    simulated = {"left": {EFFECTIVENESS: 76.2}}
    table = check_table(check(one_bin(spread=spread, simulated=simulated)))
    place = next(k for k, name in enumerate(table.columns) if name.startswith("Torque eff"))
    found = table.rows[0].compared[place]
    assert (found.recorded.text, found.recorded.note) == ("80", "\u00b13")
    assert (found.simulated.text, found.simulated.note) == ("76", "")
    assert table.rows[1].compared[place].simulated.text == "\u2013"


@pytest.mark.parametrize(
    ("verdict", "told"),
    [
        ("It is near (2 points).", "It is near."),
        ("Near (2 points (of 80)) and (3 deg) good.", "Near and good."),
    ],
)
def test_the_first_page_tells_the_verdict_without_what_stands_in_brackets(verdict, told):
    words = first_page_words(check(one_bin(), verdict=verdict))
    assert words == f"Checked against a recording, ride.fit. {told}"
    assert first_page_words(None) == NOT_CHECKED
