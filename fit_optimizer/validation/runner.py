"""Runs every experiment of the table as simulations and judges it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Literal

from fit_optimizer.setup.rider_on_bike import Seat, seat_rider
from fit_optimizer.setup.setup_file import SetUpError
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.validation.comparisons import CurvePair, Measurement, NothingToMeasure
from fit_optimizer.validation.experiments import Check, Experiment, load_experiments
from fit_optimizer.validation.set_ups import Recipe, build_set_up, ride
from rider_models.errors import PedalfitError
from sim.stroke_values import ExperimentError, StrokeValues

TWO_LEGS = Recipe()
"""How a set-up is ridden that says nothing else."""

Verdict = Literal["pass", "fail", "not represented"]
ProgressCallback = Callable[[int, int], None]


@dataclass(frozen=True, eq=False)
class Outcome:
    """A check of an experiment with what was simulated for it.

    `value` is None where there was nothing to measure; `behind` are the figures it came from,
    `efforts` power and cadence by set-up.
    """

    experiment: Experiment
    check: Check
    verdict: Verdict
    value: float | None
    behind: tuple[tuple[str, float], ...]
    efforts: tuple[tuple[str, float, float], ...]
    curves: CurvePair | None
    why: str


@dataclass
class _Laboratory:
    """Strokes simulated so far, for experiments share many; `seat` puts every rider on its bicycle."""

    seat: Seat = seat_rider
    solved: dict[str, StrokeValues | PedalfitError] = field(default_factory=dict)

    def ride(self, set_up: SetUp, recipe: Recipe = TWO_LEGS) -> StrokeValues | PedalfitError:
        """Metrics and curves of a set-up's stroke, ridden as its recipe says, or the refusal."""
        key = f"{recipe.one_leg} {recipe.counterweight_kg} {set_up.model_dump_json()}"
        if key not in self.solved:
            try:
                self.solved[key] = ride(set_up, recipe, self.seat)
            except PedalfitError as refusal:
                self.solved[key] = refusal
        return self.solved[key]

    def can_ride(self, set_up: SetUp) -> bool:
        return isinstance(self.ride(set_up), StrokeValues)


def run_validation(
    progress: ProgressCallback | None = None,
    experiments: Sequence[Experiment] | None = None,
    seat: Seat = seat_rider,
) -> tuple[Outcome, ...]:
    """Return every check of every experiment (of the project's table unless given) with its verdict, in order.

    `progress` is told experiments done and their number. `seat` puts the riders on their bicycles: another one than
    `seat_rider` tells whether another rider, as a calibrated one, still does what was published. A stroke that the
    model refuses is a failure with the refusal as its reason; a broken entry raises ExperimentError.
    """
    chosen = load_experiments() if experiments is None else experiments
    laboratory = _Laboratory(seat)
    outcomes: list[Outcome] = []
    for done, experiment in enumerate(chosen, start=1):
        try:
            outcomes += _run(experiment, laboratory)
        except (ExperimentError, SetUpError) as error:
            raise ExperimentError(f"{experiment.key}: {error}") from None
        if progress is not None:
            progress(done, len(chosen))
    return tuple(outcomes)


def judge(experiment: Experiment, check: Check, strokes: dict[str, StrokeValues]) -> Outcome:
    """A check against simulated strokes. Raises ExperimentError for unknown names."""
    if check.comparison is None:
        return _outcome(experiment, check, "not represented", why=check.not_represented)
    try:
        measured = check.comparison.measure(strokes)
    except NothingToMeasure as nothing:
        return _outcome(experiment, check, "fail", why=_reason(str(nothing), check))
    if not isfinite(measured.value):
        return _outcome(experiment, check, "fail", why="the simulated number is not finite")
    verdict: Verdict = "pass" if check.accepts(measured.value) else "fail"
    return _outcome(experiment, check, verdict, measured, _place(check, measured.value))


def _run(experiment: Experiment, laboratory: _Laboratory) -> list[Outcome]:
    set_ups = {
        name: build_set_up(name, experiment.set_ups, laboratory.can_ride, laboratory.seat)
        for name in experiment.set_ups
    }
    outcomes = []
    for check in experiment.checks:
        needed = check.comparison.strokes if check.comparison else ()
        ridden = {name: laboratory.ride(set_ups[name], experiment.set_ups[name]) for name in needed}
        refused = {n: r for n, r in ridden.items() if isinstance(r, PedalfitError)}
        strokes = {n: r for n, r in ridden.items() if isinstance(r, StrokeValues)}
        if refused:
            name, refusal = next(iter(refused.items()))
            outcome = _outcome(experiment, check, "fail", why=f"no stroke for {name}: {refusal}")
        else:
            outcome = judge(experiment, check, strokes)
        outcomes.append(_with_efforts(outcome, {name: set_ups[name] for name in needed}))
    return outcomes


def _outcome(
    experiment: Experiment,
    check: Check,
    verdict: Verdict,
    measured: Measurement | None = None,
    why: str = "",
) -> Outcome:
    return Outcome(
        experiment=experiment,
        check=check,
        verdict=verdict,
        value=None if measured is None else measured.value,
        behind=() if measured is None else measured.behind,
        efforts=(),
        curves=None if measured is None else measured.curves,
        why=why,
    )


def _with_efforts(outcome: Outcome, set_ups: dict[str, SetUp]) -> Outcome:
    efforts = tuple((n, s.riding.power_w, s.riding.cadence_rpm) for n, s in set_ups.items())
    return replace(outcome, efforts=efforts)


def _place(check: Check, value: float) -> str:
    """Where the number lies against the range, and the known reason where it lies outside."""
    if check.accepts(value):
        return f"{number(value)} is within {accepted(check)}"
    if check.comparison is not None and check.comparison.around_the_circle:
        early = (check.low - value) % 360
        late = (value - check.high) % 360
        off = f"{early:.0f} deg too early" if early < late else f"{late:.0f} deg too late"
    elif value < check.low:
        off = f"{number(check.low - value)} too little"
    else:
        off = f"{number(value - check.high)} too much"
    return _reason(f"{number(value)} is {off}", check)


def _reason(finding: str, check: Check) -> str:
    return f"{finding}: {check.why}" if check.why else finding


def accepted(check: Check) -> str:
    """The accepted range in words."""
    if check.comparison is None:
        return ""
    if not isfinite(check.high):
        return f"{number(check.low)} or more"
    if not isfinite(check.low):
        return f"{number(check.high)} or less"
    return f"{number(check.low)} to {number(check.high)}"


def number(value: float) -> str:
    """A number with three significant figures, large ones whole."""
    if abs(value) >= 100:
        return f"{value:.0f}"
    return f"{value:.3g}"
