"""The largest and the worst files that a reader takes: at most 1 GB and 10 s, whatever comes of it."""

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from fit_optimizer.emg import table as emg_table
from fit_optimizer.emg.cycles import Reading, read_emg
from fit_optimizer.filmed.forces import read_forces
from fit_optimizer.pose.formats import json_frames, text_table
from fit_optimizer.pose.measure import Told, measured_file
from fit_optimizer.traces import read_measured
from rider_models.errors import PedalfitError
from tests.faults.damage import bounded
from tests.faults.sizes import NIGHTLY
from tests.fit_optimizer.pose import written
from tests.fit_optimizer.pose.films import Film, a_set_up, filmed
from tests.fit_optimizer.traces.text_files import tcx

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not NIGHTLY, reason="files of a hundred megabytes: nightly"),
]

TOLD = Told(frame_rate_hz=50.0, crank_length_m=0.17, image_size_px=(1920, 1080))
EMG_HEADINGS = "time_s,crank_angle_deg,vastus_lateralis,biceps_femoris"


def repeated(before: str, row: str, after: str, size: int) -> Iterator[str]:
    """A text of about so many bytes, of one row over and over."""
    yield before
    many = max(1, 1_000_000 // len(row))
    for _ in range(size // (many * len(row))):
        yield row * many
    yield after


def rows_of_a_film(suffix: str, size: int) -> Iterator[str]:
    """A film's table whose rows go on and on."""
    film = filmed(a_set_up(), Film(seconds=20.0))
    text = {"trc": written.trc, "csv": written.angle_csv, "landmarks": written.mediapipe_rows}
    lines = text[suffix](film).splitlines(keepends=True)
    head = 6 if suffix == "trc" else 1
    body, count = lines[head:], 0
    yield "".join(lines[:head])
    rest = [line.split("\t" if suffix == "trc" else ",", 2)[2] for line in body]
    frames = len(film.time_s)
    per_frame = len(body) // frames
    for turn in range(10**6):
        for k, line in enumerate(rest):
            frame = turn * frames + k // per_frame
            if suffix == "csv":
                row = f"{frame / 50:.2f},{body[k].split(',', 1)[1]}"
            elif suffix == "trc":
                row = f"{frame + 1}\t{frame / 50:.2f}\t{line}"
            else:
                row = f"{frame},{20 * frame},{line}"
            count += len(row)
            yield row
        if count > size:
            return


def frames_of_a_film(kind: str, size: int) -> Iterator[str]:
    """A film's JSON whose frames go on and on."""
    film = filmed(a_set_up(), Film(seconds=4.0))
    if kind == "openpose":
        frames = json.dumps(written.openpose_frames(film))[1:-1]
    else:
        frames = json.dumps(json.loads(written.mediapipe_json(film))["frames"])[1:-1]
    yield from repeated("[", frames + ",", frames + "]", size)


def noise_of_muscles(size: int) -> Iterator[str]:
    """An electromyogram of eight channels, sampled at 2 kHz."""
    names = ["vl", "vm", "rf", "bf", "st", "ta", "sol", "gmax"]
    noise = np.random.default_rng(1).standard_normal((2000, len(names)))
    cells = [",".join(f"{value:.4f}" for value in row) for row in noise]
    yield ",".join(["time_s", "crank_angle_deg", *names]) + "\n"
    for k in range(size // 85):
        yield f"{k / 2000:.4f},{(k * 0.24) % 360:.2f},{cells[k % 2000]}\n"


def longer_ride(size: int) -> Iterator[str]:
    """A ride whose points come over and over."""
    text = tcx()
    start, end = text.index("<Trackpoint>"), text.rindex("</Trackpoint>") + len("</Trackpoint>")
    yield from repeated(text[:start], text[start:end], text[end:], size)


TEXT, JSON, EMG = text_table.MOST_BYTES, json_frames.MOST_BYTES, emg_table.MOST_BYTES
MEMBERS, LISTS = json_frames.MOST_MEMBERS, json_frames.MOST_LISTS
LINES = text_table.MOST_LINES


def read_film(path: Path) -> None:
    measured_file(path, TOLD)


FILES: dict[str, tuple[Callable[[Path], object], Callable[[], Iterator[str]]]] = {
    "markers.trc": (read_film, partial(rows_of_a_film, "trc", int(0.97 * TEXT))),
    "angles.csv": (read_film, partial(rows_of_a_film, "csv", 35 * (LINES - 2000))),
    "landmarks.csv": (read_film, partial(rows_of_a_film, "landmarks", 30 * (LINES - 9000))),
    "short lines.csv": (
        read_film,
        partial(repeated, "time_s,right_knee_angle_deg\n", "12\n", "", 3 * LINES - 99),
    ),
    "wide lines.csv": (
        read_film,
        partial(repeated, "time_s," + "knee_x,knee_y," * 900 + "\n", "1," * 1800 + "\n", "", TEXT),
    ),
    "points in cells.csv": (
        read_film,
        partial(
            repeated,
            "frame;" + ";".join(str(k) for k in range(33)) + "\n",
            "1" + ";[1,2]" * 33 + "\n",
            "",
            TEXT - 999,
        ),
    ),
    "one line.csv": (read_film, partial(repeated, "time_s", ",knee_x", "\n1,2\n", TEXT - 99)),
    "openpose.json": (read_film, partial(frames_of_a_film, "openpose", 6 * MEMBERS)),
    "mediapipe.json": (read_film, partial(frames_of_a_film, "mediapipe", 80_000_000)),
    "tables.json": (
        read_film,
        partial(repeated, '["keypoints",', "{},", "{}]", 3 * (LISTS - 10)),
    ),
    "words.json": (
        read_film,
        partial(repeated, '["landmarks",', '"\u20ac1",', '""]', 5 * (MEMBERS - 10)),
    ),
    "muscles.csv": (lambda path: read_emg(path, Reading()), partial(noise_of_muscles, EMG)),
    "words for muscles.csv": (
        lambda path: read_emg(path, Reading()),
        partial(repeated, EMG_HEADINGS + "\n1,2,3,4\n", "x,y,z,w\n", "", EMG - 99),
    ),
    "comments on muscles.csv": (
        lambda path: read_emg(path, Reading()),
        partial(repeated, EMG_HEADINGS + "\n1,2,3,4\n", "#\n", "", EMG - 99),
    ),
    "forces.csv": (
        lambda path: read_forces(path, 170.0, 70.0),
        partial(
            repeated, "crank_angle_deg,right_fore_aft_n,right_vertical_n\n", "1,2,3\n", "", TEXT
        ),
    ),
    "ride.tcx": (
        lambda path: read_measured(path, 172.5, to_compare=False),
        lambda: longer_ride(100_000_000),
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_the_largest_files_take_no_more_than_a_gigabyte_and_ten_seconds(tmp_path, name):
    read, text = FILES[name]
    path = tmp_path / name
    with path.open("w", encoding="utf-8") as file:
        for piece in text():
            file.write(piece)
    said = ""
    try:
        with bounded():
            read(path)
    except PedalfitError as error:
        said = str(error)
    assert not re.search(r"\d MB\b", said), said  # refused for its size it shows nothing
