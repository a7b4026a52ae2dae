"""Damaged recordings, films, electromyograms and pedal forces end in one short sentence, soon, or are read."""

import json
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from fit_optimizer.emg.cycles import Reading, read_emg
from fit_optimizer.filmed.forces import read_forces
from fit_optimizer.pose.formats import FORMATS
from fit_optimizer.pose.measure import Told
from fit_optimizer.traces.file_start import look_at
from rider_models.errors import PedalfitError
from tests.faults.commands import ROOT
from tests.faults.damage import (
    assert_some_read_and_some_refused,
    bounded,
    damaged_cells,
    damaged_fields,
)
from tests.faults.sizes import DAMAGED, NIGHTLY, SEED
from tests.fit_optimizer.emg import recordings as electromyogram
from tests.fit_optimizer.filmed import test_forces
from tests.fit_optimizer.pose import written
from tests.fit_optimizer.pose.films import Film, Filmed, a_set_up, filmed
from tests.fit_optimizer.pose.formats import conformance
from tests.fit_optimizer.traces.formats import damage as recordings
from tests.fit_optimizer.traces.formats.conformance import DATA
from tests.fit_optimizer.traces.text_files import tcx

pytestmark = pytest.mark.slow

HEADINGS = 1_500
"""Bytes that hold a table's headings: every other damage is done among them."""
RECORDINGS = sorted(DATA.iterdir())


def wounds(whole: bytes, chance: random.Random) -> bytes:
    """The file damaged anywhere, or where its headings are, or, every other time, in cells or fields alone."""
    seed = chance.randrange(2**40)
    kind = chance.randrange(4)
    if kind >= 2 and not whole.isascii():  # a FIT file has neither
        kind -= 2
    if kind == 0:
        return recordings.damaged(whole, seed)
    if kind == 1:
        return recordings.damaged(whole[:HEADINGS], seed) + whole[HEADINGS:]
    fields = whole.startswith((b"{", b"["))
    return (damaged_fields if fields else damaged_cells)(whole.decode(), chance)


@pytest.mark.parametrize("kind", ["fit", "tcx", "csv", "txt", "pwx", "json"])
def test_a_damaged_recording_is_read_or_refused_in_a_sentence(tmp_path, kind):
    chance = random.Random(SEED + kind)
    wholes = [path.read_bytes() for path in RECORDINGS if path.suffix == f".{kind}"]
    if kind == "tcx":
        wholes.append(tcx().encode())
    elif kind == "csv":
        wholes.append((ROOT / "examples" / "turbo_ride_bins.csv").read_bytes())
    path = tmp_path / f"ride.{kind}"
    assert "" in {recordings.read_or_one_sentence(written_to(path, whole)) for whole in wholes}
    told = []
    for _ in range(DAMAGED):
        path.write_bytes(wounds(chance.choice(wholes), chance))
        with bounded():
            told.append(recordings.read_or_one_sentence(path))
    assert_some_read_and_some_refused(told)


TOLD = Told(frame_rate_hz=25.0, crank_length_m=0.17, image_size_px=(1920, 1080))


@cache
def the_film() -> Filmed:
    """Six revolutions, one more than are wanted: a damaged film that is still read takes some 20 ms."""
    film = Film(seconds=4.6, rate_hz=TOLD.frame_rate_hz, noise_m=0.002)
    return filmed(a_set_up(crank_length_mm=170), film)


def said_of_film(path: Path) -> str:
    """What is said of a film where it is refused; anything but a measured rider or a sentence fails."""
    return conformance.read_or_one_sentence(path, TOLD)


FILMS: dict[str, Callable[[], str]] = {
    "ride.trc": lambda: written.trc(the_film()),
    "opensim.mot": lambda: written.mot(the_film()),
    "sports2d.mot": lambda: written.mot(the_film(), "sports2d"),
    "openpose.json": lambda: json.dumps(written.openpose_frames(the_film())),
    "mediapipe.json": lambda: written.mediapipe_json(the_film()),
    "mediapipe.csv": lambda: written.mediapipe_csv(the_film()),
    "landmarks.csv": lambda: written.mediapipe_rows(the_film()),
    "kinovea.csv": lambda: written.kinovea_csv(the_film()),
    "kinovea.txt": lambda: written.kinovea_text(the_film()),
    "sheet.xml": lambda: written.kinovea_sheet(the_film()),
    "annotations.kva": lambda: written.kinovea_kva(the_film()),
    "cells.csv": lambda: written.points_in_cells(the_film()),
    "deeplabcut.csv": lambda: written.deeplabcut_csv(the_film()),
    "angles.csv": lambda: written.angle_csv(the_film()),
}


def test_films_of_every_format_are_damaged(tmp_path):
    starts = [look_at(written_to(tmp_path / name, FILMS[name]().encode())) for name in FILMS]
    told = {next(each for each in FORMATS if each.recognises(start)).name for start in starts}
    assert told == {each.name for each in FORMATS}


@pytest.mark.parametrize("name", FILMS)
def test_a_damaged_film_is_read_or_refused_in_a_sentence(tmp_path, name):
    whole = FILMS[name]().encode()
    path = tmp_path / name
    chance = random.Random(SEED + name)
    assert said_of_film(written_to(path, whole)) == ""
    told = []
    for _ in range(DAMAGED if NIGHTLY else DAMAGED // len(FILMS)):
        written_to(path, wounds(whole, chance))
        with bounded():
            told.append(said_of_film(path))
    assert_some_read_and_some_refused(told)


def test_a_folder_of_damaged_frames_is_read_or_refused_in_a_sentence(tmp_path):
    folder = written.openpose_folder(the_film(), tmp_path / "frames")
    chance = random.Random(SEED + "frames")
    frames = sorted(folder.iterdir())
    wholes = [path.read_bytes() for path in frames]
    told = []
    for _ in range(DAMAGED if NIGHTLY else DAMAGED // len(FILMS)):
        hurt = chance.sample(range(len(frames)), 1 + chance.randrange(3))
        for k in hurt:
            frames[k].write_bytes(recordings.damaged(wholes[k], chance.randrange(2**40)))
        with bounded():
            told.append(said_of_film(folder))
        for k in hurt:
            frames[k].write_bytes(wholes[k])
    assert_some_read_and_some_refused(told)


def test_a_damaged_electromyogram_is_read_or_refused_in_a_sentence(tmp_path):
    path = electromyogram.written(
        tmp_path / "muscles.csv", electromyogram.recording(seconds=4.6, rate_hz=500.0)
    )
    read_emg(path, Reading())
    whole = path.read_bytes()
    chance = random.Random(SEED + path.name)
    told = []
    for _ in range(DAMAGED):
        written_to(path, wounds(whole, chance))
        with bounded():
            told.append(said_of(lambda: read_emg(path, Reading())))
        assert recordings.is_one_short_line(told[-1])
    assert_some_read_and_some_refused(told)


@cache
def forces() -> list[bytes]:
    """Published components, a table of one leg's, and a table of torques."""
    torque = 30 - 0.1 * test_forces.VERTICAL
    return [
        test_forces.PARK.read_bytes(),
        test_forces.table(
            "right_fore_aft_n,right_vertical_n", test_forces.FORE_AFT, test_forces.VERTICAL
        ).encode(),
        test_forces.table("left_torque_nm,right_torque_nm", torque, torque).encode(),
    ]


def test_damaged_forces_are_read_or_refused_in_a_sentence(tmp_path):
    chance = random.Random(SEED + "forces")
    path = tmp_path / "forces.csv"
    for whole in forces():
        read_forces(written_to(path, whole), 170.0, 70.0)
    told = []
    for _ in range(DAMAGED):
        written_to(path, wounds(chance.choice(forces()), chance))
        with bounded():
            told.append(said_of(lambda: read_forces(path, 170.0, 70.0)))
        assert recordings.is_one_short_line(told[-1])
    assert_some_read_and_some_refused(told)


def written_to(path: Path, contents: bytes) -> Path:
    """The path, with these contents."""
    path.write_bytes(contents)
    return path


def said_of(read: Callable[[], object]) -> str:
    """What is said of an input where it is refused; anything but a reading or a sentence fails."""
    try:
        read()
    except PedalfitError as error:
        return str(error)
    return ""
