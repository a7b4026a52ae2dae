"""The report's figures of one ride: each answers with pictures that a notebook shows as SVG.

`Picture.paper` is the SVG document, `Picture.description` its text alternative.
"""

from __future__ import annotations

from fit_optimizer.api.errors import of_kind
from fit_optimizer.api.results import Ride
from fit_optimizer.documents.ride import Refused
from fit_optimizer.drawing.svg import Picture
from fit_optimizer.report.figures.front_view import front_views
from fit_optimizer.report.figures.knee_load import knee_loads
from fit_optimizer.report.figures.muscle_clock import muscle_clocks
from fit_optimizer.report.figures.pedal_force import pedal_forces
from fit_optimizer.report.figures.side_view import side_views
from fit_optimizer.report.figures.torque import torque_clock as clock_picture
from fit_optimizer.report.figures.torque import torque_curves
from fit_optimizer.report.figures.work_shares import work_shares
from fit_optimizer.report.shown_rides import Pair, Shown
from fit_optimizer.rides.ride_document import ride_document
from rider_models.errors import PedalfitError


def torque(ride: Ride) -> Picture:
    """Crank torque (Nm) of both legs together and of each over the revolution."""
    return torque_curves(_pair(ride))


def torque_clock(ride: Ride) -> Picture:
    """Crank torque (Nm) around the clock face, dead spots shaded."""
    return clock_picture(_pair(ride))


def knee_load(ride: Ride) -> Picture:
    """Kneecap and knee force (body weights) over the revolution."""
    return knee_loads(_pair(ride))


def pedal_force(ride: Ride) -> list[Picture]:
    """The force on the pedal (N) as arrows by the hour; both legs where they differ."""
    return pedal_forces(_pair(ride))


def muscles(ride: Ride) -> list[Picture]:
    """Power of the muscle groups (W) by the hour; both legs where they differ."""
    return muscle_clocks(_pair(ride))


def work(ride: Ride) -> Picture:
    """Shares of the joints and movements in the work (%)."""
    return work_shares(_pair(ride))


def side_view(ride: Ride) -> list[Picture]:
    """The rider on the bicycle from the side, with joint angles (deg)."""
    return side_views(_pair(ride))


def front_view(ride: Ride) -> list[Picture]:
    """The knees from the front (mm)."""
    return front_views(_pair(ride))


def _pair(ride: Ride) -> Pair:
    """The one ride as figures want it. Raises PedalfitError."""
    document = ride_document(of_kind(ride, Ride, "simulate").set_up)
    if isinstance(document, Refused):
        raise PedalfitError(document.refusal)
    return (Shown("now", "ride", document, solid=True),)
