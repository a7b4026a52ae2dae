"""The document of the technique laboratory: `technique.json`."""

from __future__ import annotations

from pydantic import Field

from fit_optimizer.documents.part import Document, Part, Schema
from fit_optimizer.documents.ride import Curve, ObjectiveShown, PartWork, Ride
from fit_optimizer.documents.technique_words import TechniqueWords


class BurstShown(Part):
    """When a muscle or group works, of the leg's own crank."""

    on_deg: float
    """Crank angle at which it rises above a quarter of its peak over its least."""
    off_deg: float
    """Crank angle at which it falls below that."""
    centre_deg: float
    """Middle of the burst."""
    peak: float
    """Largest activation, 0 to 1."""
    kind: str
    """Phasic (fires and rests), tonic (never rests) or silent."""


class RecoveryShown(Part):
    """Who lifts the leg from the bottom to the top, as mean power over the revolution."""

    lifters_w: dict[str, float]
    """The muscles that can lift it."""
    others_w: float
    """All other muscles, most of them stretched."""
    passive_w: float
    """Ligaments and capsules."""
    pelvis_w: float = 0.0
    """A pelvis that moves and tilts."""
    carried_w: float
    """What comes through the cranks from the other leg or the flywheel; - where the leg drives them."""
    lifted_w: float
    """What weight and inertia of the leg take: the sum of the others."""


class CoActivationShown(Part):
    """Muscles against each other."""

    index_pct: dict[str, float]
    """Falconer & Winter's index by joint."""
    shared_power_w: dict[str, float]
    """Power of the moment that both sides of a joint have in common: an upper bound of what is lost there."""
    lengthened_power_w: float
    """Power that stretched muscles of a leg take up, mean over the revolution."""


class TechniqueShown(TechniqueWords):
    """One technique: in words, and the stroke that this rider makes of it; of a refused one the words alone."""

    strength_from: str
    """Where the cue's strength is from."""
    refusal: str = ""
    """Why this rider cannot do it."""
    metrics: dict[str, float] = Field(default_factory=dict)
    """The metrics, of both legs together; of a drill the leg's."""
    objectives: dict[str, float] = Field(default_factory=dict)
    """What it is judged by, by key; none of a drill."""
    gain: float | None = None
    """What the objectives improve against riding as ever, each in units of the change that matters."""
    crank_torque_nm: Curve = Field(default_factory=list)
    """Torque of the right leg about the crank axis; + drives."""
    total_crank_torque_nm: Curve = Field(default_factory=list)
    """Torque of both legs, against the right crank's angle."""
    sectors: list[PartWork] = Field(default_factory=list)
    """Power of the right leg by sector and muscle group."""
    bursts: dict[str, BurstShown] = Field(default_factory=dict)
    """When the functional groups of the right leg work."""
    muscle_bursts: dict[str, BurstShown] = Field(default_factory=dict)
    """When every muscle of the right leg works."""
    activation_pct: dict[str, dict[str, float]] = Field(default_factory=dict)
    """Mean activation of the functional groups by phase: drive, push, place, lift."""
    recovery: RecoveryShown | None = None
    """Who lifts the right leg."""
    co_activation: CoActivationShown | None = None
    """Of the right leg."""
    told: list[str] = Field(default_factory=list)
    """What changes against riding as ever, in sentences."""


class AgreementShown(Part):
    """A muscle's burst as measured and as simulated."""

    study: str
    """Who measured it."""
    electrode: str
    """The muscle under the electrode."""
    group: str
    """The functional group that stands for it."""
    measured: BurstShown
    """As measured, after activation dynamics."""
    simulated: BurstShown
    """Of the rider as ever."""
    late_deg: float
    """By how much the simulated burst's middle comes later."""


class FollowedShown(Part):
    """A cue followed by a share, and what it comes to."""

    share: float
    """0 not at all, 1 as riders who were told to in studies."""
    effort: float
    """Mean squared activation, each muscle weighed by its volume."""
    metabolic_power_w: float
    """What riding costs."""
    rectus_femoris: float
    """Mean activation of rectus femoris, 0 to 1."""
    torque_effectiveness_pct: float
    """As a meter shows it."""
    knee_load_bw: float
    """The objective knee load."""


class JustRightShown(Part):
    """A cue as it is followed more and more, and how much of it is just right."""

    key: str
    """The technique."""
    words: str
    """As coaches say it."""
    followed: list[FollowedShown]
    """At every share tried."""
    least_effort: float
    """Share of least muscle effort."""
    least_rectus_femoris: float
    """Share of least activation of rectus femoris."""


class LiftedShown(Part):
    """Who lifts the leg at a power and cadence."""

    power_w: float
    """Power."""
    cadence_rpm: float
    """Cadence."""
    recovery: RecoveryShown | None
    """Null where it cannot be ridden."""


class CueToPractise(Part):
    """A cue of the plan."""

    key: str
    """The technique."""
    words: str
    """As coaches say it."""
    feel: str
    """How it should feel."""
    share: float
    """How far it is followed: 1 as riders who were told to in studies."""
    gain: float
    """What the objectives improve together, in units of the change that matters."""
    counts: bool = False
    """Whether it is worth learning, by the rule of a fit's technique; else it is something to try."""
    knee_load_pct: float
    """Change of knee load at the rider's own effort."""
    energy_pct: float
    """Change of energy there."""
    power_w: float
    """Power at which to practise."""
    cadence_rpm: float
    """Cadence at which to practise."""
    before: dict[str, float]
    """The meter's figures there as ever."""
    after: dict[str, float]
    """The meter's figures there with the cue."""


class LikenessShown(Part):
    """How far a technique is from the recording."""

    key: str
    """The technique."""
    words: str
    """As coaches say it."""
    distance: float
    """Root mean square difference."""
    unit: str
    """Spreads of the recording, or Nm."""


class Resemblance(Part):
    """Which technique a recording resembles, the nearest first."""

    file: str
    """The recording."""
    likenesses: list[LikenessShown]
    """Every technique that can be ridden at the recording's efforts."""


class KindAtIntensity(Part):
    """What the joints of both legs give at a share of the greatest power."""

    share: float
    """Of the greatest power at this cadence."""
    power_w: float
    """Power ridden."""
    joint_w: dict[str, float] | None
    """Net power of hip, knee and ankle; null where it cannot be ridden."""


class SaddleOfKind(Part):
    """The best saddle height of a kind of rider."""

    height_mm: float
    """Where it goes."""
    low_mm: float
    """Least height that is as good."""
    high_mm: float
    """Greatest height that is as good."""


class KindShown(Part):
    """A kind of rider with a body of the same size."""

    key: str
    """Name of the kind, as `rider.kind` has it."""
    words: str
    """The kind in words."""
    sources: list[str]
    """Where strength, coordination and ankle are from."""
    greatest_power_w: float
    """The most power that its muscles give at this cadence."""
    ridden: list[KindAtIntensity]
    """From easy to maximal."""
    saddle: SaddleOfKind | None = None
    """Where `pedalfit fit` places the saddle for it; null where it is held or not looked for."""


class AcrossShown(Part):
    """What a key does to hip, knee and adductors across the bicycle."""

    key: str
    """The key of the set-up that is changed."""
    value: float
    """Value of that key, in its unit."""
    figures: dict[str, float] | None
    """Forces, angles, lengths and moments, units in the names; null where it cannot be ridden."""
    refusal: str = ""
    """Why it cannot be ridden."""


class EngagementShown(Part):
    """How near their best the muscles work at a saddle height, 0 to 1."""

    saddle_height_mm: float
    """Saddle height."""
    over_custom: float
    """That saddle height over the one by leg length."""
    length: float | None
    """Active force at the fibres' lengths over that at their best."""
    speed: float | None
    """Power at the fibres' speeds over that at their best."""
    both: float | None
    """Mean of the product, each muscle weighed by its work."""


class TechniqueDocument(Document):
    """A whole technique.json document."""

    SCHEMA = Schema("pedalfit.technique", 1)

    rider: str
    """Name of the rider."""
    effort: dict[str, float]
    """Power and cadence."""
    drill: str | None = None
    """The drill that is ridden; null for both legs."""
    judged_by: tuple[ObjectiveShown, ...]
    """The objectives in words."""
    techniques: list[TechniqueShown]
    """The techniques, riding as ever first."""
    as_ever: Ride | None = None
    """The stroke as ever, to be drawn; null of a drill."""
    compared: Ride | None = None
    """The stroke of the technique that is drawn beside it."""
    compared_key: str = ""
    """Name of the technique that is drawn; empty where none is."""
    plan: list[CueToPractise] = Field(default_factory=list)
    """What to practise, best first."""
    just_right: list[JustRightShown] = Field(default_factory=list)
    """How much of pulling up is just right."""
    lifted: list[LiftedShown] = Field(default_factory=list)
    """Who lifts the leg over power and cadence."""
    agreement: list[AgreementShown] = Field(default_factory=list)
    """Bursts against measured ones."""
    resemblance: Resemblance | None = None
    """Which technique a recording resembles; null without one."""
    kinds: list[KindShown] = Field(default_factory=list)
    """Other kinds of riders on this bicycle."""
    across: list[AcrossShown] = Field(default_factory=list)
    """Stance width, toe-out and torso across the hip."""
    engagement: list[EngagementShown] = Field(default_factory=list)
    """How near their best the muscles work, by saddle height."""
    notes: list[str] = Field(default_factory=list)
    """What to know of the figures."""
    versions: dict[str, str]
    """Packages that computed it."""
