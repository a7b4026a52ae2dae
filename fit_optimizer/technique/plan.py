"""What to practise: the cues that give a rider most for least knee load, where, and how the meter tells progress."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from fit_optimizer.criteria.choice import worth_making
from fit_optimizer.criteria.limits import limits
from fit_optimizer.criteria.objectives import OBJECTIVES
from fit_optimizer.criteria.riding_angles import ankle_keeps_custom, riding_angles
from fit_optimizer.setup.named_rows import AS_EVER
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import with_changes
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.setup.techniques import Technique, TechniqueError
from fit_optimizer.technique.ridden import RiddenTechnique, ride_technique
from sim.cue import share_within
from sim.kinematics import crank_angles
from sim.pedalling_metrics import Metrics

CUES = 2
"""How many cues are practised: more are not kept in mind at once (coaches' custom)."""
SHARES_TRIED = (0.25, 0.5, 0.75)
"""How far a cue is followed beside all of it. A guess: finer steps no rider feels."""
PRICES = ("knee_load", "metabolic_power")
"""Objectives that a cue to practise may not make worse by as much as matters."""
PRACTICE_POWERS = (0.5, 0.65, 0.8)
PRACTICE_CADENCES = (0.7, 0.85, 1.0)
"""Shares of the rider's own power and cadence among which the effort of practice is looked for. A guess: skills are
practised below race effort."""
ANGLES = crank_angles()
"""Crank angles (rad) at which arcs of cues are laid over each other."""
METER_STEPS = {
    "torque_effectiveness_pct": 0.5,
    "pedal_smoothness_pct": 0.5,
    "power_phase_start_deg": 1.40625,
    "power_phase_end_deg": 1.40625,
}
"""Figures of a meter that tell progress, with the steps in which FIT sends them (FIT profile, record message)."""


@dataclass(frozen=True)
class Cue:
    """A cue to practise: what it gains, the effort of practice, and the meter's figures there.

    `share`: how far it is followed (1 as the studies' riders did). `gain` is what the objectives improve together, each
    in units of the change that matters; knee load and energy change by so many percent. `counts`: whether that is as
    much as a fit calls worth learning; what gains less is something to try. `before` and `after`: the meter's figures
    at the effort of practice as ever and with the cue.
    """

    technique: Technique
    share: float
    gain: float
    counts: bool
    knee_load_pct: float
    energy_pct: float
    power_w: float
    cadence_rpm: float
    before: Metrics
    after: Metrics


def gain(as_ever: RiddenTechnique, told: RiddenTechnique) -> float:
    """Return what the objectives improve together (+ better), each in units of the change that matters."""
    return sum(
        (1 - told.judged[one.key] / as_ever.judged[one.key]) / one.matters
        for one in OBJECTIVES
        if as_ever.judged[one.key] > 0
    )


def change_pct(as_ever: RiddenTechnique, told: RiddenTechnique, objective: str) -> float:
    """Return the change of an objective, by its key (%, + more)."""
    return 100 * (told.judged[objective] / as_ever.judged[objective] - 1)


def practice_plan(set_up: SetUp, ridden: Sequence[RiddenTechnique]) -> tuple[Cue, ...]:
    """Return the cues that gain most for least knee load, best first; none where nothing gains and spares the knee.

    `ridden` are the techniques at the rider's own effort, the rider as ever among them. First come cues that are worth
    learning; of these and of the others first those that load the knee no more than riding as ever, by what they gain,
    then those that load it more by less than matters, by what they gain per percent of it: these are second at best
    where they are not worth learning.
    """
    as_ever = next(one for one in ridden if one.technique.key == AS_EVER)
    others = [one for one in ridden if one is not as_ever]
    followed = [_as_far_as_gains(set_up, as_ever, one) for one in others]
    best: list[RiddenTechnique] = []
    for one in sorted((f for f in followed if f is not None), key=lambda f: _order(as_ever, f)):
        if not (best or spares_knee(as_ever, one) or worth_learning(as_ever, one)):
            return ()
        if len(best) < CUES and not any(alike(one.technique, kept.technique) for kept in best):
            best.append(one)
    return tuple(_practised(set_up, as_ever, one) for one in best)


def worth_learning(as_ever: RiddenTechnique, told: RiddenTechnique) -> bool:
    """Return whether a cue is worth learning, by the same rule as a fit's search for technique.

    It saves as much as can be told of what decides, loads no knee so, breaks no limit that riding as ever keeps, and
    leaves the ankle within custom.
    """
    if not worth_making(as_ever.judged, told.judged):
        return False
    bar = seat_rider(as_ever.set_up).hands()
    broken, still = (
        {one.name for one in limits(bar, seat_rider(ridden.set_up)) if one.excess > 0}
        for ridden in (told, as_ever)
    )
    now, then = (riding_angles(ridden.set_up) for ridden in (as_ever, told))
    return broken <= still and ankle_keeps_custom(now, then, told.set_up.riding.discipline)


def spares_knee(as_ever: RiddenTechnique, told: RiddenTechnique) -> bool:
    """Return whether a cue loads the knee no more than riding as ever."""
    return change_pct(as_ever, told, "knee_load") <= 0


def worth(as_ever: RiddenTechnique, told: RiddenTechnique) -> tuple[bool, float]:
    """Return what cues are sorted by, the best least: those that spare the knee by gain, others by gain per percent."""
    gained = gain(as_ever, told)
    if spares_knee(as_ever, told):
        return False, -gained
    return True, -gained / change_pct(as_ever, told, "knee_load")


def _order(as_ever: RiddenTechnique, told: RiddenTechnique) -> tuple[bool, bool, float]:
    """What cues are sorted by, the best least: what is worth learning first."""
    return not worth_learning(as_ever, told), *worth(as_ever, told)


def _as_far_as_gains(
    set_up: SetUp, as_ever: RiddenTechnique, whole: RiddenTechnique
) -> RiddenTechnique | None:
    """The technique followed by the share that is worth most at no price that can be told; None where none gains."""
    tried = [whole]
    for share in SHARES_TRIED:
        try:
            tried.append(ride_technique(set_up, whole.technique.key, share))
        except TechniqueError:
            continue
    free = [one for one in tried if no_price(as_ever, one) and gain(as_ever, one) > 0]
    return min(free, key=lambda one: _order(as_ever, one), default=None)


def no_price(as_ever: RiddenTechnique, told: RiddenTechnique) -> bool:
    """Return whether neither knee load nor energy grows by as much as matters."""
    return all(
        told.judged[one.key] < (1 + one.matters) * as_ever.judged[one.key]
        for one in OBJECTIVES
        if one.key in PRICES
    )


def alike(one: Technique, other: Technique) -> bool:
    """Return whether two techniques ask for more force in the same half of what the shorter one asks for."""
    arcs = [
        share_within(ANGLES, (np.deg2rad(part.from_deg), np.deg2rad(part.to_deg)))
        for told in (one, other)
        for part in (p for p in told.force if p.share > 0)
    ]
    count = sum(part.share > 0 for part in one.force)
    if not 0 < count < len(arcs):
        return False
    mine, theirs = (np.max(some, axis=0) for some in (arcs[:count], arcs[count:]))
    return bool(np.minimum(mine, theirs).sum() >= min(mine.sum(), theirs.sum()) / 2)


def _practised(set_up: SetUp, as_ever: RiddenTechnique, told: RiddenTechnique) -> Cue:
    """The cue at the effort at which the meter shows it best, the knee carrying no more than as ever at the own one."""
    share = told.set_up.riding.technique_pct / 100
    efforts = [(as_ever, told), *_easier(set_up, told.technique.key, share)]
    light = [pair for pair in efforts if spares_knee(as_ever, pair[1])]
    before, after = max(light or efforts[:1], key=lambda pair: told_by_meter(*pair))
    return Cue(
        technique=told.technique,
        share=share,
        gain=gain(as_ever, told),
        counts=worth_learning(as_ever, told),
        knee_load_pct=change_pct(as_ever, told, "knee_load"),
        energy_pct=change_pct(as_ever, told, "metabolic_power"),
        power_w=after.set_up.riding.power_w,
        cadence_rpm=after.set_up.riding.cadence_rpm,
        before={name: before.metrics[name] for name in METER_STEPS},
        after={name: after.metrics[name] for name in METER_STEPS},
    )


def _easier(
    set_up: SetUp, key: str, share: float
) -> Iterator[tuple[RiddenTechnique, RiddenTechnique]]:
    """As ever and with a cue, at the efforts of practice that can be ridden."""
    for power in PRACTICE_POWERS:
        for cadence in PRACTICE_CADENCES:
            effort = {
                "power_w": max(round(power * set_up.riding.power_w), 10),
                "cadence_rpm": max(round(cadence * set_up.riding.cadence_rpm), 20),
            }
            easier = with_changes(set_up, effort)
            try:
                yield ride_technique(easier, AS_EVER), ride_technique(easier, key, share)
            except TechniqueError:
                continue


def told_by_meter(as_ever: RiddenTechnique, told: RiddenTechnique) -> float:
    """Return by how many of its steps a meter's figures change, angles the short way round."""
    total = 0.0
    for name, step in METER_STEPS.items():
        change = told.metrics[name] - as_ever.metrics[name]
        if name.endswith("_deg"):
            change = (change + 180) % 360 - 180
        total += abs(change) / step
    return total
