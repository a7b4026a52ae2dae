"""Set-ups side by side: what is the same in all is left out, and what one lacks is a dash."""

from types import SimpleNamespace

import pytest

from fit_optimizer.documents.ride import ObjectiveShown
from fit_optimizer.report.tables.side_by_side import side_by_side

COST = ObjectiveShown(
    key="metabolic_power", words="energy cost", explained="", unit="w", decimals=0
)


def ride(height=740.0, bar_up=600.0, cost=1000.0, name="one", **metrics):
    return SimpleNamespace(
        fit={"name": name, "saddle_height_mm": height, "crank_length_mm": 172.5},
        effort={"power_w": 200.0},
        bar_mm=SimpleNamespace(forward=500.0, up=bar_up),
        objectives={} if cost is None else {COST.key: cost},
        metrics=metrics,
    )


def rows(*rides):
    return {one.name: one.texts for one in side_by_side(rides, [COST])}


def test_only_inputs_that_differ_are_shown_and_names_never():
    found = rows(ride(), ride(height=752.0, name="two"))
    assert found["Saddle height"] == ("740\u00a0mm", "752\u00a0mm")
    assert not {"Crank length", "Name", "Power"} & set(found)


@pytest.mark.parametrize(("up", "shown"), [(600.4, False), (600.6, True), (599.4, True)])
def test_a_bar_elsewhere_is_shown_from_half_a_millimetre(up, shown):
    found = rows(ride(), ride(bar_up=up))
    assert ("Bar up" in found) == shown
    assert "Bar forward" not in found


def test_what_a_set_up_has_no_number_of_is_a_dash():
    found = rows(ride(cost=None), ride(cost=1012.4))
    assert found["Energy cost"] == ("\u2013", "1012\u00a0W")
    assert set(found["Force behind the kneecap, peak"]) == {"\u2013"}
