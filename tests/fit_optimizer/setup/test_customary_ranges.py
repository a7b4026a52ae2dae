"""Customary ranges hold for the rider in front of the fitter, not for riders of another size."""

from __future__ import annotations

from pathlib import Path

import pytest

from fit_optimizer.criteria.evaluation import with_fit
from fit_optimizer.criteria.riding_angles import heights_for_knees, riding_angles
from fit_optimizer.setup.adjustments import SADDLE
from fit_optimizer.setup.customary_ranges import (
    MOST_BENT_ERROR_DEG,
    USUAL_KNEE_DEG,
    customary,
    most_bent_knee,
)
from fit_optimizer.setup.setup_file import read_set_up

CLIENTS = Path(__file__).parents[3] / "examples" / "clients"


def gatti_most_deg(inseam_cm: float, least_deg: float, seat_deg: float) -> float:
    """Most knee flexion where both equations of Gatti et al. 2021 give the same saddle (cm to the pedal)."""
    saddle = 7.41 + 0.82 * inseam_cm - 0.1 * least_deg + 0.003 * inseam_cm * seat_deg
    return (41.63 + 0.78 * inseam_cm + 0.002 * inseam_cm * seat_deg - saddle) / 0.25


@pytest.mark.parametrize("inseam_mm", [700.0, 800.0, 900.0])
def test_the_most_bent_knee_is_where_both_equations_of_filmed_people_meet(inseam_mm: float) -> None:
    found = most_bent_knee(inseam_mm)
    middle = gatti_most_deg(inseam_mm / 10, USUAL_KNEE_DEG, 73.5)
    assert (found.low + found.high) / 2 == pytest.approx(middle, abs=0.5)
    assert found.high - found.low == pytest.approx(2 * MOST_BENT_ERROR_DEG, abs=1)


def test_fitters_range_of_the_most_bent_knee_is_that_of_long_legs() -> None:
    """107 to 113 deg lies within what is taken for legs of 0.93 m; legs of 0.75 m are bent more."""
    assert (most_bent_knee(930).low, most_bent_knee(930).high) == (106, 115)
    assert most_bent_knee(750).low > 113


@pytest.mark.parametrize("name", ["bernd", "carl", "greta", "sophie", "dieter"])
def test_riders_of_the_model_bend_their_knees_as_filmed_people_of_their_inseam(name: str) -> None:
    set_up = read_set_up(CLIENTS / f"{name}.toml")
    (height,) = heights_for_knees(set_up, (USUAL_KNEE_DEG,))
    published = customary(0, "knee", "road", set_up.rider.inseam_mm)
    assert published is not None
    for leg in riding_angles(with_fit(set_up, {SADDLE: height})).values():
        assert published.low - 0.5 <= leg.knee_top <= published.high + 0.5


def test_without_an_inseam_and_on_aero_bars_the_most_bent_knee_has_no_range() -> None:
    assert customary(0, "knee", "road") is None
    assert customary(0, "knee", "time_trial", 800.0) is None
