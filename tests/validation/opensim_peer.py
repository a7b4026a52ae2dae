"""The model and OpenSim on the same strokes, judged by measured EMG: `python -m tests.validation.opensim_peer`.

Each stroke is exported; OpenSim's static optimisation and MocoInverse then find which muscles move the scaled model
as the stroke moves, against the same pedal forces. What each of the three says of the muscles under the electrodes is
compared with mean EMG envelopes of two studies. Writes the tables of `docs/peers.md`; needs the `dev` extra, and
`shared` beside the checkout. Four minutes of a free core; `--no-moco` leaves the longer half out and writes nothing.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from collections.abc import Mapping
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import opensim

from rider_models.arrays import Array
from sim.opensim_export.with_model import opensim_files_with_model
from sim.stroke import Stroke
from tests.reference_model import MODEL
from tests.strategies import Tables, seated

SHARED = MODEL.parents[1]
PAGE = Path(__file__).parents[2] / "docs" / "peers.md"
BEGIN, END = "<!-- tables: python -m tests.validation.opensim_peer -->", "<!-- end of tables -->"

MUSCLES_UNDER = {
    "gluteus_maximus": ("glmax1", "glmax2", "glmax3"),
    "biceps_femoris_long_head": ("bflh",),
    "rectus_femoris": ("recfem",),
    "vastus_lateralis": ("vaslat",),
    "gastrocnemius_medialis": ("gasmed",),
    "soleus": ("soleus",),
    "tibialis_anterior": ("tibant",),
}
"""The model's muscles under each electrode; the mean of several."""

ACTIVATION_TIME_S, DEACTIVATION_TIME_S = 0.010, 0.040
"""Of the reference model's muscles (Millard et al. 2013), which both peers and this model have."""

DEGREES = np.arange(360.0)
"""Crank angles (deg) at which curves are compared."""
MESH_INTERVALS = 30
"""Of MocoInverse over the revolution, 12 deg each: a guess that keeps it within minutes."""
FREE_FORCE = 250.0
"""N or Nm at a control of one of what moves pelvis, trunk, arms and left leg in MocoInverse: hardly priced, for the
right leg's muscles are what is asked for. A guess."""
WIDER_ACTIVE_CURVE = 1.5
"""Width of the active force-length curve over De Groote's, as OpenSim's own examples of MocoInverse have it."""
LEAST_SWING = 1e-3
"""Range of activation below which a muscle counts as not switched on."""


@dataclass(frozen=True)
class Study:
    """Mean EMG envelopes and the set-up that stands for the study's ride."""

    name: str
    file: Path
    ride: str
    tables: Tables


STUDIES = (
    Study(
        "Li & Caldwell 1998 (J Appl Physiol 85:927, n = 8)",
        SHARED / "emg" / "li_caldwell_1998.csv",
        "1.78 m, 72 kg, 200 W, 90 rpm",
        {
            "rider": {"height_mm": 1780, "mass_kg": 72},
            "riding": {"power_w": 200, "cadence_rpm": 90},
        },
    ),
    Study(
        "Wilkinson, Lichtwark & Cresswell 2020 (MSSE 52:1584, n = 15)",
        SHARED / "emg" / "wilkinson_70rpm.csv",
        "1.79 m, 74 kg, 175 mm cranks, 350 W, 70 rpm (measured at far higher power)",
        {
            "rider": {"height_mm": 1790, "mass_kg": 74},
            "bicycle": {"crank_length_mm": 175, "seat_tube_angle_deg": 73},
            "riding": {"power_w": 350, "cadence_rpm": 70, "torso_angle_deg": 38},
        },
    ),
)

Activations = dict[str, Array]
"""Activation over `DEGREES` of the right leg's crank by the muscle's name."""


def measured_activations(study: Study, period_s: float) -> Activations:
    """Envelopes by electrode after activation dynamics at a constant cadence, as shares of their peaks."""
    with study.file.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    angle = np.array([float(row["crank_angle_deg"]) for row in rows])
    return {
        name: activated(
            np.interp(DEGREES, angle, [float(row[name]) for row in rows], period=360), period_s
        )
        for name in rows[0]
        if name != "crank_angle_deg"
    }


def activated(envelope: Array, period_s: float) -> Array:
    """Activation that follows an excitation (360) revolution after revolution, first order, with the model's times."""
    excitation = envelope / envelope.max()
    step = period_s / len(excitation)
    activation = np.zeros_like(excitation)
    level = float(excitation.mean())
    for _ in range(3):
        for k, wanted in enumerate(excitation):
            time = ACTIVATION_TIME_S if wanted > level else DEACTIVATION_TIME_S
            level += (wanted - level) * (1 - np.exp(-step / time))
            activation[k] = level
    return activation


def lag_deg(activation: Array, measured: Array) -> float:
    """By how many deg of crank angle an activation comes after a measured one: where they correlate best."""
    spectrum = np.fft.rfft(activation) * np.conj(np.fft.rfft(measured))
    return float((np.argmax(np.fft.irfft(spectrum, len(DEGREES))) + 180) % 360 - 180)


def correlation(one: Array, other: Array) -> float:
    """Correlation of two curves; nought where one of them hardly moves, for nothing was switched on."""
    if min(np.ptp(one), np.ptp(other)) < LEAST_SWING:
        return 0.0
    return float(np.corrcoef(one, other)[0, 1])


def ours(stroke: Stroke) -> Activations:
    """The stroke's own activations."""
    leg = stroke.right
    return _over_degrees(
        360 * np.arange(len(leg.crank_torque)) / len(leg.crank_torque),
        dict(zip(leg.problem.muscles.names, leg.coordination.activation.T, strict=True)),
    )


def static_optimisation(stroke: Stroke) -> Activations:
    """Activations by the export's set-up of static optimisation, run in the working directory."""
    if not opensim.AnalyzeTool("static_optimization.xml").run():
        raise RuntimeError("OpenSim's static optimisation failed")
    return _right_leg(stroke, "static_optimization_StaticOptimization_activation.sto", "{}_r")


def moco_inverse(stroke: Stroke, period_s: float) -> Activations:
    """Activations by MocoInverse of the right leg on the export in the working directory.

    Least squared excitation with activation dynamics, De Groote's muscles on rigid tendons with their passive
    forces, reserves of 1 Nm as in the static optimisation.
    """
    _right_leg_model().printToXML("right_leg.osim")
    processor = opensim.ModelProcessor("right_leg.osim")
    welded = opensim.StdVectorString()
    for joint in ("mtp_r", "mtp_l", "radius_hand_r", "radius_hand_l"):
        welded.append(joint)
    for operation in (
        opensim.ModOpReplaceJointsWithWelds(welded),
        opensim.ModOpAddExternalLoads("external_loads.xml"),
        opensim.ModOpIgnoreTendonCompliance(),
        opensim.ModOpReplaceMusclesWithDeGrooteFregly2016(),
        opensim.ModOpScaleActiveFiberForceCurveWidthDGF(WIDER_ACTIVE_CURVE),
        opensim.ModOpAddReserves(1.0),
    ):
        processor.append(operation)
    inverse = opensim.MocoInverse()
    inverse.setModel(processor)
    inverse.setKinematics(opensim.TableProcessor("coordinates.mot"))
    inverse.set_kinematics_allow_extra_columns(True)
    inverse.set_initial_time(period_s)
    inverse.set_final_time(2 * period_s)
    inverse.set_mesh_interval(period_s / MESH_INTERVALS)
    inverse.set_convergence_tolerance(1e-3)
    inverse.set_constraint_tolerance(1e-3)
    study = inverse.initialize()
    solver = opensim.MocoCasADiSolver.safeDownCast(study.updSolver())
    solver.set_verbosity(0)
    solver.set_optim_ipopt_print_level(0)
    solution = study.solve()
    if not solution.success():
        raise RuntimeError("MocoInverse did not converge")
    opensim.STOFileAdapter.write(solution.exportToStatesTable(), "moco.sto")
    return _right_leg(stroke, "moco.sto", "/forceset/{}_r/activation")


def _right_leg_model() -> Any:
    """The rider with the muscles of the right leg only; all else moves by actuators that cost hardly anything."""
    model = opensim.Model("rider.osim")
    model.initSystem()
    forces = model.updForceSet()
    for i in reversed(range(forces.getSize())):
        name = forces.get(i).getName()
        is_muscle = opensim.Muscle.safeDownCast(forces.get(i)) is not None
        if (is_muscle and name.endswith("_l")) or name.startswith("wrist"):
            forces.remove(i)
    for i in range(forces.getSize()):
        actuator = opensim.CoordinateActuator.safeDownCast(forces.get(i))
        if actuator is not None:
            actuator.setOptimalForce(FREE_FORCE)
    pelvis = [f"pelvis_{name}" for name in ("tilt", "list", "rotation", "tx", "ty", "tz")]
    hip, knee = ("hip_flexion_l", "hip_adduction_l", "hip_rotation_l"), "knee_angle_l"
    for coordinate in (*pelvis, *hip, knee, "ankle_angle_l", "subtalar_angle_l"):
        actuator = opensim.CoordinateActuator(coordinate)
        actuator.setName(f"free_{coordinate}")
        actuator.setOptimalForce(FREE_FORCE)
        actuator.setMinControl(-10)
        actuator.setMaxControl(10)
        model.addForce(actuator)
    model.finalizeConnections()
    return model


def _right_leg(stroke: Stroke, file: str, column: str) -> Activations:
    """Activations of a table over a revolution that begins at the right top dead centre."""
    table = opensim.TimeSeriesTable(file)
    time = np.array(table.getIndependentColumn())
    angle = 360 * (time - time[0]) / (time[-1] - time[0])
    names = stroke.right.problem.muscles.names
    curves = {n: table.getDependentColumn(column.format(n)).to_numpy() for n in names}
    return _over_degrees(angle[:-1], {name: curve[:-1] for name, curve in curves.items()})


def _over_degrees(angle: Array, curves: Mapping[str, Array]) -> Activations:
    return {name: np.interp(DEGREES, angle, curve, period=360) for name, curve in curves.items()}


def study_table(study: Study, with_moco: bool) -> tuple[list[str], dict[str, list[float]]]:
    """Lines of a study's table, and the correlations with EMG by method."""
    stroke = seated(study.tables).simulate()
    period_s = 2 * np.pi / stroke.riding.crank_speed
    found = {"this model": ours(stroke)}
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        for name, text in opensim_files_with_model(stroke, MODEL).items():
            Path(name).write_text(text, encoding="utf-8")
        found["StaticOptimization"] = static_optimisation(stroke)
        if with_moco:
            found["MocoInverse"] = moco_inverse(stroke, period_s)
    measured = measured_activations(study, period_s)
    lines = [
        f"**{study.name}**: {study.ride}.",
        "",
        "| | " + " | ".join(f"{name}, r | lag, deg" for name in found) + " |",
        "| --- |" + " --: | --: |" * len(found),
    ]
    scores: dict[str, list[float]] = {name: [] for name in found}
    lags: dict[str, list[float]] = {name: [] for name in found}
    for electrode, envelope in measured.items():
        cells = [electrode.replace("_", " ")]
        for name, activations in found.items():
            curve = np.mean([activations[m] for m in MUSCLES_UNDER[electrode]], axis=0)
            scores[name].append(correlation(curve, envelope))
            lags[name].append(lag_deg(curve, envelope))
            cells += [f"{scores[name][-1]:.2f}", f"{lags[name][-1]:+.0f}"]
        lines.append("| " + " | ".join(cells) + " |")
    means = [
        f"**{np.mean(scores[name]):.2f}** | {np.mean(np.abs(lags[name])):.0f}" for name in found
    ]
    lines += ["| mean of r, of the lags' size | " + " | ".join(means) + " |", ""]
    methods = list(found)
    likeness = [
        f"{one} with {other} {np.mean([correlation(found[one][m], found[other][m]) for m in found[one]]):.2f}"
        for i, one in enumerate(methods)
        for other in methods[i + 1 :]
    ]
    return [*lines, f"Mean correlation of all 40 muscles: {', '.join(likeness)}.", ""], scores


def main() -> None:
    with_moco = "--no-moco" not in sys.argv[1:]
    for study in STUDIES:
        if not study.file.exists() or not MODEL.exists():
            sys.exit(f"{study.file} and {MODEL} are needed")
    opensim.Logger.removeFileSink()
    opensim.Logger.setLevelString("Off")
    lines: list[str] = []
    scores: dict[str, list[float]] = {}
    for study in STUDIES:
        table, found = study_table(study, with_moco)
        lines += table
        for name, values in found.items():
            scores.setdefault(name, []).extend(values)
    overall = ", ".join(f"{name} {np.mean(values):.2f}" for name, values in scores.items())
    lines.append(f"Mean correlation with measured EMG over all twelve curves: **{overall}**.")
    text = "\n".join(lines)
    print(text)
    if with_moco:
        page = PAGE.read_text(encoding="utf-8")
        before, after = page.partition(BEGIN)[0], page.partition(END)[2]
        PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
