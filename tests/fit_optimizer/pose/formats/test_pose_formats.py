"""Every program's files of one simulated rider give that rider; other and damaged files one sentence."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fit_optimizer.pose import formats
from fit_optimizer.pose.formats import FORMATS
from fit_optimizer.pose.landmarks import point_named
from fit_optimizer.pose.measure import Told, measured_file
from fit_optimizer.pose.reader import read_pose
from fit_optimizer.pose.series import PoseError
from rider_models.arrays import Joint
from tests.fit_optimizer.pose import written
from tests.fit_optimizer.pose.films import Film, a_set_up, filmed
from tests.fit_optimizer.pose.formats.conformance import (
    TOLD,
    PoseFormatConformance,
    read_or_one_sentence,
    rms,
    the_film,
    true_angle,
)

SINCE_1970_MS = 1_790_000_000_000
OWN_FIXTURE = [HealthCheck.function_scoped_fixture]


class TestTrc(PoseFormatConformance):
    name, ending = "TRC", ".trc"

    def text(self) -> str:
        return written.trc(the_film())

    def test_millimetres_are_read_as_such(self, tmp_path: Path) -> None:
        path = self.written(tmp_path, written.trc(the_film(), "mm", 1000.0).encode())
        pose = measured_file(path, TOLD)
        self.check_rider(pose)
        assert pose.legs["right"].figures["knee_travel_mm"].value == pytest.approx(13, abs=4)

    @pytest.mark.parametrize(("unit", "factor"), [("m", 1000.0), ("mm", 1.0)])
    def test_lengths_in_a_unit_of_another_name_are_left_out_and_angles_kept(
        self, tmp_path: Path, unit: str, factor: float
    ) -> None:
        path = self.written(tmp_path, written.trc(the_film(), unit, factor).encode())
        without = measured_file(path, replace(TOLD, crank_length_m=None))
        self.check_rider(without)
        assert not [key for key in without.legs["right"].figures if key.endswith("_mm")]
        assert any("which no rider's is" in note for note in without.notes)
        by_crank = measured_file(path, TOLD).legs["right"].figures
        assert by_crank["knee_travel_mm"].value == pytest.approx(13, abs=4)

    def test_metres_without_a_crank_length_give_lengths(self, tmp_path: Path) -> None:
        path = self.written(tmp_path, written.trc(the_film()).encode())
        pose = measured_file(path, replace(TOLD, crank_length_m=None))
        assert pose.legs["right"].figures["knee_travel_mm"].value == pytest.approx(13, abs=4)
        assert not any("which no rider's is" in note for note in pose.notes)


class TestMot(PoseFormatConformance):
    name, ending = "MOT", ".mot"

    def text(self) -> str:
        return written.mot(the_film())

    def test_radians_that_are_called_so_are_read(self, tmp_path: Path) -> None:
        text = written.mot(the_film(), in_degrees=False)
        self.check_rider(measured_file(self.written(tmp_path, text.encode()), TOLD))

    def test_sports2d_hip_is_the_angle_from_trunk_to_thigh(self, tmp_path: Path) -> None:
        text = written.mot(the_film(), "sports2d")
        pose = measured_file(self.written(tmp_path, text.encode()), TOLD)
        self.check_rider(pose)
        film = the_film().angles_deg["right.trunk_to_thigh"]
        assert pose.legs["right"].figures["hip_closed_deg"].value == pytest.approx(
            film.min(), abs=0.5
        )


class TestOpenPose(PoseFormatConformance):
    name, ending = "OpenPose JSON", ".json"

    def text(self) -> str:
        return _openpose()

    @pytest.mark.parametrize("body", [25, 26])
    def test_a_folder_with_a_file_a_frame_is_read(self, tmp_path: Path, body: int) -> None:
        folder = tmp_path / "frames"
        folder.mkdir()
        for k, frame in enumerate(written.openpose_frames(the_film(), body)):
            (folder / f"ride_{k:012d}_keypoints.json").write_text(json.dumps(frame))
        self.check_rider(measured_file(folder, TOLD))

    def test_the_older_body_of_eighteen_points_has_knees_and_no_feet(self, tmp_path: Path) -> None:
        frames = json.dumps(written.openpose_frames(the_film(), 18))
        pose = measured_file(self.written(tmp_path, frames.encode()), TOLD)
        knee = pose.legs["right"].curves["knee_flexion"].mean
        assert rms(knee - true_angle(Joint.KNEE_FLEXION)) < 1.5
        assert "ankle_dorsiflexion" not in pose.legs["right"].curves


@cache
def _openpose() -> str:
    return json.dumps(written.openpose_frames(the_film()))


@cache
def _mediapipe(world: bool) -> str:
    return written.mediapipe_json(the_film(), world)


class TestMediaPipe(PoseFormatConformance):
    name, ending = "MediaPipe JSON", ".json"

    def text(self) -> str:
        return _mediapipe(False)

    def test_world_landmarks_are_taken_where_there_are_any(self, tmp_path: Path) -> None:
        pose = measured_file(self.written(tmp_path, _mediapipe(True).encode()), TOLD)
        self.check_rider(pose)
        assert not pose.plane

    def test_times_in_ms_since_1970_are_times(self, tmp_path: Path) -> None:
        document = json.loads(_mediapipe(False))
        for frame in document["frames"]:
            frame["timestamp_ms"] += SINCE_1970_MS
        path = self.written(tmp_path, json.dumps(document).encode())
        self.check_rider(measured_file(path, replace(TOLD, frame_rate_hz=None)))


class TestKinoveaText(PoseFormatConformance):
    name, ending = "Kinovea text", ".txt"

    def text(self) -> str:
        return written.kinovea_text(the_film())

    def test_names_in_french_and_times_in_seconds_are_read(self, tmp_path: Path) -> None:
        path = self.written(tmp_path, written.kinovea_french(the_film()).encode())
        self.check_rider(measured_file(path, Told(crank_length_m=0.17)))

    def test_trajectories_without_names_are_asked_for_theirs(self, tmp_path: Path) -> None:
        rows = "".join(f"0:00:00:{k:02d} {k}.00 3.00 \n" for k in range(20))
        text = f"#Kinovea Trajectory data export\n#T X Y\n{rows}\n{rows}"
        with pytest.raises(PoseError, match="has 2 trajectories without names: name them hip"):
            read_pose(self.written(tmp_path, text.encode()))


class TestKinoveaSheet(PoseFormatConformance):
    name, ending = "Kinovea XML", ".xml"

    def text(self) -> str:
        return written.kinovea_sheet(the_film())

    def test_frames_closer_than_the_clock_tells_are_kept_apart(self, tmp_path: Path) -> None:
        film = filmed(a_set_up(crank_length_mm=170), Film(seconds=5, rate_hz=150))
        path = self.written(tmp_path, written.kinovea_sheet(film).encode())
        series = read_pose(path)
        assert series.frames == len(film.time_s)
        assert measured_file(path).cadence_rpm == pytest.approx(81, abs=0.5)


class TestKinoveaAnnotations(PoseFormatConformance):
    name, ending = "Kinovea XML", ".kva"

    def text(self) -> str:
        return written.kinovea_kva(the_film())

    def test_an_annotation_file_without_a_frame_rate_is_refused(self, tmp_path: Path) -> None:
        text = self.text().replace("CaptureFramerate", "SomethingElse")
        with pytest.raises(PoseError, match="tells no frame rate"):
            read_pose(self.written(tmp_path, text.encode()))


class TestKinoveaCsv(PoseFormatConformance):
    name, ending = "Kinovea CSV", ".csv"

    def text(self) -> str:
        return written.kinovea_csv(the_film())


class TestCsvOfPoints(PoseFormatConformance):
    name, ending = "CSV", ".csv"

    def text(self) -> str:
        return written.mediapipe_csv(the_film())

    def test_a_line_for_each_landmark_is_read(self, tmp_path: Path) -> None:
        path = self.written(tmp_path, written.mediapipe_rows(the_film()).encode())
        self.check_rider(measured_file(path, TOLD))

    def test_times_in_ms_since_1970_are_times(self, tmp_path: Path) -> None:
        head, *rows = written.mediapipe_rows(the_film()).splitlines()
        cells = [row.split(",") for row in rows]
        lines = [f"{c[0]},{SINCE_1970_MS + float(c[1]):.2f},{','.join(c[2:])}" for c in cells]
        path = self.written(tmp_path, "\n".join([head, *lines]).encode())
        self.check_rider(measured_file(path, replace(TOLD, frame_rate_hz=None)))

    @pytest.mark.parametrize(("unit", "factor"), [("m", 1.0), ("mm", 1000.0)])
    def test_a_unit_behind_a_coordinate_is_the_points(
        self, tmp_path: Path, unit: str, factor: float
    ) -> None:
        """`right_hip_x_mm` is no angle of the hip."""
        path = self.written(tmp_path, written.points_csv(the_film(), unit, factor).encode())
        pose = measured_file(path, replace(TOLD, crank_length_m=None))
        thigh = 1000 * the_film().on.rider.right.thigh_m
        assert pose.legs["right"].curves["thigh_mm"].mean.mean() == pytest.approx(thigh, rel=0.02)

    def test_two_units_of_length_are_refused(self, tmp_path: Path) -> None:
        text = written.points_csv(the_film(), "m", 1.0).replace("_x_m,", "_x_mm,", 1)
        with pytest.raises(PoseError, match="name m and mm"):
            measured_file(self.written(tmp_path, text.encode()), TOLD)


class TestCsvOfPointsInCells(PoseFormatConformance):
    name, ending = "CSV", ".csv"

    def text(self) -> str:
        return written.points_in_cells(the_film())


class TestCsvOfDeepLabCut(PoseFormatConformance):
    name, ending = "CSV", ".csv"

    def text(self) -> str:
        return written.deeplabcut_csv(the_film())


class TestCsvOfAngles(PoseFormatConformance):
    name, ending = "CSV", ".csv"

    def text(self) -> str:
        return written.angle_csv(the_film())


@pytest.mark.parametrize(
    ("name", "point"),
    [
        ("Hüfte links", "left.hip"),
        ("épaule gauche", "left.shoulder"),
        ("Rodilla derecha", "right.knee"),
        ("caviglia dx", "right.ankle"),
        ("tornozelo esquerdo", "left.ankle"),
        ("RHeel", "right.heel"),
        ("Knöchel", "near.ankle"),
        ("nose", None),
    ],
)
def test_parts_of_the_body_have_their_names_in_other_languages(
    name: str, point: str | None
) -> None:
    assert point_named(name) == point


def test_every_format_has_the_conformance_tests() -> None:
    tested = {
        one.name
        for one in globals().values()
        if isinstance(one, type) and issubclass(one, PoseFormatConformance) and hasattr(one, "name")
    }
    assert tested == {each.name for each in FORMATS}
    assert all(each.name in formats.format_names() for each in FORMATS)


@settings(max_examples=40, deadline=None, suppress_health_check=OWN_FIXTURE)
@given(data=st.binary(max_size=300))
def test_random_bytes_never_crash_the_reader(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "random"
    path.write_bytes(data)
    read_or_one_sentence(path)


HEADINGS = [
    "time_s",
    "frame",
    "right_knee_angle_deg",
    "knee_x",
    "knee_y",
    "hip_x",
    "hip_y",
    "ankle_x",
    "ankle_y",
    "x_24",
    "y_24",
    "landmark",
    "x",
    "y",
    "crank_angle_deg",
    "hip_deg",
    "LEFT_HIP_visibility",
]
CELL = st.one_of(
    st.floats(width=32).map(str),
    st.integers(-400, 900).map(str),
    st.sampled_from(["", "abc", "1e400", "inf", '"', "0:00:01:20", "0,5"]),
)


@settings(max_examples=40, deadline=None, suppress_health_check=OWN_FIXTURE)
@given(data=st.data())
def test_random_tables_never_crash_the_reader(tmp_path: Path, data: st.DataObject) -> None:
    headings = data.draw(st.lists(st.sampled_from(HEADINGS), min_size=2, max_size=8))
    rows = data.draw(st.lists(st.lists(CELL, max_size=len(headings) + 1), max_size=25))
    separator = data.draw(st.sampled_from([",", ";", "\t"]))
    path = tmp_path / "table.csv"
    path.write_text("\n".join(separator.join(row) for row in [headings, *rows]))
    read_or_one_sentence(path)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.floats(), st.integers(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(
                [
                    "people",
                    "pose_keypoints_2d",
                    "landmarks",
                    "worldLandmarks",
                    "frames",
                    "x",
                    "y",
                    "3",
                ]
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)


@settings(max_examples=40, deadline=None, suppress_health_check=OWN_FIXTURE)
@given(document=JSON, word=st.sampled_from(["pose_keypoints_2d", "landmarks"]))
def test_random_json_never_crashes_the_reader(tmp_path: Path, document: object, word: str) -> None:
    path = tmp_path / "pose.json"
    path.write_text(json.dumps({word: document}))
    read_or_one_sentence(path)


@pytest.mark.slow
@pytest.mark.parametrize(
    "kind",
    [
        TestTrc,
        TestMot,
        TestKinoveaText,
        TestKinoveaSheet,
        TestKinoveaCsv,
        TestCsvOfAngles,
        TestCsvOfPointsInCells,
    ],
)
def test_hundreds_of_damaged_files_never_crash_the_reader(
    tmp_path: Path, kind: type[PoseFormatConformance], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kind, "damages", 400)
    kind().test_damage_ends_in_a_reading_or_one_sentence(tmp_path)
