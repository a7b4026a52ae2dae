"""Turns what the simulator refuses into a sentence with the key to change and what is allowed, found by riding."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from math import ceil

from fit_optimizer.setup.hints import from_the_pedal, nose_hint
from fit_optimizer.setup.keys_in_force import assumed_keys, keys_in_force
from fit_optimizer.setup.rider_on_bike import RiderOnBike, seat_rider
from fit_optimizer.setup.setup_file import SetUpError, allowed_range, parse_set_up, with_values
from fit_optimizer.setup.tables import SetUp, flat_keys
from rider_models.errors import PedalfitError
from rider_models.muscle_paths import AngleOutOfRange, path_geometry
from sim.bicycle import ROAD_CRANK_INERTIA_KG_M2
from sim.crank_speed import CrankSpeedUnsettled
from sim.kinematics import distinct_sides, move_leg
from sim.leg_kinematics import LegCannotReach
from sim.muscle_sharing import CoordinationFailed, SolverReport
from sim.posture import sit

CHANGEABLE = {
    "saddle_height_mm": 1.0,
    "ankle_range_deg": 1.0,
    "heel_drop_deg": 1.0,
    "ankle_peak_deg": 5.0,
    "toe_out_deg": 1.0,
    "torso_angle_deg": 1.0,
    "saddle_setback_mm": 1.0,
    "crank_length_mm": 0.5,
    "stance_width_mm": 1.0,
    "cleat_setback_mm": 1.0,
    "cleat_outward_mm": 1.0,
    "seat_tube_angle_deg": 0.5,
    "sole_stack_mm": 1.0,
    "wedge_deg": 1.0,
    "crank_inertia_kg_m2": 0.5,
    "power_w": 10.0,
}
"""What a fitter can change, in the order in which it is tried, with the step in which it is told."""
OF_THE_BODY = ("thigh_mm", "shank_mm", "foot_mm", "inseam_mm", "strength")
"""What may have been measured wrong, tried when nothing that can be changed helps."""
OF_HABIT = (
    "technique_pct",
    "technique",
    *(key for key, path in flat_keys().items() if "coordination" in path),
)
"""What the rider means to do and is used to, tried last; the share of a technique before all of it."""
LOWEST_POWER_W = 10.0
PATIENCE = 3000
STEPS_BESIDE, STEPS_OF_A_SHORTENED_ONE = 15, 8
"""How many of the muscle-sharing solver's steps there are to spend in search of a cause, counted per leg: about a
second. What surrounds a solution takes as long as so many, and with delays a step that its line search cut as so
many more. What was not ridden by then is not called allowed. All are guesses."""
_OWN_KEY = re.compile(r"^\w+ is [^:;]*: ([^;]*); allowed .*")
_PROGRAMS_WORDS = re.compile(r" \([A-Z][A-Z_]{3,}\)")


@contextmanager
def explained(set_up: SetUp) -> Iterator[None]:
    """Re-raise a refusal of this set-up with the key to change, its value and what is allowed."""
    try:
        yield
    except (LegCannotReach, AngleOutOfRange, CoordinationFailed, CrankSpeedUnsettled) as error:
        said = _PROGRAMS_WORDS.sub("", str(error))
        if isinstance(error, CrankSpeedUnsettled):
            said = _OWN_KEY.sub(r"\1", said)  # which key it is comes of trying
        trials = _Trials(set_up)
        if isinstance(error, LegCannotReach | AngleOutOfRange):
            raise type(error)(_out_of_place(trials, said)) from None
        raise CoordinationFailed(_too_hard(trials, said)) from None


@dataclass(frozen=True)
class _Range:
    """Values of a key that were ridden, and between which the set-up's others can be (a guess)."""

    low: float
    high: float


class _PatienceEnded(PedalfitError):
    """A stroke was given up because enough was tried."""


class _Trials:
    """Set-ups tried in search of the cause of a refusal, until patience ends."""

    def __init__(self, set_up: SetUp) -> None:
        self.set_up = set_up
        self.fit, self.effort = keys_in_force(set_up)
        assumed = set(assumed_keys(set_up))
        self.given = [
            key
            for key in (*CHANGEABLE, *OF_THE_BODY, *OF_HABIT)
            if key not in assumed and key != "power_w"
        ]
        self._left = PATIENCE

    def rides(self, set_up: SetUp) -> bool:
        """Whether the whole stroke of a set-up can be ridden, by the model as every command uses it."""
        if set_up == self.set_up or not self.could(set_up):
            return False
        return self._simulates(seat_rider(set_up), True)

    def could(self, set_up: SetUp) -> bool:
        """Whether muscles without delays can ride a set-up on a crank that turns evenly: a tenth of a stroke's cost."""
        if self._left <= 0 or not self.follows(set_up):
            return False
        seated = seat_rider(set_up)
        steady = max(ROAD_CRANK_INERTIA_KG_M2, seated.bicycle.crank_inertia_kg_m2)
        bicycle = replace(seated.bicycle, crank_inertia_kg_m2=steady)
        return self._simulates(replace(seated, bicycle=bicycle), False)

    def _simulates(self, seated: RiderOnBike, activation_dynamics: bool) -> bool:
        legs = len(distinct_sides(seated.rider, seated.bicycle))

        def spend(report: SolverReport) -> None:
            if self._left <= 0:
                raise _PatienceEnded
            more = STEPS_OF_A_SHORTENED_ONE * report.shortened if activation_dynamics else 0
            self._left -= legs * (STEPS_BESIDE + report.steps + more)

        try:
            seated.simulate(activation_dynamics, spend)
        except PedalfitError:
            return False
        return True

    def follows(self, set_up: SetUp) -> bool:
        """Whether the legs can follow the pedals, whatever it takes of the muscles."""
        seated = seat_rider(set_up)
        rider, bicycle = seated.rider, seated.bicycle
        posture = sit(rider, bicycle, seated.riding)
        try:
            for leg, cleat in distinct_sides(rider, bicycle):
                cycle = move_leg(rider, leg, bicycle, cleat, seated.riding, posture)
                path_geometry(cycle.joint_angles)
        except PedalfitError:
            return False
        return True

    def with_value(self, key: str, value: float) -> SetUp:
        """The set-up with another value of a key."""
        return with_values(self.set_up, {key: value})

    def by_custom(self, keys: list[str]) -> SetUp | None:
        """The set-up with keys left to custom; None where they leave no set-up."""
        tables = self.set_up.model_dump(exclude_unset=True)
        for key in keys:
            *path, name = flat_keys()[key]
            table = tables
            for step in path:
                table = table.get(step, {})
            table.pop(name, None)
        try:
            return parse_set_up(tables)
        except SetUpError:
            return None

    def cure(self, keys: list[str], test: Callable[[SetUp], bool]) -> str | None:
        """The first of the keys that, left to custom alone, lets the set-up pass."""
        for key in keys:
            tried = self.by_custom([key])
            if tried is not None and test(tried):
                return key
        return None

    def cures(self, test: Callable[[SetUp], bool]) -> list[str]:
        """The fewest given keys, found one by one, that left to custom together let the set-up pass."""
        left = list(self.given)
        everything = self.by_custom(left)
        if not left or everything is None or not test(everything):
            return []
        for key in self.given[::-1]:
            fewer = [other for other in left if other != key]
            tried = self.by_custom(fewer)
            if fewer and tried is not None and test(tried):
                left = fewer
        return left

    def farthest(
        self,
        key: str,
        good: float,
        toward: float,
        test: Callable[[SetUp], bool],
        refused: bool = False,
    ) -> float:
        """The value farthest from a good one that passes, on the key's steps: the last one, or else by halving.

        `refused` says that the last one is known or likely not to pass: it is not tried first.
        """
        step = CHANGEABLE[key]
        sign = 1 if toward > good else -1
        first = sign * ceil(sign * good / step) * step
        count = int(sign * (toward - first) / step)

        def at(place: int) -> float:
            return float(first + sign * place * step)

        low, high = -1, count + 1
        place = (low + high) // 2 if refused else count
        while high - low > 1:
            if test(self.with_value(key, at(place))):
                low = place
            else:
                high = place
            place = (low + high) // 2
        return at(low) if low >= 0 else good


def _out_of_place(trials: _Trials, said: str) -> str:
    """Of legs that cannot follow the pedals: which key, and which of its values can be ridden."""
    key = trials.cure(trials.given, trials.follows)
    if key is None:
        # the ankle's range by custom grows with the torque that is ridden
        return _power_words(trials, said) or _of_several(trials, said, trials.follows)
    if key in OF_HABIT:
        return f"{_blamed(trials, key)}: {said}; without {key} the legs can follow the pedals"
    allowed = _ridden_range(trials, key)
    hint = _hint(trials, key, allowed)
    return f"{_blamed(trials, key)}: {said}; {_allowed_words(trials, key, allowed)}{hint}"


def _too_hard(trials: _Trials, said: str) -> str:
    """Of muscles that cannot do it: the key to change if there is one, else the power."""
    unmovable = (*OF_THE_BODY, *OF_HABIT)
    key = trials.cure([k for k in trials.given if k not in unmovable], trials.rides)
    if key is not None:
        end = _ridden_toward(trials, key)
        return f"{_blamed(trials, key)}: {said}; {_end_words(trials, key, end)}"
    by_power = _power_words(trials, said)
    if by_power:
        return by_power
    key = trials.cure([k for k in trials.given if k in unmovable], trials.rides)
    if key is not None:
        return f"{_blamed(trials, key)}: {said}; without {key} the stroke can be ridden"
    return _of_several(trials, said, trials.rides)


def _power_words(trials: _Trials, said: str) -> str:
    """The refusal where less power can be ridden; empty where it cannot."""
    power = _ridden_power(trials)
    if power is None:
        return ""
    cadence = trials.effort["cadence_rpm"]
    return f"{_blamed(trials, 'power_w')}: {said}; allowed at {cadence:g} rpm is up to {power:g}"


def _of_several(trials: _Trials, said: str, test: Callable[[SetUp], bool]) -> str:
    """Of a refusal that no single key cures."""
    several = trials.cures(test)
    if not several:
        keys = ["saddle_height_mm"] if test == trials.follows else ["power_w", "cadence_rpm"]
        blamed = ", ".join(_blamed(trials, key) for key in keys)
        return f"{blamed}: {said}; no change that was tried cures it: check the measurements first"
    blamed = ", ".join(_blamed(trials, key) for key in several)
    cured = "the legs can follow the pedals" if test == trials.follows else "it can be ridden"
    return f"{blamed}: {said}; {' and '.join(several)} left out, so as custom has them, {cured}"


def _ridden_range(trials: _Trials, key: str) -> _Range | None:
    """From the value by custom to either side as far as the legs can follow and the stroke is ridden."""
    good = _by_custom(trials, key)
    if good is None or not trials.rides(trials.with_value(key, good)):
        return None
    ends = []
    for bound in allowed_range(key):
        reached = trials.farthest(key, good, bound, trials.follows)
        ends.append(trials.farthest(key, good, reached, trials.rides))
    return _Range(ends[0], ends[1])


def _ridden_toward(trials: _Trials, key: str) -> float | None:
    """How far from the value by custom towards the set-up's the stroke is ridden; None where custom is not."""
    good = _by_custom(trials, key)
    now = trials.fit[key]
    if good is None or not isinstance(now, int | float):
        return None
    if not trials.rides(trials.with_value(key, good)):
        return None
    return trials.farthest(key, good, now, trials.rides, refused=True)


def _by_custom(trials: _Trials, key: str) -> float | None:
    """The value, as it is told, where a key is left to custom; None where it differs between the legs."""
    custom = trials.by_custom([key])
    if custom is None or key not in CHANGEABLE:
        return None
    value = keys_in_force(custom)[0][key]
    return round(float(value), 1) if isinstance(value, int | float) else None


def _ridden_power(trials: _Trials) -> float | None:
    """The most power below the set-up's that is ridden, on steps of 10 W; None where none is.

    What muscles without delays can do is found first: above it nothing is ridden.
    """
    asked = trials.effort["power_w"]
    most = trials.farthest("power_w", LOWEST_POWER_W, asked, trials.could, refused=True)
    light = trials.set_up.bicycle.crank_inertia_kg_m2 < ROAD_CRANK_INERTIA_KG_M2
    # a stroke of a light crank is dear, at the lowest power hardly less so; it settles up to about half of this
    for power in (float(int(most / 3)), LOWEST_POWER_W) if light else (LOWEST_POWER_W,):
        if trials.rides(trials.with_value("power_w", power)):
            return trials.farthest("power_w", power, most, trials.rides, refused=True)
    return None


def _blamed(trials: _Trials, key: str) -> str:
    value = trials.effort[key] if key in trials.effort else trials.fit[key]
    if isinstance(value, dict):
        return f"{key} is " + ", ".join(f"{side} {one:g}" for side, one in value.items())
    return f"{key} is {_number(value) if isinstance(value, int | float) else value}"


def _allowed_words(trials: _Trials, key: str, allowed: _Range | None) -> str:
    """What can be ridden, in words; only of what was."""
    if allowed is None or allowed.low == allowed.high:
        good = _by_custom(trials, key)
        custom = f", {_number(good)}" if good is not None else ""
        if allowed is not None or trials.rides(trials.by_custom([key]) or trials.set_up):
            return f"allowed is what custom has{custom}"
        return f"as custom has it{custom}, the legs can follow the pedals"
    return (
        f"allowed for this rider and bicycle is {_number(allowed.low)} to {_number(allowed.high)}"
    )


def _end_words(trials: _Trials, key: str, end: float | None) -> str:
    """As far as can be ridden on the set-up's side of custom, in words; the other side was not tried."""
    if end is None or end == _by_custom(trials, key):
        return _allowed_words(trials, key, None)
    now = trials.fit[key]
    side = "up to" if isinstance(now, int | float) and now > end else "from"
    upward = " upwards" if side == "from" else ""
    return f"allowed for this rider and bicycle is {side} {_number(end)}{upward}"


def _hint(trials: _Trials, key: str, allowed: _Range | None) -> str:
    if key == "saddle_height_mm" and allowed is not None:
        hint = from_the_pedal(trials.set_up, (allowed.low, allowed.high))
    else:
        hint = nose_hint(trials.set_up).rstrip(".") if key == "saddle_setback_mm" else ""
    return f"; {hint}" if hint else ""


def _number(value: float) -> str:
    return f"{round(value, 1):g}"
