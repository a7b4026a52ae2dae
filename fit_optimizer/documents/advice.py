"""The parts of `fit.json` that say what to do and why, in codes and numbers: the report has the words."""

from __future__ import annotations

from fit_optimizer.documents.part import Part
from rider_models.arrays import Side


class ChangeAdvised(Part):
    """One change of the bicycle, most important first: why, and the numbers that the reason is told with."""

    key: str
    """What is changed."""
    start: float
    """From."""
    end: float
    """To."""
    why: str
    """Code of the reason."""
    numbers: dict[str, float | str]
    """What the reason is told with."""
    rank: float
    """How much it matters; the largest comes first."""


class SetbackDoubted(Part):
    """A setback that looks like the saddle's nose's: the advice hangs on where the saddle stands."""

    setback_mm: float
    """As it is written down."""
    meant_mm: float
    """Where the saddle is 80 mm wide, if it is the nose's."""
    seat_angle_deg: float
    """Seat angle that it makes, from horizontal."""
    seat_angle_meant_deg: float
    """Seat angle if it is the nose's."""


class Departure(Part):
    """What puts a saddle apart from its customary share of the inseam."""

    key: str
    """What is not as custom has it; `saddle_height_mm` is a knee angle other than the usual one."""
    moves_mm: float
    """By how much it moves the saddle; up is +."""


class ShareOfInseam(Part):
    """The share that the recommended saddle has of the inseam, and why it departs from custom."""

    share: float
    """Saddle height over inseam."""
    low: float
    """Least share by custom."""
    high: float
    """Largest share by custom."""
    departures: list[Departure]
    """What puts it apart, largest first; empty within custom."""


class SaddleRange(Part):
    """Where the saddle may lie (mm): by the published knee angles, and what the model finds as good as any."""

    low: float
    """Lowest height at which the knee angle is as published."""
    high: float
    """Highest height at which it is."""
    good_low: float
    """Lowest height that is as good as the best in the model."""
    good_high: float
    """Highest height that is."""
    knee_low_deg: float
    """Knee flexion at the bottom (by markers) at the highest."""
    knee_high_deg: float
    """Knee flexion at the bottom (by markers) at the lowest."""
    usual: float
    """Height of the usual knee angle."""
    stopped_by: str
    """What keeps the saddle from there; empty where nothing does."""
    share: ShareOfInseam | None = None
    """The share of the inseam; null where the inseam is not measured."""
    most_low: float | None = None
    """Lowest height of the middle two thirds of riders with such legs, by their knee angles."""
    most_high: float | None = None
    """Highest height of them."""


class LegsDoubted(Part):
    """Thigh and shank whose measured lengths are those of few people of that height, without an inseam beside them."""

    longer_mm: float
    """By how much both together are longer (+) or shorter (-) than those of people of that height and sex."""
    inseam_mm: float
    """The inseam that people with such legs have."""
    usual_inseam_mm: float
    """The inseam of people of that height and sex."""
    saddle_mm: float
    """Where the saddle would lie with legs as such people have them."""


class FreedBy(Part):
    """A single move that frees a fit of a limit."""

    key: str
    """What is moved."""
    start: float
    """From."""
    end: float
    """To."""
    bar_up_mm: float = 0.0
    """Of a torso: how much higher the bar has to be."""
    by_parts: bool = True
    """Of a torso: whether spacers and a stem bring the bar there."""


class BrokenLimit(Part):
    """A limit of the rider that the fit as it is breaks, by how much, and what would free it."""

    limit: str
    """Name of the limit."""
    excess: float
    """By how much it is broken."""
    unit: str
    """Unit of the excess."""
    freed_by: list[FreedBy]
    """Single moves that free it."""


class LimitNear(Part):
    """A measured limit of the rider's mobility that the fit recommended keeps by little."""

    limit: str
    """Name of the limit."""
    left_deg: float
    """What is left to it."""
    allowed_deg: float
    """How far it goes, as measured."""


class CrankShorter(Part):
    """What a shorter crank does, with the saddle where the knee keeps its angle at the bottom."""

    length_mm: float
    """Length of the crank."""
    hip_opens_deg: float
    """By how much the hip opens at the top."""
    knee_range_deg: float
    """Change of the knee's range."""
    saddle_up_mm: float
    """By how much the saddle rises."""


class CrankAdvised(Part):
    """What is said of the cranks: `length_mm` is advised, `tried` are shorter ones, longest first."""

    now_mm: float
    """Length now."""
    length_mm: float
    """Length advised."""
    reason: str
    """Code of the reason."""
    tried: list[CrankShorter]
    """What shorter cranks do."""
    usual_mm: float
    """Length by custom."""


class LegChoice(Part):
    """One way to set up for two legs, the knees it gives, and how it is judged."""

    name: str
    """What is done."""
    shim_mm: float
    """Shim under the shorter leg's cleat."""
    saddle_height_mm: float
    """Saddle height with it."""
    knee_bottom_deg: dict[Side, float]
    """Knee flexion at the bottom by leg (by markers)."""
    objectives: dict[str, float] | None
    """What it is judged by, by key; null where no stroke was found."""


class LegsAdvised(Part):
    """Legs of different length: by how much, and the ways to set up for them."""

    shorter: Side
    """Which leg is shorter."""
    difference_mm: float
    """By how much."""
    in_thigh_mm: float
    """Of it in the thigh."""
    in_shank_mm: float
    """Of it in the shank."""
    options: list[LegChoice]
    """Ways to set up for it."""
    advised: str
    """Name of the way advised."""


class MeasureFirst(Part):
    """An assumed value that the advice hangs on: mm of saddle that it may move, and how it is measured."""

    key: str
    """The assumed value."""
    moves_mm: float
    """By how much the saddle may move with it."""
    how: str
    """How it is measured."""


class MoveTried(Part):
    """A move that is tried first where it hurts, and what it does to what hurts."""

    key: str
    """What is moved."""
    start: float
    """From."""
    end: float
    """To."""
    metric: str | None
    """What is looked at; null where the model does not see it."""
    before: float | None
    """The metric before."""
    after: float | None
    """The metric after."""
    helps: bool
    """Whether it falls."""
    refused: str
    """Why it could not be ridden; empty where it could."""


class ReliefFound(Part):
    """What the literature tries first for a complaint, computed for this rider."""

    complaint: str
    """Where it hurts."""
    words: str
    """The complaint in words."""
    first: str
    """What the literature tries first."""
    source: str
    """Which literature."""
    unseen: str
    """What the model does not see."""
    tried: list[MoveTried]
    """What the moves do for this rider."""


class Learnt(Part):
    """A change of technique at the recommended bicycle: values and objectives before and after."""

    changed: list[str]
    """Keys of what is learnt."""
    left: list[str]
    """Keys of what gains too little."""
    at_stop: dict[str, float]
    """Values that end on a bound, by key."""
    before: dict[str, float]
    """Values before, by key."""
    after: dict[str, float]
    """Values after, by key."""
    objectives_before: dict[str, float] | None
    """What it is judged by before."""
    objectives_after: dict[str, float] | None
    """What it is judged by after."""


class Searched(Part):
    """What came of the bicycle's other variables: changed, not worth changing, ending on a bound."""

    changed: list[str]
    """Keys of what is changed."""
    left: list[str]
    """Keys of what gains too little."""
    at_stop: dict[str, float]
    """Values that end on a bound, by key."""


class Cover(Part):
    """What the fitter writes on the report."""

    date: str = ""
    """Day of the fit."""
    fitter: str = ""
    """Who fits."""
    studio: str = ""
    """Where."""
    client: str = ""
    """Who is fitted."""
    bicycle: str = ""
    """Which bicycle."""
    shoes: str = ""
    """Which shoes."""
    notes: str = ""
    """What else."""
    follow_up: str = ""
    """Day of the next visit."""


class LegAngles(Part):
    """What a fitter reads off one leg (deg, mm): knee by markers, trunk to thigh at the top."""

    knee_bottom: float
    """Knee flexion at the bottom, deg by markers."""
    knee_top: float
    """Knee flexion at the top, deg by markers."""
    trunk_to_thigh: float
    """Angle between trunk and thigh at the top, deg."""
    ankle_bottom: float
    """Ankle at the bottom, deg."""
    knee_over_pedal_mm: float
    """Knee ahead of the pedal axis with the crank forward."""
    hip_flexion: float
    """Most flexion of the hip, deg."""


class AnglesByLeg(Part):
    """Angles of both legs, now and recommended; None where the legs do not follow the pedals."""

    now: dict[Side, LegAngles] | None
    """Now; null where the legs do not follow the pedals."""
    recommended: dict[Side, LegAngles] | None
    """As recommended."""
