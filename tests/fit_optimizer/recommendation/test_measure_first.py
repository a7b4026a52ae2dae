"""Legs that were measured and look unlike people's are asked about before a saddle is moved by them."""

from __future__ import annotations

from pathlib import Path

import pytest

from fit_optimizer.recommendation.measure_first import legs_doubted
from fit_optimizer.setup.customary_ranges import USUAL_KNEE_DEG
from fit_optimizer.setup.setup_file import read_set_up

LENA = Path(__file__).parents[3] / "examples" / "clients" / "lena.toml"
AS_PEOPLE_HAVE_THEM = ("thigh_mm=408", "shank_mm=410")


def test_short_legs_without_an_inseam_are_doubted_and_what_hangs_on_it_is_said() -> None:
    found = legs_doubted(read_set_up(LENA), USUAL_KNEE_DEG)
    assert found is not None
    assert found.longer_mm == pytest.approx(-32, abs=2)
    assert found.saddle_mm > 690
    assert (found.inseam_mm, found.usual_inseam_mm) == pytest.approx((771, 813), abs=2)


@pytest.mark.parametrize("changes", [("inseam_mm=770",), AS_PEOPLE_HAVE_THEM])
def test_an_inseam_beside_them_or_legs_as_people_have_them_leave_no_doubt(changes) -> None:
    assert legs_doubted(read_set_up(LENA, [*changes]), USUAL_KNEE_DEG) is None
