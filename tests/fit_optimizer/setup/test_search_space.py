"""What may be searched is what the set-up says, and bounds that leave nothing are refused by name."""

from pathlib import Path

import pytest

from fit_optimizer.setup.search_space import search_space
from fit_optimizer.setup.setup_file import SetUpError, read_set_up

TURBO = Path(__file__).parents[3] / "examples" / "turbo_rider.toml"


def searched(*changes: str) -> dict[str, tuple[float, float]]:
    return {v.key: (v.low, v.high) for v in search_space(read_set_up(TURBO, list(changes)))}


def test_full_profile_adds_three_and_cranks_come_in_stock_lengths():
    assert len(searched()) == 3
    full = searched("profile=full", "search.crank_length_mm={low=161, high=176}")
    assert len(full) == 7
    assert "torso_angle_deg" not in full
    assert full["crank_length_mm"] == (162.5, 175)


def test_fixed_is_left_out_and_bounds_are_kept_whatever_the_profile():
    found = searched(
        "search.torso_angle_deg=fixed",
        "search.saddle_height_mm={low=700, high=730}",
        "search.saddle_setback_mm={low=190, high=210}",
    )
    assert "torso_angle_deg" not in found
    assert found["saddle_height_mm"] == (700, 730)
    assert found["saddle_setback_mm"] == (190, 210)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("search.saddle_height_mm={low=730, high=700}", ("search.saddle_height_mm", "below high")),
        ("search.saddle_height_mm={low=100}", ("100", "400 to 1000")),
        ("search.crank_length_mm={low=171, high=172}", ("crank_length_mm", "nothing to search")),
        ("search.torso_angle_deg=40", ("fixed", "bounds")),
        ("search.sadle_height_mm=fixed", ("did you mean search.saddle_height_mm",)),
        ("profile=wide", ("search.profile", "'basic' or 'full'")),
    ],
)
def test_bounds_that_cannot_be_searched_are_refused_in_one_sentence(change, words):
    with pytest.raises(SetUpError) as refusal:
        searched(change)
    for word in words:
        assert word in str(refusal.value)
