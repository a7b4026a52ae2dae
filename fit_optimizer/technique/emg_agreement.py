"""When muscles are on and off in the model against when electrodes saw them on and off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rider_models.emg_envelopes import EMG_STUDIES, GROUP_OF_ELECTRODE, envelope_at, envelopes
from sim.activation_dynamics import activation_of
from sim.muscle_phases import Burst, burst, group_activation
from sim.stroke import LegStroke


@dataclass(frozen=True)
class Agreement:
    """A muscle's burst as measured and as simulated, and how far apart the middles are (deg, + model later)."""

    study: str
    electrode: str
    group: str
    measured: Burst
    simulated: Burst
    late_deg: float


def emg_agreement(leg: LegStroke) -> tuple[Agreement, ...]:
    """Return how a solved leg's bursts agree with the measured ones.

    What electrodes see is excitation; it goes through activation dynamics at the leg's own crank speed first, so that
    both are activations. The model follows the same envelopes as riders' habits: agreement is no independent proof.
    """
    curves = group_activation(leg)
    speed, angle = leg.problem.cycle.crank_speed, np.rad2deg(leg.problem.cycle.crank_angle)
    step_s = 2 * np.pi / len(angle) / speed
    found = []
    for study in EMG_STUDIES:
        for electrode in envelopes(study)[1]:
            group = GROUP_OF_ELECTRODE[electrode]
            excitation = envelope_at(study, electrode, angle)
            measured = burst(activation_of(excitation[:, None], step_s)[:, 0])
            simulated = burst(curves[group])
            late = (simulated.centre_deg - measured.centre_deg + 180) % 360 - 180
            found.append(Agreement(study, electrode, group, measured, simulated, late))
    return tuple(found)
