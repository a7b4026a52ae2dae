"""Thighs meet the trunk where a rider lies low, and distances to a convex body are true ones."""

from pathlib import Path

import numpy as np
import pytest
import trimesh

from fit_optimizer.criteria.limits import limits
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import read_set_up
from sim.clearance import convex_faces, distance_to_convex

TURBO = Path(__file__).parents[2] / "examples" / "turbo_rider.toml"


def excess(name: str, *changes: str) -> float:
    seated = seat_rider(read_set_up(TURBO, list(changes)))
    return {limit.name: limit.excess for limit in limits(seated.hands(), seated)}[name]


def test_distance_to_a_box_is_its_depth_inside_and_its_height_over_a_face():
    faces = convex_faces(trimesh.creation.box((2.0, 2.0, 2.0)))
    points = np.array([[0.0, 0, 0], [0.7, 0, 0], [0, 0, 1.5]])
    assert distance_to_convex(faces, points) == pytest.approx([-1.0, -0.3, 0.5])


def test_a_lower_torso_brings_thigh_and_trunk_together_until_they_touch():
    names = [excess("thigh-to-trunk clearance", f"torso_angle_deg={t}") for t in (60, 43, 20, 5)]
    assert names == sorted(names)
    assert names[0] < -100 < 0
    assert excess("thigh-to-trunk clearance", "torso_angle_deg=5", "mass_kg=110") > 0


@pytest.mark.parametrize(
    ("name", "key", "across"),
    [
        ("hip turned outward", "hip_outward_max_deg", "toe_out_deg=10"),
        ("hip turned inward", "hip_inward_max_deg", "toe_out_deg=-8"),
        ("thigh taken outward", "hip_abduction_max_deg", "stance_width_mm=400"),
    ],
)
def test_a_stiff_hip_forbids_what_turns_it_that_way(name, key, across):
    straight = excess(name, f"{key}=10")
    assert excess(name, f"{key}=10", across) > straight + 3
    assert excess(name, f"{key}=0") == pytest.approx(straight + 10)


def test_a_hip_that_was_not_measured_limits_nothing():
    seated = seat_rider(read_set_up(TURBO))
    assert not {limit.name for limit in limits(seated.hands(), seated)} & {
        "hip turned outward",
        "hip turned inward",
        "thigh taken outward",
    }


def test_short_hamstrings_forbid_a_low_torso():
    low = "torso_angle_deg=15"
    assert excess("hamstring length", low) < 0
    assert excess("hamstring length", low, "straight_leg_raise_deg=60") > 0
