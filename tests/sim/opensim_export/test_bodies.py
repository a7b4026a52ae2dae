"""The rider's segments as the model's bodies: together what the rider's segments are, each a possible solid."""

import numpy as np
import pytest
from hypothesis import given, settings

from rider_models.skeleton import REFERENCE_FOOT_M, build_skeleton
from sim.opensim_export.bodies import leg_bodies, leg_segments, on_side
from sim.opensim_export.leg import LegScale
from tests.strategies import custom_set_ups, seated


@settings(max_examples=30, deadline=None)
@given(custom_set_ups())
def test_bodies_add_up_to_the_riders_segments_and_could_be_solids(tables):
    rider = seated(tables).rider
    skeleton = build_skeleton(rider.right, rider.mass_kg, rider.sex)
    scale, foot_scale = LegScale(1.05, 0.95), rider.right.foot_m / REFERENCE_FOOT_M
    bodies = leg_bodies(skeleton, scale, foot_scale)
    segments = leg_segments(skeleton, scale)
    parts = {
        "femur": ("femur", "patella"),
        "tibia": ("tibia",),
        "calcn": ("calcn", "talus", "toes"),
    }
    for name, of in parts.items():
        assert sum(bodies[part].mass_kg for part in of) == pytest.approx(segments[name].mass_kg)
    assert sum(part.mass_kg for part in bodies.values()) == pytest.approx(
        sum(link.mass_kg for link in skeleton.links)
    )
    for body in bodies.values():
        least, middle, most = np.linalg.eigvalsh(body.inertia)
        assert least > 0
        assert most <= least + middle + 1e-12


def test_a_left_body_is_the_mirror_image_of_a_right_one():
    rider = seated().rider
    skeleton = build_skeleton(rider.right, 74.0, "male")
    foot = leg_bodies(skeleton, LegScale(1.05, 0.95), 1.1)["calcn"]
    left = on_side(foot, "left")
    assert on_side(foot, "right").centre == pytest.approx(foot.centre)
    assert left.centre == pytest.approx(foot.centre * [1, 1, -1])
    points = np.array([[1.0, 2, 3], [0.5, -1, 2]])
    mirrored = points * [1, 1, -1]
    assert np.einsum("ni,ij,nj->n", mirrored, left.inertia, mirrored) == pytest.approx(
        np.einsum("ni,ij,nj->n", points, foot.inertia, points)
    )
