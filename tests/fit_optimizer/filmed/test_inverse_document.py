"""What a document says of a filmed stroke: how far the hip wanders and the foot is off (mm), reserves in percent."""

from types import SimpleNamespace

import numpy as np
import pytest

from fit_optimizer.filmed.inverse_document import inverse_document
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import parse_set_up
from rider_models.arrays import SIDES
from tests.strategies import set_up


@pytest.fixture(scope="module")
def document():
    rider = parse_set_up(set_up())
    turn = np.linspace(0.0, 2 * np.pi, 60, endpoint=False)
    circle = np.stack([np.cos(turn), 0 * turn, np.sin(turn)], axis=1)
    moved = {
        side: SimpleNamespace(
            hip_path=np.array([-0.2, 0.09, 0.7]) + radius * circle,
            foot_off=radius * (1 + np.cos(turn)),
        )
        for side, radius in zip(SIDES, (0.004, 0.006), strict=True)
    }
    inverse = SimpleNamespace(
        stroke=seat_rider(rider).simulate(), motions=moved, reserve_share={"knee": 0.0123}
    )
    filmed = SimpleNamespace(set_up=rider, inverse=inverse, notes=("a note",))
    return inverse_document(filmed, "film.trc", "forces.csv")


def test_the_hip_is_told_by_how_far_it_wanders_from_its_middle(document):
    assert document.hip_path_mm == pytest.approx({"left": 4.0, "right": 6.0})


def test_the_foot_is_told_by_its_farthest_from_the_pedal(document):
    assert document.foot_off_mm == pytest.approx({"left": 8.0, "right": 12.0})


def test_reserves_are_told_in_percent_of_the_joints_peak_moment(document):
    assert document.reserve_pct == {"knee": 1.23}
    assert (document.file, document.forces, document.notes) == (
        "film.trc",
        "forces.csv",
        ["a note"],
    )
