"""The published experiments from Python."""

import fit_optimizer as pf
from fit_optimizer.validation import runner


def test_every_published_check_comes_back_with_its_verdict(monkeypatch):
    chosen = runner.load_experiments()[:2]
    monkeypatch.setattr(runner, "load_experiments", lambda *_, **__: chosen)
    outcomes = pf.validate()
    assert {one.experiment.key for one in outcomes} == {one.key for one in chosen}
    assert {one.verdict for one in outcomes} <= {"pass", "fail", "not represented"}
