"""Derive `data/resting_muscles.json`, what muscles at rest pull with, from the reference model.

Run as `python -m rider_models.derivation.derive_resting_muscles RajagopalLaiUhlrich2023.osim`
(developer extra, some seconds). At every length of the path the fibre's passive force along the tendon
is that of the tendon that it stretches: the model's own curves of both, the fibre's height constant.
"""

from __future__ import annotations

import json
import sys
from math import hypot, sin
from pathlib import Path

import numpy as np
import opensim as osim
from scipy.optimize import brentq

from rider_models.data_tables import DATA
from rider_models.derivation.reference_model import ReferenceModel

ROOM = np.round(np.arange(0.4, 2.4001, 0.02), 3)
"""Path length less slack length of the tendon, in optimal fibre lengths."""


def rest(muscle: osim.Millard2012EquilibriumMuscle, room: float) -> tuple[float, float]:
    """Elongation of the tendon (optimal fibre lengths) and its force (over maximum isometric force)."""
    fibre_curve, tendon_curve = (
        muscle.getFiberForceLengthCurve(),
        muscle.getTendonForceLengthCurve(),
    )
    height = sin(muscle.getPennationAngleAtOptimalFiberLength())
    slack = muscle.getTendonSlackLength() / muscle.getOptimalFiberLength()

    def pull(stretch: float) -> float:
        along = room - stretch
        fibre = hypot(along, height)
        return float(fibre_curve.calcValue(fibre)) * along / fibre

    def excess(stretch: float) -> float:
        return pull(stretch) - float(tendon_curve.calcValue(1 + stretch / slack))

    if pull(0.0) == 0:
        return 0.0, 0.0
    stretch = brentq(excess, 0.0, 0.9 * room, xtol=1e-12)
    return stretch, pull(stretch)


def main(model_path: Path) -> None:
    """Write the table."""
    model = ReferenceModel(model_path)
    muscles = {}
    for name in model.names:
        muscle = osim.Millard2012EquilibriumMuscle.safeDownCast(model.muscles[name])
        stretch, pull = np.array([rest(muscle, room) for room in ROOM]).T
        muscles[name] = {
            "tendon_stretch": stretch.round(6).tolist(),
            "pull": pull.round(6).tolist(),
        }
    table = {
        "provenance": "Read by rider_models/derivation/derive_resting_muscles.py from "
        "RajagopalLaiUhlrich2023.osim (Rajagopal et al. 2016; Lai et al. 2017; Uhlrich et al. 2022). "
        "room: path length less the tendon's slack length; tendon_stretch: elongation of the tendon "
        "(both in optimal fibre lengths); pull: tendon force over maximum isometric force.",
        "room": ROOM.tolist(),
        "muscles": muscles,
    }
    text = json.dumps(table, separators=(",", ":")) + "\n"
    (DATA / "resting_muscles.json").write_text(text)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
