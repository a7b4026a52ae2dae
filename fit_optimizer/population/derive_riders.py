"""Draws riders from the survey of bodies, seats them as riders sit, and simulates a stroke of each.

    python -m fit_optimizer.population.derive_riders

writes `fit_optimizer/data/simulated_riders.csv` (a minute or two on two cores): the riders among whom the report
says where a client's figures lie. They are bodies that were measured on bicycles that are fitted as is
customary, but their strokes are simulated: nobody of them was measured on a bicycle.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from typing import get_args

import numpy as np

from fit_optimizer.criteria.evaluation import evaluate
from fit_optimizer.criteria.riding_angles import heights_for_knees
from fit_optimizer.population.columns import BODY, EFFORT, METRICS, TABLE
from fit_optimizer.recommendation.uncertainty import WEIGHT_FACTOR
from fit_optimizer.setup.customary_ranges import USUAL_KNEE_DEG, USUAL_SPREAD_DEG
from fit_optimizer.setup.setup_file import set_up_of_keys, with_values
from fit_optimizer.workers.pool import CRITERIA, worker_pool
from rider_models.body_survey import Sex, survey
from rider_models.coordination import Coordination
from rider_models.errors import PedalfitError

RIDERS, SEED, WORKERS = 400, 1, 2
"""How many are drawn, half of them women: a percentile of 400 is within 5 of 100 (binomial). Two workers."""
BODY_MASS_INDEX, ITS_SPREAD, ITS_RANGE = 23.0, 2.5, (18.5, 32.0)
"""kg/m2, mean, standard deviation and range: of people who ride for sport, leaner than the survey's. Guesses."""
POWER_W_KG = (1.2, 4.5)
CADENCE_RPM = (60.0, 105.0)
TORSO_DEG = (20.0, 55.0)
"""Drawn evenly between: from an easy ride to an hour as hard as one can, from the drops to upright. Guesses."""
MOST_SPREADS = 2.5
"""Heights, inseams and knee angles are drawn no farther out, in standard deviations: the tables' bounds."""


@dataclass(frozen=True)
class DrawnRider:
    """A rider drawn: sex, other keys of the set-up but the saddle, and the knee angle (deg) that sets it."""

    sex: Sex
    keys: dict[str, float]
    knee_bottom_deg: float


def drawn_riders(count: int = RIDERS, seed: int = SEED) -> Iterator[DrawnRider]:
    """Riders drawn, each with its effort and coordination.

    Height by sex and inseam by height as in the survey, cranks by custom; equal seeds give equal riders.
    """
    rng = np.random.default_rng(seed)
    sexes: tuple[Sex, ...] = get_args(Sex)
    for number in range(count):
        sex = sexes[number % 2]
        found = survey()
        height = found["means_mm"][sex]["height"] + found["spreads_mm"][sex]["height"] * _off(rng)
        row = found["by_sex"][sex]["inseam"]
        inseam = row["intercept_mm"] + row["per_height"] * height + row["spread_mm"] * _off(rng)
        index = np.clip(BODY_MASS_INDEX + ITS_SPREAD * _off(rng), *ITS_RANGE)
        mass = float(index * (height / 1000) ** 2)
        weights = {f.name: f.default for f in fields(Coordination)}
        keys: dict[str, float] = {
            "height_mm": round(height),
            "inseam_mm": round(inseam),
            "mass_kg": round(mass, 1),
            "power_w": round(mass * rng.uniform(*POWER_W_KG)),
            "cadence_rpm": round(rng.uniform(*CADENCE_RPM)),
            "torso_angle_deg": round(rng.uniform(*TORSO_DEG)),
        }
        knee = USUAL_KNEE_DEG + USUAL_SPREAD_DEG * _off(rng)
        for key, value in weights.items():
            keys[key] = value * WEIGHT_FACTOR ** rng.uniform(-1, 1)
        yield DrawnRider(sex, keys, knee)


def ridden(rider: DrawnRider) -> dict[str, str | float] | None:
    """The table's row of a rider drawn; None where the stroke cannot be ridden."""
    keys = rider.keys
    try:
        set_up = set_up_of_keys({"sex": rider.sex, **keys})
        (height,) = heights_for_knees(set_up, (rider.knee_bottom_deg,))
        found = evaluate(with_values(set_up, {"saddle_height_mm": height}), {})
    except PedalfitError:
        return None
    if found.objectives is None:
        return None
    row: dict[str, str | float] = {
        "sex": rider.sex,
        "knee_bottom_deg": rider.knee_bottom_deg,
        "power_w_kg": keys["power_w"] / keys["mass_kg"],
        **keys,
        **found.metrics,
    }
    return {name: _rounded(row[name]) for name in (*BODY, *EFFORT, *METRICS)}


def main(table: Path = TABLE) -> None:
    """Write the table."""
    with worker_pool(WORKERS, ready=CRITERIA) as pool:
        rows = [row for row in pool.map(partial(ridden), drawn_riders(), chunksize=8) if row]
    with table.open("w", encoding="utf-8", newline="") as file:
        file.write(
            "# Simulated riders: bodies of ANSUR II (2012) at customary fits, strokes of the model. Made by\n"
            "# python -m fit_optimizer.population.derive_riders\n"
        )
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    sys.stdout.write(f"{len(rows)} of {RIDERS} riders: {table}\n")


def _off(rng: np.random.Generator) -> float:
    """A normal deviate, no farther out than `MOST_SPREADS`."""
    return float(np.clip(rng.standard_normal(), -MOST_SPREADS, MOST_SPREADS))


def _rounded(value: str | float) -> str | float:
    return float(f"{value:.4g}") if isinstance(value, float) else value


if __name__ == "__main__":
    main()
