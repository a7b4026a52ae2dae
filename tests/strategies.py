"""Set-ups for tests: a customary one with changes, and riders and fits drawn at random."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import strategies as st

from fit_optimizer.setup.rider_on_bike import RiderOnBike, seat_rider
from fit_optimizer.setup.setup_file import parse_set_up
from sim.kinematics import LegCycle, move_leg
from sim.posture import sit

Tables = dict[str, dict[str, Any]]


def set_up(**changes: Any) -> Tables:
    """A customary set-up (1.78 m, 74 kg, 200 W, 90 rpm) with some keys changed."""
    tables: Tables = {
        "rider": {"height_mm": 1780.0, "mass_kg": 74.0, "sex": "male"},
        "bicycle": {},
        "riding": {"power_w": 200.0, "cadence_rpm": 90.0},
    }
    rider_keys = ("height_mm", "mass_kg", "sex", "inseam_mm", "thigh_mm", "shank_mm", "foot_mm")
    riding_keys = (
        "power_w",
        "cadence_rpm",
        "torso_angle_deg",
        "heel_drop_deg",
        "ankle_range_deg",
        "technique",
        "technique_pct",
    )
    for key, value in changes.items():
        if key in (*rider_keys, "strength", "coordination"):
            tables["rider"][key] = value
        else:
            tables["riding" if key in riding_keys else "bicycle"][key] = value
    return tables


def seated(tables: Tables | None = None, **changes: Any) -> RiderOnBike:
    """Rider, bicycle and riding of a set-up, or of the customary one with some keys changed."""
    return seat_rider(parse_set_up(set_up(**changes) if tables is None else tables))


def right_cycle(on_bike: RiderOnBike) -> LegCycle:
    """Movement of the right leg over the crank cycle."""
    rider, bicycle, riding = on_bike.rider, on_bike.bicycle, on_bike.riding
    posture = sit(rider, bicycle, riding)
    return move_leg(rider, rider.right, bicycle, bicycle.right_cleat, riding, posture)


def hip_acceleration(on_bike: RiderOnBike, cycle: LegCycle) -> np.ndarray:
    """Acceleration of a hip on an even crank (n x 3, m/s2): harmonic by harmonic, by hand."""
    swing = sit(on_bike.rider, on_bike.bicycle, on_bike.riding).swing
    once, twice = replace(swing, bounce=0j), replace(swing, turn=0j, roll=0j)
    path = once.path(cycle.crank_angle) + 4 * twice.path(cycle.crank_angle)
    return -(cycle.crank_speed[:, None] ** 2) * path


def riders() -> st.SearchStrategy[dict[str, Any]]:
    """The `[rider]` table of an adult of either sex."""
    return st.fixed_dictionaries(
        {
            "height_mm": st.floats(1450, 2050),
            "mass_kg": st.floats(45, 120),
            "sex": st.sampled_from(["female", "male"]),
        }
    )


def custom_set_ups() -> st.SearchStrategy[Tables]:
    """Any rider on a bicycle fitted by custom, from easy to hard riding."""
    riding = {"power_w": st.floats(50, 400), "cadence_rpm": st.floats(50, 120)}
    return st.fixed_dictionaries({"rider": riders(), "riding": st.fixed_dictionaries(riding)})


def fitted_set_ups() -> st.SearchStrategy[Tables]:
    """Any rider on a bicycle fitted away from custom, always within the leg's reach."""
    bicycle = {
        "crank_length_mm": st.floats(160, 180),
        "stance_width_mm": st.floats(240, 300),
        "cleat_setback_mm": st.floats(0, 25),
        "cleat_outward_mm": st.floats(-5, 5),
        "toe_out_deg": st.floats(-2, 2),
    }
    riding = {
        "power_w": st.floats(50, 400),
        "cadence_rpm": st.floats(50, 120),
        "torso_angle_deg": st.floats(35, 70),
        "heel_drop_deg": st.floats(-3, 3),
    }
    return st.fixed_dictionaries(
        {
            "rider": riders(),
            "bicycle": st.fixed_dictionaries(bicycle),
            "riding": st.fixed_dictionaries(riding),
        }
    )
