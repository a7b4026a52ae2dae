"""Strokes that several tests look at."""

import pytest

from sim.stroke import Stroke
from tests.strategies import seated


@pytest.fixture(scope="session")
def stroke() -> Stroke:
    return seated().simulate()


@pytest.fixture(scope="session")
def uneven_stroke() -> Stroke:
    return seated(
        strength={"left": 0.9, "right": 1.0},
        thigh_mm={"left": 431.0, "right": 427.0},
        toe_out_deg={"left": 2.0, "right": -1.0},
    ).simulate()
