"""A solved stroke in OpenSim's file formats, for the reference model RajagopalLaiUhlrich2023.

Ground has its origin at the bottom bracket, x forward, y up and z to the right. Three revolutions from the
right top dead centre are written, so that the middle one is free of what filters and splines do at the ends.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping

import numpy as np

from rider_models.arrays import Array, Joint
from rider_models.body_survey import HIP_WIDTH_OVER_HEIGHT
from rider_models.skeleton import REFERENCE_FOOT_M, REFERENCE_SHANK_M, REFERENCE_THIGH_M
from sim.opensim_export.leg import TO_OPENSIM, close_opensim_leg
from sim.stroke import Stroke

Columns = dict[str, Array]

REVOLUTIONS = 3
HIP_IN_PELVIS_M = np.array([-0.056276, -0.07849])
"""Middle of the hip centres in the reference model's pelvis, forward and up."""
REFERENCE_HIP_WIDTH_M = HIP_WIDTH_OVER_HEIGHT * 1.70

_MIRROR = np.array([1.0, -1.0, 1.0])
_LEG_COORDINATES = ("hip_flexion", "hip_adduction", "hip_rotation", "knee_angle")
_FOOT_COORDINATES = ("ankle_angle", "subtalar_angle")


def opensim_files(stroke: Stroke) -> dict[str, str]:
    """Texts of the files by name. Raises OpenSimLegCannotClose.

    `coordinates.mot` (deg, m), `external_loads.mot` (pedal on foot; N, m, Nm, in ground) with
    `external_loads.xml`, `activations.sto`, `muscle_forces.sto` (tendon forces, N), and
    `scale_factors.xml`, by which the reference model gets the rider's size.
    """
    time = revolution_times(stroke)
    tables = {
        "coordinates.mot": (coordinates(stroke), True),
        "external_loads.mot": (external_loads(stroke), False),
        "activations.sto": (_by_muscle(stroke, "activation"), False),
        "muscle_forces.sto": (_by_muscle(stroke, "muscle_force"), False),
    }
    files = {
        name: table_text(name.partition(".")[0], time, columns, in_degrees)
        for name, (columns, in_degrees) in tables.items()
    }
    files["external_loads.xml"] = _external_loads_xml()
    files["scale_factors.xml"] = _scale_factors_xml(stroke)
    return files


def revolution_times(stroke: Stroke) -> Array:
    """Times (n, s) of one revolution's crank positions, and of the next one's first at the end."""
    slowness = 1 / stroke.crank_speed
    step = 2 * np.pi / len(slowness)
    between = step * (slowness + np.roll(slowness, -1)) / 2
    return np.concatenate([[0.0], np.cumsum(between)])


def coordinates(stroke: Stroke) -> Columns:
    """The reference model's coordinates over one revolution (n; deg, m)."""
    tilt = stroke.posture.pelvis_tilt
    scale = stroke.rider.hip_width_m / REFERENCE_HIP_WIDTH_M
    hip_x, hip_y = HIP_IN_PELVIS_M * scale
    lean = np.pi / 2 - stroke.riding.torso_angle
    still = {
        "pelvis_tilt": -np.rad2deg(tilt),
        "pelvis_list": 0.0,
        "pelvis_rotation": 0.0,
        "pelvis_tx": stroke.posture.hip_x - hip_x * np.cos(tilt) - hip_y * np.sin(tilt),
        "pelvis_ty": stroke.posture.hip_z + hip_x * np.sin(tilt) - hip_y * np.cos(tilt),
        "pelvis_tz": 0.0,
        "lumbar_extension": np.rad2deg(tilt - lean),
    }
    n = len(stroke.crank_speed)
    columns = {name: np.full(n, float(value)) for name, value in still.items()}
    for side, leg in stroke.legs.items():
        angles = np.rad2deg(_against_right_crank(close_opensim_leg(leg.problem.cycle), side))
        names = [f"{name}_{side[0]}" for name in (*_LEG_COORDINATES, *_FOOT_COORDINATES)]
        columns |= dict(zip(names, angles.T, strict=True))
        columns[f"knee_angle_{side[0]}_beta"] = angles[:, Joint.KNEE_FLEXION]
        columns[f"mtp_angle_{side[0]}"] = np.zeros(n)
    return columns


def external_loads(stroke: Stroke) -> Columns:
    """The pedals' forces (N) and moments (Nm) on the feet and where they act (m), in ground (n)."""
    columns: Columns = {}
    for side, leg in stroke.legs.items():
        mirror = _MIRROR if side == "left" else np.ones(3)
        roll, yaw = leg.coordination.moment_on_foot.T
        moment = np.stack([roll, np.zeros_like(roll), yaw], axis=1) * mirror[1]
        vectors = {
            "force_v": leg.coordination.force_on_foot * mirror,
            "force_p": leg.problem.cycle.pedal * mirror,
            "torque_": moment,
        }
        for name, vector in vectors.items():
            turned = _against_right_crank(vector @ TO_OPENSIM.T, side)
            columns |= {f"{side}_pedal_{name}{axis}": turned[:, i] for i, axis in enumerate("xyz")}
    return columns


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


def _by_muscle(stroke: Stroke, what: str) -> Columns:
    """A curve of each muscle by its name in the reference model."""
    columns: Columns = {}
    for side, leg in sorted(stroke.legs.items(), reverse=True):
        curves = _against_right_crank(getattr(leg.coordination, what), side)
        names = [f"{name}_{side[0]}" for name in leg.problem.muscles.names]
        columns |= dict(zip(names, curves.T, strict=True))
    return columns


def _against_right_crank(curve: Array, side: str) -> Array:
    """A leg's curve from its own top dead centre, against the right crank's angle."""
    return np.roll(curve, len(curve) // 2, axis=0) if side == "left" else curve


def _external_loads_xml() -> str:
    document, objects = _document("ExternalLoads", "pedals")
    for side in ("right", "left"):
        force = ET.SubElement(objects, "ExternalForce", name=f"{side}_pedal")
        for tag, text in (
            ("applied_to_body", f"calcn_{side[0]}"),
            ("force_expressed_in_body", "ground"),
            ("point_expressed_in_body", "ground"),
            ("force_identifier", f"{side}_pedal_force_v"),
            ("point_identifier", f"{side}_pedal_force_p"),
            ("torque_identifier", f"{side}_pedal_torque_"),
        ):
            ET.SubElement(force, tag).text = text
    ET.SubElement(document[0], "datafile").text = "external_loads.mot"
    return _xml_text(document)


def _scale_factors_xml(stroke: Stroke) -> str:
    document, objects = _document("ScaleSet", "rider")
    for segment, factor in scale_factors(stroke).items():
        scale = ET.SubElement(objects, "Scale")
        ET.SubElement(scale, "scales").text = " ".join([f"{factor:.8g}"] * 3)
        ET.SubElement(scale, "segment").text = segment
        ET.SubElement(scale, "apply").text = "true"
    return _xml_text(document)


def scale_factors(stroke: Stroke) -> dict[str, float]:
    """The rider's size over the reference model's, by body."""
    factors = {"pelvis": stroke.rider.hip_width_m / REFERENCE_HIP_WIDTH_M}
    for side, leg in (("r", stroke.rider.right), ("l", stroke.rider.left)):
        for bodies, factor in (
            (("femur", "patella"), leg.thigh_m / REFERENCE_THIGH_M),
            (("tibia",), leg.shank_m / REFERENCE_SHANK_M),
            (("talus", "calcn", "toes"), leg.foot_m / REFERENCE_FOOT_M),
        ):
            factors |= {f"{body}_{side}": factor for body in bodies}
    return factors


def _document(kind: str, name: str) -> tuple[ET.Element, ET.Element]:
    """An OpenSim document with one set, and the place for the set's objects."""
    document = ET.Element("OpenSimDocument", Version="40000")
    objects = ET.SubElement(ET.SubElement(document, kind, name=name), "objects")
    return document, objects


def _xml_text(document: ET.Element) -> str:
    ET.indent(document)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(document, encoding="unicode")
