"""Set-up files for OpenSim's tools: inverse dynamics, static optimisation and joint reactions of a revolution.

It is the middle one of three.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping

from sim.opensim_export.names import (
    JOINT_FORCES,
    LOADS_SETUP,
    MOTION,
    RESERVES,
    RIDER_MODEL,
    TENDON_MODEL,
)
from sim.opensim_export.opensim_xml import VERSION, open_document, xml_text

RESERVED_COORDINATES = (
    *("pelvis_tilt", "pelvis_list", "pelvis_rotation", "pelvis_tx", "pelvis_ty", "pelvis_tz"),
    *(
        f"{name}_{side}"
        for side in "rl"
        for name in (
            *("hip_flexion", "hip_adduction", "hip_rotation"),
            *("knee_angle", "ankle_angle", "subtalar_angle"),
        )
    ),
)
"""Coordinates without an actuator of their own in the reference model."""

RESERVE_OPTIMAL_FORCE = 1.0
"""Nm (N for the pelvis' places) at a control of one. A guess of usual size: at one Nm a reserve costs static
optimisation as much as a muscle that is fully active, so that muscles do what they can."""
RESERVE_CONTROL_LIMIT = 1000.0
"""Largest control, so that a reserve never fails: a wide guess."""
JOINTS = ("hip", "walker_knee", "patellofemoral", "ankle")
"""Joints whose reactions are written, of both legs."""
STATIC_OPTIMISATION_CRITERION = 1e-4
STATIC_OPTIMISATION_ITERATIONS = 100
"""What OpenSim's set-ups have by default."""


def tool_setups(period_s: float) -> dict[str, str]:
    """Texts of the set-up files and of the reserve actuators by file name, for a revolution of a period (s)."""
    return {
        RESERVES: _reserves(),
        "inverse_dynamics.xml": _inverse_dynamics(period_s),
        "static_optimization.xml": _analysis(
            period_s,
            "static_optimization",
            RIDER_MODEL,
            "StaticOptimization",
            {
                "use_model_force_set": "true",
                "activation_exponent": "2",
                "use_muscle_physiology": "true",
                "optimizer_convergence_criterion": f"{STATIC_OPTIMISATION_CRITERION:g}",
                "optimizer_max_iterations": f"{STATIC_OPTIMISATION_ITERATIONS}",
            },
        ),
        "joint_reaction.xml": _analysis(
            period_s,
            "joint_reaction",
            TENDON_MODEL,
            "JointReaction",
            {
                "forces_file": JOINT_FORCES,
                "joint_names": " ".join(f"{joint}_{side}" for side in "rl" for joint in JOINTS),
                "apply_on_bodies": "child",
                "express_in_frame": "child",
            },
        ),
    }


def reserve_name(coordinate: str) -> str:
    """Name of the reserve actuator of a coordinate."""
    return f"reserve_{coordinate}"


def _reserves() -> str:
    document, objects = open_document("ForceSet", "reserves")
    for coordinate in RESERVED_COORDINATES:
        reserve = ET.SubElement(objects, "CoordinateActuator", name=reserve_name(coordinate))
        _properties(
            reserve,
            {
                "min_control": f"{-RESERVE_CONTROL_LIMIT:g}",
                "max_control": f"{RESERVE_CONTROL_LIMIT:g}",
                "coordinate": coordinate,
                "optimal_force": f"{RESERVE_OPTIMAL_FORCE:g}",
            },
        )
    return xml_text(document)


def _inverse_dynamics(period_s: float) -> str:
    document = ET.Element("OpenSimDocument", Version=VERSION)
    tool = ET.SubElement(document, "InverseDynamicsTool", name="inverse_dynamics")
    _properties(
        tool,
        {
            "results_directory": ".",
            "model_file": RIDER_MODEL,
            "time_range": f"{period_s:.10g} {2 * period_s:.10g}",
            "forces_to_exclude": "Muscles",
            "external_loads_file": LOADS_SETUP,
            "coordinates_file": MOTION,
            "lowpass_cutoff_frequency_for_coordinates": "-1",
            "output_gen_force_file": "inverse_dynamics.sto",
        },
    )
    return xml_text(document)


def _analysis(
    period_s: float, name: str, model: str, kind: str, properties: Mapping[str, str]
) -> str:
    document = ET.Element("OpenSimDocument", Version=VERSION)
    tool = ET.SubElement(document, "AnalyzeTool", name=name)
    _properties(
        tool,
        {
            "model_file": model,
            "replace_force_set": "false",
            "force_set_files": RESERVES,
            "results_directory": ".",
            "output_precision": "10",
            "initial_time": f"{period_s:.10g}",
            "final_time": f"{2 * period_s:.10g}",
            "solve_for_equilibrium_for_auxiliary_states": "false",
        },
    )
    analyses = ET.SubElement(ET.SubElement(tool, "AnalysisSet", name="Analyses"), "objects")
    analysis = ET.SubElement(analyses, kind, name=kind)
    _properties(analysis, {"on": "true", "step_interval": "1", "in_degrees": "true", **properties})
    _properties(
        tool,
        {
            "external_loads_file": LOADS_SETUP,
            "coordinates_file": MOTION,
            "lowpass_cutoff_frequency_for_coordinates": "-1",
        },
    )
    return xml_text(document)


def _properties(element: ET.Element, properties: Mapping[str, str]) -> None:
    for tag, text in properties.items():
        ET.SubElement(element, tag).text = text
