"""What a film's scale is taken from, and what the camera's place does to lengths and circles is said or refused."""

import numpy as np
import pytest

from fit_optimizer.pose.checks import LENGTH_VARIES, NOT_ROUND, ROUND, camera_notes, scale_of
from fit_optimizer.pose.crank import CrankAngle
from fit_optimizer.pose.series import PoseError
from fit_optimizer.pose.views import RiderView

ANGLE = np.linspace(0.0, 16 * np.pi, 400)
CRANK_M, PIXELS = 0.170, 100.0


def crank(radius: float | None = None, roundness: float | None = None) -> CrankAngle:
    """Eight turns of a crank whose circle has a radius in the points' unit."""
    pedalling = np.ones(len(ANGLE), dtype=bool)
    return CrankAngle(
        ANGLE, pedalling, 8, 80.0, "points", radius, None if radius is None else (0, 0), roundness
    )


def view(thigh: float = 0.4, varies: float = 0.0, seen_from="side") -> RiderView:
    """A thigh that swings with the crank, by a share shorter where the crank is forward."""
    swing = 0.4 + 0.3 * np.cos(ANGLE)
    length = thigh * (1 - varies * (1 - np.cos(ANGLE)) / 2)
    knee = length[:, None] * np.stack([np.cos(swing), -np.sin(swing)], axis=1)
    return RiderView(
        seen_from, {"right.hip": np.zeros_like(knee), "right.knee": knee}, "right", ("right",)
    )


def test_the_crank_that_is_told_gives_the_scale_of_pixels():
    scale, said = scale_of(view(), crank(PIXELS), "px", CRANK_M)
    assert scale == pytest.approx(CRANK_M / PIXELS)
    assert said == []


@pytest.mark.parametrize(("too_large", "sentences"), [(1.1, 0), (0.9, 0), (2.0, 1), (0.5, 1)])
def test_a_known_length_comes_before_the_crank_which_contradicts_it_where_they_differ(
    too_large, sentences
):
    told = too_large * CRANK_M / PIXELS
    scale, said = scale_of(view(), crank(PIXELS), "px", CRANK_M, told)
    assert scale == told
    assert len(said) == sentences
    assert all(f"seen {too_large * 170:.0f} mm long and is 170" in one for one in said)


def test_metres_whose_crank_is_another_length_are_corrected_by_it():
    assert scale_of(view(), crank(0.9 * CRANK_M), "m", CRANK_M) == (1.0, [])
    scale, (said,) = scale_of(view(), crank(0.1 * CRANK_M), "m", CRANK_M)
    assert scale == pytest.approx(10.0)
    assert "seen 17 mm long and is 170: the file's scale is wrong" in said


def test_pixels_without_a_known_length_have_no_scale_and_metres_take_none():
    scale, (said,) = scale_of(view(), crank(PIXELS), "px", None)
    assert scale is None
    assert "Lengths in mm need a scale" in said
    assert scale_of(view(), crank(), "px", CRANK_M, 0.002) == (0.002, [])
    with pytest.raises(PoseError, match="leave --known-length out"):
        scale_of(view(), crank(0.17), "m", CRANK_M, 0.002)


@pytest.mark.parametrize(("thigh", "scale"), [(0.4, 1.0), (0.2, None), (400.0, None)])
def test_metres_are_believed_where_the_thigh_is_a_riders(thigh, scale):
    found, said = scale_of(view(thigh), crank(), "m", None)
    assert found == scale
    assert len(said) == (scale is None)
    assert scale_of(view(thigh, seen_from="front"), crank(), "m", None) == (1.0, [])


@pytest.mark.parametrize(("share", "said"), [(0.5, False), (1.5, True)])
def test_a_segment_that_seems_to_change_its_length_is_told(share, said):
    notes = camera_notes(view(varies=share * LENGTH_VARIES), crank())
    assert any("The thigh seems to change its length by" in one for one in notes) == said


@pytest.mark.parametrize(
    ("roundness", "said"), [(1.0, False), (ROUND[0] - 0.01, True), (ROUND[1] + 0.01, True)]
)
def test_a_pedals_path_that_is_not_round_is_told(roundness, said):
    notes = camera_notes(view(), crank(PIXELS, roundness))
    assert any("does not look square from the side" in one for one in notes) == said


@pytest.mark.parametrize("roundness", [NOT_ROUND[0] - 0.01, NOT_ROUND[1] + 0.01])
def test_a_pedals_path_far_from_round_is_refused(roundness):
    with pytest.raises(PoseError, match="have different scales"):
        camera_notes(view(), crank(PIXELS, roundness))
