"""Results of the validation as JSON: schema `pedalfit.validation/1`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from math import isfinite
from typing import Any

from fit_optimizer.validation.comparisons import CurvePair
from fit_optimizer.validation.runner import Outcome

SCHEMA = "pedalfit.validation/1"
VERDICTS = ("pass", "fail", "not represented")


def validation_document(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Published, simulated and verdict of every check, by experiment."""
    experiments: dict[str, dict[str, Any]] = {}
    for outcome in outcomes:
        one = outcome.experiment
        entry = experiments.setdefault(
            one.key,
            {
                "what": one.what,
                "source": one.source,
                "use": one.use,
                "conditions": one.conditions,
                "represented": one.represented,
                "figures": {
                    k: list(v) if isinstance(v, tuple) else v for k, v in one.figures.items()
                },
                "checks": [],
            },
        )
        entry["checks"].append(_check(outcome))
    for entry in experiments.values():
        entry["verdict"] = verdict_of([check["verdict"] for check in entry["checks"]])
    return {
        "schema": SCHEMA,
        "version": _version(),
        "checks": count(outcomes),
        "experiments": experiments,
    }


def verdict_of(verdicts: Sequence[str]) -> str:
    """One verdict of several: a failure outweighs all, and a pass needs something that passed."""
    if "fail" in verdicts:
        return "fail"
    return "pass" if "pass" in verdicts else "not represented"


def count(outcomes: Sequence[Outcome]) -> dict[str, int]:
    """How many checks passed, failed and were not represented."""
    counted: Counter[str] = Counter(outcome.verdict for outcome in outcomes)
    return {verdict: counted[verdict] for verdict in VERDICTS}


def _check(outcome: Outcome) -> dict[str, Any]:
    check = outcome.check
    entry: dict[str, Any] = {
        "label": check.label,
        "unit": check.unit,
        "published": check.published,
        "simulated": outcome.value,
        "accept": [_finite(check.low), _finite(check.high)],
        "verdict": outcome.verdict,
        "why": outcome.why,
        "behind": dict(outcome.behind),
        "efforts": {
            name: {"power_w": power, "cadence_rpm": cadence}
            for name, power, cadence in outcome.efforts
        },
    }
    if outcome.curves is not None:
        entry["curves"] = _curves(outcome.curves)
    return entry


def _curves(pair: CurvePair) -> dict[str, Any]:
    curves = {
        "crank_angle_deg": pair.angle_deg.round(4).tolist(),
        "simulated": pair.simulated.round(4).tolist(),
        "published": pair.published.round(4).tolist(),
    }
    if pair.published_sd is not None:
        curves["published_sd"] = pair.published_sd.round(4).tolist()
    return curves


def _finite(value: float) -> float | None:
    return value if isfinite(value) else None


def _version() -> str:
    try:
        return version("pedalfit")
    except PackageNotFoundError:
        return "not installed"
