"""Points of the drawn muscles against the path polynomials and the reference model."""

import numpy as np
import pytest

from rider_models.muscle_paths import MUSCLES, path_geometry, reference_path_geometry
from rider_models.muscle_points import REFERENCE_SIZE_M, muscle_points
from rider_models.muscle_table import COORDINATES
from rider_models.rider import Leg
from rider_models.skeleton import (
    REFERENCE_FOOT_M,
    REFERENCE_SHANK_M,
    REFERENCE_THIGH_M,
    build_skeleton,
)
from sim.leg_kinematics import Cleat, pose_leg
from sim.pictures.muscles import segment_frames, side_lines
from sim.pictures.taut_line import line_length
from tests.reference_model import MODEL

REFERENCE_LEG = Leg(REFERENCE_THIGH_M, REFERENCE_SHANK_M, REFERENCE_FOOT_M, 0.07)
POSES = np.deg2rad(
    [
        [hip, 0, 0, knee, ankle, 0]
        for hip in (40, 70, 100)
        for knee in (45, 75, 105)
        for ankle in (-10, 10)
    ]
)
STEP = 1e-3
MAIN_ARMS = {
    "hip_flexion": "glmax1 glmax2 glmax3 bflh semimem semiten addmagIsch recfem psoas iliacus",
    "knee_flexion": "recfem vaslat vasmed vasint bflh semimem semiten bfsh gaslat gasmed",
    "ankle_dorsiflexion": "soleus gaslat gasmed tibant perlong",
}


def frames(poses, leg=REFERENCE_LEG, hip_width_m=REFERENCE_SIZE_M["pelvis"], tilt=0.0):
    cleat = Cleat((0.1, 0.0, -0.1), 0.0)
    leg_angles = poses - tilt * np.eye(6)[0]
    pose = pose_leg(build_skeleton(leg, 75.0, "male"), cleat, np.zeros(3), leg_angles)
    return segment_frames(pose, poses[:, 3], np.full(len(poses), tilt), leg, hip_width_m)


def drawn_lengths(name, poses, **changes):
    return np.array(
        [line_length(x) for x in side_lines(muscle_points(name), frames(poses, **changes))]
    )


@pytest.mark.parametrize(
    ("joint", "name"), [(j, name) for j, names in MAIN_ARMS.items() for name in names.split()]
)
def test_a_drawn_muscle_runs_on_the_side_of_the_joint_on_which_it_pulls(joint, name):
    j = COORDINATES.index(joint)
    step = STEP * np.eye(6)[j]
    drawn = (drawn_lengths(name, POSES + step) - drawn_lengths(name, POSES - step)) / (2 * STEP)
    modelled = path_geometry(POSES).slope[:, MUSCLES.index(name), j]
    np.testing.assert_array_equal(np.sign(drawn), np.sign(modelled))


@pytest.mark.parametrize("name", ["recfem", "vaslat", "vasmed", "gaslat", "gasmed", "soleus"])
def test_muscles_in_the_plane_of_the_picture_are_drawn_nearly_as_long_as_in_the_reference_model(
    name,
):
    modelled = reference_path_geometry(POSES).length[:, MUSCLES.index(name)]
    np.testing.assert_allclose(drawn_lengths(name, POSES), modelled, atol=0.006)


def test_a_larger_rider_has_the_same_picture_larger():
    larger = Leg(*(1.1 * np.array([REFERENCE_THIGH_M, REFERENCE_SHANK_M, REFERENCE_FOOT_M])), 0.077)
    for name in MUSCLES:
        scaled = drawn_lengths(
            name, POSES[:3], leg=larger, hip_width_m=1.1 * REFERENCE_SIZE_M["pelvis"]
        )
        np.testing.assert_allclose(scaled, 1.1 * drawn_lengths(name, POSES[:3]), rtol=1e-9)


def test_tilting_the_whole_rider_forward_changes_no_muscle():
    for name in MUSCLES:
        tilted = drawn_lengths(name, POSES[:3], tilt=np.deg2rad(25.0))
        np.testing.assert_allclose(tilted, drawn_lengths(name, POSES[:3]), rtol=1e-9)


@pytest.fixture(scope="module")
def reference():
    pytest.importorskip("opensim")
    if not MODEL.exists():
        pytest.skip(f"the reference model {MODEL} is not here")
    from rider_models.derivation.reference_model import ReferenceModel  # noqa: PLC0415

    return ReferenceModel(MODEL)


STRAIGHT_DEG = [[50, 5, -5, 0, 10, 5], [10, -5, 5, 0, -15, -5]]
BENT_DEG = [[50, 5, -5, 40, 10, 5], [85, -5, 5, 95, -15, -5], [105, 0, 0, 115, 5, 0]]


@pytest.mark.parametrize("degrees", STRAIGHT_DEG)
def test_points_of_a_straight_leg_lie_where_the_reference_model_has_them(reference, degrees):
    farthest = {"pelvis": 1e-5, "thigh": 1e-5, "patella": 1e-3, "shank": 0.006, "foot": 0.007}
    for segment, apart in apart_from(reference, np.deg2rad(degrees)):
        assert np.linalg.norm(apart) < farthest[segment]


@pytest.mark.parametrize("degrees", BENT_DEG)
def test_points_of_a_bent_leg_lie_there_in_the_side_view(reference, degrees):
    """The reference model's knee glides, and turns the shank about its length; ours is a hinge."""
    farthest = {"pelvis": 1e-5, "thigh": 1e-5, "patella": 1e-3, "shank": 0.025, "foot": 0.025}
    for segment, (x, _, z) in apart_from(reference, np.deg2rad(degrees)):
        assert np.hypot(x, z) < farthest[segment]


def apart_from(model, pose):
    """(segment, drawn place minus the reference model's from the hip centre) of every point."""
    ours = frames(pose[None])
    model.pose(pose)
    hip = model.model.getBodySet().get("femur_r").getPositionInGround(model.state)
    for name in MUSCLES:
        path = model.muscles[name].getGeometryPath().getPathPointSet()
        points = muscle_points(name).points
        assert path.getSize() == len(points)
        for i, point in enumerate(points):
            theirs = path.get(i).getLocationInGround(model.state)
            x, up, right = (theirs.get(c) - hip.get(c) for c in range(3))
            yield point.segment, ours[point.segment].place(point.place)[0] - [x, -right, up]
