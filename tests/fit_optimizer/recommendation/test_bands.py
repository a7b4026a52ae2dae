"""A band ends where the known rider's parabolas are worse by as much as counts, or where a limit is."""

from math import sqrt

import pytest

from fit_optimizer.criteria.evaluation import Tried
from fit_optimizer.criteria.objectives import DEAD_SPOTS_MATTER
from fit_optimizer.recommendation.bands import SCANNED_EACH_SIDE, bands, scan_values
from fit_optimizer.setup.search_space import Variable
from fit_optimizer.setup.setup_file import read_set_up
from tests.fit_optimizer.known_rider import (
    BEST,
    CURVATURE,
    LOWEST_TORSO_DEG,
    TURBO,
    ask,
    known_answer,
)
from tests.fit_optimizer.workers.in_this_process import InThisProcess

STANCE = Variable("stance_width_mm", 100.0, 400.0)
TORSO = Variable("torso_angle_deg", 20.0, 60.0)


def band_of(variable: Variable, **other: float):
    set_up = read_set_up(TURBO)
    centre = known_answer(set_up, {**BEST, **other})
    with pytest.MonkeyPatch.context() as patch:
        ask(patch, known_answer)
        (found,) = bands((variable,), centre, Tried(set_up, InThisProcess()))
    return found


def test_a_band_is_as_wide_as_the_objective_that_is_first_worse_by_as_much_as_counts():
    found = band_of(STANCE)
    reach = STANCE.nearby * sqrt(DEAD_SPOTS_MATTER / CURVATURE)
    off = STANCE.nearby / SCANNED_EACH_SIDE / 4 + STANCE.cost_step
    assert found.high - BEST["stance_width_mm"] == pytest.approx(reach, abs=off)
    assert BEST["stance_width_mm"] - found.low == pytest.approx(reach, abs=off)
    assert found.limited_low == found.limited_high == "dead spots"


def test_a_band_ends_at_a_limit_of_the_rider_that_comes_first():
    found = band_of(TORSO, torso_angle_deg=LOWEST_TORSO_DEG + 0.2)
    assert found.limited_low == "hip flexion at the top"
    assert LOWEST_TORSO_DEG <= found.low <= LOWEST_TORSO_DEG + 0.2
    assert found.limited_high != found.limited_low


@pytest.mark.parametrize("bound", [0.0, 3.0])
def test_no_value_beyond_the_bounds_of_the_search_is_looked_at(bound):
    variable = Variable("stance_width_mm", 250.0 - bound, 250.0)
    values = scan_values(variable, 250.0)
    assert all(variable.low <= value < 250.0 for value in values)
    assert scan_values(STANCE, 250.0) == sorted(set(scan_values(STANCE, 250.0)))
    assert len(scan_values(STANCE, 250.0)) <= 2 * SCANNED_EACH_SIDE


def test_a_value_at_the_bottom_of_its_parabola_costs_nothing_by_the_step():
    slope = band_of(STANCE).slope
    assert slope == {
        key: pytest.approx(0.0, abs=1e-9) for key in ("knee_load", "dead_spots", "metabolic_power")
    }
    uphill = band_of(STANCE, stance_width_mm=BEST["stance_width_mm"] + 6.0).slope
    assert all(one > 0 for one in uphill.values())
