"""The document of a validation's outcomes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from math import isfinite

from fit_optimizer.documents.validation import (
    Check,
    CheckedCurves,
    EffortMade,
    ExperimentChecked,
    ValidationDocument,
)
from fit_optimizer.validation.comparisons import CurvePair
from fit_optimizer.validation.runner import Outcome

VERDICTS = ("pass", "fail", "not represented")


def validation_document(outcomes: Sequence[Outcome]) -> ValidationDocument:
    """Published, simulated and verdict of every check, by experiment."""
    by_key: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        by_key.setdefault(outcome.experiment.key, []).append(outcome)
    return ValidationDocument(
        version=_version(),
        checks=count(outcomes),
        experiments={key: _experiment(of_key) for key, of_key in by_key.items()},
    )


def verdict_of(verdicts: Sequence[str]) -> str:
    """One verdict of several: a failure outweighs all, and a pass needs something that passed."""
    if "fail" in verdicts:
        return "fail"
    return "pass" if "pass" in verdicts else "not represented"


def count(outcomes: Sequence[Outcome]) -> dict[str, int]:
    """How many checks passed, failed and were not represented."""
    counted: Counter[str] = Counter(outcome.verdict for outcome in outcomes)
    return {verdict: counted[verdict] for verdict in VERDICTS}


def _experiment(outcomes: Sequence[Outcome]) -> ExperimentChecked:
    one = outcomes[0].experiment
    return ExperimentChecked(
        what=one.what,
        source=one.source,
        use=one.use,
        conditions=one.conditions,
        represented=one.represented,
        figures={k: list(v) if isinstance(v, tuple) else v for k, v in one.figures.items()},
        checks=[_check(outcome) for outcome in outcomes],
        verdict=verdict_of([outcome.verdict for outcome in outcomes]),
    )


def _check(outcome: Outcome) -> Check:
    check = outcome.check
    return Check(
        label=check.label,
        unit=check.unit,
        published=check.published,
        simulated=outcome.value,
        accept=(_finite(check.low), _finite(check.high)),
        verdict=outcome.verdict,
        why=outcome.why,
        behind=dict(outcome.behind),
        efforts={
            name: EffortMade(power_w=power, cadence_rpm=cadence)
            for name, power, cadence in outcome.efforts
        },
        **({} if outcome.curves is None else {"curves": _curves(outcome.curves)}),
    )


def _curves(pair: CurvePair) -> CheckedCurves:
    sd = pair.published_sd
    return CheckedCurves(
        crank_angle_deg=pair.angle_deg.round(4).tolist(),
        simulated=pair.simulated.round(4).tolist(),
        published=pair.published.round(4).tolist(),
        **({} if sd is None else {"published_sd": sd.round(4).tolist()}),
    )


def _finite(value: float) -> float | None:
    return value if isfinite(value) else None


def _version() -> str:
    try:
        return version("pedalfit")
    except PackageNotFoundError:
        return "not installed"
