"""A film of a phone or a picture is called that, not a table without headings."""

from pathlib import Path

import pytest

from fit_optimizer.pose.reader import read_pose
from fit_optimizer.pose.series import PoseError
from fit_optimizer.traces import TraceError, read_trace

FILMS = {
    "mp4": b"\0\0\0\x20ftypisom" + bytes(500),
    "mov": b"\0\0\0\x08wide" + bytes(500),
    "avi": b"RIFF\x10\0\0\0AVI LIST" + bytes(500),
    "webm": b"\x1a\x45\xdf\xa3" + bytes(500),
    "mpg": b"\0\0\x01\xba" + bytes(500),
}


@pytest.mark.parametrize("kind", FILMS)
def test_a_video_is_refused_as_one_with_what_is_wanted_instead(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"ride.{kind}"
    path.write_bytes(FILMS[kind])
    with pytest.raises(PoseError, match=r"is a video: wanted are the points .*TRC"):
        read_pose(path)
    with pytest.raises(TraceError, match=r"is a video\.$"):
        read_trace(path)


def test_a_picture_is_told_what_is_wanted_of_a_film(tmp_path: Path) -> None:
    (tmp_path / "still.jpg").write_bytes(b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(100))
    with pytest.raises(PoseError, match="is a picture: wanted are the points"):
        read_pose(tmp_path / "still.jpg")


def test_a_table_whose_fifth_letter_begins_a_films_word_is_still_a_table(tmp_path: Path) -> None:
    rows = "\n".join(f"420,{t},200,80,85,20" for t in range(60))
    heading = (
        "bar wide mm,time_s,power_w,cadence_rpm,torque_effectiveness_pct,pedal_smoothness_pct\n"
    )
    (tmp_path / "ride.csv").write_text(heading + rows)
    assert read_trace(tmp_path / "ride.csv").recording is not None
