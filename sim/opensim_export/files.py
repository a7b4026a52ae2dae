"""A solved stroke in OpenSim's file formats, for the reference model RajagopalLaiUhlrich2023.

Three revolutions from the right top dead centre are written, so that the middle one is free of what filters and
splines do at the ends.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping

import numpy as np

from rider_models.arrays import Array
from sim.hands import SHOULDER_ANGLE
from sim.opensim_export.columns import (
    by_muscle,
    coordinates,
    external_loads,
    scale_factors,
    trunk_and_arm_moments,
)
from sim.opensim_export.names import (
    ACTIVATIONS,
    LOADS,
    LOADS_SETUP,
    MOTION,
    MUSCLE_FORCES,
    SCALE_FACTORS,
)
from sim.opensim_export.opensim_xml import open_document, xml_text
from sim.opensim_export.seat import hold_rider
from sim.opensim_export.upper_body import ELBOW_BEND, UpperBody, sit_upper_body
from sim.stroke import Stroke

REVOLUTIONS = 3
_HELD_BODIES = {
    "right_pedal": "calcn_r",
    "left_pedal": "calcn_l",
    "saddle": "pelvis",
    "right_hand": "hand_r",
    "left_hand": "hand_l",
}
"""What pushes the rider, and which body of the model."""


def opensim_files(
    stroke: Stroke, elbow_bend: float = ELBOW_BEND, shoulder_angle: float = SHOULDER_ANGLE
) -> dict[str, str]:
    """Texts of the files by name. Raises OpenSimLegCannotClose.

    `coordinates.mot` (deg, m; the coupled kneecap's in rad), `external_loads.mot` (pedals on feet, saddle on
    pelvis, bar on hands; N, m, Nm, in ground) with `external_loads.xml`, `activations.sto`, `muscle_forces.sto`
    (tendon forces, N, and moments of the actuators of trunk and arms, Nm), and `scale_factors.xml`, by which the
    reference model gets the rider's size. `elbow_bend` and `shoulder_angle` (arm against torso) in rad.
    """
    time = revolution_times(stroke)
    upper = sit_upper_body(stroke, elbow_bend, shoulder_angle)
    seat = hold_rider(stroke, upper)
    forces = by_muscle(stroke, "muscle_force") | trunk_and_arm_moments(stroke, upper, seat)
    tables = {
        MOTION: (coordinates(stroke, upper), True),
        LOADS: (external_loads(stroke, upper, seat), False),
        ACTIVATIONS: (by_muscle(stroke, "activation"), False),
        MUSCLE_FORCES: (forces, False),
    }
    files = {
        name: table_text(name.partition(".")[0], time, columns, in_degrees)
        for name, (columns, in_degrees) in tables.items()
    }
    files[LOADS_SETUP] = _external_loads_xml()
    files[SCALE_FACTORS] = _scale_factors_xml(stroke, upper)
    return files


def revolution_times(stroke: Stroke) -> Array:
    """Times (n, s) of one revolution's crank positions, and of the next one's first at the end."""
    slowness = 1 / stroke.crank_speed
    step = 2 * np.pi / len(slowness)
    between = step * (slowness + np.roll(slowness, -1)) / 2
    return np.concatenate([[0.0], np.cumsum(between)])


def table_text(name: str, time: Array, columns: Mapping[str, Array], in_degrees: bool) -> str:
    """A `.mot` or `.sto` file of columns over one revolution (n), repeated; `time` is n + 1 (s)."""
    revolution, period = time[:-1], time[-1]
    times = [revolution + turn * period for turn in range(REVOLUTIONS)]
    rows = np.column_stack([*columns.values()])
    repeated = np.concatenate([*[rows] * REVOLUTIONS, rows[:1]])
    whole = np.column_stack([np.concatenate([*times, [REVOLUTIONS * period]]), repeated])
    head = [
        name,
        "version=1",
        f"nRows={len(whole)}",
        f"nColumns={whole.shape[1]}",
        f"inDegrees={'yes' if in_degrees else 'no'}",
        "endheader",
        "\t".join(["time", *columns]),
    ]
    lines = ["\t".join(f"{value:.10g}" for value in row) for row in whole]
    return "\n".join([*head, *lines]) + "\n"


def _external_loads_xml() -> str:
    document, objects = open_document("ExternalLoads", "bicycle")
    for name, body in _HELD_BODIES.items():
        force = ET.SubElement(objects, "ExternalForce", name=name)
        for tag, text in (
            ("applied_to_body", body),
            ("force_expressed_in_body", "ground"),
            ("point_expressed_in_body", "ground"),
            ("force_identifier", f"{name}_force_v"),
            ("point_identifier", f"{name}_force_p"),
            ("torque_identifier", f"{name}_torque_"),
        ):
            ET.SubElement(force, tag).text = text
    ET.SubElement(document[0], "datafile").text = LOADS
    return xml_text(document)


def _scale_factors_xml(stroke: Stroke, upper: UpperBody) -> str:
    document, objects = open_document("ScaleSet", "rider")
    for segment, factor in scale_factors(stroke, upper).items():
        scale = ET.SubElement(objects, "Scale")
        ET.SubElement(scale, "scales").text = " ".join([f"{factor:.8g}"] * 3)
        ET.SubElement(scale, "segment").text = segment
        ET.SubElement(scale, "apply").text = "true"
    return xml_text(document)
