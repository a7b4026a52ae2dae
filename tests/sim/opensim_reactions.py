"""OpenSim's own joint reactions in a solved stroke: the reference model moved, pushed and pulled alike.

The right leg of the reference model follows the stroke's joint angles by prescribed motion and its
pelvis the right hip's path, without rolling or turning, which the stroke's joint angles leave out as
well. The leg carries the pedal's force and moment on its foot, and its muscles pull with the stroke's
tendon forces; the rest is locked. Then `Joint.calcReactionOnChildExpressedInGround` is what the
JointReaction analysis reports.

The reference model strings each head of the quadriceps over the kneecap to the shank as one rope and
holds the kneecap by a coupling of coordinates, so that the rope's full tension arrives at the shank.
With `own_tendon` every head ends at the kneecap instead, and a patellar tendon of its own runs from
there to the shank, pulling as hard as the stroke says, with the kneecap held where the knee has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import opensim as osim

from rider_models.arrays import Array
from rider_models.muscle_paths import MUSCLES
from sim.stroke import LegStroke, Stroke

HEADS = ("recfem", "vasint", "vaslat", "vasmed")
COORDINATES = ("hip_flexion", "hip_adduction", "hip_rotation", "knee_angle")
COORDINATES = tuple(f"{name}_r" for name in (*COORDINATES, "ankle_angle", "subtalar_angle"))
KNEECAP = "knee_angle_r_beta"
TO_PROJECT = np.array([[1.0, 0, 0], [0, 0, -1.0], [0, 1.0, 0]])


@dataclass(frozen=True)
class Reactions:
    """Over n crank positions: forces on shank (tibia axes), thigh and kneecap (N), and checks."""

    compression: Array
    shear: Array
    hip: Array
    patellofemoral: Array
    thigh_error_deg: Array
    knee_acceleration: Array


def joint_reactions(model_path: Path, stroke: Stroke, own_tendon: bool) -> Reactions:
    """Reactions of the right leg at every crank position of a stroke."""
    leg, period = stroke.right, 2 * np.pi / stroke.riding.crank_speed
    time = period * np.arange(len(leg.crank_torque)) / len(leg.crank_torque)
    model, tendons = _model(model_path, leg, time, own_tendon)
    state = model.initSystem()
    rows = [_at_position(model, tendons, state, leg, k, t) for k, t in enumerate(time)]
    return Reactions(*np.array(rows).T)


def _model(
    path: Path, leg: LegStroke, time: Array, own_tendon: bool
) -> tuple[osim.Model, dict[str, Any]]:
    osim.Logger.setLevelString("Off")
    model = osim.Model(str(path))
    forces = model.updForceSet()
    for i in range(forces.getSize()):
        if osim.Muscle.safeDownCast(forces.get(i)) is None:
            forces.get(i).set_appliesForce(False)
    tendons = {head: _cut_at_kneecap(model, head) for head in HEADS} if own_tendon else {}
    _prescribe(model, leg, time)
    model.addForce(_pedal(model, leg, time))
    return model, tendons


def _cut_at_kneecap(model: osim.Model, head: str) -> osim.PathActuator:
    """End a head at the kneecap; its part of the patellar tendon goes on to the shank."""
    points = model.getMuscles().get(f"{head}_r").updGeometryPath().updPathPointSet()
    last = points.getSize() - 1
    tendon = osim.PathActuator()
    tendon.setName(f"patellar_tendon_of_{head}")
    for i, body in ((last - 1, "patella_r"), (last, "tibia_r")):
        at = osim.PathPoint.safeDownCast(points.get(i)).get_location()
        place = osim.Vec3(at[0], at[1], at[2])
        tendon.addNewPathPoint(body, model.updBodySet().get(body), place)
    points.remove(last)
    model.addForce(tendon)
    return tendon


def _prescribe(model: osim.Model, leg: LegStroke, time: Array) -> None:
    cycle, coordinates = leg.problem.cycle, model.updCoordinateSet()
    for i in range(coordinates.getSize()):
        coordinates.get(i).set_locked(coordinates.get(i).getName() != KNEECAP)
    for name, angles in zip(COORDINATES, cycle.joint_angles.T, strict=True):
        coordinates.get(name).set_locked(False)
        coordinates.get(name).setPrescribedFunction(_periodic(time, angles))
        coordinates.get(name).set_prescribed(True)
    hip = (cycle.pose.hinges[:, 0] - cycle.pose.hinges[:, 0].mean(axis=0)) @ TO_PROJECT
    tilt = cycle.pelvis_tilt
    turned = _hip_in_turned_pelvis(model, -tilt)
    paths = (hip - turned + turned.mean(axis=0)).T
    names = [f"pelvis_t{axis}" for axis in "xyz"]
    for name, path in zip(["pelvis_tilt", *names], [-tilt, *paths], strict=True):
        moved = coordinates.get(name)
        moved.set_locked(False)
        moved.setPrescribedFunction(_periodic(time, path))
        moved.set_prescribed(True)


def _hip_in_turned_pelvis(model: osim.Model, tilt: Array) -> Array:
    """The right hip from the origin of a pelvis that is tilted (n x 3, m)."""
    frame = osim.PhysicalOffsetFrame.safeDownCast(model.getJointSet().get("hip_r").getParentFrame())
    place = frame.get_translation()
    x, y, z = (place.get(i) for i in range(3))
    cosine, sine = np.cos(tilt), np.sin(tilt)
    return np.stack([cosine * x - sine * y, sine * x + cosine * y, np.full_like(tilt, z)], axis=1)


def _pedal(model: osim.Model, leg: LegStroke, time: Array) -> osim.PrescribedForce:
    cycle, solved = leg.problem.cycle, leg.coordination
    roll, yaw = solved.moment_on_foot.T
    force = solved.force_on_foot @ TO_PROJECT
    moment = np.stack([roll, np.zeros_like(roll), yaw], axis=1) @ TO_PROJECT
    spindle = np.array(cycle.cleat.from_ankle) - np.array(cycle.skeleton.links[-1].origin)
    pedal = osim.PrescribedForce("pedal", model.getBodySet().get("calcn_r"))
    pedal.setForceFunctions(*(_periodic(time, f) for f in force.T))
    pedal.setTorqueFunctions(*(_periodic(time, m) for m in moment.T))
    pedal.setPointFunctions(*(osim.Constant(float(v)) for v in spindle @ TO_PROJECT))
    pedal.setForceIsInGlobalFrame(True)
    pedal.setPointIsInGlobalFrame(False)
    return pedal


def _periodic(time: Array, values: Array) -> osim.GCVSpline:
    """Spline of the fifth degree through three revolutions, of which the middle one is used."""
    spline = osim.GCVSpline()
    spline.setDegree(5)
    period = time[1] * len(time)
    for turn in (-1, 0, 1):
        for t, value in zip(time + turn * period, values, strict=True):
            spline.addPoint(float(t), float(value))
    return spline


def _at_position(
    model: osim.Model, tendons: dict[str, Any], state: osim.State, leg: LegStroke, k: int, t: float
) -> list[float]:
    cycle, force = leg.problem.cycle, leg.coordination.muscle_force[k]
    kneecap = model.getCoordinateSet().get(KNEECAP)
    state.setTime(float(t))
    kneecap.setValue(state, float(cycle.joint_angles[k, 3]), False)
    model.assemble(state)
    for name in MUSCLES:
        _pull(model.getMuscles().get(f"{name}_r"), state, force[MUSCLES.index(name)])
        _pull(model.getMuscles().get(f"{name}_l"), state, 0.0)
    for head, tendon in tendons.items():
        i = MUSCLES.index(head)
        _pull(tendon, state, force[i] * leg.problem.knee.tendon_ratio[k, i])
    model.realizeAcceleration(state)
    to_tibia, to_femur = (_rotation(model, body, state).T for body in ("tibia_r", "femur_r"))
    knee = to_tibia @ _reaction(model, "walker_knee_r", state)
    thigh = TO_PROJECT @ to_femur.T @ TO_PROJECT.T
    apart = (np.trace(thigh.T @ cycle.pose.rotations[k, 2]) - 1) / 2
    return [
        -knee[1],
        knee[0],
        float(np.linalg.norm(_reaction(model, "hip_r", state))),
        float(np.linalg.norm(_reaction(model, "patellofemoral_r", state))),
        float(np.rad2deg(np.arccos(min(apart, 1.0)))),
        model.getCoordinateSet().get("knee_angle_r").getAccelerationValue(state),
    ]


def _pull(actuator: Any, state: osim.State, tension: float) -> None:
    actuator.overrideActuation(state, True)
    actuator.setOverrideActuation(state, float(tension))


def _reaction(model: osim.Model, joint: str, state: osim.State) -> Array:
    force = model.getJointSet().get(joint).calcReactionOnChildExpressedInGround(state).get(1)
    return np.array([force[i] for i in range(3)])


def _rotation(model: osim.Model, body: str, state: osim.State) -> Array:
    rotation = model.getBodySet().get(body).getRotationInGround(state)
    return np.array([[rotation.get(i, j) for j in range(3)] for i in range(3)])
