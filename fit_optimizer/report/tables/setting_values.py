"""A value of the set-up now and recommended, and whether it changes."""

from __future__ import annotations

from fit_optimizer.documents.fit import AnyFit, FitDocument
from fit_optimizer.documents.part import look_up
from fit_optimizer.setup.adjustments import Adjustment


def changed(document: FitDocument, key: str) -> bool:
    """Whether another value of a key is advised."""
    return any(one.key == key for one in document.changes)


def now_and_then(document: FitDocument, key: str) -> tuple[float, float]:
    """The values of a key now and recommended (in its unit), of legs that differ their mean. Raises ReportError."""
    return (
        single(document.current, key, "current.fit"),
        single(document.recommended, key, "recommended.fit"),
    )


def single(fit: AnyFit, key: str, where: str) -> float:
    """A value of a fit's set-up, the mean where the legs have their own; `where` it stands. Raises ReportError."""
    value = fit.fit.get(key)
    if isinstance(value, dict):
        return (look_up(value, "left", where) + look_up(value, "right", where)) / 2
    return look_up(fit.fit, key, where)


def places(value: float, one: Adjustment) -> int:
    """How many decimals of a value are shown: none of a whole number."""
    return 0 if float(value).is_integer() else one.decimals
