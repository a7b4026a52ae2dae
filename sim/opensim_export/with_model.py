"""A stroke for OpenSim together with the model and set-ups that its tools run with."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from sim.hands import SHOULDER_ANGLE
from sim.opensim_export.columns import Columns, by_muscle, coordinates, trunk_and_arm_moments
from sim.opensim_export.files import opensim_files, revolution_times, table_text
from sim.opensim_export.joint_forces import patellar_tendon_forces, reserve_moments
from sim.opensim_export.names import (
    JOINT_FORCES,
    LOADS_SETUP,
    RIDER_MODEL,
    SCALE_FACTORS,
    TENDON_MODEL,
)
from sim.opensim_export.scaled_model import (
    NoScaledModel,
    cut_quadriceps_at_kneecap,
    pedal_gap,
    read_reference,
    scale_to_rider,
)
from sim.opensim_export.seat import hold_rider
from sim.opensim_export.tool_setups import tool_setups
from sim.opensim_export.upper_body import ELBOW_BEND, sit_upper_body
from sim.stroke import Stroke

LARGEST_GAP_M = 0.002
"""Between the foot of the scaled model and the pedal. The reference model's is below 0.1 mm; 2 mm is a guess."""


def opensim_files_with_model(
    stroke: Stroke,
    reference: Path,
    elbow_bend: float = ELBOW_BEND,
    shoulder_angle: float = SHOULDER_ANGLE,
) -> dict[str, str]:
    """Texts of all files by name: those of `opensim_files`, the scaled models, and the tools' set-ups.

    `reference` is the path of RajagopalLaiUhlrich2023.osim. Raises NoScaledModel, OpenSimLegCannotClose.
    """
    model = read_reference(reference)
    files = opensim_files(stroke, elbow_bend, shoulder_angle)
    upper = sit_upper_body(stroke, elbow_bend, shoulder_angle)
    motion = coordinates(stroke, upper)
    time = revolution_times(stroke)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        scale_to_rider(model, folder / SCALE_FACTORS, stroke, upper, motion)
        _refuse_other_legs(model, motion, stroke, reference)
        files[RIDER_MODEL] = _model_text(model, folder)
        cut_quadriceps_at_kneecap(model)
        files[TENDON_MODEL] = _model_text(model, folder)
        forces = by_muscle(stroke, "muscle_force") | patellar_tendon_forces(stroke)
        forces |= trunk_and_arm_moments(stroke, upper, hold_rider(stroke, upper))
        forces |= reserve_moments(
            model, folder / LOADS_SETUP, time[:-1], motion, stroke.crank_speed, forces
        )
    files[JOINT_FORCES] = table_text("joint_reaction_forces", time, forces, False)
    return files | tool_setups(time[-1])


def _refuse_other_legs(model: Any, motion: Columns, stroke: Stroke, reference: Path) -> None:
    """Raise NoScaledModel where a foot leaves the pedal: the model is another one of the same names."""
    gap = pedal_gap(model, motion, stroke)
    if gap > LARGEST_GAP_M:
        raise NoScaledModel(
            f"{reference} is not RajagopalLaiUhlrich2023.osim: "
            f"scaled to the rider, its foot misses the pedal by {1000 * gap:.0f} mm"
        )


def _model_text(model: Any, folder: Path) -> str:
    """The XML of a model as OpenSim writes it."""
    written = folder / "model.osim"
    model.finalizeConnections()
    model.printToXML(str(written))
    return written.read_text(encoding="utf-8")
