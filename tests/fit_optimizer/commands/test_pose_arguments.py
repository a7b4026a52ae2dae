"""What a fitter tells of a film on the command line: lengths in metres, sizes in pixels, or a sentence."""

from pathlib import Path

import pytest
import typer

from fit_optimizer.commands.pose_arguments import FilmFlags, LoneFilmFlags
from fit_optimizer.pose.series import PoseError
from fit_optimizer.setup.setup_file import parse_set_up
from tests.strategies import set_up

SET_UP = parse_set_up(set_up(crank_length_mm=165.0))


@pytest.mark.parametrize("text", ["668=412", " 668 mm = 412 px ", "668,0=412.0"])
def test_a_known_length_gives_metres_per_pixel(text):
    assert FilmFlags(known_length=text).told(None).m_per_px == pytest.approx(0.668 / 412)


@pytest.mark.parametrize("text", ["412", "0=412", "668=2", "49=412", "5001=412", "668:412"])
def test_a_length_that_gives_no_scale_is_refused_with_an_example(text):
    with pytest.raises(PoseError, match="as 668=412"):
        FilmFlags(known_length=text).told(None)


def test_the_size_of_an_image_is_width_and_height_in_pixels():
    assert FilmFlags(image_size="1920x1080").told(None).image_size_px == (1920, 1080)
    for wrong in ("1920", "1920x00", "x1080"):
        with pytest.raises(PoseError, match="as 1920x1080"):
            FilmFlags(image_size=wrong).told(None)


def test_cranks_and_cadence_are_the_set_ups_and_a_length_told_comes_before():
    assert FilmFlags().told(SET_UP).crank_length_m == pytest.approx(0.165)
    assert FilmFlags().told(SET_UP).cadence_rpm == 90.0
    assert LoneFilmFlags(crank_length_mm=172.5).told(SET_UP).crank_length_m == pytest.approx(0.1725)
    assert LoneFilmFlags().told(None).crank_length_m is None


def test_what_is_told_of_a_film_that_is_not_given_is_refused_by_its_option():
    with pytest.raises(typer.BadParameter) as refused:
        FilmFlags(known_length="668=412").check_given(None)
    assert refused.value.param_hint == "--known-length"
    FilmFlags(known_length="668=412").check_given(Path("film.trc"))
    FilmFlags().check_given(None)
