"""Published trends of knee load that a rider's weights must keep, whatever the meter says.

A torque curve hardly tells the knee's share of it, and weights fitted to one can turn these round.
The activation dynamics matter here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import lru_cache

from fit_optimizer.calibration.physiology import Row
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import with_values
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.validation.experiments import experiment
from fit_optimizer.validation.set_ups import build_set_up
from rider_models.arrays import Joint
from rider_models.coordination import Coordination
from rider_models.errors import PedalfitError
from sim.load_metrics import load_metrics
from sim.stroke import Stroke
from sim.stroke_values import values_of


def knee_trends(set_up: SetUp) -> list[Row]:
    """Each trend with a rider's weights: its limit, the simulated figure, and percent beyond it.

    NaN where a stroke cannot be ridden. At equal torque the peak knee extension moment hardly
    differs between 60 and 100 rpm and at equal power it falls with the torque (Ebbecke et al. 2026);
    the patellofemoral force rises when the saddle is lowered by 5 % (Bini, Hume & Croft 2011).
    """
    return list(_trends(seat_rider(set_up).rider.coordination))


@lru_cache(maxsize=2)
def _trends(coordination: Coordination) -> tuple[Row, ...]:
    weights = asdict(coordination)
    spread_limit, slow, fast = _published(
        "knee_moment_versus_torque", "equal_torque", "rpm_60", "rpm_100"
    )
    rise_limit, high, low = _published(
        "patellofemoral_versus_saddle", "lower_5", "customary", "lower_5"
    )
    spread = abs(_difference_pct(slow, fast, weights, _knee_moment_nm))
    rise = _difference_pct(high, low, weights, _patellofemoral_n)
    fall_limit, at_60, at_100 = _published(
        "knee_moment_versus_torque",
        "equal_power",
        "power_kept_60",
        "power_kept_100",
    )
    fall = _difference_pct(at_60, at_100, weights, _knee_moment_nm)
    return (
        Row(
            condition="equal torque, 60 and 100 rpm",
            metric="knee_moment_spread_at_most_pct",
            wanted=f"{spread_limit[1]:g}",
            simulated=spread,
            error=spread - spread_limit[1],
        ),
        Row(
            condition="saddle 5 % lower",
            metric="patellofemoral_rise_at_least_pct",
            wanted=f"{rise_limit[0]:g}",
            simulated=rise,
            error=rise_limit[0] - rise,
        ),
        Row(
            condition="equal power, 60 and 100 rpm",
            metric="knee_moment_change_at_most_pct",
            wanted=f"{fall_limit[1]:g}",
            simulated=fall,
            error=fall - fall_limit[1],
        ),
        _knee_moment_shape(weights),
    )


def _knee_moment_shape(weights: dict[str, float]) -> Row:
    """Departure from the measured knee moment at 350 W (Wilkinson et al. 2020), % of its range.

    The default rider's is the limit: an accepted range would leave room to get worse.
    """
    limit = _departure_pct(tuple(asdict(Coordination()).items()))
    departure = _departure_pct(tuple(weights.items()))
    return Row(
        condition="moment shapes, 70 rpm",
        metric="knee_moment_departure_at_most_pct",
        wanted=f"{limit:.3g}",
        simulated=departure,
        error=departure - limit,
    )


@lru_cache(maxsize=2)
def _departure_pct(weights: tuple[tuple[str, float], ...]) -> float:
    curves = experiment("wilkinson_curves")
    comparison = curves.check("knee_moment_rms").comparison
    assert comparison is not None
    at_350_w = build_set_up("hardest", curves.set_ups, lambda _: False)
    try:
        stroke = seat_rider(with_values(at_350_w, dict(weights))).simulate()
    except PedalfitError:
        return float("nan")
    return comparison.measure({"hardest": values_of(stroke)}).value


def _difference_pct(
    before: SetUp, after: SetUp, weights: dict[str, float], load: Callable[[Stroke], float]
) -> float:
    """Change of a load from one set-up to another, in percent."""
    try:
        first, second = (
            load(seat_rider(with_values(at, weights)).simulate()) for at in (before, after)
        )
    except PedalfitError:
        return float("nan")
    return 100 * (second - first) / first


def _knee_moment_nm(stroke: Stroke) -> float:
    return -float(stroke.right.joint_moment[:, Joint.KNEE_FLEXION].min())


def _patellofemoral_n(stroke: Stroke) -> float:
    return float(load_metrics(stroke.right, stroke.body_weight_n)["patellofemoral_force_peak_n"])


@lru_cache(maxsize=3)
def _published(
    entry: str, check: str, before: str, after: str
) -> tuple[tuple[float, float], SetUp, SetUp]:
    """The accepted range of one of an experiment's checks, and two of its set-ups."""
    of = experiment(entry)
    one, other = (build_set_up(n, of.set_ups, lambda _: True) for n in (before, after))
    judged = of.check(check)
    return (judged.low, judged.high), one, other
