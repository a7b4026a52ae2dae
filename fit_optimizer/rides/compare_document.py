"""Two set-ups ridden as they stand, as JSON: schema `pedalfit.compare/1`."""

from __future__ import annotations

from typing import Any

from fit_optimizer.criteria.evaluation import evaluate
from fit_optimizer.rides.ride_document import judged_by, ride_document
from fit_optimizer.setup.keys_in_force import assumed_keys
from fit_optimizer.setup.refusals import explained
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.versions import package_versions

SCHEMA = "pedalfit.compare/1"


def compare_document(before: SetUp, after: SetUp) -> dict[str, Any]:
    """Both set-ups with their strokes and objectives. Raises PedalfitError where one cannot be ridden."""
    return {
        "schema": SCHEMA,
        "judged_by": judged_by(),
        "before": _ridden(before),
        "after": _ridden(after),
        "versions": package_versions(),
    }


def _ridden(set_up: SetUp) -> dict[str, Any]:
    with explained(set_up):
        seat_rider(set_up).simulate()
    found = evaluate(set_up, {}).objectives
    return {
        **ride_document(set_up),
        "objectives": found,
        "assumed": assumed_keys(set_up),
    }
