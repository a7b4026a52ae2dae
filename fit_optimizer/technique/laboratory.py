"""The technique laboratory: every technique ridden, side by side, as a document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from math import isfinite
from typing import TYPE_CHECKING, TypedDict, TypeVar

from fit_optimizer.documents.part import Part
from fit_optimizer.documents.ride import Curve, PartWork, Ride
from fit_optimizer.documents.technique import (
    AcrossShown,
    AgreementShown,
    BurstShown,
    CoActivationShown,
    CueToPractise,
    EngagementShown,
    FollowedShown,
    JustRightShown,
    KindAtIntensity,
    KindShown,
    LiftedShown,
    LikenessShown,
    RecoveryShown,
    Resemblance,
    SaddleOfKind,
    TechniqueDocument,
    TechniqueShown,
)
from fit_optimizer.rides.ride_document import judged_by, leg_work, ride_document
from fit_optimizer.rides.stroke_document import rounded
from fit_optimizer.setup.named_rows import AS_EVER
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.setup.techniques import TECHNIQUES, Technique, TechniqueError, technique
from fit_optimizer.technique.adductors import AcrossAt, ride_across
from fit_optimizer.technique.emg_agreement import emg_agreement
from fit_optimizer.technique.engagement import EngagementAt, engagement_by_saddle
from fit_optimizer.technique.just_right import just_right, lifted_at
from fit_optimizer.technique.plan import Cue, gain, practice_plan
from fit_optimizer.technique.resemblance import Likeness
from fit_optimizer.technique.ridden import RiddenTechnique, ride_technique
from fit_optimizer.technique.rider_kinds import KindRidden, of_kind, ride_kinds
from fit_optimizer.technique.told import changes_told
from fit_optimizer.versions import package_versions
from sim.coactivation import co_activation
from sim.muscle_phases import PHASES, Burst, burst, group_activation, mean_within, muscle_bursts
from sim.recovery import Recovery, recovery
from sim.stroke import LegStroke

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from fit_optimizer.recommendation.saddle import SaddleFound
    from fit_optimizer.traces import Measured

P = TypeVar("P", bound=Part)
PULLS = ("pull", "lift", "hamstring_led", "hip_flexor_led")
"""Techniques whose just right share is looked for: those that lift the leg."""

NOTES = (
    "Muscles and sectors are those of the right leg.",
    "A cue's strength is that of the riders of one study; another rider may follow it less or more.",
    "Habits are priced against every cue: what months of practice change is not simulated.",
)

Likenesses = Callable[[Sequence[str]], Sequence[Likeness]]
"""From techniques to how far each is from a recording."""

PlaceSaddle = Callable[[SetUp], "SaddleFound | None"]
"""From a set-up to where its rider's saddle goes; None where it is held or no height can be ridden."""


def technique_document(
    set_up: SetUp,
    keys: Sequence[str] = (),
    measured: Measured | None = None,
    likenesses: Likenesses | None = None,
    place_saddle: PlaceSaddle | None = None,
) -> TechniqueDocument:
    """Return techniques side by side for a set-up's rider: those asked for, else all.

    With a recording `likenesses` tells how far techniques are from it; `place_saddle` gives kinds of riders their best
    saddle. A technique of several that the rider cannot do has its refusal instead of a stroke. Raises TechniqueError
    for an unknown one, for riding as ever that cannot be ridden, and for the only one that is asked for.
    """
    chosen = [technique(key) for key in dict.fromkeys((AS_EVER, *(keys or TECHNIQUES)))]
    as_ever = ride_technique(set_up, AS_EVER)
    ridden, refused = _ride(set_up, chosen, as_ever, alone=len(keys) == 1)
    plan = practice_plan(set_up, ridden)
    compared = _compared(keys, plan, ridden)
    pulls = [one for one in PULLS if not keys or one in keys]
    return TechniqueDocument(
        rider=set_up.rider.name,
        effort={"power_w": set_up.riding.power_w, "cadence_rpm": set_up.riding.cadence_rpm},
        judged_by=judged_by(),
        techniques=[
            _refused(one, refused[one.key])
            if one.key in refused
            else _shown(_of(ridden, one), as_ever)
            for one in chosen
        ],
        as_ever=_drawn(as_ever),
        compared=None if compared is None else _drawn(compared),
        compared_key="" if compared is None else compared.technique.key,
        plan=[_practised(cue) for cue in plan],
        just_right=[_just_right(set_up, key) for key in pulls if key not in refused],
        lifted=[
            LiftedShown(
                power_w=at.power_w,
                cadence_rpm=at.cadence_rpm,
                recovery=None if at.recovery is None else _recovery(at.recovery),
            )
            for at in lifted_at(set_up)
        ],
        agreement=_agreement(as_ever.stroke.right),
        resemblance=None
        if measured is None or likenesses is None
        else _resemblance(measured, likenesses([one.technique.key for one in ridden])),
        kinds=[_kind(set_up, one, place_saddle) for one in ride_kinds(set_up)],
        across=[_across(one) for one in ride_across(set_up)],
        engagement=[_engagement(one) for one in engagement_by_saddle(set_up)],
        notes=list(NOTES),
        versions=package_versions(),
    )


def _ride(
    set_up: SetUp, chosen: Sequence[Technique], as_ever: RiddenTechnique, alone: bool
) -> tuple[list[RiddenTechnique], dict[str, str]]:
    """Techniques that can be ridden, and why the others cannot. Raises TechniqueError for one that is `alone`."""
    ridden, refused = [as_ever], {}
    for one in chosen:
        if one.key == AS_EVER:
            continue
        try:
            ridden.append(ride_technique(set_up, one.key))
        except TechniqueError as refusal:
            if alone:
                raise
            refused[one.key] = str(refusal)
    return ridden, refused


def _of(ridden: Sequence[RiddenTechnique], told: Technique) -> RiddenTechnique:
    return next(one for one in ridden if one.technique.key == told.key)


def _compared(
    keys: Sequence[str], plan: Sequence[Cue], ridden: Sequence[RiddenTechnique]
) -> RiddenTechnique | None:
    """What is drawn beside riding as ever: the first that is asked for, else the first of the plan, else the last."""
    wanted = [key for key in keys if key != AS_EVER] or [cue.technique.key for cue in plan]
    others = [one for one in ridden if one.technique.key != AS_EVER]
    for key in wanted:
        for one in others:
            if one.technique.key == key:
                return one
    return others[0] if others else None


def _drawn(ridden: RiddenTechnique) -> Ride:
    ride = ride_document(ridden.set_up)
    assert isinstance(ride, Ride)  # it was ridden before
    return ride


class LegParts(TypedDict):
    """What a technique's part of the document says of a leg (`TechniqueShown`)."""

    crank_torque_nm: Curve
    sectors: list[PartWork]
    bursts: dict[str, BurstShown]
    muscle_bursts: dict[str, BurstShown]
    activation_pct: dict[str, dict[str, float]]
    recovery: RecoveryShown
    co_activation: CoActivationShown


def in_words(told: Technique) -> TechniqueShown:
    """Return what the document says of a technique in words."""
    return told.extended(TechniqueShown, strength_from=told.where_the_strength_is_from)


def _refused(told: Technique, refusal: str) -> TechniqueShown:
    return in_words(told).extended(TechniqueShown, refusal=refusal)


def _shown(ridden: RiddenTechnique, as_ever: RiddenTechnique) -> TechniqueShown:
    leg = ridden.stroke.right
    bursts = {group: burst(curve) for group, curve in group_activation(leg).items()}
    told = []
    if ridden is not as_ever:
        told = changes_told(
            as_ever.metrics,
            ridden.metrics,
            (group_means(as_ever.stroke.right), group_means(leg)),
            bursts,
        )
    return in_words(ridden.technique).extended(
        TechniqueShown,
        metrics={name: round(value, 6) for name, value in ridden.metrics.items()},
        objectives={key: round(value, 6) for key, value in ridden.judged.items()},
        gain=round(gain(as_ever, ridden), 3),
        total_crank_torque_nm=rounded(ridden.stroke.total_crank_torque),
        told=told,
        **leg_parts(leg),
    )


def leg_parts(leg: LegStroke) -> LegParts:
    """Return a leg's parts of the document: torque, sectors, bursts, phases, who lifts, co-activation."""
    curves, share = group_activation(leg), leg.problem.cycle.time_share
    return {
        "crank_torque_nm": rounded(leg.crank_torque),
        "sectors": _sectors(leg),
        "bursts": {group: _burst(burst(curve)) for group, curve in curves.items()},
        "muscle_bursts": {name: _burst(one) for name, one in muscle_bursts(leg).items()},
        "activation_pct": {
            group: {p.key: round(100 * mean_within(curve, share, p), 2) for p in PHASES}
            for group, curve in curves.items()
        },
        "recovery": _recovery(recovery(leg)),
        "co_activation": _shown_as(CoActivationShown, co_activation(leg)),
    }


def group_means(leg: LegStroke) -> dict[str, float]:
    """Return the mean activation over time of every functional group."""
    share = leg.problem.cycle.time_share
    return {group: float(curve @ share) for group, curve in group_activation(leg).items()}


def _sectors(leg: LegStroke) -> list[PartWork]:
    return leg_work(leg).sectors


def _burst(found: Burst) -> BurstShown:
    return _shown_as(BurstShown, found)


def _recovery(found: Recovery) -> RecoveryShown:
    return _shown_as(RecoveryShown, found)


def _shown_as(kind: type[P], found: DataclassInstance) -> P:
    """A dataclass as a part of the document, its numbers to three decimals."""
    return kind.model_validate(_rounded(asdict(found)))


def _rounded(value: object) -> object:
    """Numbers to three decimals, inner ones too."""
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    return round(value, 3) if isinstance(value, float) else value


def _practised(cue: Cue) -> CueToPractise:
    told = cue.technique
    return CueToPractise(
        key=told.key,
        words=told.words,
        feel=told.feel,
        share=round(cue.share, 3),
        gain=round(cue.gain, 3),
        counts=cue.counts,
        knee_load_pct=round(cue.knee_load_pct, 3),
        energy_pct=round(cue.energy_pct, 3),
        power_w=round(cue.power_w, 3),
        cadence_rpm=round(cue.cadence_rpm, 3),
        before={name: round(value, 3) for name, value in cue.before.items()},
        after={name: round(value, 3) for name, value in cue.after.items()},
    )


def _just_right(set_up: SetUp, key: str) -> JustRightShown:
    found = just_right(set_up, key)
    return JustRightShown(
        key=key,
        words=TECHNIQUES[key].words,
        followed=[
            FollowedShown(**{name: round(value, 5) for name, value in asdict(one).items()})
            for one in found.followed
        ],
        least_effort=found.least_effort,
        least_rectus_femoris=found.least_rectus_femoris,
    )


def _agreement(leg: LegStroke) -> list[AgreementShown]:
    return [
        AgreementShown(
            study=one.study,
            electrode=one.electrode,
            group=one.group,
            measured=_burst(one.measured),
            simulated=_burst(one.simulated),
            late_deg=round(one.late_deg, 1),
        )
        for one in emg_agreement(leg)
    ]


def _resemblance(measured: Measured, found: Sequence[Likeness]) -> Resemblance:
    return Resemblance(
        file=measured.name,
        likenesses=[
            LikenessShown(
                key=one.key,
                words=TECHNIQUES[one.key].words,
                distance=round(one.distance, 3),
                unit=one.unit,
            )
            for one in found
            if isfinite(one.distance)
        ],
    )


def _kind(set_up: SetUp, found: KindRidden, place_saddle: PlaceSaddle | None) -> KindShown:
    kind = found.kind
    placed = None if place_saddle is None else place_saddle(of_kind(set_up, kind))
    return KindShown(
        saddle=None
        if placed is None
        else SaddleOfKind(
            height_mm=round(placed.height_mm, 1),
            low_mm=round(placed.good_low, 1),
            high_mm=round(placed.good_high, 1),
        ),
        key=kind.key,
        words=kind.words,
        sources=list(kind.sources),
        greatest_power_w=round(found.greatest_power_w, 1),
        ridden=[_shown_as(KindAtIntensity, at) for at in found.ridden],
    )


def _across(found: AcrossAt) -> AcrossShown:
    return AcrossShown(
        key=found.key,
        value=found.value,
        figures=None
        if found.across is None
        else {name: round(value, 3) for name, value in asdict(found.across).items()},
        refusal=found.refusal,
    )


def _engagement(found: EngagementAt) -> EngagementShown:
    at = found.engagement
    return EngagementShown(
        saddle_height_mm=round(1000 * found.saddle_height_m, 1),
        over_custom=found.over_custom,
        length=None if at is None else round(at.length, 4),
        speed=None if at is None else round(at.speed, 4),
        both=None if at is None else round(at.both, 4),
    )
