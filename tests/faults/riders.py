"""Random riders on random bicycles, every key within what a set-up allows."""

import random
from typing import Any

from fit_optimizer.setup.setup_file import allowed_range
from fit_optimizer.setup.tables import flat_keys

NEAR = {
    "saddle_height_mm": (600, 850),
    "saddle_setback_mm": (0, 320),
    "seat_tube_angle_deg": (68, 80),
    "crank_length_mm": (140, 185),
    "stance_width_mm": (200, 340),
    "cleat_setback_mm": (-10, 40),
    "toe_out_deg": (-20, 20),
    "torso_angle_deg": (5, 75),
    "heel_drop_deg": (-15, 15),
    "ankle_range_deg": (5, 60),
    "ankle_peak_deg": (-90, 300),
    "crank_inertia_kg_m2": (2, 120),
    "strength": (0.5, 2.5),
}
"""Where a key is drawn: within these, or, one time in eight, within all that is allowed."""


def random_tables(chance: random.Random) -> dict[str, Any]:
    """Tables of a set-up, a few of the keys of `NEAR` among them."""
    tables: dict[str, Any] = {
        "rider": {
            "height_mm": chance.uniform(1400, 2100),
            "mass_kg": chance.uniform(40, 140),
            "sex": chance.choice(["female", "male"]),
        },
        "bicycle": {},
        "riding": {
            "power_w": 10 ** chance.uniform(1.3, 3.1),
            "cadence_rpm": chance.uniform(35, 150),
        },
    }
    for key in chance.sample(sorted(NEAR), chance.randint(0, 4)):
        bounds = NEAR[key] if chance.random() < 7 / 8 else allowed_range(key)
        tables[flat_keys()[key][0]][key] = chance.uniform(*bounds)
    return tables
