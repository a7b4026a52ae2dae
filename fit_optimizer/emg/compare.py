"""A measured electromyogram beside the activations that the simulation finds for the same muscles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fit_optimizer.emg.cycles import ANGLES_DEG, EmgCycles, MuscleCycle
from rider_models.arrays import Array, Side
from sim.activation_dynamics import activation_of
from sim.curve_likeness import correlation, lag_deg
from sim.muscle_phases import group_activation
from sim.stroke import Stroke

DELAY_MS = 20.0
"""Tendon's part of the electromechanical delay where none is given. From the electrode's signal to force pass some
50 ms in voluntary contractions (49-56 ms, Cavanagh & Komi 1979, Eur J Appl Physiol 42:159, from memory); the
activation dynamics through which the envelope goes take some 30 of them, stretching the tendon, which the
model takes for rigid, the rest. Its share is a guess within 15 ms."""


@dataclass(frozen=True, eq=False)
class MuscleLikeness:
    """A muscle measured and simulated, over the crank angle of its leg (360 each).

    `expected` is the activation that the measured envelope brings about, `simulated` the functional group's, each as a
    share of its own peak; `lag_deg` by how much the simulated one comes later; NaN where it is flat.
    """

    cycle: MuscleCycle
    expected: Array
    simulated: Array
    simulated_peak: float
    correlation: float
    lag_deg: float


@dataclass(frozen=True, eq=False)
class GroupLikeness:
    """A functional group of one leg beside the mean of its electrodes, each as a share of its own peak."""

    group: str
    side: Side
    channels: tuple[str, ...]
    correlation: float
    lag_deg: float


@dataclass(frozen=True, eq=False)
class EmgComparison:
    """All muscles of a recording beside a stroke, and by functional group; `turned_deg` is what a recording
    without a known phase was turned by so that it fits best, None where its phase is known."""

    muscles: tuple[MuscleLikeness, ...]
    groups: tuple[GroupLikeness, ...]
    delay_ms: float
    cadence_rpm: float
    turned_deg: float | None


def compare_emg(cycles: EmgCycles, stroke: Stroke, delay_ms: float = DELAY_MS) -> EmgComparison:
    """Correlation and lag of every measured muscle with its functional group in a stroke.

    The measured envelope goes through the model's activation dynamics at the measured cadence (the
    stroke's where the recording tells none) and is delayed by `delay_ms`.
    """
    cadence = cycles.cadence_rpm or float(stroke.riding.crank_speed * 30 / np.pi)
    simulated = {muscle.channel.name: _simulated(stroke, muscle) for muscle in cycles.muscles}
    expected = {
        m.channel.name: expected_activation(m.mean, cadence, delay_ms) for m in cycles.muscles
    }
    turned = None if cycles.phase_known else _best_turn(expected, simulated)
    found = []
    for muscle in cycles.muscles:
        name = muscle.channel.name
        curve = np.roll(expected[name], turned or 0)
        found.append(
            MuscleLikeness(
                cycle=muscle,
                expected=curve / curve.max(),
                simulated=simulated[name] / simulated[name].max(),
                simulated_peak=float(simulated[name].max()),
                correlation=correlation(simulated[name], curve),
                lag_deg=lag_deg(simulated[name], curve),
            )
        )
    return EmgComparison(tuple(found), _by_group(found), delay_ms, cadence, turned)


def _by_group(muscles: list[MuscleLikeness]) -> tuple[GroupLikeness, ...]:
    """Every group of either leg that has an electrode, in the order of the file."""
    by_group: dict[tuple[str, Side], list[MuscleLikeness]] = {}
    for one in muscles:
        channel = one.cycle.channel
        by_group.setdefault((channel.electrode.group, channel.side), []).append(one)
    found = []
    for (group, side), members in by_group.items():
        mean = np.mean([one.expected for one in members], axis=0)
        simulated = members[0].simulated
        names = tuple(one.cycle.channel.name for one in members)
        likeness = correlation(simulated, mean), lag_deg(simulated, mean)
        found.append(GroupLikeness(group, side, names, *likeness))
    return tuple(found)


def expected_activation(envelope: Array, cadence_rpm: float, delay_ms: float) -> Array:
    """Activation (360, 0 to 1) that an envelope (360, share of the largest) brings about, delayed (ms)."""
    degrees_a_second = 6 * cadence_rpm
    excitation = np.clip(envelope, 0.0, 1.0)[:, None]
    activation = activation_of(excitation, np.full(len(envelope), 1 / degrees_a_second))[:, 0]
    later = delay_ms / 1000 * degrees_a_second
    return np.asarray(np.interp(ANGLES_DEG - later, ANGLES_DEG, activation, period=360))


def _simulated(stroke: Stroke, muscle: MuscleCycle) -> Array:
    """Activation of the muscle's functional group in its own leg (360, 0 to 1)."""
    curve = group_activation(stroke.legs[muscle.channel.side])[muscle.channel.electrode.group]
    at = 360 * np.arange(len(curve)) / len(curve)
    return np.asarray(np.interp(ANGLES_DEG, at, curve, period=360))


def _best_turn(expected: dict[str, Array], simulated: dict[str, Array]) -> int:
    """Degrees by which all measured curves together are turned to correlate best with the simulated ones."""
    total = np.zeros(len(ANGLES_DEG))
    for name, curve in expected.items():
        other = simulated[name]
        if np.ptp(curve) > 0 and np.ptp(other) > 0:
            one = (curve - curve.mean()) / curve.std()
            two = (other - other.mean()) / other.std()
            total += np.fft.irfft(np.fft.rfft(two) * np.conj(np.fft.rfft(one)), len(one))
    return int(total.argmax())
