"""What is said of the bicycle as it is, before anything is searched."""

import pytest

from fit_optimizer.recommendation.present import beyond_the_muscles
from fit_optimizer.setup.setup_file import parse_set_up
from rider_models.errors import PedalfitError
from tests.fit_optimizer.straight_leg import CUSTOM_MM, tables, too_high_mm


def test_nothing_is_said_of_what_can_be_ridden():
    assert beyond_the_muscles(parse_set_up(tables(CUSTOM_MM))) == ""


def test_a_saddle_that_asks_too_much_is_named_where_a_customary_one_does_not():
    height_mm = too_high_mm()
    said = beyond_the_muscles(parse_set_up(tables(height_mm)))
    assert said.startswith(f"At {height_mm:.0f} mm the saddle asks more of the muscles")


def test_a_power_that_no_saddle_mends_is_refused():
    with pytest.raises(PedalfitError, match="power_w"):
        beyond_the_muscles(parse_set_up(tables(CUSTOM_MM, 1800.0)))
