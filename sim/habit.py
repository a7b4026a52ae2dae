"""The shapes in which riders switch their muscles on: measured EMG envelopes through activation dynamics.

A rider who pedals a hundred thousand strokes a week doesn't solve each anew: muscles are switched on
in a few fixed patterns whose size follows the effort. `Coordination.habit` prices what a muscle's
activation has beside the measured pattern, whose size stays free.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rider_models.emg_envelopes import EMG_STUDIES, GROUP_OF_ELECTRODE, envelope_at, envelopes

Array = NDArray[np.float64]

EXCITATION_ADVANCE_S = 0.02
BASELINE = True
STUDY_WEIGHTS = {"li_caldwell": 1.0, "wilkinson": 1.0}
OMIT: tuple = ()
CYCLES = 3


def activation_from_excitation(excitation: Array, step_s: Array, up: float = 0.010, down: float = 0.040) -> Array:
    """Return the activation (n x m) that a periodic excitation (n x m, 0 to 1) brings about."""
    activation = excitation.copy()
    for _ in range(CYCLES):
        for i in range(len(excitation)):
            before = activation[i - 1]
            wanted = excitation[i]
            tau = np.where(wanted > before, up * (0.5 + 1.5 * before), down / (0.5 + 1.5 * before))
            rate = step_s[i] / tau
            activation[i] = (before + rate * wanted) / (1 + rate)
    return activation


def habit_shapes(groups: tuple[str, ...], crank_angle: Array, crank_speed: Array, time_share: Array) -> Array:
    shapes = group_shapes(crank_angle.tobytes(), crank_speed.tobytes(), time_share.tobytes())
    none = np.zeros(len(crank_angle))
    return np.stack([shapes.get(group, none) for group in groups], axis=1)


@lru_cache(maxsize=64)
def group_shapes(angle: bytes, speed: bytes, share: bytes) -> dict[str, Array]:
    crank_angle, crank_speed, time_share = (np.frombuffer(b) for b in (angle, speed, share))
    cadence = 1 / np.sum(time_share / crank_speed) if False else crank_speed.mean()
    n = len(crank_angle)
    step = 2 * np.pi / n / crank_speed
    found = {}
    for electrode, group in GROUP_OF_ELECTRODE.items():
        if group in OMIT:
            continue
        total, weight = np.zeros(n), 0.0
        for study, w in STUDY_WEIGHTS.items():
            if w and electrode in envelopes(study)[1]:
                own = EMG_STUDIES[study].cadence_rpm * 2 * np.pi / 60
                ahead = EXCITATION_ADVANCE_S * (cadence - own)
                e = envelope_at(study, electrode, np.rad2deg(crank_angle + ahead) % 360)
                if BASELINE:
                    low = envelopes(study)[1][electrode].min()
                    e = (e - low) / (1 - low)
                total += w * e
                weight += w
        found[group] = total / weight
    names = list(found)
    act = activation_from_excitation(np.stack([found[k] for k in names], axis=1), step)
    act /= np.sqrt((time_share[:, None] * act**2).sum(axis=0))
    return {k: act[:, i] for i, k in enumerate(names)}
