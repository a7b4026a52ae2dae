"""A set-up ridden with a technique: the stroke, its figures, and the sentence where a rider cannot do it."""

from __future__ import annotations

from dataclasses import dataclass

from fit_optimizer.criteria.objectives import Judged, objectives
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import with_changes
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.setup.techniques import Technique, TechniqueError, technique
from rider_models.errors import PedalfitError
from sim.pedalling_metrics import Metrics
from sim.stroke import Stroke


@dataclass(frozen=True, eq=False)
class RiddenTechnique:
    """A technique with the stroke that a rider makes of it, its metrics and what it is judged by."""

    technique: Technique
    set_up: SetUp
    stroke: Stroke
    metrics: Metrics
    judged: Judged


def ride_technique(set_up: SetUp, key: str, share: float = 1.0) -> RiddenTechnique:
    """Return the stroke of a set-up's rider who follows a technique by a share.

    Raises TechniqueError, in one sentence, for an unknown technique and for one that this rider cannot do.
    """
    told = technique(key)
    changed = with_changes(set_up, {"technique": key, "technique_pct": 100 * share})
    try:
        stroke = seat_rider(changed).simulate()
    except PedalfitError as refusal:
        raise TechniqueError(
            f"technique {key} ({told.words}) is beyond this rider at {set_up.riding.power_w:g} W and "
            f"{set_up.riding.cadence_rpm:g} rpm: {refusal}; follow it less (technique_pct), ride easier or choose "
            "another"
        ) from None
    judged, metrics = objectives(stroke, set_up.rider.complaint)
    return RiddenTechnique(told, changed, stroke, metrics, judged)
