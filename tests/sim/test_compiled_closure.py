"""The compiled closing of a leg on the pedal against numpy's."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim import compiled_closure
from sim.kinematics import LegCycle, move_leg
from sim.leg_kinematics import LegCannotReach
from sim.posture import sit
from tests.strategies import seated

pytestmark = pytest.mark.skipif(not compiled_closure.available(), reason="no compiled closure here")


def moved(**keys: float) -> LegCycle:
    on = seated(**keys)
    move_leg.cache_clear()
    posture = sit(on.rider, on.bicycle, on.riding)
    return move_leg(
        on.rider, on.rider.right, on.bicycle, on.bicycle.right_cleat, on.riding, posture
    )


@given(
    st.floats(1500, 2000),
    st.floats(-8, 8),
    st.floats(-6, 6),
    st.floats(-10, 10),
)
@settings(max_examples=30, deadline=None)
def test_angles_are_numpys(height_mm, toe_out_deg, wedge_deg, outward_mm):
    """Both end when the gap is below 1e-11 m, which a leg nearly straight turns into ten times as much of an angle."""
    keys = {
        "height_mm": height_mm,
        "toe_out_deg": toe_out_deg,
        "wedge_deg": wedge_deg,
        "cleat_outward_mm": outward_mm,
    }
    compiled = moved(**keys)
    with pytest.MonkeyPatch.context() as without:
        without.setattr(compiled_closure, "available", lambda: False)
        arrays = moved(**keys)
    assert np.abs(compiled.leg_angles - arrays.leg_angles).max() < 1e-9


def test_out_of_reach_is_refused_in_the_same_words():
    said = []
    for available in (True, False):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(compiled_closure, "available", lambda there=available: there)
            with pytest.raises(LegCannotReach) as refusal:
                moved(saddle_height_mm=830)
        said.append(str(refusal.value))
    assert said[0] == said[1]


def test_a_library_of_another_layout_is_not_used(monkeypatch):
    monkeypatch.setattr(compiled_closure, "LAYOUT", -1)
    compiled_closure._library.cache_clear()
    try:
        assert not compiled_closure.available()
        with pytest.raises(RuntimeError, match="not part of this installation"):
            compiled_closure.closed_angles(
                (np.eye(6, 3),) * 2,
                (np.zeros(3),) * 2,
                np.zeros(3),
                np.zeros((1, 3)),
                np.zeros((1, 6)),
                (1, 1.0, 1.0),
            )
    finally:
        monkeypatch.undo()
        compiled_closure._library.cache_clear()
