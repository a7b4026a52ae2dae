"""What a technique changes, in sentences: what is tried, what works when, what the meter shows, what it costs."""

from __future__ import annotations

from collections.abc import Mapping

from rider_models.muscle_groups import MUSCLE_GROUPS
from sim.muscle_phases import Burst

GROUPS_TOLD = {group.name: group.words for group in MUSCLE_GROUPS if group.words}
"""Functional groups as sentences name them: those whose work is told of."""
TOLD_SHARE = 0.15
"""Relative change of a mean activation from which it is told. A guess."""
MOST_TOLD = 3
"""How many muscles are told of each kind."""
FIGURES_TOLD = {
    "torque_effectiveness_pct": ("torque effectiveness", 1.0, "%"),
    "pedal_smoothness_pct": ("pedal smoothness", 0.5, "%"),
    "dead_centre_size_pct": ("dead-centre size", 1.0, "%"),
    "power_phase_start_deg": ("start of the power phase", 3.0, "\u00b0"),
    "power_phase_end_deg": ("end of the power phase", 3.0, "\u00b0"),
}
"""What a meter shows: words, the change from which it is told (a meter's step or two), and the unit."""
COSTS_TOLD = {
    "metabolic_power_w": ("energy", 0.005),
    "muscle_effort": ("muscle effort", 0.02),
    "patellofemoral_force_peak_n": ("kneecap force", 0.02),
    "tibiofemoral_compression_peak_n": ("knee force", 0.02),
    "hip_contact_force_peak_n": ("hip force", 0.02),
    "achilles_tendon_force_peak_n": ("Achilles force", 0.02),
}
"""What it costs: words, and the relative change from which it is told (guesses)."""


def clock_time(angle_deg: float) -> str:
    """Return a crank angle as half hours of the clock: `7 o'clock`, `half past 7`."""
    half_hours = round(angle_deg / 15) % 24
    hour = half_hours // 2 or 12
    return f"{hour} o'clock" if half_hours % 2 == 0 else f"half past {hour}"


def changes_told(
    before: Mapping[str, float],
    after: Mapping[str, float],
    means: tuple[Mapping[str, float], Mapping[str, float]],
    bursts: Mapping[str, Burst],
) -> list[str]:
    """Return what a technique changes against riding as ever: muscles, meter, costs, a sentence each.

    `before` and `after` are metrics, `means` the mean activations of the functional groups before and after, `bursts`
    those with the technique.
    """
    sentences = []
    shift = {
        group: means[1][group] / means[0][group] - 1 for group in GROUPS_TOLD if means[0][group] > 0
    }
    more = sorted((g for g in shift if shift[g] >= TOLD_SHARE), key=lambda g: -shift[g])
    less = sorted((g for g in shift if shift[g] <= -TOLD_SHARE), key=lambda g: shift[g])
    if more:
        said = "; ".join(
            f"{GROUPS_TOLD[g]} {100 * shift[g]:+.0f} %, on from {clock_time(bursts[g].on_deg)} to "
            f"{clock_time(bursts[g].off_deg)}"
            for g in more[:MOST_TOLD]
        )
        sentences.append(f"Work more: {said}.")
    if less:
        said = "; ".join(f"{GROUPS_TOLD[g]} {100 * shift[g]:+.0f} %" for g in less[:MOST_TOLD])
        sentences.append(f"Work less: {said}.".replace("-", "\u2212"))
    meter = [
        f"{words} {before[name]:.0f} \u2192 {after[name]:.0f}{unit}"
        for name, (words, least, unit) in FIGURES_TOLD.items()
        if abs(_change(name, before, after)) >= least
    ]
    sentences.append(
        f"The meter would show: {', '.join(meter)}." if meter else "The meter would show no change."
    )
    costs = [
        f"{words} {100 * (after[name] / before[name] - 1):+.1f} %".replace("-", "\u2212")
        for name, (words, least) in COSTS_TOLD.items()
        if name in before and before[name] > 0 and abs(after[name] / before[name] - 1) >= least
    ]
    sentences.append(
        f"It costs: {', '.join(costs)}." if costs else "It costs nothing that can be told."
    )
    return sentences


def _change(name: str, before: Mapping[str, float], after: Mapping[str, float]) -> float:
    change = after[name] - before[name]
    return (change + 180) % 360 - 180 if name.endswith("_deg") else change
