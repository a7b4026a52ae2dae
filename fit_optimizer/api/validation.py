"""The published experiments."""

from __future__ import annotations

from fit_optimizer.validation.runner import Outcome, run_validation


def validate() -> tuple[Outcome, ...]:
    """The published experiments re-run as simulations: published, simulated, and whether they agree.

    Takes ten seconds or so: some 200 strokes.
    """
    return run_validation()
