"""Legs of two lengths: the shorter one is shimmed, mirrored legs alike, and small differences are left."""

from collections.abc import Iterator

import pytest

from fit_optimizer.recommendation.legs import (
    WORTH_SHIMMING_MM,
    advise_legs,
    shim_advised,
    with_advised_shims,
)
from fit_optimizer.setup.setup_file import read_set_up, with_values
from fit_optimizer.setup.tables import SetUp
from tests.fit_optimizer.known_rider import TURBO, ask, known_answer

KNEE_DEG = 40.0
SADDLE = {"saddle_height_mm": 740.0}


@pytest.fixture(autouse=True)
def _answers() -> Iterator[None]:
    """The knees' angles are computed, no stroke is."""
    with pytest.MonkeyPatch.context() as patch:
        ask(patch, known_answer)
        yield


def with_legs(left_mm: float, right_mm: float, **keys: object) -> SetUp:
    legs = {"thigh_mm": {"left": left_mm, "right": right_mm}, "shank_mm": 415.0}
    return with_values(read_set_up(TURBO), {**legs, **keys})


def test_of_legs_alike_nothing_is_said() -> None:
    even = with_legs(430.0, 430.0)
    assert advise_legs(even, SADDLE, KNEE_DEG) is None
    assert with_advised_shims(even) is even


@pytest.mark.parametrize(
    ("left_mm", "right_mm", "shorter"), [(424, 434, "left"), (434, 424, "right")]
)
def test_the_shim_lies_under_the_shorter_leg_and_half_as_high_as_it_is_short(
    left_mm: float, right_mm: float, shorter: str
) -> None:
    set_up = with_legs(left_mm, right_mm)
    found = advise_legs(set_up, SADDLE, KNEE_DEG)
    assert found is not None
    assert (found.shorter, round(found.difference_mm, 6)) == (shorter, 10.0)
    assert found.advised == found.options[-1].name
    shims = shim_advised(set_up)
    assert shims[shorter] == 5.0  # type: ignore[index]
    assert sum(shims.values()) == 5.0


def test_each_saddle_gives_the_leg_that_it_is_for_the_knee_that_is_asked() -> None:
    found = advise_legs(with_legs(424.0, 434.0), SADDLE, KNEE_DEG)
    assert found is not None
    for_left, for_right, shimmed = found.options
    assert for_left.knee_bottom_deg["left"] == pytest.approx(KNEE_DEG, abs=0.6)
    assert for_right.knee_bottom_deg["right"] == pytest.approx(KNEE_DEG, abs=0.6)
    assert for_left.saddle_height_mm < for_right.saddle_height_mm
    apart = {
        one.name: abs(one.knee_bottom_deg["left"] - one.knee_bottom_deg["right"])
        for one in found.options
    }
    assert apart[shimmed.name] < min(apart[for_left.name], apart[for_right.name])


def test_a_difference_that_most_people_have_is_told_and_left() -> None:
    small = with_legs(430.0, 430.0 + WORTH_SHIMMING_MM - 1.0)
    found = advise_legs(small, SADDLE, KNEE_DEG)
    assert found is not None
    assert found.advised == ""
    assert with_advised_shims(small) is small


def test_who_has_a_shim_already_keeps_it() -> None:
    shimmed = with_legs(424.0, 434.0, shim_mm={"left": 3.0, "right": 0.0})
    assert shim_advised(shimmed) == pytest.approx({"left": 3.0, "right": 0.0})
