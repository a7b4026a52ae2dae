"""What a rider does with the ankle asks the leg to reach farther, and the pelvis follows."""

import numpy as np
import pytest

from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import parse_set_up, with_changes
from fit_optimizer.setup.techniques import TECHNIQUES
from sim.riding import PELVIS_SHARE_OF_REACH
from tests.strategies import set_up


@pytest.fixture(scope="module")
def rider():
    return parse_set_up(set_up())


def hip_drop_mm(rider, **changes):
    return 1000 * seat_rider(with_changes(rider, changes)).riding.hip_drop_m


def test_the_pelvis_of_a_rider_as_ever_stays(rider):
    assert abs(hip_drop_mm(rider)) < 1e-9
    assert abs(hip_drop_mm(rider, technique="pull")) < 1e-9


def test_a_heel_held_lower_is_followed_however_it_is_asked_for(rider):
    told = hip_drop_mm(rider, technique="heel_dropped")
    set_so = hip_drop_mm(rider, heel_drop_deg=TECHNIQUES["heel_dropped"].heel_drop_deg)
    assert told == pytest.approx(set_so)
    assert hip_drop_mm(rider, technique="heel_raised") < 0 < told


def test_the_pelvis_gives_a_third_of_what_the_knee_would_have_to(rider):
    """The knee at its straightest bends by what the hip comes nearer: without it the saddle would have to come down."""

    def knee_least(**changes):
        stroke = seat_rider(with_changes(rider, changes)).simulate()
        return stroke.right.problem.cycle.joint_angles[:, 3].min()

    height_mm = 1000 * seat_rider(rider).bicycle.saddle_height_m
    dropped = {"heel_drop_deg": 7.1}
    given_mm = hip_drop_mm(rider, **dropped)
    # the ankle follows a lower saddle, which is taken back here to leave the geometry alone
    lower_mm = given_mm / PELVIS_SHARE_OF_REACH - given_mm
    follows_deg = 6.0 / 0.04 * lower_mm / height_mm
    lowered = {"saddle_height_mm": height_mm - lower_mm, "heel_drop_deg": 7.1 - follows_deg}
    assert knee_least(**lowered) == pytest.approx(knee_least(), abs=0.05)
    assert knee_least(**dropped) < knee_least() - 0.05


def most_dorsiflexion_deg(rider, **changes):
    ankle = seat_rider(with_changes(rider, changes)).riding.ankle
    return np.rad2deg(ankle.dorsiflexion(np.linspace(0, 2 * np.pi, 720)).max())


@pytest.mark.parametrize("range_deg", [None, 25.0])
def test_a_measured_ankle_is_not_bent_further_by_a_curve_that_is_assumed(rider, range_deg):
    stiff = with_changes(
        rider,
        {
            "ankle_dorsiflexion_max_deg": 12.0,
            **({"ankle_range_deg": range_deg} if range_deg else {}),
        },
    )
    assert most_dorsiflexion_deg(rider) > 20
    assert most_dorsiflexion_deg(stiff) == pytest.approx(12.0, abs=1e-3)
    assert most_dorsiflexion_deg(stiff, heel_drop_deg=4.0) == pytest.approx(16.0, abs=1e-3)
