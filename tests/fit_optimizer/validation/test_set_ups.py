"""What an experiment's set-up is ridden with: two legs, or one as the drill of the technique page rides it."""

import numpy as np
import pytest

from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import parse_set_up, with_changes
from fit_optimizer.technique.drills import DRILLS
from fit_optimizer.validation.set_ups import Recipe, ride
from sim.stroke_values import ExperimentError
from tests.strategies import set_up


@pytest.fixture(scope="module")
def rider():
    return parse_set_up(set_up(power_w=100, cadence_rpm=80))


@pytest.mark.parametrize(("place", "weight_kg"), [(0, 0.0), (1, 10.0)])
def test_one_leg_is_the_leg_of_the_drill(rider, place, weight_kg):
    values = ride(rider, Recipe(one_leg="freewheel", counterweight_kg=weight_kg))
    leg = DRILLS[place].ride(seat_rider(rider), "right")
    np.testing.assert_array_equal(values.curve("crank_torque_nm"), leg.crank_torque)
    assert values.curve("crank_power_w").mean() == pytest.approx(50, rel=1e-3)


def test_independent_cranks_are_those_of_the_drill(rider):
    values = ride(with_changes(rider, {"cranks": "independent"}), Recipe())
    leg = DRILLS[2].ride(seat_rider(rider), "right")
    np.testing.assert_array_equal(values.curve("crank_torque_nm"), leg.crank_torque)


def test_what_needs_two_legs_is_no_metric_of_one(rider):
    values = ride(rider, Recipe(one_leg="fixed wheel"))
    with pytest.raises(ExperimentError, match="dead_centre_size_pct is not a metric"):
        values.metric("dead_centre_size_pct")
