"""The parts of `fit.json` that say what to do and why, in codes and numbers: the report has the words."""

from __future__ import annotations

from fit_optimizer.documents.part import Part
from rider_models.arrays import Side


class ChangeAdvised(Part):
    """One change of the bicycle, most important first: why, and the numbers that the reason is told with."""

    key: str
    start: float
    end: float
    why: str
    numbers: dict[str, float | str]
    rank: float


class SaddleRange(Part):
    """Where the saddle may lie (mm): by the published knee angles, and what the model finds as good as any."""

    low: float
    high: float
    good_low: float
    good_high: float
    knee_low_deg: float
    knee_high_deg: float
    usual: float
    stopped_by: str


class FreedBy(Part):
    """A single move that frees a fit of a limit."""

    key: str
    start: float
    end: float


class BrokenLimit(Part):
    """A limit of the rider that the fit as it is breaks, by how much, and what would free it."""

    limit: str
    excess: float
    unit: str
    freed_by: list[FreedBy]


class CrankShorter(Part):
    """What a shorter crank does, with the saddle where the knee keeps its angle at the bottom."""

    length_mm: float
    hip_opens_deg: float
    knee_range_deg: float
    saddle_up_mm: float


class CrankAdvised(Part):
    """What is said of the cranks: `length_mm` is advised, `tried` are shorter ones, longest first."""

    now_mm: float
    length_mm: float
    reason: str
    tried: list[CrankShorter]
    usual_mm: float


class LegChoice(Part):
    """One way to set up for two legs, the knees it gives, and how it is judged."""

    name: str
    shim_mm: float
    saddle_height_mm: float
    knee_bottom_deg: dict[Side, float]
    objectives: dict[str, float] | None


class LegsAdvised(Part):
    """Legs of different length: by how much, and the ways to set up for them."""

    shorter: Side
    difference_mm: float
    in_thigh_mm: float
    in_shank_mm: float
    options: list[LegChoice]
    advised: str


class MeasureFirst(Part):
    """An assumed value that the advice hangs on: mm of saddle that it may move, and how it is measured."""

    key: str
    moves_mm: float
    how: str


class MoveTried(Part):
    """A move that is tried first where it hurts, and what it does to what hurts."""

    key: str
    start: float
    end: float
    metric: str | None
    before: float | None
    after: float | None
    helps: bool
    refused: str


class ReliefFound(Part):
    """What the literature tries first for a complaint, computed for this rider."""

    complaint: str
    words: str
    first: str
    source: str
    unseen: str
    tried: list[MoveTried]


class Learnt(Part):
    """A change of technique at the recommended bicycle: values and objectives before and after."""

    changed: list[str]
    left: list[str]
    at_stop: dict[str, float]
    before: dict[str, float]
    after: dict[str, float]
    objectives_before: dict[str, float] | None
    objectives_after: dict[str, float] | None


class Searched(Part):
    """What came of the bicycle's other variables: changed, not worth changing, ending on a bound."""

    changed: list[str]
    left: list[str]
    at_stop: dict[str, float]


class Cover(Part):
    """What the fitter writes on the report."""

    date: str = ""
    fitter: str = ""
    studio: str = ""
    client: str = ""
    bicycle: str = ""
    shoes: str = ""
    notes: str = ""
    follow_up: str = ""


class LegAngles(Part):
    """What a fitter reads off one leg (deg, mm): knee by markers, trunk to thigh at the top."""

    knee_bottom: float
    knee_top: float
    trunk_to_thigh: float
    ankle_bottom: float
    knee_over_pedal_mm: float
    hip_flexion: float


class AnglesByLeg(Part):
    """Angles of both legs, now and recommended; None where the legs do not follow the pedals."""

    now: dict[Side, LegAngles] | None
    recommended: dict[Side, LegAngles] | None
