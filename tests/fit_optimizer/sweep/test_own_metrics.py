"""A sweep's own metric is a function that can be imported and gives finite numbers, or is refused by name."""

import pytest

from fit_optimizer.sweep.errors import SweepError
from fit_optimizer.sweep.own_metrics import OwnMetric

FUNCTIONS = "NUMBER = 3\n\n\ndef mass(stroke):\n    return stroke\n"


@pytest.fixture
def metric(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "own_functions_of_a_test.py").write_text(FUNCTIONS)
    return lambda name: OwnMetric("mass_kg", f"own_functions_of_a_test:{name}", str(tmp_path))


def test_a_metric_is_what_its_function_gives_of_a_stroke(metric):
    assert metric("mass").of(66) == 66.0


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_number_that_is_not_finite_is_no_result(metric, value):
    with pytest.raises(ArithmeticError, match=f"mass_kg is {value}"):
        metric("mass").of(value)


@pytest.mark.parametrize(
    ("name", "words"),
    [("weight", "allowed is MODULE:FUNCTION"), ("NUMBER", "which is no function")],
)
def test_what_is_no_function_of_the_module_is_refused(metric, name, words):
    with pytest.raises(SweepError, match=words):
        metric(name).load()
