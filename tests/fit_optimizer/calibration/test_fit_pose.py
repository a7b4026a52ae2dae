"""A calibration to films gives back the movement that was filmed, for riders unlike the set-up it began with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from fit_optimizer.calibration.fit_pose import PoseFit, fit_pose
from fit_optimizer.pose.measure import MeasuredPose, Told, measure_pose, measured_file
from fit_optimizer.pose.series import AngleSeries, PointSeries, PoseError
from fit_optimizer.pose_check.model_curves import Reading, model_legs
from fit_optimizer.pose_check.typed import typed_figures
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import allowed_range, read_set_up, set_up_of_keys
from fit_optimizer.setup.tables import SetUp
from rider_models.arrays import Array
from tests.fit_optimizer.pose.films import Film, a_set_up, filmed

WILKINSON = Path(__file__).parents[3] / "fit_optimizer" / "data" / "wilkinson_seated_70rpm.csv"
BODY = ("hip", "knee", "ankle", "heel", "toe", "shoulder")
NOISE_M = 0.009
"""Noise of a point that gives a knee angle 3 deg of it."""


def another_rider(seed: int) -> tuple[SetUp, SetUp]:
    """A rider with a body and a movement of their own, and what a fitter knows of them beforehand."""
    chance = np.random.default_rng(seed)
    height = float(chance.uniform(1580, 1930))
    known = {
        "height_mm": round(height),
        "mass_kg": round(22.5 * (height / 1000) ** 2),
        "power_w": 180,
        "cadence_rpm": round(float(chance.uniform(65, 100))),
        "crank_length_mm": 170,
    }
    plain = seat_rider(set_up_of_keys(known))
    saddle = {
        "saddle_height_mm": round(
            1000 * plain.bicycle.saddle_height_m + float(chance.uniform(-25, 0))
        ),
        "saddle_setback_mm": round(
            1000 * plain.bicycle.saddle_setback_m + float(chance.normal(0, 10))
        ),
    }
    leg = plain.rider.right
    own = {
        "thigh_mm": round(1000 * leg.thigh_m + float(chance.normal(0, 12))),
        "shank_mm": round(1000 * leg.shank_m + float(chance.normal(0, 12))),
        "heel_drop_deg": float(chance.normal(0, 6)),
        "ankle_range_deg": float(chance.uniform(15, 45)),
        "ankle_peak_deg": float(chance.normal(45, 15)),
        "ankle_second_share": float(chance.uniform(0.1, 0.3)),
        "hip_back_mm": float(chance.normal(0, 12)),
        "hip_up_mm": float(chance.normal(-6, 8)),
        "pelvis_forward_deg": float(chance.normal(0, 5)),
        "torso_angle_deg": float(chance.uniform(32, 55)),
    }
    return set_up_of_keys({**known, **saddle, **own}), set_up_of_keys({**known, **saddle})


def rms(values: Array) -> float:
    return float(np.sqrt(np.mean(values**2)))


def off(found: SetUp, true: SetUp, curve: str) -> float:
    """Root mean square (deg) between a curve of two set-ups."""
    one, other = (
        model_legs(each, Reading("centres"))["right"].curves[curve] for each in (found, true)
    )
    return rms(one - other)


@pytest.mark.parametrize(
    "seed", [*range(8), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(8, 20))]
)
def test_twenty_riders_are_recovered_from_noisy_films(seed: int) -> None:
    true, before = another_rider(seed)
    rate = float(np.random.default_rng(100 + seed).uniform(25, 60))
    film = filmed(true, Film(seconds=15, rate_hz=rate, noise_m=NOISE_M, shift_m=0.005, seed=seed))
    points = {name: e for name, e in film.pixels().items() if name.partition(".")[2] in BODY}
    pose = measure_pose(
        PointSeries(film.time_s, points, "px", "centres", "film", {}), Told(crank_length_m=0.17)
    )
    fit = fit_pose(before, pose)
    assert off(fit.set_up, true, "knee_flexion") < 1.5
    assert off(fit.set_up, true, "ankle_dorsiflexion") < 2.0


@pytest.mark.parametrize("seed", [3, 7])
def test_angles_alone_give_the_movement_back(seed: int) -> None:
    true, before = another_rider(seed)
    film = filmed(true, Film(seconds=15, rate_hz=40))
    chance = np.random.default_rng(seed)
    angles = {
        name: each + 3.0 * chance.standard_normal(len(each))
        for name, each in film.angles_deg.items()
        if name.startswith("right") and not name.endswith("trunk_to_thigh")
    }
    crank = np.rad2deg(film.crank)
    pose = measure_pose(AngleSeries(film.time_s, angles, crank, "centres", "film"))
    fit = fit_pose(before, pose)
    for curve in ("knee_flexion", "hip_flexion"):
        assert off(fit.set_up, true, curve) < 1.5, curve
    assert off(fit.set_up, true, "ankle_dorsiflexion") < 2.0


def wilkinson() -> tuple[SetUp, MeasuredPose]:
    set_up = set_up_of_keys(
        {
            "height_mm": 1790,
            "mass_kg": 74,
            "power_w": 790,
            "cadence_rpm": 70,
            "crank_length_mm": 175,
            "seat_tube_angle_deg": 73,
        }
    )
    return set_up, measured_file(WILKINSON, Told(reads="centres"))


def test_the_measured_riders_of_wilkinson_are_followed_at_every_joint() -> None:
    fit = fit_pose(*wilkinson())
    assert fit.before is not None
    for name in ("knee_flexion", "hip_flexion", "ankle_dorsiflexion"):
        assert fit.after["right"][name].rms < 3.0, name
        assert fit.after["right"][name].rms < fit.before["right"][name].rms, name


def test_the_same_film_gives_the_same_set_up() -> None:
    one, other = (fit_pose(*wilkinson()) for _ in range(2))
    assert one.set_up == other.set_up


def test_a_film_of_the_set_up_itself_changes_next_to_nothing() -> None:
    set_up = a_set_up(crank_length_mm=170)
    film = filmed(set_up, Film(seconds=8))
    pose = measure_pose(
        PointSeries(film.time_s, dict(film.points), "m", "centres", "film", {}),
        Told(crank_length_m=0.17),
    )
    fit = fit_pose(set_up, pose)
    assert off(fit.set_up, set_up, "knee_flexion") < 0.4
    assert off(fit.set_up, set_up, "ankle_dorsiflexion") < 1.0
    moved = {one.key: abs(one.after - one.before) for one in fit.fitted}
    assert max(moved["thigh_mm"], moved["shank_mm"], moved["hip_back_mm"], moved["hip_up_mm"]) < 4.0


def test_a_knee_typed_by_hand_moves_the_model_towards_it() -> None:
    set_up = a_set_up(saddle_height_mm=720)
    model = model_legs(set_up, Reading("markers"))["right"].figures["knee_bottom_deg"].value
    fit = fit_pose(with_measured(set_up, knee_bottom_deg=model + 8.0), None)
    after = model_legs(fit.set_up, Reading("markers"))["right"].figures["knee_bottom_deg"].value
    assert model + 4.0 < after < model + 8.0


def test_the_static_knee_is_taken_for_five_more_when_pedalling() -> None:
    set_up = a_set_up()
    static, pedalling = (
        typed_figures(with_measured(set_up, **{key: value}))["knee_bottom_deg"]
        for key, value in (("knee_static_deg", 28.0), ("knee_bottom_deg", 33.0))
    )
    assert static == pedalling == {"left": 33.0, "right": 33.0}


def test_nothing_measured_is_refused() -> None:
    with pytest.raises(PoseError, match="Nothing of the movement"):
        fit_pose(a_set_up(), None)


def test_a_saddle_out_of_reach_is_refused_with_what_to_check() -> None:
    set_up = a_set_up(saddle_height_mm=900)
    with pytest.raises(PoseError, match="saddle_height_mm"):
        fit_pose(with_measured(set_up, knee_bottom_deg=30.0), None)


def with_measured(set_up: SetUp, **figures: float | dict[str, float]) -> SetUp:
    tables = set_up.model_dump(exclude_unset=True)
    return SetUp.model_validate({**tables, "measured": figures})


def test_the_command_writes_a_set_up_that_follows_the_film(
    run_here: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    true, _ = another_rider(4)
    film = filmed(true, Film(seconds=6))
    rows = [
        "time_s,right_knee_angle_deg,right_hip_flexion_deg,right_ankle_angle_deg,crank_angle_deg"
    ]
    names = ("right.knee_flexion", "right.hip_flexion", "right.ankle_dorsiflexion")
    for k, time in enumerate(film.time_s):
        cells = [f"{film.angles_deg[name][k]:.3f}" for name in names]
        rows.append(",".join([f"{time:.4f}", *cells, f"{np.rad2deg(film.crank[k]) % 360:.3f}"]))
    (tmp_path / "film.csv").write_text("\n".join(rows))
    keys = true.rider.height_mm, true.rider.mass_kg, true.riding.cadence_rpm
    saddle = true.bicycle.saddle_height_mm, true.bicycle.saddle_setback_mm
    (tmp_path / "rider.toml").write_text(
        f"[rider]\nheight_mm = {keys[0]}\nmass_kg = {keys[1]}\n"
        f"[bicycle]\nsaddle_height_mm = {saddle[0]}\nsaddle_setback_mm = {saddle[1]}\ncrank_length_mm = 170\n"
        f"[riding]\npower_w = 180\ncadence_rpm = {keys[2]}\n"
    )
    code, said, _ = run_here(
        "calibrate", "rider.toml", "--pose", "film.csv", "--angles", "centres", "--out", "own.toml"
    )
    assert code == 0
    assert "hip_up_mm" in said
    own = read_set_up(tmp_path / "own.toml")
    for curve in ("knee_flexion", "hip_flexion"):
        assert off(own, true, curve) < 1.5


def test_the_fit_says_what_was_fitted_with_its_error() -> None:
    fit: PoseFit = fit_pose(*wilkinson())
    assert all(0 < one.error < 40 for one in fit.fitted)
    assert any(note.startswith("Assumed by custom") for note in fit.notes)


def test_a_film_of_a_far_larger_rider_ends_at_the_bounds_and_says_so() -> None:
    film = filmed(a_set_up(), Film(seconds=6.0))
    points = {name: each for name, each in film.points.items() if not name.endswith("pedal")}
    pose = measure_pose(PointSeries(film.time_s, points, "m", "centres", "film", {}))
    fit = fit_pose(a_set_up(height_mm=1400), pose)
    ended = [one for one in fit.fitted if one.after in allowed_range(one.key)]
    assert ended
    assert any(
        "At the end of what is allowed" in note and ended[0].key in note for note in fit.notes
    )
    own = fit_pose(a_set_up(), pose)
    assert not any("At the end of what is allowed" in note for note in own.notes)


def test_typed_knees_that_no_movement_has_are_said_and_those_that_it_has_are_not() -> None:
    apart = with_measured(a_set_up(), knee_static_deg={"left": 10.0, "right": 65.0})
    said = [note for note in fit_pose(apart, None).notes if "the fitted model has" in note]
    assert [note.split()[1] for note in said] == ["left", "right"]
    alike = with_measured(a_set_up(), knee_static_deg=30.0)
    assert not any("the fitted model has" in note for note in fit_pose(alike, None).notes)


def test_a_folder_for_a_result_is_refused_in_a_sentence(
    run_here: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    (tmp_path / "rider.toml").write_text(
        "[rider]\nheight_mm = 1780\nmass_kg = 66\n[riding]\npower_w = 200\ncadence_rpm = 81\n"
        "[measured]\nknee_static_deg = 30\n"
    )
    for folder in (".", ".."):
        code, _, said = run_here("calibrate", "rider.toml", "--out", folder)
        assert code == 2
        assert "choose a file" in said
        assert "Traceback" not in said
