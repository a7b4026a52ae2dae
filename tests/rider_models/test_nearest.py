"""A slip of the pen is recognised, and a name of a letter or two is not taken for one."""

import pytest

from rider_models.nearest import did_you_mean, nearest

KEYS = ("sex", "saddle_height_mm", "saddle_setback_mm", "mass_kg")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("sadle_height_mm", "saddle_height_mm"),
        ("saddle_setbck", "saddle_setback_mm"),
        ("mas_kg", "mass_kg"),
        ("SADDLE_HEIGHT_MM", "saddle_height_mm"),
        ("x", None),
        ("se", None),
        ("", None),
        ("chain_length", None),
    ],
)
def test_the_nearest_name_is_the_one_that_was_meant(name, meant):
    assert nearest(name, KEYS) == meant
    assert did_you_mean(name, iter(KEYS)) == (f"; did you mean {meant}?" if meant else "")
