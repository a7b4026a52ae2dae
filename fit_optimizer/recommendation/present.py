"""Whether the rider can ride the bicycle as it is, before anything is searched."""

from __future__ import annotations

from contextlib import suppress

from fit_optimizer.setup.adjustments import SADDLE
from fit_optimizer.setup.refusals import explained
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.search_space import search_space, values_in_force
from fit_optimizer.setup.setup_file import with_values
from fit_optimizer.setup.tables import SetUp
from rider_models.errors import PedalfitError
from rider_models.muscle_paths import AngleOutOfRange
from sim.leg_kinematics import LegCannotReach
from sim.muscle_sharing.solve import CoordinationFailed


def beyond_the_muscles(set_up: SetUp) -> str:
    """Why the fit as it is asks more than the muscles have, where a customary saddle does not; empty else.

    A saddle so high that the leg is straight, or so low that the hip is closed, is what a search mends. Raises
    PedalfitError, naming the key to change, where the rider could not ride a customary saddle either.
    """
    with explained(set_up), suppress(LegCannotReach, AngleOutOfRange):
        try:
            seat_rider(set_up).simulate()
        except CoordinationFailed:
            searched = {one.key for one in search_space(set_up)}
            custom = 1000 * seat_rider(set_up).custom_saddle_height_m
            if SADDLE not in searched or not _can_be_ridden(with_values(set_up, {SADDLE: custom})):
                raise
            now = values_in_force(set_up)[SADDLE]
            return (
                f"At {now:.0f} mm the saddle asks more of the muscles than they have: no figure stands beside "
                "those of the fit recommended."
            )
    return ""


def _can_be_ridden(set_up: SetUp) -> bool:
    """Whether the model can ride a set-up."""
    try:
        seat_rider(set_up).simulate()
    except PedalfitError:
        return False
    return True
