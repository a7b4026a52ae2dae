"""What every poses' format of `FORMATS` must do; a new format's test inherits it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from fit_optimizer.plain_text import plain
from fit_optimizer.pose.formats import FORMATS
from fit_optimizer.pose.measure import MeasuredPose, Told, measured_file
from fit_optimizer.pose.reader import read_pose
from fit_optimizer.traces import TraceError
from rider_models.arrays import Array, Joint
from tests.fit_optimizer.pose.films import Film, Filmed, a_set_up, cycle_of, filmed
from tests.fit_optimizer.traces.formats.file_conformance import FileFormatConformance

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


class PoseFormatConformance(FileFormatConformance):
    """Subclasses name a row of `FORMATS` and write the film of 4.6 s at 81 rpm in it."""

    ending: ClassVar[str]
    has_ankle: ClassVar[bool] = True
    formats = FORMATS
    cuts, damages = 8, 6
    read = staticmethod(read_pose)
    read_or_one_sentence = staticmethod(read_or_one_sentence)

    def __init_subclass__(cls) -> None:
        cls.endings = (cls.ending, ".dat")

    def text(self) -> str:
        """The text of a file of the film."""
        raise NotImplementedError

    def whole(self) -> bytes:
        """The bytes of that text."""
        return self.text().encode()

    def check(self, path: Path) -> None:
        """The rider is who was filmed."""
        self.check_rider(measured_file(path, TOLD))

    def check_rider(self, pose: MeasuredPose) -> None:
        """The same of a rider who was measured."""
        assert pose.cadence_rpm == pytest.approx(81, abs=0.3)
        assert pose.turns == 6
        curves = pose.legs["right"].curves
        assert rms(curves["knee_flexion"].mean - true_angle(Joint.KNEE_FLEXION)) < 0.6
        if self.has_ankle:
            assert (
                rms(curves["ankle_dorsiflexion"].mean - true_angle(Joint.ANKLE_DORSIFLEXION)) < 1.2
            )

    def test_a_file_that_is_read_twice_gives_the_same(self, tmp_path: Path) -> None:
        path = self.written(tmp_path, self.whole())
        one, other = (measured_file(path, TOLD) for _ in range(2))
        for name, curve in one.legs["right"].curves.items():
            assert np.array_equal(curve.mean, other.legs["right"].curves[name].mean)


def rms(values: Array) -> float:
    return float(np.sqrt(np.mean(values**2)))
