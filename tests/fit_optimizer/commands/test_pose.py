"""`pedalfit pose`: figures in the terminal and as JSON, beside a set-up; refusals with exit code 2."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from fit_optimizer.documents.pose import PoseDocument
from tests.fit_optimizer.pose import written
from tests.fit_optimizer.pose.films import Film, a_set_up, filmed

Run = Callable[..., tuple[int, str, str]]
RIDER = "[rider]\nheight_mm = 1780\nmass_kg = 66\n[riding]\npower_w = 200\ncadence_rpm = 81\n"


def _wordy(text: str) -> str:
    """A TRC whose points are words."""
    lines = text.splitlines()
    rows = [
        "\t".join((*row.split("\t")[:2], *("x" for _ in row.split("\t")[2:]))) for row in lines[6:]
    ]
    return "\n".join((*lines[:6], *rows)) + "\n"


def _turned(text: str) -> str:
    """A table of angles whose signs are turned round, but for the time's."""
    heading, *rows = text.splitlines()
    turned = [",-".join(row.split(",")).replace("--", "") for row in rows]
    return "\n".join((heading, *turned)) + "\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    film = filmed(a_set_up(), Film(seconds=4.6, noise_m=0.002))
    for name in ("film.trc", "film"):
        (tmp_path / name).write_text(written.trc(film))
    (tmp_path / "angles.csv").write_text(written.angle_csv(film))
    (tmp_path / "rider.toml").write_text(RIDER)
    (tmp_path / "wordy.trc").write_text(_wordy(written.trc(film)))
    (tmp_path / "turned.csv").write_text(_turned(written.angle_csv(film)))
    (tmp_path / "frames").mkdir()
    for number in range(20):
        (tmp_path / "frames" / f"frame_{number}_keypoints.json").write_text('{"people": []}')
    return tmp_path


def test_the_model_of_the_filmed_rider_agrees_with_the_film(run_here: Run, folder: Path) -> None:
    code, said, _ = run_here("pose", "film.trc", "--against", "rider.toml", "--json", "pose.json")
    assert code == 0
    assert "least knee flexion" in said
    document = PoseDocument.model_validate_json((folder / "pose.json").read_text())
    assert json.loads((folder / "pose.json").read_text())["schema"] == "pedalfit.pose/1"
    for leg in document.legs.values():
        for name in ("knee_flexion", "trunk_to_thigh", "ankle_dorsiflexion"):
            error = leg.curves[name].rms_error
            assert error is not None
            assert error < 1.5, name


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("rider.toml",), "names no points or angles"),
        (("missing.trc",), "no file"),
        (("film.trc", "--frame-rate", "25", "--against", "rider.toml"), "cadence"),
        (("angles.csv", "--image-size", "wide"), "--image-size"),
        (("angles.csv", "--image-size", "00x00"), "--image-size"),
        (("angles.csv", "--known-length", "668"), "--known-length"),
        (("angles.csv", "--known-length", "668=0"), "--known-length"),
        (("film.trc", "--set", "power_w=100"), "a change needs a set-up: --against"),
        (("wordy.trc",), "cells hold no number"),
        (("turned.csv",), "flexion is counted positive"),
        (("frames",), "no frame with the keypoints of a person"),
        (("film.trc", "--json", "./film.trc"), "--json, film.trc has the ending of another format"),
        (("film", "--json", "film"), "file that is read"),
        (("film.trc", "--json", "angles.csv"), "ending of another format"),
    ],
)
def test_what_cannot_be_used_ends_in_one_sentence_and_two(
    run_here: Run, folder: Path, words: tuple[str, ...], sentence: str
) -> None:
    code, _, said = run_here("pose", *words)
    assert code == 2
    assert sentence in " ".join(said.split())
    assert "Traceback" not in said


def test_a_fit_takes_what_is_told_of_its_film_before_it_searches(
    run_here: Run, folder: Path
) -> None:
    written.openpose_folder(filmed(a_set_up(), Film(seconds=5)), folder / "body_25")
    code, _, said = run_here("fit", "rider.toml", "--pose", "body_25", "--out", "there")
    assert code == 2
    assert "--frame-rate" in said
    far = ("--frame-rate", "20", "--trials", "1")
    code, _, said = run_here("fit", "rider.toml", "--pose", "body_25", *far, "--out", "there")
    assert code == 2
    assert "cadence told is 81" in " ".join(said.split())
    assert not (folder / "there").exists()
