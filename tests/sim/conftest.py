"""Strokes that several tests look at."""

import pytest

from sim.stroke import Stroke
from tests.strategies import seated


@pytest.fixture(scope="session")
def stroke() -> Stroke:
    return seated().simulate()


@pytest.fixture(scope="session")
def light_crank_stroke() -> Stroke:
    """Hard and slow on an ergometer without a flywheel to speak of: the crank speed swings by a third."""
    return seated(power_w=300.0, cadence_rpm=65.0, crank_inertia_kg_m2=3.0).simulate()


@pytest.fixture(scope="session")
def uneven_stroke() -> Stroke:
    return seated(
        strength={"left": 0.9, "right": 1.0},
        thigh_mm={"left": 431.0, "right": 427.0},
        toe_out_deg={"left": 2.0, "right": -1.0},
        wedge_deg={"left": 2.0, "right": -1.0},
    ).simulate()
