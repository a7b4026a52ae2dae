"""Derive `data/resting_muscles.json`, what muscles at rest pull with, from the reference model.

Run as `python -m rider_models.derivation.derive_resting_muscles RajagopalLaiUhlrich2023.osim`
(developer extra, some seconds). At every length of the path the fibre's passive force along the tendon
is that of the tendon that it stretches: the model's own curves of both, the fibre's height constant.

The fibres of hip extensors and of the deep calf begin to resist later than the reference model's.
Its passive curves are calibrated to poses of walking; in the poses of a pedal stroke (hip flexed 40-115
deg, knee 30-120) they pull the joints 21 Nm (hip), 7 Nm (knee) and 4 Nm (ankle) rms beside what Riener &
Edrich (1999) measured on ten healthy people, with the later onsets 5, 3 and 2 Nm; with the knee nearly
straight 33 and 31 Nm become 6 and 7.
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
from rider_models.muscle_groups import GROUP_OF_MUSCLE

ROOM = np.round(np.arange(0.4, 2.4001, 0.02), 3)
"""Path length less slack length of the tendon, in optimal fibre lengths."""
LATER_BY_GROUP = {
    "gluteus_maximus": 0.2,
    "adductor_magnus": 0.2,
    "short_adductors": 0.2,
    "hip_abductors": 0.2,
    "hamstrings": 0.2,
    "soleus": 0.05,
}
"""Optimal fibre lengths by which a group's passive curve is shifted towards longer fibres: in steps of
0.05 the least departure from the passive hip, knee and ankle moments of Riener & Edrich 1999 (J
Biomech 32:539) over the poses of pedalling with the torso at 5 to 70 deg (tests/sim/test_passive_moments.py)."""


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


def resist_later(muscle: osim.Millard2012EquilibriumMuscle, by: float) -> None:
    """Shift a muscle's passive curve towards longer fibres (optimal fibre lengths), its shape kept."""
    curve = muscle.upd_FiberForceLengthCurve()
    shape = (
        curve.getStiffnessAtLowForceInUse(),
        curve.getStiffnessAtOneNormForceInUse(),
        curve.getCurvinessInUse(),
    )
    curve.setCurveStrains(curve.getStrainAtZeroForce() + by, curve.getStrainAtOneNormForce() + by)
    curve.setOptionalProperties(*shape)
    curve.ensureCurveUpToDate()


def main(model_path: Path) -> None:
    """Write the table."""
    model = ReferenceModel(model_path)
    muscles = {}
    for name in model.names:
        muscle = osim.Millard2012EquilibriumMuscle.safeDownCast(model.muscles[name])
        resist_later(muscle, LATER_BY_GROUP.get(GROUP_OF_MUSCLE[name], 0.0))
        stretch, pull = np.array([rest(muscle, room) for room in ROOM]).T
        muscles[name] = {
            "tendon_stretch": stretch.round(6).tolist(),
            "pull": pull.round(6).tolist(),
        }
    table = {
        "provenance": "Read by rider_models/derivation/derive_resting_muscles.py from "
        "RajagopalLaiUhlrich2023.osim (Rajagopal et al. 2016; Lai et al. 2017; Uhlrich et al. 2022). "
        "room: path length less the tendon's slack length; tendon_stretch: elongation of the tendon "
        "(both in optimal fibre lengths); pull: tendon force over maximum isometric force. The passive fibres of "
        "hip extensors and deep calf resist later than there (later_by_group, optimal fibre lengths), as the "
        "passive joint moments of Riener & Edrich 1999 ask for.",
        "later_by_group": LATER_BY_GROUP,
        "room": ROOM.tolist(),
        "muscles": muscles,
    }
    text = json.dumps(table, separators=(",", ":")) + "\n"
    (DATA / "resting_muscles.json").write_text(text)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
