"""Which technique a recording resembles most, and by how much each differs from it."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from math import isfinite, sqrt
from typing import TYPE_CHECKING

from fit_optimizer.setup.setup_file import with_changes
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.trace_check.bins import TraceCheck, check_trace, rms_errors_in_spreads

if TYPE_CHECKING:  # reading recordings takes libraries that no worker needs
    from fit_optimizer.traces import Measured


@dataclass(frozen=True)
class Likeness:
    """How far a technique is from a recording: in the recording's spreads, or of a torque curve without any in Nm.

    `distance` is infinite where the technique cannot be ridden at the recording's efforts.
    """

    key: str
    distance: float
    unit: str


def likenesses(
    set_up: SetUp, measured: Measured, keys: Sequence[str], pool: Executor
) -> tuple[Likeness, ...]:
    """Return how far each technique is from a recording, the nearest first."""
    found = [
        _likeness(key, check_trace(with_changes(set_up, {"technique": key}), measured, pool))
        for key in keys
    ]
    return tuple(sorted(found, key=lambda one: one.distance))


def _likeness(key: str, check: TraceCheck) -> Likeness:
    """Root mean square over metrics (of bins) or over the crank circle (of a torque curve)."""
    if check.curve is None:
        errors = list(rms_errors_in_spreads(check.bins).values())
        refused = any(each.refusal for each in check.bins)
        rms = sqrt(sum(error**2 for error in errors) / len(errors)) if errors else float("inf")
        return Likeness(key, float("inf") if refused else rms, "spreads")
    pairs = check.curve.pairs.values()
    in_spreads = [pair.rms_in_spreads for pair in pairs]
    if pairs and all(one is not None for one in in_spreads):
        rms = sqrt(sum(one**2 for one in in_spreads if one is not None) / len(in_spreads))
        return Likeness(key, rms, "spreads")
    rms = sqrt(sum(pair.rms_error_nm**2 for pair in pairs) / len(pairs)) if pairs else float("inf")
    return Likeness(key, rms if isfinite(rms) else float("inf"), "Nm")
