"""Inputs as the report shows them: units, half millimetres, legs that differ, and what nobody said."""

from types import SimpleNamespace

import pytest

from fit_optimizer.report.tables.inputs import input_groups, input_name, input_text


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("crank_length_mm", 172.5, "172.5\u00a0mm"),
        ("crank_length_mm", 170.0, "170\u00a0mm"),
        ("saddle_height_mm", 743.4, "743\u00a0mm"),
        ("shim_mm", {"left": 0.0, "right": 3.0}, "left 0\u00a0mm, right 3\u00a0mm"),
        ("inseam_mm", None, "\u2013"),
    ],
)
def test_a_value_has_its_unit_and_no_more_decimals_than_a_fitter_reads(key, value, text):
    assert input_text(key, value) == text


def test_inputs_stand_in_the_table_of_the_set_up_that_they_are_from():
    now = SimpleNamespace(
        fit={"name": "Ann", "height_mm": 1700.0, "saddle_height_mm": 700.0, "sex": "female"},
        effort={"power_w": 200.0},
    )
    groups = input_groups(now, "current", ["sex"])
    found = {one.key: (one.value, one.assumed) for group in groups for one in group.inputs}
    assert found == {
        "current.fit.height_mm": (1700.0, False),
        "current.fit.saddle_height_mm": (700.0, False),
        "current.fit.sex": (None, True),
        "current.effort.power_w": (200.0, False),
    }
    together = [{one.name for one in group.inputs} for group in groups]
    assert {input_name("height_mm"), input_name("sex")} in together
    assert {input_name("saddle_height_mm")} in together
