"""Who is not told how a rider sits takes what riders of such bicycles do, and says that it is assumed."""

from __future__ import annotations

import pytest

from fit_optimizer.report.tables.bar import pads_at
from fit_optimizer.setup.key_table import set_up_keys
from fit_optimizer.setup.keys_in_force import assumed_keys, keys_in_force
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import set_up_of_keys, with_values
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.setup.usual_posture import (
    AERO_SHOULDER_DEG,
    CITY_SHOULDER_DEG,
    ROAD_ELBOW_DEG,
    ROAD_TORSO_DEG,
    USUAL_TORSO_DEG,
)

POSTURE = ("torso_angle_deg", "elbow_bend_deg", "shoulder_angle_deg")


def rider(**keys: float | str) -> SetUp:
    return set_up_of_keys(
        {"height_mm": 1800, "mass_kg": 75, "power_w": 200, "cadence_rpm": 85, **keys}
    )


def test_a_city_bicycle_is_ridden_upright_and_a_time_trial_low() -> None:
    """A commuter was seated with the torso of a road racer."""
    torsos = {d: rider(discipline=d).riding.torso_angle_deg for d in ("road", "gravel", "city")}
    assert torsos == {
        "road": ROAD_TORSO_DEG,
        "gravel": ROAD_TORSO_DEG,
        "city": USUAL_TORSO_DEG["city"],
    }
    assert 60 <= torsos["city"] <= 75
    assert rider(discipline="time_trial").riding.torso_angle_deg < 25
    assert rider(discipline="city").riding.shoulder_angle_deg == CITY_SHOULDER_DEG


def test_what_is_not_told_of_posture_is_assumed_and_what_is_told_is_kept() -> None:
    assert {*POSTURE} <= {*assumed_keys(rider(discipline="city"))}
    told = rider(discipline="city", torso_angle_deg=70.0)
    assert told.riding.torso_angle_deg == 70.0
    assert "torso_angle_deg" not in assumed_keys(told)
    again = with_values(rider(), {"discipline": "city"})
    assert again.riding.torso_angle_deg == USUAL_TORSO_DEG["city"]


@pytest.mark.parametrize("torso", [8.0, 16.0, 30.0])
def test_pads_told_of_a_torso_give_that_torso_back(torso: float) -> None:
    """The pads of a tall triathlete were told 423 mm under the saddle: the arms were those of a road rider."""
    seated = rider(discipline="time_trial", torso_angle_deg=torso)
    hands = seat_rider(seated).hands()
    pads = pads_at((1000 * hands.x, 1000 * hands.z), keys_in_force(seated)[0])
    assert pads is not None
    measured = rider(
        discipline="time_trial", aero_pad_reach_mm=pads[0], aero_pad_stack_mm=pads[1]
    ).riding
    for key, value in zip(POSTURE, (torso, None, None), strict=True):
        expected = getattr(seated.riding, key) if value is None else value
        assert getattr(measured, key) == pytest.approx(expected, abs=1e-6)
    saddle_mm = 1000 * seat_rider(seated).bicycle.saddle_height_m
    assert pads[1] > saddle_mm - 250


def test_a_bar_measured_from_the_nose_is_held_with_the_elbows_of_the_road() -> None:
    held = rider(discipline="time_trial", nose_to_bar_mm=540.0, saddle_to_bar_drop_mm=90.0)
    road = rider(nose_to_bar_mm=540.0, saddle_to_bar_drop_mm=90.0)
    assert held.riding.elbow_bend_deg == ROAD_ELBOW_DEG
    assert held.riding.torso_angle_deg == pytest.approx(road.riding.torso_angle_deg)


def test_a_key_whose_default_follows_from_the_discipline_says_so() -> None:
    keys = {key.name: key for key in set_up_keys()}
    for name in POSTURE:
        assert keys[name].default is None
        assert "By custom" in keys[name].meaning
    assert keys["torso_angle_deg"].meaning.startswith("Hip to shoulder")
    for told in (f"{ROAD_TORSO_DEG:g}", *(f"{deg:g}" for deg in USUAL_TORSO_DEG.values())):
        assert told in keys["torso_angle_deg"].meaning
    assert f"{AERO_SHOULDER_DEG:g} " in keys["shoulder_angle_deg"].meaning
