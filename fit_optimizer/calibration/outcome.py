"""What a calibration did, for whoever shows it: which bins were fitted, and how far off the rider was and is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fit_optimizer.calibration.calibrate import Calibration, effort
from fit_optimizer.trace_check.verdict import metric_words


@dataclass(frozen=True)
class ErrorOfMetric:
    """Root mean square error of one metric before and after, in its unit; `name` and `unit` in words."""

    name: str
    unit: str
    before: float
    after: float


def fitted_bins(result: Calibration) -> Iterator[str]:
    """What was fitted, to which bins, and which were held out."""
    after = result.after
    if result.what:
        yield f"Fitted: {', '.join(result.what)}."
    else:
        yield "Nothing was changed: the set-up predicts the recording as well as anything that was fitted."
    if after.fitted:
        yield f"Fitted bins: {', '.join(effort(each) for each in after.fitted)}."
        held_out = ", ".join(effort(each) for each in after.held_out)
        yield f"Held-out bins: {held_out or 'none'}."


def errors(result: Calibration) -> tuple[ErrorOfMetric, ...]:
    """The errors over the bins that were not fitted, or over what was fitted where none was left out."""
    before, after = result.before.errors, result.after.errors
    part = "held out" if after["held out"] else "fitted"
    found = []
    for metric, error in after[part].items():
        name, unit = error_words(metric)
        if metric in before[part]:
            found.append(ErrorOfMetric(name, unit, before[part][metric], error))
    return tuple(found)


def error_words(metric: str) -> tuple[str, str]:
    """A metric's name and the unit of its error, in words; a torque's in Nm."""
    name, unit = metric_words(metric)
    return name, "Nm" if metric.endswith("_nm") else unit
