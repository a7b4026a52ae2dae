"""Two set-ups ridden as they stand, as a document (`fit_optimizer.documents.compare`)."""

from __future__ import annotations

from fit_optimizer.criteria.evaluation import evaluate
from fit_optimizer.documents.compare import CompareDocument, ComparedRide
from fit_optimizer.documents.ride import Ride
from fit_optimizer.rides.ride_document import judged_by, ride_document
from fit_optimizer.setup.keys_in_force import assumed_keys
from fit_optimizer.setup.refusals import explained
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.versions import package_versions


def compare_document(before: SetUp, after: SetUp, between: SetUp | None = None) -> CompareDocument:
    """The set-ups with their strokes and objectives. Raises PedalfitError where one cannot be ridden."""
    return CompareDocument(
        judged_by=judged_by(),
        before=_ridden(before, body=False),
        after=_ridden(after),
        between=None if between is None else _ridden(between, body=False),
        versions=package_versions(),
    )


def _ridden(set_up: SetUp, body: bool = True) -> ComparedRide:
    with explained(set_up):
        seat_rider(set_up).simulate()
    ride, found = ride_document(set_up, body), evaluate(set_up, {}).objectives
    assert isinstance(ride, Ride)
    assert found is not None
    return ride.extended(ComparedRide, objectives=found, assumed=assumed_keys(set_up))
