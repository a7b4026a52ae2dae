"""What joints of trunk and arms hold, by virtual work: the energy of all bodies with every coordinate nudged."""

import numpy as np
import pytest

from sim.bullet import GRAVITY_M_S2
from sim.opensim_export.holding import HANDS, holding_moments
from sim.opensim_export.newton_euler import UP
from sim.opensim_export.trunk_model import place_trunk
from sim.opensim_export.upper_body import ELBOW_BEND, sit_upper_body

NUDGE_RAD = 1e-5


def test_a_still_rider_holds_the_weight_beyond_each_joint_less_the_push_of_the_bar(stroke):
    upper = sit_upper_body(stroke, ELBOW_BEND)
    push = 40.0

    def energy(nudged, by):
        moved = upper.coordinates | {nudged: upper.coordinates[nudged] + by}
        placed = place_trunk(upper.scale, moved)
        weights = sum(
            body.mass_kg * GRAVITY_M_S2 * placed[name].pose.at(body.centre) @ UP
            for name, body in upper.bodies.items()
        )
        return weights - push * sum(placed[hand].pose.origin @ UP for hand in HANDS)

    moments = holding_moments(upper, np.zeros(60), np.tile(push * UP, (60, 1)))
    assert len(moments) == 3 + 2 * 7
    for coordinate, moment in moments.items():
        work = energy(coordinate, NUDGE_RAD) - energy(coordinate, -NUDGE_RAD)
        assert moment == pytest.approx(work / (2 * NUDGE_RAD), abs=1e-5), coordinate
    assert np.abs(moments["lumbar_extension"]).min() > 5
    assert np.ptp(moments["lumbar_bending"]) > 0.01
