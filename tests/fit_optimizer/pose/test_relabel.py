"""Legs taken for each other are told by their place in the turn, and films with every fault at once are still read."""

from __future__ import annotations

import numpy as np
import pytest

from fit_optimizer.pose.measure import Told, measure_pose
from fit_optimizer.pose.phase import find_phase
from fit_optimizer.pose.relabel import exchanged_by_phase
from fit_optimizer.pose.series import PointSeries
from rider_models.arrays import Array, Joint
from tests.fit_optimizer.pose.films import Film, a_set_up, filmed
from tests.fit_optimizer.pose.formats.conformance import rms
from tests.fit_optimizer.pose.test_measure import TOLD, truth


def swapped(points: dict[str, Array], frames: Array) -> dict[str, Array]:
    found = dict(points)
    for part in {name.partition(".")[2] for name in points}:
        left, right = points[f"left.{part}"], points[f"right.{part}"]
        found[f"left.{part}"] = np.where(frames[:, None], right, left)
        found[f"right.{part}"] = np.where(frames[:, None], left, right)
    return found


@pytest.mark.parametrize("seed", range(3))
def test_the_frames_that_were_exchanged_are_found_at_any_half_turn(seed: int) -> None:
    film = filmed(a_set_up(), Film(seconds=8, noise_m=0.006, seed=seed))
    chance = np.random.default_rng(seed)
    frames = np.zeros(len(film.time_s), dtype=bool)
    for start in chance.integers(0, 380, 4):
        frames[start : start + int(chance.integers(1, 30))] = True
    points = {n: e for n, e in film.side_view().items() if n.partition(".")[2] in ("knee", "ankle")}
    exchanged = swapped(points, frames)
    for half_turn in (0.0, np.pi):
        assert np.array_equal(exchanged_by_phase(exchanged, film.crank + half_turn), frames)


def test_the_phase_goes_on_through_a_program_that_goes_over_to_the_other_leg() -> None:
    film = filmed(a_set_up(), Film(seconds=12))
    height = film.points["right.ankle"][:, 2].copy()
    other = film.points["left.ankle"][:, 2]
    height[250:330] = other[250:330]
    phase = find_phase(film.time_s, height)
    turned = phase.angle - film.crank
    assert np.abs(turned - np.median(turned)).max() < 0.45
    assert phase.cadence_rpm == pytest.approx(81, abs=0.3)
    assert not phase.pedalling[275:305].any()


@pytest.mark.parametrize("seed", [2, 17, 43])
def test_a_film_with_every_fault_at_once_still_gives_cadence_and_knee(seed: int) -> None:
    """Noise, gaps in a tenth of the frames, jumps in a fiftieth, legs exchanged, three points a leg."""
    chance = np.random.default_rng(seed)
    set_up = a_set_up(crank_length_mm=170)
    film = filmed(set_up, Film(seconds=15, rate_hz=25, noise_m=0.006, seed=seed))
    frames = np.zeros(len(film.time_s), dtype=bool)
    for start in chance.integers(0, 350, 3):
        frames[start : start + int(chance.integers(1, 30))] = True
    points = {}
    for name, each in film.pixels().items():
        if name.partition(".")[2] in ("hip", "knee", "ankle"):
            gone, jumps = (chance.random(len(frames)) < share for share in (0.1, 0.02))
            moved = each + np.where(jumps[:, None], chance.normal(0, 200, each.shape), 0.0)
            points[name] = np.where(gone[:, None], np.nan, moved)
    given = PointSeries(film.time_s, swapped(points, frames), "px", "centres", "film", {})
    pose = measure_pose(given, Told(crank_length_m=TOLD.crank_length_m, cadence_rpm=81.0))
    assert pose.cadence_rpm == pytest.approx(81, abs=0.5)
    for leg in pose.legs.values():
        assert rms(leg.curves["knee_flexion"].mean - truth(film, Joint.KNEE_FLEXION)) < 2.0
