"""From a technique to what the simulator is told: the cue, the ankle and the pelvis of the riding."""

from __future__ import annotations

from dataclasses import replace
from math import radians

from fit_optimizer.setup.techniques import Technique
from sim.cue import Arc, Cue, ForceCue, MuscleCue
from sim.riding import Riding


def with_technique(riding: Riding, technique: Technique, share: float = 1.0) -> Riding:
    """Return the riding of a rider who follows a technique by a share (0 not at all, 1 as the studies' riders did)."""
    ankle = riding.ankle
    return replace(
        riding,
        ankle=replace(
            ankle,
            mean=ankle.mean + share * radians(technique.heel_drop_deg),
            range=ankle.range * max(1 + share * (technique.ankle_range_times - 1), 0.0),
        ),
        pelvis_forward=riding.pelvis_forward + share * radians(technique.pelvis_forward_deg),
        cue=cue_of(technique, share),
    )


def cue_of(technique: Technique, share: float = 1.0) -> Cue:
    """Return what a rider who follows a technique by a share means to do in parts of the crank circle."""
    scale = share * technique.strength
    if scale == 0:
        return Cue()
    return Cue(
        muscles=tuple(
            MuscleCue(part.muscles, _arc(part.from_deg, part.to_deg), scale * part.share)
            for part in technique.muscle
        ),
        forces=tuple(
            ForceCue(_arc(part.from_deg, part.to_deg), scale * part.share)
            for part in technique.force
        ),
    )


def _arc(from_deg: float, to_deg: float) -> Arc:
    return radians(from_deg), radians(to_deg)
