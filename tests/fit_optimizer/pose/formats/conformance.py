"""What every format of `FORMATS` must do; a new format's test inherits it."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from fit_optimizer.plain_text import plain
from fit_optimizer.pose.formats import FORMATS, PoseFormat
from fit_optimizer.pose.measure import MeasuredPose, Told, measured_file
from fit_optimizer.pose.reader import read_pose
from fit_optimizer.traces import TraceError
from fit_optimizer.traces.file_start import look_at
from rider_models.arrays import Array, Joint
from tests.fit_optimizer.pose.films import Film, Filmed, a_set_up, cycle_of, filmed
from tests.fit_optimizer.traces.formats.damage import damaged

DAMAGED = int(os.environ.get("PEDALFIT_DAMAGED", "6"))
"""Damaged files of each format; 500 take some minutes."""

TOLD = Told(frame_rate_hz=50.0, crank_length_m=0.17, image_size_px=(1920, 1080))


@cache
def the_film() -> Filmed:
    return filmed(a_set_up(crank_length_mm=170), Film(seconds=4.6, noise_m=0.002))


@cache
def true_angle(joint: Joint) -> Array:
    cycle, _ = cycle_of(the_film().on, "right")
    return np.rad2deg(cycle.joint_angles[:, joint])


def read_or_one_sentence(path: Path, told: Told = TOLD) -> str:
    """What is said of a file where it is refused; anything but a measured rider or a sentence fails."""
    said = ""
    try:
        pose = measured_file(path, told)
    except TraceError as error:
        said = str(error)
    else:
        assert all(one == plain(one) for one in pose.notes)
        assert all(
            np.isfinite(figure.value)
            for leg in pose.legs.values()
            for figure in leg.figures.values()
        )
    assert said == plain(said)
    assert len(said) <= 300, said
    assert not said or said.endswith((".", "?")), said
    return said


class PoseFormatConformance:
    """Subclasses name a row of `FORMATS` and write the film of 4.6 s at 81 rpm in it."""

    name: ClassVar[str]
    ending: ClassVar[str]
    has_ankle: ClassVar[bool] = True

    def whole(self) -> str:
        """The text of a file of the film."""
        raise NotImplementedError

    def row(self) -> PoseFormat:
        return next(each for each in FORMATS if each.name == self.name)

    def written(self, tmp_path: Path, data: bytes | None = None, ending: str = "") -> Path:
        path = tmp_path / f"ride{ending or self.ending}"
        path.write_bytes(self.whole().encode() if data is None else data)
        return path

    def check_rider(self, pose: MeasuredPose) -> None:
        """The rider is who was filmed."""
        assert pose.cadence_rpm == pytest.approx(81, abs=0.3)
        assert pose.turns == 6
        curves = pose.legs["right"].curves
        assert rms(curves["knee_flexion"].mean - true_angle(Joint.KNEE_FLEXION)) < 0.6
        if self.has_ankle:
            assert (
                rms(curves["ankle_dorsiflexion"].mean - true_angle(Joint.ANKLE_DORSIFLEXION)) < 1.2
            )

    def test_the_row_says_what_the_format_is(self) -> None:
        row = self.row()
        assert row.ending.startswith(".")
        assert row.holds

    def test_the_rider_is_read_whatever_the_file_is_called(self, tmp_path: Path) -> None:
        for ending in (self.ending, ".dat"):
            path = self.written(tmp_path, ending=ending)
            first = next(each for each in FORMATS if each.recognises(look_at(path)))
            assert first.name == self.name
            self.check_rider(measured_file(path, TOLD))

    def test_a_file_that_is_read_twice_gives_the_same(self, tmp_path: Path) -> None:
        one, other = (measured_file(self.written(tmp_path), TOLD) for _ in range(2))
        for name, curve in one.legs["right"].curves.items():
            assert np.array_equal(curve.mean, other.legs["right"].curves[name].mean)

    def test_a_file_cut_anywhere_is_read_or_refused_in_one_sentence(self, tmp_path: Path) -> None:
        whole = self.whole().encode()
        for part in range(1, 8):
            read_or_one_sentence(self.written(tmp_path, whole[: len(whole) * part // 8]))

    def test_damage_ends_in_a_reading_or_one_sentence(self, tmp_path: Path) -> None:
        whole = self.whole().encode()
        for seed in range(DAMAGED):
            read_or_one_sentence(self.written(tmp_path, damaged(whole, seed)))

    def test_another_file_under_this_ending_is_refused_for_what_it_is(self, tmp_path: Path) -> None:
        page = b"<!DOCTYPE html>\n<html><head><title>Log in</title></head></html>"
        for data, sentence in (
            (b"", "is empty"),
            (page, "web page"),
            (b"PK\x03\x04" + bytes(60), "ZIP"),
        ):
            with pytest.raises(TraceError, match=sentence):
                read_pose(self.written(tmp_path, data))


def rms(values: Array) -> float:
    return float(np.sqrt(np.mean(values**2)))
