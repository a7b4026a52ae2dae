"""A film of a simulated rider gives the rider's own curves; what cannot be a rider is refused in one sentence."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from fit_optimizer.pose.measure import MeasuredPose, Told, measure_pose
from fit_optimizer.pose.series import AngleSeries, PointSeries, PoseError
from rider_models.arrays import Array, Joint
from tests.fit_optimizer.pose.films import Film, Filmed, a_set_up, cycle_of, filmed
from tests.fit_optimizer.pose.formats.conformance import rms

RIDER = a_set_up(crank_length_mm=170)
TOLD = Told(crank_length_m=0.17)
BODY = ("hip", "knee", "ankle", "heel", "toe", "shoulder")


def series(film: Filmed, parts: tuple[str, ...] = BODY, near: str = "right") -> PointSeries:
    """Pixels of a film from the side."""
    pixels = film.pixels("left" if near == "left" else "right")
    points = {name: each for name, each in pixels.items() if name.partition(".")[2] in parts}
    return PointSeries(film.time_s, points, "px", "centres", "film", {})


def angles(film: Filmed, **changed: Array) -> AngleSeries:
    return AngleSeries(film.time_s, {**film.angles_deg, **changed}, None, "centres", "film")


def truth(film: Filmed, joint: Joint) -> Array:
    return np.rad2deg(cycle_of(film.on, "right")[0].joint_angles[:, joint])


@pytest.mark.parametrize(
    "parts", [(*BODY, "pedal"), BODY, ("hip", "knee", "ankle", "toe"), ("hip", "knee", "ankle")]
)
@pytest.mark.parametrize("rate_hz", [25.0, 60.0])
def test_knee_and_cadence_are_found_from_few_points_too(
    parts: tuple[str, ...], rate_hz: float
) -> None:
    film = filmed(RIDER, Film(rate_hz=rate_hz, noise_m=0.005))
    pose = measure_pose(series(film, parts), TOLD)
    leg = pose.legs["right"]
    assert pose.cadence_rpm == pytest.approx(81, abs=0.3)
    assert pose.turns == 16
    assert rms(leg.curves["knee_flexion"].mean - truth(film, Joint.KNEE_FLEXION)) < 0.9
    assert set(pose.legs) == {"left", "right"}


def test_every_figure_is_that_of_the_model() -> None:
    film = filmed(RIDER)
    figures = measure_pose(series(film), TOLD).legs["right"].figures
    cycle, posture = cycle_of(film.on, "right")
    knee, ankle = truth(film, Joint.KNEE_FLEXION), truth(film, Joint.ANKLE_DORSIFLEXION)
    ahead = 1000 * (cycle.pose.hinges[15, Joint.KNEE_FLEXION, 0] - cycle.pedal[15, 0])
    torso = np.rad2deg(
        np.arctan2(posture.shoulder_z - posture.hip_z, posture.shoulder_x - posture.hip_x)
    )
    wanted = {
        "knee_bottom_deg": (knee.min(), 0.5),
        "knee_top_deg": (knee.max(), 0.8),
        "ankle_top_deg": (ankle[0], 1.5),
        "ankle_forward_deg": (ankle[15], 1.5),
        "ankle_bottom_deg": (ankle[30], 1.5),
        "ankle_back_deg": (ankle[45], 1.5),
        "torso_deg": (torso, 0.2),
        "knee_over_spindle_mm": (ahead, 8.0),
    }
    for key, (value, within) in wanted.items():
        assert figures[key].value == pytest.approx(value, abs=within), key


def test_the_left_leg_is_at_its_own_crank_angle_seen_from_the_left() -> None:
    film = filmed(RIDER, Film(noise_m=0.002))
    pose = measure_pose(series(film, near="left"), TOLD)
    for side in ("left", "right"):
        assert (
            rms(pose.legs[side].curves["knee_flexion"].mean - truth(film, Joint.KNEE_FLEXION)) < 0.8
        )


def test_the_spread_over_revolutions_is_that_of_the_noise() -> None:
    film = filmed(RIDER)
    chance = np.random.default_rng(3)
    knee = film.angles_deg["right.knee_flexion"] + 3.0 * chance.standard_normal(len(film.time_s))
    curve = (
        measure_pose(angles(film, **{"right.knee_flexion": knee}))
        .legs["right"]
        .curves["knee_flexion"]
    )
    assert float(np.mean(curve.spread)) == pytest.approx(3.0, rel=0.1)
    assert rms(curve.mean - truth(film, Joint.KNEE_FLEXION)) < 1.0
    assert float(np.mean(curve.error)) == pytest.approx(3.0 * np.sqrt(11 / 600), rel=0.2)


def test_gaps_flips_and_jumps_are_mended_and_said() -> None:
    film = filmed(RIDER, Film(noise_m=0.003))
    points = dict(series(film).points)
    swapped = np.zeros(len(film.time_s), dtype=bool)
    swapped[100:130] = swapped[300:301] = swapped[400:460] = True
    for part in BODY:
        left, right = points[f"left.{part}"], points[f"right.{part}"]
        points[f"left.{part}"] = np.where(swapped[:, None], right, left)
        points[f"right.{part}"] = np.where(swapped[:, None], left, right)
    points["right.knee"][200:212] = np.nan
    points["right.ankle"][[50, 250, 350]] += 300.0
    given = PointSeries(film.time_s, points, "px", "centres", "film", {})
    pose = measure_pose(given, TOLD)
    said = " ".join(pose.notes)
    assert "exchanged in 91 frames" in said
    assert "right ankle jumps in 3 frames" in said
    assert "right knee was not found in 12 frames" in said
    assert (
        rms(pose.legs["right"].curves["knee_flexion"].mean - truth(film, Joint.KNEE_FLEXION)) < 0.7
    )


def test_a_leg_that_copies_the_other_is_left_out() -> None:
    film = filmed(RIDER)
    points = dict(series(film).points)
    for part in ("hip", "knee", "ankle", "heel", "toe"):
        points[f"left.{part}"] = points[f"right.{part}"]
    pose = measure_pose(PointSeries(film.time_s, points, "px", "centres", "film", {}), TOLD)
    assert set(pose.legs) == {"right"}
    assert any("one leg for both" in note for note in pose.notes)


def test_a_camera_off_the_side_is_said() -> None:
    film = filmed(RIDER)
    yaw = np.deg2rad(30.0)
    points = {
        name: np.stack(
            [600 * (np.cos(yaw) * p[:, 0] + np.sin(yaw) * p[:, 1]), -600 * p[:, 2]], axis=1
        )
        for name, p in film.points.items()
        if not name.endswith("pedal")
    }
    pose = measure_pose(PointSeries(film.time_s, points, "px", "centres", "film", {}), TOLD)
    assert any("change its length" in note for note in pose.notes)
    assert any("times as wide as it is high" in note for note in pose.notes)


def test_a_wrong_scale_is_found_by_the_crank() -> None:
    film = filmed(RIDER)
    points = {name: 2 * each for name, each in film.points.items()}
    pose = measure_pose(PointSeries(film.time_s, points, "m", "centres", "film", {}), TOLD)
    assert any("scale is wrong" in note for note in pose.notes)
    right = measure_pose(
        PointSeries(film.time_s, dict(film.points), "m", "centres", "film", {}), TOLD
    )
    for key in ("knee_over_spindle_mm", "knee_travel_mm"):
        found, wanted = (one.legs["right"].figures[key].value for one in (pose, right))
        assert found == pytest.approx(wanted, rel=0.02)


def test_the_knees_way_from_side_to_side_is_seen_from_the_front() -> None:
    film = filmed(RIDER)
    points = {
        name: np.stack([500 * each[:, 1], -500 * each[:, 2]], axis=1)
        for name, each in film.points.items()
        if name.partition(".")[2] in ("hip", "knee", "ankle")
    }
    pose = measure_pose(PointSeries(film.time_s, points, "px", "centres", "film", {}), TOLD)
    knee = 1000 * cycle_of(film.on, "right")[0].pose.hinges[:, Joint.KNEE_FLEXION, 1]
    for side in ("left", "right"):
        found = pose.legs[side].figures["knee_travel_mm"].value
        assert found == pytest.approx(float(np.ptp(knee)), rel=0.12)


def refused(given: PointSeries | AngleSeries, told: Told = TOLD) -> str:
    with pytest.raises(PoseError) as refusal:
        measure_pose(given, told)
    said = str(refusal.value)
    assert "\n" not in said
    assert len(said) <= 300
    return said


def test_a_knee_that_is_held_still_has_no_revolution_and_is_no_hip() -> None:
    film = filmed(RIDER)
    still = 40 + 0.5 * np.random.default_rng(1).standard_normal(len(film.time_s))
    said = refused(angles(film, **{"right.knee_flexion": still}))
    assert "No revolution" in said


def test_no_revolution_is_refused() -> None:
    film = filmed(RIDER)
    chance = np.random.default_rng(1)
    still = 40 + chance.standard_normal(len(film.time_s))
    only = {"right.knee_flexion": still}
    given = AngleSeries(film.time_s, only, None, "centres", "film")
    assert "No revolution" in refused(given)


def test_under_five_revolutions_are_refused() -> None:
    film = filmed(RIDER, Film(seconds=3.0))
    assert "4 whole revolutions" in refused(series(film))


def test_a_mirrored_image_of_one_leg_is_refused() -> None:
    film = filmed(RIDER)
    points = {name: e for name, e in series(film).points.items() if name.startswith("right")}
    mirrored = {name: each * [-1.0, 1.0] for name, each in points.items()}
    assert "mirrored" in refused(PointSeries(film.time_s, mirrored, "px", "centres", "film", {}))


def test_a_mirrored_image_of_both_legs_is_refused_where_the_far_leg_is_seen_better() -> None:
    film = filmed(RIDER)
    mirrored = {name: each * [-1.0, 1.0] for name, each in series(film).points.items()}
    sure = {name: np.full(len(film.time_s), 0.95 if "right" in name else 0.5) for name in mirrored}
    assert "mirrored" in refused(PointSeries(film.time_s, mirrored, "px", "centres", "film", sure))


def test_mirrored_points_in_space_are_refused() -> None:
    film = filmed(RIDER, Film(mirrored=True))
    given = PointSeries(film.time_s, dict(film.points), "m", "centres", "film", {})
    assert "mirrored" in refused(given)


@pytest.mark.parametrize("part", ["hip", "knee", "ankle"])
def test_a_near_leg_that_lacks_a_point_is_refused_and_a_far_one_is_left_out(part: str) -> None:
    film = filmed(RIDER)

    def without(side: str) -> PointSeries:
        points = {name: e for name, e in series(film).points.items() if name != f"{side}.{part}"}
        return PointSeries(film.time_s, points, "px", "centres", "film", {})

    assert f"Points of the {part} of the right leg are missing" in refused(without("right"))
    assert set(measure_pose(without("left"), TOLD).legs) == {"right"}


def test_the_wrong_side_told_is_refused() -> None:
    film = filmed(RIDER)
    assert "--side right" in refused(series(film), Told(side="left"))


def test_frames_in_reverse_are_refused() -> None:
    film = filmed(RIDER, Film(backwards=True))
    assert "reverse" in refused(series(film))


def test_radians_taken_for_degrees_are_refused() -> None:
    film = filmed(RIDER)
    given = {name: np.deg2rad(each) for name, each in film.angles_deg.items()}
    assert "radians" in refused(AngleSeries(film.time_s, given, None, "centres", "film"))


def test_exchanged_columns_of_hip_and_knee_are_refused() -> None:
    film = filmed(RIDER)
    given = angles(
        film,
        **{
            "right.knee_flexion": film.angles_deg["right.hip_flexion"],
            "right.hip_flexion": film.angles_deg["right.knee_flexion"],
        },
    )
    assert "exchanged" in refused(given)
    points = dict(series(film).points)
    points["right.hip"], points["right.knee"] = points["right.knee"], points["right.hip"]
    assert "exchanged" in refused(PointSeries(film.time_s, points, "px", "centres", "film", {}))


def test_a_frame_rate_that_contradicts_the_cadence_is_refused_with_the_rate_that_would_not() -> (
    None
):
    film = filmed(RIDER, Film(rate_hz=60.0))
    said = refused(series(film), Told(frame_rate_hz=30.0, cadence_rpm=81.0))
    assert "2.00 times" in said


def test_points_that_jump_are_refused() -> None:
    film = filmed(RIDER)
    points = dict(series(film).points)
    chance = np.random.default_rng(5)
    at = chance.random(len(film.time_s)) < 0.25
    points["right.knee"] = points["right.knee"] + np.where(at, 150.0, 0.0)[:, None]
    assert "jumps in" in refused(PointSeries(film.time_s, points, "px", "centres", "film", {}))


def test_an_image_of_two_scales_is_refused() -> None:
    film = filmed(RIDER)
    points = {name: each * [0.5625, 1.0] for name, each in series(film).points.items()}
    assert "--image-size" in refused(PointSeries(film.time_s, points, "px", "centres", "film", {}))


def test_no_frame_rate_is_refused() -> None:
    given = series(filmed(RIDER))
    assert "--frame-rate" in refused(PointSeries(None, given.points, "px", "centres", "film", {}))


def test_too_few_frames_a_revolution_are_refused() -> None:
    film = filmed(RIDER, Film(rate_hz=7.0, seconds=30.0))
    assert "higher frame rate" in refused(angles(film))


def test_a_mean_curve_over_the_crank_angle_is_taken_as_it_is() -> None:
    crank = np.arange(0.0, 360.0, 5.0)
    knee = 70 - 40 * np.cos(np.deg2rad(crank + 160))
    given = AngleSeries(None, {"right.knee_flexion": knee}, crank, "centres", "mean")
    pose: MeasuredPose = measure_pose(given)
    curve = pose.legs["right"].curves["knee_flexion"]
    assert curve.at(90.0) == pytest.approx(float(knee[18]))
    assert pose.turns == 0
    assert pose.cadence_rpm is None


def test_a_wheel_of_known_size_gives_the_scale_as_the_crank_does() -> None:
    film = filmed(RIDER)
    by_crank = measure_pose(series(film), TOLD).legs["right"]
    wheel = Told(m_per_px=0.668 / (0.668 * 600.0))  # films are drawn with 600 pixels a metre
    by_wheel = measure_pose(series(film), wheel).legs["right"]
    for key in ("thigh_mm", "hip_above_mm"):
        found, wanted = (one.curves[key].mean.mean() for one in (by_wheel, by_crank))
        assert found == pytest.approx(wanted, rel=0.04), key
    thigh = 1000 * filmed(RIDER).on.rider.right.thigh_m
    assert by_wheel.curves["thigh_mm"].mean.mean() == pytest.approx(thigh, rel=0.02)


def test_a_known_length_that_contradicts_the_crank_is_said_and_one_of_metres_refused() -> None:
    film = filmed(RIDER)
    far = Told(crank_length_m=0.17, m_per_px=0.0025)
    notes = " ".join(measure_pose(series(film), far).notes)
    assert "By the known length the crank is seen" in notes
    metres = PointSeries(film.time_s, dict(film.points), "m", "centres", "film", {})
    assert "--known-length" in refused(metres, far)


def test_a_foot_whose_points_are_one_is_refused_without_a_warning() -> None:
    film = filmed(RIDER)
    points = dict(series(film).points)
    for side in ("left", "right"):
        points[f"{side}.toe"] = points[f"{side}.heel"]
    given = PointSeries(film.time_s, points, "px", "centres", "film", {})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert "foot was found in too few frames" in refused(given)


@pytest.mark.parametrize("joint", ["hip_flexion", "ankle_dorsiflexion", "knee_flexion"])
def test_a_column_without_a_number_is_as_if_it_were_not_there(joint: str) -> None:
    film = filmed(RIDER)
    empty = np.full(len(film.time_s), np.nan)
    given = angles(film, **{f"right.{joint}": empty})
    pose = measure_pose(given, TOLD)
    assert set(pose.legs) == ({"left"} if joint == "knee_flexion" else {"left", "right"})
    if joint == "knee_flexion":
        given = angles(film, **{f"{side}.{joint}": empty for side in ("left", "right")})
        assert refused(given) == "pose has no knee angle."


@pytest.mark.parametrize("view", ["side", "space"])
def test_a_hip_that_is_never_seen_with_its_ankle_is_refused_without_a_warning(view: str) -> None:
    film = filmed(RIDER)
    whole = series(film)
    points = {name: each.copy() for name, each in whole.points.items()}
    if view == "space":
        points = {name: np.insert(each, 1, 0.0, axis=1) for name, each in points.items()}
    half = len(film.time_s) // 2
    points["right.hip"][half:] = np.nan
    points["right.ankle"][:half] = np.nan
    assert "Hip and ankle of one leg are together in no frame" in refused(whole.with_points(points))


def test_hips_that_are_never_seen_together_are_seen_from_the_side() -> None:
    film = filmed(RIDER, Film(rate_hz=60.0))
    points = {name: each.copy() for name, each in series(film).points.items()}
    points["left.hip"][::2] = np.nan
    points["right.hip"][1::2] = np.nan
    pose = measure_pose(PointSeries(film.time_s, points, "px", "centres", "film", {}), TOLD)
    assert rms(pose.legs["right"].curves["knee_flexion"].mean - truth(film, Joint.KNEE_FLEXION)) < 1
