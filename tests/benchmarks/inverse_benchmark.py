"""CPU time of the inverse mode beside OpenSim's static optimisation and joint reaction on the same movement.

`python -m tests.benchmarks.inverse_benchmark`, with the `opensim` wheel and the reference model. Its two tools run over
one revolution of the export of a stroke, the inverse mode over the same revolution of both legs, pedal forces held.
"""

from __future__ import annotations

import tempfile
from contextlib import chdir
from pathlib import Path
from time import process_time

import opensim

from rider_models.arrays import SIDES, Joint, Side
from sim.inverse.motion import MeasuredAngles
from sim.inverse.solve import MeasuredForce, inverse_stroke
from sim.opensim_export.with_model import opensim_files_with_model
from tests.benchmarks.stroke_benchmark import median_ms
from tests.reference_model import MODEL
from tests.strategies import seated


def main() -> None:
    """Run both in turn and print their CPU times and the ratio."""
    seat = seated()
    stroke = seat.simulate()
    angles: dict[Side, MeasuredAngles] = {}
    forces: dict[Side, MeasuredForce] = {}
    for side in SIDES:
        joint = stroke.legs[side].problem.cycle.joint_angles
        angles[side] = MeasuredAngles(
            joint[:, Joint.HIP_FLEXION],
            joint[:, Joint.KNEE_FLEXION],
            joint[:, Joint.ANKLE_DORSIFLEXION],
        )
        on_pedal = -stroke.legs[side].coordination.force_on_foot
        forces[side] = MeasuredForce(fore_aft=on_pedal[:, 0], vertical=on_pedal[:, 2])
    ours = median_ms(
        lambda: inverse_stroke(seat.rider, seat.bicycle, seat.riding, angles, forces), repeats=9
    )
    with tempfile.TemporaryDirectory() as name, chdir(name):
        for file, text in opensim_files_with_model(stroke, MODEL).items():
            Path(file).write_text(text, encoding="utf-8")
        opensim.Logger.setLevelString("Off")
        began = process_time()
        for setup in ("static_optimization.xml", "joint_reaction.xml"):
            assert opensim.AnalyzeTool(setup).run()
        theirs = 1000 * (process_time() - began)
    print(f"inverse mode, both legs, a revolution: {ours:.0f} ms")
    print(f"OpenSim, static optimisation and joint reaction, a revolution: {theirs:.0f} ms")
    print(f"{theirs / ours:.0f} times")


if __name__ == "__main__":
    main()
