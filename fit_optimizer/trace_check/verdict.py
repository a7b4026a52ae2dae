"""How near the simulation is to the recording, in words."""

from __future__ import annotations

from fit_optimizer.trace_check.bins import (
    BALANCE,
    COMBINED_SMOOTHNESS,
    TraceCheck,
    metric_error,
    of_metric,
    rms_errors,
    rms_errors_in_spreads,
)
from fit_optimizer.trace_check.torque_curve import CheckedCurve, CurvePair
from rider_models.arrays import SIDES

CLOSE = {
    "torque_effectiveness_pct": 5.0,
    "pedal_smoothness_pct": 3.0,
    COMBINED_SMOOTHNESS: 6.0,
    BALANCE: 2.0,
    "deg": 12.0,
}
FAIR = {
    "torque_effectiveness_pct": 9.0,
    "pedal_smoothness_pct": 4.0,
    COMBINED_SMOOTHNESS: 8.0,
    BALANCE: 4.0,
    "deg": 18.0,
}
"""Root mean square errors over the bins that are called close and fair: what a calibrated and an
uncalibrated rider are held to. Both legs together are twice as smooth as one, and so are its bars;
those of balance are guesses (a meter's legs agree to 1-2 points)."""

CLOSE_SPREADS = 2.0
"""Root mean square error of a metric, in the recording's own spread (half of what holds 68 % of a bin's records), up to
which a match is called close: some 95 % of the rider's own records lie no farther from their median."""

CLOSE_CURVE, FAIR_CURVE = (0.95, 0.10), (0.85, 0.20)
"""Least correlation, and largest rms error as a share of the recorded peak, that are called close
and fair for a torque curve (guesses)."""

ADVICE = "calibrate the rider before trusting small differences"


def verdict(check: TraceCheck) -> str:
    """What the comparison says, in a sentence for the bins and one for the curve."""
    parts = [_of_bins(check)] if check.bins else []
    if check.curve is not None:
        parts.append(_of_curve(check.curve))
    return " ".join(parts)


def closeness(errors: dict[str, float]) -> str:
    """`closely`, `fairly` or `poorly`, for root mean square errors by metric."""
    for word, bars in (("closely", CLOSE), ("fairly", FAIR)):
        if all(error <= of_metric(metric, bars) for metric, error in errors.items()):
            return word
    return "poorly"


def beyond_spreads(in_spreads: dict[str, float]) -> list[str]:
    """The metrics, in words, whose root mean square error in the recording's own spread is too large for a close match.

    A rider may vary so little that an error which is small in degrees or points still sets another rider apart.
    """
    return [
        metric_words(one)[0] for one, error in in_spreads.items() if round(error, 1) > CLOSE_SPREADS
    ]


def metric_words(metric: str) -> tuple[str, str]:
    """A metric's name and the unit of its error, in words."""
    name, _, unit = metric.rpartition("_")
    return name.replace("_", " "), "deg" if unit == "deg" else "points"


def _of_bins(check: TraceCheck) -> str:
    simulated = [each for each in check.bins if each.simulated]
    if not simulated:
        return (
            "The recording could not be compared: the set-up cannot ride any of its "
            f"{_counted(len(check.bins), 'bin')} ({check.bins[0].refusal})."
        )
    errors, spreads = rms_errors(simulated), rms_errors_in_spreads(simulated)
    said = []
    for metric, error in errors.items():
        name, unit = metric_words(metric)
        unit = unit.removesuffix("s") if f"{error:.0f}" == "1" else unit
        said.append(f"{name} {error:.0f} {unit} ({spreads[metric]:.1f})")
    if not errors:
        return "The recording holds too few figures of the pedal stroke to compare any."
    if set(errors) == {BALANCE}:
        return _of_balance_alone(errors[BALANCE], len(simulated))
    words, beyond = closeness(errors), beyond_spreads(spreads)
    advice = "" if words == "closely" else f"; {ADVICE}"
    if words == "closely" and beyond:
        words = "fairly"
    far = f" Off by more than twice the recording's own spread: {', '.join(beyond)}."
    side = f", {check.table.sides} leg only" if check.table.sides in SIDES else ""
    refused = len(check.bins) - len(simulated)
    missing = f"; {_counted(refused, 'further bin')} cannot be ridden" if refused else ""
    return (
        f"The simulation matches the recording {words} over {_counted(len(simulated), 'bin')} of power "
        f"and cadence{side}{missing} (typical error, and the same in the recording's own spread: "
        f"{', '.join(said)}){advice}.{far if beyond else ''}"
    )


def _of_balance_alone(error: float, bins: int) -> str:
    """What a recording says that holds nothing of the stroke but the legs' shares.

    Any two legs alike have a balance near the recorded one, whatever their strokes, so no match is
    claimed.
    """
    return (
        "Of the pedal stroke the recording holds the balance alone, which says nothing of how either "
        f"leg pedals; over {_counted(bins, 'bin')} the simulated right leg's share differs from the "
        f"recorded one by typically {error:.1f} points."
    )


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"


def _of_curve(curve: CheckedCurve) -> str:
    if curve.refusal:
        return f"The torque curve could not be compared: {curve.refusal}."
    words = [_curve_closeness(pair, curve.positions_known) for pair in curve.pairs.values()]
    worst = max(words, key=["closely", "fairly", "poorly"].index)
    legs = "; ".join(_pair_words(s, p, curve.positions_known) for s, p in curve.pairs.items())
    lowest = {name: one["dead_centre_size_pct"] for name, one in curve.dead_spots.items()}
    advice = "" if worst == "closely" else f"; {ADVICE}"
    return (
        f"The simulated torque at {curve.power_w:.0f} W and {curve.cadence_rpm:.0f} rpm follows the "
        f"recorded curve {worst} ({legs}); in the dead spots both legs together fall to "
        f"{lowest['simulated']:.0f} % of the mean torque, recorded {lowest['recorded']:.0f} %{advice}."
    )


def _pair_words(side: str, pair: CurvePair, positions_known: bool) -> str:
    name = "both legs together" if side == "both" else f"{side} leg"
    higher = float(pair.simulated.max() - pair.recorded.max())
    late = peak_shift_deg(pair)
    when = f" and {abs(late):.0f} deg {'late' if late > 0 else 'early'}" if positions_known else ""
    return (
        f"{name}: rms error {pair.rms_error_nm:.1f} Nm, correlation {pair.correlation:.2f}, peak "
        f"{abs(higher):.1f} Nm too {'high' if higher > 0 else 'low'}{when}"
    )


def peak_shift_deg(pair: CurvePair) -> float:
    """Degrees by which the simulated peak comes after the recorded one."""
    return metric_error("peak_deg", float(pair.simulated.argmax()), float(pair.recorded.argmax()))


def _curve_closeness(pair: CurvePair, positions_known: bool) -> str:
    share = pair.rms_error_nm / float(pair.recorded.max())
    late = abs(peak_shift_deg(pair)) if positions_known else 0.0
    for word, (correlation, most), bars in (
        ("closely", CLOSE_CURVE, CLOSE),
        ("fairly", FAIR_CURVE, FAIR),
    ):
        if pair.correlation >= correlation and share <= most and late <= bars["deg"]:
            return word
    return "poorly"
