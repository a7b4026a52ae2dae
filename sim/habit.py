"""The shapes in which riders switch their muscles on: measured EMG envelopes through activation dynamics.

Riders do not share the work anew in every stroke: muscles are switched on in patterns that hardly change with
power, posture or cadence, and what follows the effort is how strongly (Hug, Turpin, Couturier & Dorel 2011, J
Neurophysiol 106:91). `Coordination.habit` prices the part of a muscle's activation that is no multiple of its pattern.
"""

from __future__ import annotations

from functools import cache, lru_cache

import numpy as np

from rider_models.arrays import Array, Indices
from rider_models.emg_envelopes import EMG_STUDIES, GROUP_OF_ELECTRODE, envelopes, envelopes_at
from sim.activation_dynamics import activation_of

HABIT_STUDIES = {
    "gluteus_maximus": ("li_caldwell", "wilkinson"),
    "vastus_lateralis": ("li_caldwell", "wilkinson"),
    "gastrocnemius_medialis": ("li_caldwell", "wilkinson"),
    "soleus": ("wilkinson",),
    "biceps_femoris_long_head": ("li_caldwell",),
    "rectus_femoris": ("li_caldwell",),
    "tibialis_anterior": ("li_caldwell",),
}
"""Of which studies an electrode's pattern is the mean. The muscles that push are taken from all that measured them, for
the envelopes of one were read to 8 deg; those that also lift the leg from steady riding alone, because
Wilkinson's riders, who rode as hard as they could, pulled up too and kept their hamstrings on through the upstroke."""

EXCITATION_ADVANCE_S = 0.020
"""By so much crank angle per crank speed excitation comes earlier at a higher cadence, so that force comes at the
same crank angle: the delay of activation behind excitation (10 ms rising, 40 ms falling; 11 deg at 90 rpm). Riders'
bursts come earlier in the revolution the faster they pedal (Neptune, Kautz & Hull 1997, J Biomech 30:1051)."""


HIP_LINE = float(np.deg2rad(14.1))
"""Angle (rad) of the line from the bottom bracket to the hip behind the vertical, for which the patterns are
taken. Fitted: the custom fit's is 14.7-15.1 deg in riders of 1.50-1.95 m on 73.5 deg of seat tube, so riders' muscles
are called 0.8 deg of crank angle earlier than by the envelopes as they stand. The studies tell neither their riders'
line nor what their filters delay, and the cadence of Li & Caldwell (80 rpm, from memory) moves it by 0.12 deg per
rpm."""


def habit_shapes(
    groups: tuple[str, ...],
    crank_angle: Array,
    crank_speed: Array,
    hip_line: float,
    pattern_hip_line: float = HIP_LINE,
) -> Array:
    """Return the pattern of each muscle's activation (n x m, mean square one; nought where none was measured).

    `groups` m, `crank_angle` n (rad), `crank_speed` n (rad/s), `hip_line` angle (rad) of the line from bottom bracket
    to hip behind the vertical, `pattern_hip_line` that for which the patterns are taken. Patterns belong to the leg's
    own extension, which begins where the crank points to the hip: they turn with that line, as riders'
    do who sit farther back or lie (Brown, Kautz & Dairaghi 1996, J Biomech 29:1349).
    """
    turned = crank_angle + (hip_line - pattern_hip_line)
    shapes = _shapes_of_electrodes(turned.tobytes(), crank_speed.tobytes())
    return np.asarray(shapes[:, _columns(groups)])


@lru_cache(maxsize=8)
def _columns(groups: tuple[str, ...]) -> Indices:
    """The column of each muscle's pattern (m) among those of the electrodes; the last one holds noughts."""
    measured = list(GROUP_OF_ELECTRODE.values())
    return np.array([measured.index(g) if g in measured else len(measured) for g in groups])


@lru_cache(maxsize=32)
def _shapes_of_electrodes(crank_angle: bytes, crank_speed: bytes) -> Array:
    """Patterns by electrode, of the studies that `HABIT_STUDIES` names, and a column of noughts (n x e + 1)."""
    angle, speed = np.frombuffer(crank_angle), np.frombuffer(crank_speed)
    step_s = 2 * np.pi / len(angle) / speed
    time_share = step_s / step_s.sum()
    excitation = _excitation(angle, 2 * np.pi / step_s.sum())
    activation = activation_of(excitation, step_s)
    activation /= np.sqrt((time_share[:, None] * activation**2).sum(axis=0))
    return np.concatenate([activation, np.zeros((len(angle), 1))], axis=1)


def _excitation(crank_angle: Array, mean_speed: float) -> Array:
    """The electrodes' envelopes (n x electrodes) at crank angles: of each the mean of its studies' envelopes.

    A study's envelope is moved to a crank speed (rad/s) and taken without its least value.
    """
    total = np.zeros((len(crank_angle), len(GROUP_OF_ELECTRODE)))
    for study, measured in EMG_STUDIES.items():
        columns, names, least = _of_study(study)
        ahead = EXCITATION_ADVANCE_S * (mean_speed - measured.cadence_rpm * 2 * np.pi / 60)
        envelope = envelopes_at(study, names, np.rad2deg(crank_angle + ahead))
        total[:, columns] += (envelope - least) / (1 - least)
    return np.asarray(total / [len(HABIT_STUDIES[e]) for e in GROUP_OF_ELECTRODE])


@cache
def _of_study(study: str) -> tuple[Indices, tuple[str, ...], Array]:
    """Places among `GROUP_OF_ELECTRODE`, names and least values of the envelopes that are taken from a study."""
    names = tuple(e for e in GROUP_OF_ELECTRODE if study in HABIT_STUDIES[e])
    least = np.array([envelopes(study)[1][name].min() for name in names])
    return np.flatnonzero([e in names for e in GROUP_OF_ELECTRODE]), names, least
