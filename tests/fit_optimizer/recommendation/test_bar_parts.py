"""The bar goes where parts that are sold bring it, and no farther."""

from __future__ import annotations

import re
from math import cos, hypot, radians, sin
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fit_optimizer.recommendation.bar_parts import (
    FARTHER_MM,
    FORWARD_COUNTS,
    REACHED_MM,
    STEMS_MM,
    bar_parts,
    reached,
)
from fit_optimizer.setup.bike_parts import HEAD_TUBE_ANGLE_DEG
from fit_optimizer.setup.setup_file import read_set_up

TURBO = Path(__file__).parents[3] / "examples" / "turbo_rider.toml"
STEM = re.compile(r"a stem of (\d+) mm, ([+-]\d+) deg(?! is)")


@settings(max_examples=40, deadline=None)
@given(st.floats(-40, 40), st.floats(-60, 130))
def test_a_stem_that_is_named_is_sold_and_the_parts_named_move_the_bar_as_told(
    forward: float, up: float
) -> None:
    parts = bar_parts(read_set_up(TURBO), forward, up)
    if parts is None:
        return
    stem, rise = 100.0, -6.0
    if found := STEM.search(parts.words):
        stem, rise = float(found[1]), float(found[2])
        shortest, longest = STEMS_MM[abs(rise)]
        assert shortest <= stem <= longest
    elif turned := re.search(r"turned over \(([+-]\d+) deg\)", parts.words):
        rise = float(turned[1])
    spacer = 0.0
    if put := re.search(r"(\d+) mm of spacers (under|from)", parts.words):
        spacer = float(put[1]) * (1 if put[2] == "under" else -1)
    steerer = radians(HEAD_TUBE_ANGLE_DEG)
    along, before = radians(17 + rise), radians(17 - 6)
    x = stem * cos(along) - 100 * cos(before) - spacer * cos(steerer)
    z = stem * sin(along) - 100 * sin(before) + spacer * sin(steerer)
    assert parts.forward_mm == pytest.approx(x, abs=0.1)
    assert parts.up_mm == pytest.approx(z, abs=0.1)
    assert parts.misses_mm == pytest.approx(hypot(FORWARD_COUNTS * (x - forward), z - up), abs=0.1)


def test_a_bar_as_high_as_no_stem_reaches_is_not_reached() -> None:
    set_up = read_set_up(TURBO)
    assert reached(set_up, 0.0, 0.0)
    assert reached(set_up, 5.0, 45.0)
    assert not reached(set_up, 8.0, 120.0)
    no_room = read_set_up(TURBO, ["spacers_mm=0", "spacers_above_mm=0", "stem_length_mm=100"])
    assert not reached(no_room, 0.0, 60.0)


def test_nobody_buys_a_stem_for_what_a_spacer_does() -> None:
    """A longer stem for a stiff rider whose bar has to come up by no more than a finger's width."""
    parts = bar_parts(read_set_up(TURBO), 8.0, 7.0)
    assert parts is not None
    assert "stem of" not in parts.words
    assert 4 <= parts.up_mm <= 10


def test_a_bar_that_is_to_come_up_gets_no_longer_reach() -> None:
    """130 mm of stem for a back that wants a shorter or higher reach, as the same page says."""
    bar = ["spacers_mm=10", "spacers_above_mm=10", "stem_length_mm=110", "stem_angle_deg=-6"]
    for up in (30.0, 40.0, 50.0):
        parts = bar_parts(read_set_up(TURBO, bar), 9.0, up)
        assert parts is not None
        assert parts.up_mm > 20
        assert parts.forward_mm <= FARTHER_MM


def test_pads_of_aero_bars_go_straight_up_by_whole_spacers() -> None:
    aero = read_set_up(TURBO, ["discipline=time_trial"])
    parts = bar_parts(aero, -3.0, 12.0)
    assert parts is not None
    assert (parts.forward_mm, parts.up_mm) == (0.0, 10.0)
    assert "arm pads" in parts.words
    assert "stem" not in parts.words
    assert parts.misses_mm == pytest.approx(hypot(3 * FORWARD_COUNTS, 2))
    assert parts.misses_mm < REACHED_MM


def test_spacers_that_nobody_counted_are_told_as_a_condition() -> None:
    """20 mm of spacers under a stem that has none above it: a step that cannot be made."""
    counted = ["spacers_mm=20", "spacers_above_mm=20"]
    for up, where in ((19.0, "above it"), (-19.0, "under it")):
        for bar, told in (([], True), (counted, False)):
            parts = bar_parts(read_set_up(TURBO, bar), 0.0, up, stems=False)
            assert parts is not None
            assert (f"(if so many are {where})" in parts.words) == told
