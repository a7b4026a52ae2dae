"""Solids fit the segments they stand for."""

import numpy as np
import pytest

from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import parse_set_up
from rider_models.anthropometry import segment_inertia, segment_length_m
from rider_models.segment_solids import DENSITY_KG_M3, rider_solids


def rider_of(height_mm: float, mass_kg: float, sex: str):
    tables = {
        "rider": {"height_mm": height_mm, "mass_kg": mass_kg, "sex": sex},
        "riding": {"power_w": 200, "cadence_rpm": 90},
    }
    return seat_rider(parse_set_up(tables)).rider


@pytest.mark.parametrize(
    ("height_mm", "mass_kg", "sex"), [(1780, 66, "male"), (1620, 56, "female")]
)
def test_every_solid_is_closed_and_weighs_what_its_segment_weighs(height_mm, mass_kg, sex):
    rider = rider_of(height_mm, mass_kg, sex)
    lengths = {"thigh": rider.left.thigh_m, "shank": rider.left.shank_m, "foot": rider.left.foot_m}
    for name, solid in rider_solids(rider, rider.left).items():
        length = lengths.get(name) or segment_length_m(name, rider.height_m, rider.sex)
        meant = segment_inertia(name, length, rider.mass_kg, rider.sex)
        assert solid.is_watertight
        assert solid.volume * DENSITY_KG_M3[name] == pytest.approx(meant.mass_kg, rel=1e-6)


def test_solid_legs_turn_nearly_as_hard_as_de_levas():
    rider = rider_of(1780, 66, "male")
    solids = rider_solids(rider, rider.left)
    for name, length in (("thigh", rider.left.thigh_m), ("shank", rider.left.shank_m)):
        meant = segment_inertia(name, length, rider.mass_kg, rider.sex)
        radius = np.sqrt(solids[name].moment_inertia[1, 1] / solids[name].volume)
        assert radius == pytest.approx(meant.radius_transverse_m, rel=0.2)
        assert -solids[name].center_mass[2] == pytest.approx(meant.centre_m, rel=0.1)
