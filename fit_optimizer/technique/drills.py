"""Drills: one leg alone, with and without a counterweight, and independent cranks, beside riding as ever."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from fit_optimizer.documents.technique import TechniqueDocument, TechniqueShown
from fit_optimizer.documents.technique_words import TechniqueWords
from fit_optimizer.rides.ride_document import judged_by
from fit_optimizer.setup.named_rows import AS_EVER
from fit_optimizer.setup.rider_on_bike import RiderOnBike, seat_rider
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.setup.techniques import TechniqueError, technique
from fit_optimizer.technique.laboratory import in_words, leg_parts
from fit_optimizer.technique.ridden import ride_technique
from fit_optimizer.technique.told import GROUPS_TOLD, clock_time
from fit_optimizer.versions import package_versions
from rider_models.arrays import Side
from rider_models.errors import PedalfitError
from sim.metabolic_cost import leg_metabolic_power
from sim.muscle_phases import PHASES, burst, group_activation, mean_within
from sim.pedalling_metrics import leg_metrics
from sim.single_leg import ride_single_leg
from sim.stroke import LegStroke

SINGLE_LEG = "single-leg"
"""Name of the drill on the command line."""
COUNTERWEIGHT_KG = 10.0
"""On the free pedal: what coaches and laboratories use (Burns et al. 2014, Eur J Appl Physiol 114:961, from memory);
the heavier, the nearer cycling with one leg comes to cycling with two (Asmussen et al. 2024, PLoS One 19:e0304136)."""


@dataclass(frozen=True)
class Drill:
    """A way of riding one leg, in words, and how it is ridden. A leg has half of the power that both ride."""

    told: TechniqueWords
    ride: Callable[[RiderOnBike, Side], LegStroke]


def _alone(counterweight_kg: float) -> Callable[[RiderOnBike, Side], LegStroke]:
    def ride(on: RiderOnBike, side: Side) -> LegStroke:
        half = replace(on.riding, power_w=on.riding.power_w / 2)
        return ride_single_leg(
            on.rider, on.bicycle, half, side, counterweight_kg=counterweight_kg
        ).leg

    return ride


def _independent(on: RiderOnBike, side: Side) -> LegStroke:
    bicycle = replace(on.bicycle, independent_cranks=True)
    return replace(on, bicycle=bicycle).simulate().legs[side]


DRILLS = (
    Drill(
        TechniqueWords(
            key="single_leg",
            words="one leg alone",
            does="clips one foot out and rides with the other, on a trainer with a freewheel",
            feel="no clunk at 12: the knee is drawn up before the foot comes over the top",
            meter="one leg's power; torque effectiveness 99 % or more",
            source="coaches' custom; Hug et al. 2013, Front Physiol 4:232 for what a leg does that is not carried",
        ),
        _alone(0.0),
    ),
    Drill(
        TechniqueWords(
            key="single_leg_counterweight",
            words=f"one leg, {COUNTERWEIGHT_KG:g} kg opposite",
            does=f"rides with one leg; {COUNTERWEIGHT_KG:g} kg on the other pedal do what the other leg does",
            feel="as with two legs: push down, and the pedal comes up by itself",
            meter="one leg's power",
            source="Asmussen et al. 2024, PLoS One 19:e0304136",
        ),
        _alone(COUNTERWEIGHT_KG),
    ),
    Drill(
        TechniqueWords(
            key="independent_cranks",
            words="independent cranks",
            does="rides with both legs, each on a crank with its own freewheel",
            feel="each knee has to be drawn up; nothing carries it",
            meter="torque effectiveness 99 % or more",
            source="Hug et al. 2013, Front Physiol 4:232; Bourdon et al. 2017, J Sports Sci Med 16:536",
        ),
        _independent,
    ),
)
"""In the order of the page."""


def drill_document(set_up: SetUp, side: Side = "right") -> TechniqueDocument:
    """Return the drills beside riding as ever and pulling, as a document.

    Each leg gives half of the set-up's power, as it does beside the other. Raises TechniqueError where one leg cannot
    ride that power.
    """
    on = seat_rider(set_up)
    as_ever = ride_technique(set_up, AS_EVER)
    usual = as_ever.stroke.legs[side]
    legs = {one.told.key: _ridden(one, on, side, set_up) for one in DRILLS}
    pulled = _pulled(set_up, side)
    weight_n = as_ever.stroke.body_weight_n
    shown = [
        _shown(in_words(technique(AS_EVER)), usual, weight_n, []),
        *(
            _shown(
                one.told.extended(
                    TechniqueShown, strength_from="none needed: the crank asks for it"
                ),
                legs[one.told.key],
                weight_n,
                drill_told(usual, legs[one.told.key], pulled),
            )
            for one in DRILLS
        ),
    ]
    if pulled is not None:
        shown.append(_shown(in_words(technique("pull")), pulled, weight_n, []))
    return TechniqueDocument(
        rider=set_up.rider.name,
        effort={"power_w": set_up.riding.power_w, "cadence_rpm": set_up.riding.cadence_rpm},
        drill=SINGLE_LEG,
        judged_by=judged_by(),
        techniques=shown,
        notes=[
            f"All figures are of the {side} leg, which gives half of the power in every column.",
            "Between cranks and flywheel is a freewheel: a leg that is not lifted lets it go.",
            "The resting leg does nothing to pelvis and bicycle.",
        ],
        versions=package_versions(),
    )


def _pulled(set_up: SetUp, side: Side) -> LegStroke | None:
    """The leg of a rider who pulls up with two legs; None where the rider cannot."""
    try:
        return ride_technique(set_up, "pull").stroke.legs[side]
    except TechniqueError:
        return None


def _ridden(drill: Drill, on: RiderOnBike, side: Side, set_up: SetUp) -> LegStroke:
    try:
        return drill.ride(on, side)
    except PedalfitError as refusal:
        raise TechniqueError(
            f"drill {drill.told.words} is beyond this rider: the {side} leg's half of power_w = "
            f"{set_up.riding.power_w:g} at {set_up.riding.cadence_rpm:g} rpm is more than it can ride ({refusal}); "
            "lower power_w"
        ) from None


def _shown(
    words: TechniqueShown, leg: LegStroke, weight_n: float, told: list[str]
) -> TechniqueShown:
    metrics = {name: round(value, 6) for name, value in leg_metrics(leg, weight_n).items()}
    metrics["leg_metabolic_power_w"] = round(leg_metabolic_power(leg), 3)
    return words.extended(TechniqueShown, metrics=metrics, told=told, **leg_parts(leg))


def drill_told(usual: LegStroke, alone: LegStroke, pulled: LegStroke | None) -> list[str]:
    """Return what a drill asks of the leg at the top and at the bottom, and how much of it pulling up takes over."""
    sentences = []
    for phase in PHASES:
        if phase.key == "push":
            continue
        more = _more_within(usual, alone, phase.key)
        if more:
            sentences.append(f"{phase.words.capitalize()}: {', '.join(more)}.")
    if pulled is None:
        return sentences
    sentences.append(
        f"Of the activation that it adds to riding as ever, pulling up with both legs adds "
        f"{100 * carried_over(usual, alone, pulled):.0f} % too."
    )
    return sentences


TOLD_POINTS = 0.03
"""Rise of a mean activation from which it is told (share of full activation). A guess."""


def _more_within(usual: LegStroke, alone: LegStroke, phase_key: str) -> list[str]:
    phase = next(one for one in PHASES if one.key == phase_key)
    before, after = group_activation(usual), group_activation(alone)
    shares = usual.problem.cycle.time_share, alone.problem.cycle.time_share
    rises = {
        group: (
            mean_within(before[group], shares[0], phase),
            mean_within(after[group], shares[1], phase),
        )
        for group in GROUPS_TOLD
    }
    told = sorted(
        (g for g, (first, then) in rises.items() if then - first >= TOLD_POINTS),
        key=lambda g: rises[g][0] - rises[g][1],
    )
    return [
        f"{GROUPS_TOLD[g]} {100 * rises[g][0]:.0f} \u2192 {100 * rises[g][1]:.0f} % "
        f"(on from {clock_time(burst(after[g]).on_deg)})"
        for g in told[:3]
    ]


def carried_over(usual: LegStroke, alone: LegStroke, pulled: LegStroke) -> float:
    """Return which share (0 to 1) of the activation that a drill adds pulling up with two legs adds too.

    Over the functional groups and crank positions at which the drill adds activation to riding as ever: what both add
    over what the drill adds.
    """
    base, drill, pull = (
        np.concatenate(list(group_activation(leg).values())) for leg in (usual, alone, pulled)
    )
    asked, made = np.maximum(drill - base, 0.0), np.maximum(pull - base, 0.0)
    return float(np.minimum(asked, made).sum() / asked.sum()) if asked.any() else 0.0
