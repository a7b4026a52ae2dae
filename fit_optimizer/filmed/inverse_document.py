"""An inverse stroke as a document (`fit_optimizer.documents.inverse`)."""

from __future__ import annotations

import numpy as np

from fit_optimizer.documents.inverse import InverseDocument
from fit_optimizer.filmed.filmed_stroke import FilmedStroke
from fit_optimizer.rides.stroke_document import stroke_document


def inverse_document(filmed: FilmedStroke, file: str, forces: str = "") -> InverseDocument:
    """Metrics and curves of the stroke, how far hip and foot are off, and what the muscles cannot do."""
    found = filmed.inverse
    stroke = stroke_document(filmed.set_up, found.stroke)
    hips = {
        side: 1000 * np.linalg.norm(m.hip_path - m.hip_path.mean(axis=0), axis=1).max()
        for side, m in found.motions.items()
    }
    return InverseDocument(
        file=file,
        forces=forces,
        metrics=stroke.metrics,
        metrics_by_leg=stroke.metrics_by_leg,
        curves=stroke.curves,
        hip_path_mm={side: round(float(value), 2) for side, value in hips.items()},
        foot_off_mm={
            side: round(1000 * float(m.foot_off.max()), 2) for side, m in found.motions.items()
        },
        reserve_pct={joint: round(100 * share, 3) for joint, share in found.reserve_share.items()},
        notes=list(filmed.notes),
    )
