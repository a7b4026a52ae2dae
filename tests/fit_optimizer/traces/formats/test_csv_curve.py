"""Torque against an angle that names a leg: a leg's curve counts from its own top dead centre."""

import numpy as np
import pytest

from tests.fit_optimizer.traces.text_files import curve_of, table, written

ANGLE_DEG = np.arange(0.0, 360.0, 2.0)


def leg_torque(angle_deg):
    """A leg's torque (Nm) against its own crank: the most at 100 deg."""
    return 10.0 + 30.0 * np.sin(np.deg2rad(angle_deg - 10.0))


@pytest.mark.parametrize("leg", ["left", "right"])
@pytest.mark.parametrize("crank", ["left", "right"])
def test_a_leg_against_the_other_legs_angle_is_turned_by_half_a_turn(tmp_path, leg, crank):
    own = ANGLE_DEG if leg == crank else ANGLE_DEG + 180.0
    text = table(
        f"{crank}_crank_angle_deg,{leg}_torque_nm,cadence_rpm",
        ANGLE_DEG,
        leg_torque(own),
        np.full(len(ANGLE_DEG), 80.0),
    )
    curve = curve_of(written(tmp_path, text))
    np.testing.assert_allclose(curve.by_side[leg], leg_torque(np.arange(360.0)), atol=0.1)
    assert curve.losses == ()
