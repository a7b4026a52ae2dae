"""How good a default rider would be: one number out of everything that is known of riders, smaller is better.

Everything: the checks of `pedalfit validate`, a recorded ride, what riding costs, and where the saddle stands by
custom. A figure costs nothing as far within its range as `MARGIN` says, from there on as much as it is off, in units
of what one step of each of the search's numbers moves it by (`data/figure_units.csv`), so that figures which the
weights hardly move count as much as those which jump.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from math import inf, isfinite, nan
from pathlib import Path

import numpy as np

from fit_optimizer.calibration.candidate import NUMBERS, Candidate
from fit_optimizer.criteria.riding_angles import riding_angles
from fit_optimizer.setup.setup_file import parse_set_up, read_set_up
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.trace_check.bins import check_bin, rms_errors
from fit_optimizer.traces import Bin, read_bins_csv
from fit_optimizer.validation.experiments import Experiment, load_experiments
from fit_optimizer.validation.runner import run_validation
from rider_models.arrays import Array
from rider_models.data_tables import table_rows
from rider_models.errors import PedalfitError
from sim.stroke_values import values_of

Name = tuple[str, str]
"""A figure: the experiment, or what else it belongs to, and its key there."""

RIDE_FIGURE = "ride"

UNITS_TABLE = Path(__file__).parents[1] / "data" / "figure_units.csv"
RIDE = Path(__file__).parents[2] / "examples" / "turbo_ride_bins.csv"
"""The recorded ride, in bins (a working copy of the project has it)."""
RIDE_RIDER = RIDE.with_name("turbo_rider.toml")
"""The set-up of the rider who rode it."""

MARGIN, MARGIN_OF_RANGE = 0.3, 0.15
"""How far within its range a figure is to be, in units, and the most of the range's width that this is (guesses)."""
MISSED = 0.6
"""What a figure outside its range costs for that alone, as a failed check is told from a passed one (a guess)."""
MOST_UNITS = 4.0
"""No figure costs more than when it is that many units off (a guess): what a few steps cannot reach, as the
correlation of Park's fore-aft force, leaves the search alone."""
LEAST_UNIT = 1e-6
"""Least unit, that of figures which no number of the search moves: they cost nothing up to the very end of their range,
and the most outside it."""
KEPT = 3.0
"""Weight of a check that passes already, beside one that does not (a guess: a check won pays for none lost)."""
CHECK_WEIGHTS = {
    ("joint_powers", "hip"): 6.0,
    ("joint_powers", "pedal"): 4.0,
    ("joint_powers", "knee"): 3.0,
}
"""Weights of what the last search was made for (a guess)."""


@dataclass(frozen=True)
class Wanted:
    """What a figure is to be: its range (forward from low to high around the circle), its unit and its weight."""

    name: Name
    low: float
    high: float
    unit: float
    weight: float
    around_the_circle: bool = False

    def outside(self, value: float) -> float:
        """Return how far a value lies outside the range; negative inside, how far from the nearer end."""
        if not self.around_the_circle:
            return max(value - self.high, self.low - value)
        past_low, past_high = (value - self.low) % 360, (value - self.high) % 360
        width = (self.high - self.low) % 360
        if past_low <= width:
            return -min(past_low, width - past_low)
        return min(past_high, 360 - past_low)

    def cost(self, value: float) -> float:
        """Return what a value costs; one that is not a number, of a stroke that was refused, the most."""
        if not isfinite(value):
            return self.weight * (MOST_UNITS + MISSED)
        outside = self.outside(value)
        width = (self.high - self.low) % 360 if self.around_the_circle else self.high - self.low
        moves = self.unit > LEAST_UNIT
        margin = min(MARGIN * self.unit, MARGIN_OF_RANGE * width) if moves else 0.0
        off = min(max(outside + margin, 0.0) / self.unit, MOST_UNITS)
        return self.weight * (off + MISSED * (outside > 0))


RIDE_RMS = {
    "torque_effectiveness_pct": (1.9, 4.0),
    "pedal_smoothness_pct": (1.0, 1.5),
    "power_phase_start_deg": (8.0, 1.5),
    "power_phase_end_deg": (13.9, 1.0),
    "peak_power_phase_start_deg": (5.1, 1.0),
    "peak_power_phase_end_deg": (4.1, 1.5),
}
"""Most rms error over the ride's bins, which is version 0.1.0's, and weight (guesses: about as near as riders with
other weights came to one of them; the end of the power phase scatters by 10 deg within a bin)."""
RIDE_LEAST_UNIT = {"pct": 0.03, "deg": 0.3}
"""Least unit of a ride's figure, points and deg (a guess)."""

EFFICIENCIES_PCT = (
    (200, 90, 18.5, 23.0),
    (200, 80, 18.5, 23.0),
    (200, 60, 18.4, 23.0),
    (60, 60, 14.2, 15.7),
    (60, 50, 14.2, 15.7),
)
"""W, rpm, and gross efficiency to be had: published 18 to 23 % at 200 W, 14 to 16 at 60 (`docs/energy.md`), some way
within (guesses)."""
EFFICIENCY_UNIT_PCT, EFFICIENCY_WEIGHT = 0.3, 2.0
"""Unit (a guess: one step of every number moves them by 0.1 to 0.2 points, a study tells half a point) and weight (a
guess) of an efficiency."""
METABOLIC_W = ((50, 90, 482.0), (100, 90, 652.0), (150, 90, 846.0))
"""W, rpm, and most metabolic power (W): eleven riders' 442, 612 and 806 W (Straw & Kram 2016) and 40 W more."""
METABOLIC_UNIT_W, METABOLIC_WEIGHT = 40.0, 0.4
"""Unit and weight of a metabolic power (guesses: no weights were found that come near at 50 W)."""
ENERGY_RIDER = {"height_mm": 1750, "mass_kg": 70}
"""Straw & Kram's mean mass; the height belongs to it."""

KNEE_OVER_PEDAL_MM, SADDLE_MM = (-34.6, -5.0), (753.0, 759.0)
"""Knee ahead of the spindle and customary saddle height of a rider of 1.78 m: fitters have the knee over the
spindle or a little behind it, and the saddle is fitted to filmed people's (`sim/posture.py`). How far both may go is a
guess."""
KNEE_OVER_PEDAL_UNIT_MM, SADDLE_UNIT_MM, POSITION_WEIGHT = 0.6, 1.5, 3.0
"""Units of knee and saddle (guesses: one step of every number moves them by 0.6 and 0.8 mm), and their weight (a
guess)."""
POSITION_RIDER = {"height_mm": 1780, "mass_kg": 70}
"""A man of middle size (a guess; a taller or smaller rider's saddle goes with it)."""


def figures(
    candidate: Candidate, experiments: Sequence[Experiment] | None = None
) -> dict[Name, float]:
    """Return every figure with a candidate for the default rider, NaN where a stroke is refused.

    `experiments` are all of the project's table unless given; ride, energy and position are always among the figures.
    """
    found = {
        (each.experiment.key, each.check.key): nan if each.value is None else each.value
        for each in run_validation(experiments=experiments, seat=candidate.seat)
        if each.check.comparison is not None
    }
    return found | _of_ride(candidate) | _of_energy(candidate) | _of_position(candidate)


def merit(found: Mapping[Name, float], wanted: Iterable[Wanted]) -> float:
    """Return the sum of what the figures cost, the most for one that is not there."""
    return sum(each.cost(found.get(each.name, nan)) for each in wanted)


def all_wanted() -> tuple[Wanted, ...]:
    """Return what every figure is to be, in the order of `figures`."""
    rows = _units_written()
    return (*_of_checks(rows), *_of_ride_wanted(rows), *_of_energy_wanted(), *_of_position_wanted())


def units(start: Mapping[Name, float], moved: Iterable[Mapping[Name, float]]) -> dict[Name, float]:
    """Return the unit of every figure: the root of the squared changes from `start`, one step of a number each.

    A step with which a figure is not a number counts nothing.
    """
    changes = {name: [other[name] - value for other in moved] for name, value in start.items()}
    return {name: float(np.sqrt(np.nansum(np.square(c)))) for name, c in changes.items()}


def single_steps(candidate: Candidate) -> list[Array]:
    """Return the search's numbers one step from nought, each in turn; back where a bound of the ankle's is ahead."""
    return [-step if candidate.steps_beyond(step) > 0 else step for step in np.eye(len(NUMBERS))]


def _of_ride(candidate: Candidate) -> dict[Name, float]:
    set_up = read_set_up(RIDE_RIDER)
    errors = rms_errors([check_bin(set_up, each, seat=candidate.seat) for each in _ride()])
    return {(RIDE_FIGURE, metric): errors.get(metric, nan) for metric in RIDE_RMS}


def _of_energy(candidate: Candidate) -> dict[Name, float]:
    found: dict[Name, float] = {}
    for power, cadence, *_ in EFFICIENCIES_PCT:
        found["gross_efficiency_pct", f"{power} W, {cadence} rpm"] = _metric(
            candidate, power, cadence, "gross_efficiency_pct"
        )
    for power, cadence, _ in METABOLIC_W:
        found["metabolic_power_w", f"{power} W, {cadence} rpm"] = _metric(
            candidate, power, cadence, "metabolic_power_w"
        )
    return found


def _metric(candidate: Candidate, power: float, cadence: float, metric: str) -> float:
    with suppress(PedalfitError):
        set_up = _set_up(ENERGY_RIDER, power, cadence)
        return values_of(candidate.seat(set_up).simulate()).metric(metric)
    return nan


def _of_position(candidate: Candidate) -> dict[Name, float]:
    set_up = _set_up(POSITION_RIDER, 200, 90)
    knee = nan
    with suppress(PedalfitError):
        knee = riding_angles(set_up, candidate.seat)["right"].knee_over_pedal_mm
    saddle_mm = 1000 * candidate.seat(set_up).bicycle.saddle_height_m
    return {("position", "knee_over_pedal_mm"): knee, ("position", "saddle_height_mm"): saddle_mm}


@dataclass(frozen=True)
class _UnitWritten:
    """A row of the table of units: what a step of every number moves a figure by, and whether its check passes."""

    unit: float
    passes: bool


def _units_written() -> dict[Name, _UnitWritten]:
    """Return the rows of `UNITS_TABLE` by figure."""
    return {
        (row["of"], row["key"]): _UnitWritten(float(row["unit"]), row["passes"] == "yes")
        for row in table_rows(UNITS_TABLE)
    }


def _of_checks(rows: Mapping[Name, _UnitWritten]) -> list[Wanted]:
    """Return what the checks' figures are to be, in the order of the published table."""
    wanted = []
    for experiment in load_experiments():
        for check in experiment.checks:
            if check.comparison is None:
                continue
            name = (experiment.key, check.key)
            kept = KEPT if rows[name].passes else 1.0
            wanted.append(
                Wanted(
                    name=name,
                    low=check.low,
                    high=check.high,
                    unit=max(rows[name].unit, LEAST_UNIT),
                    weight=CHECK_WEIGHTS.get(name, kept),
                    around_the_circle=check.comparison.around_the_circle,
                )
            )
    return wanted


def _of_ride_wanted(rows: Mapping[Name, _UnitWritten]) -> list[Wanted]:
    """Return what the recorded ride's errors are to be."""
    wanted = []
    for metric, (most, weight) in RIDE_RMS.items():
        name = (RIDE_FIGURE, metric)
        unit = max(rows[name].unit, RIDE_LEAST_UNIT[metric.rpartition("_")[2]])
        wanted.append(Wanted(name, -inf, most, unit, weight))
    return wanted


def _of_energy_wanted() -> list[Wanted]:
    """Return what efficiencies and metabolic powers are to be."""
    wanted = []
    for power, cadence, low, high in EFFICIENCIES_PCT:
        name = ("gross_efficiency_pct", f"{power} W, {cadence} rpm")
        wanted.append(Wanted(name, low, high, EFFICIENCY_UNIT_PCT, EFFICIENCY_WEIGHT))
    for power, cadence, most in METABOLIC_W:
        name = ("metabolic_power_w", f"{power} W, {cadence} rpm")
        wanted.append(Wanted(name, -inf, most, METABOLIC_UNIT_W, METABOLIC_WEIGHT))
    return wanted


def _of_position_wanted() -> list[Wanted]:
    """Return where knee and saddle are to be by custom."""
    knee, saddle = ("position", "knee_over_pedal_mm"), ("position", "saddle_height_mm")
    return [
        Wanted(knee, *KNEE_OVER_PEDAL_MM, KNEE_OVER_PEDAL_UNIT_MM, POSITION_WEIGHT),
        Wanted(saddle, *SADDLE_MM, SADDLE_UNIT_MM, POSITION_WEIGHT),
    ]


def _set_up(rider: Mapping[str, float], power_w: float, cadence_rpm: float) -> SetUp:
    riding = {"power_w": power_w, "cadence_rpm": cadence_rpm}
    return parse_set_up({"rider": dict(rider), "riding": riding})


@lru_cache(maxsize=1)
def _ride() -> tuple[Bin, ...]:
    return read_bins_csv(RIDE)
