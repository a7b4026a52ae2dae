"""The OpenSim reference model as the rider: scaled, with the rider's masses and muscles (needs OpenSim).

Two models are made of it. The one for inverse dynamics and static optimisation keeps the reference model's
quadriceps, each head a rope over the kneecap to the shank. In the one for joint reactions the heads end at the kneecap
and a patellar tendon of their own goes on to the shank: the rope pulls alike on both sides, and so presses the knee
harder than a measured kneecap does (`docs/loads.md`).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np

from rider_models.arrays import FOOT
from rider_models.errors import PedalfitError
from rider_models.muscle_paths import MUSCLES
from rider_models.patella import QUADRICEPS_HEADS
from sim.opensim_export.bodies import RigidBody, leg_bodies, on_side
from sim.opensim_export.columns import Columns, foot_scale, in_model_units
from sim.opensim_export.leg import leg_scale
from sim.opensim_export.sides import against_right_crank, own_axes
from sim.opensim_export.upper_body import UpperBody
from sim.stroke import Stroke

LEG_BODIES = ("femur", "patella", "tibia", "talus", "calcn", "toes")
"""Bodies of the reference model's leg."""
POSITIONS_BETWEEN_GAPS = 10
"""Crank positions from one look at the foot to the next: a guess, for a wrong leg is wrong nearly everywhere."""


class NoScaledModel(PedalfitError):
    """OpenSim or the reference model is not there, so that no model can be written."""


def load_opensim() -> Any:
    """The module `opensim`, told to be silent. Raises NoScaledModel where it is not installed."""
    try:
        import opensim  # noqa: PLC0415 - half a second and 200 MB that only a scaled model needs
    except ImportError:
        raise NoScaledModel(
            "a scaled model needs OpenSim: pip install 'pedalfit[opensim]', or leave --model out"
        ) from None
    opensim.Logger.removeFileSink()
    opensim.Logger.setLevelString("Off")
    return opensim


def read_reference(path: Path) -> Any:
    """The reference model (an `opensim.Model`) of a file. Raises NoScaledModel where it is not that model."""
    opensim = load_opensim()
    if not os.path.isfile(path):
        found = f"{path} is not a file" if os.path.exists(path) else f"there is no model {path}"
        raise NoScaledModel(f"{found}: give RajagopalLaiUhlrich2023.osim's path")
    try:
        model = opensim.Model(str(path))
        model.initSystem()
    except RuntimeError:
        raise NoScaledModel(f"{path} is not a model that OpenSim reads") from None
    for side in "rl":
        for lookup, names in (
            (model.getBodySet(), LEG_BODIES),
            (model.getMuscles(), MUSCLES),
            (model.getCoordinateSet(), ("subtalar_angle", "knee_angle", "arm_flex")),
        ):
            for name in names:
                if not lookup.contains(f"{name}_{side}"):
                    raise NoScaledModel(
                        f"{path} is not RajagopalLaiUhlrich2023.osim: it has no {name}_{side}"
                    )
    return model


def scale_to_rider(
    model: Any, scale_set: Path, stroke: Stroke, upper: UpperBody, motion: Columns
) -> None:
    """Give the reference model the rider's size, masses, inertias and strength of muscles, in place.

    `scale_set` is the file of scale factors, `motion` the columns (deg, m) whose range the coordinates must
    cover. The subtalar joints are unlocked. Fibre and tendon lengths are what OpenSim's scaling makes of them.
    """
    opensim = load_opensim()
    state = model.initSystem()
    reference_mass = model.getTotalMass(state)
    factors = opensim.ScaleSet(str(scale_set))
    model.scale(state, factors, True, stroke.rider.mass_kg)
    heavier = upper.mass_over_reference * reference_mass / stroke.rider.mass_kg
    for name in upper.bodies:
        model.updBodySet().get(name).scaleMass(heavier)
    for side, leg in stroke.legs.items():
        cycle = leg.problem.cycle
        parts = leg_bodies(cycle.skeleton, leg_scale(cycle), foot_scale(stroke, side))
        for name, part in parts.items():
            body = model.updBodySet().get(f"{name}_{side[0]}")
            _set_mass(opensim, body, on_side(part, side))
        muscles = leg.problem.muscles
        for name, force in zip(muscles.names, muscles.max_isometric_force, strict=True):
            muscle = model.updMuscles().get(f"{name}_{side[0]}")
            muscle.set_max_isometric_force(float(force))
    _make_room(model, motion)
    model.setName("rider")


def cut_quadriceps_at_kneecap(model: Any) -> None:
    """End the quadriceps' heads at the kneecap, in place; four strands of patellar tendon go on to the shank.

    Each strand is a path actuator called as `patellar_tendon` says, from where its head ends to where that head
    ended in the reference model.
    """
    opensim = load_opensim()
    for side in "rl":
        for head in QUADRICEPS_HEADS:
            points = model.getMuscles().get(f"{head}_{side}").updGeometryPath().updPathPointSet()
            last = points.getSize() - 1
            tendon = opensim.PathActuator()
            tendon.setName(patellar_tendon(head, side))
            for i, body in ((last - 1, f"patella_{side}"), (last, f"tibia_{side}")):
                at = opensim.PathPoint.safeDownCast(points.get(i)).get_location()
                place = opensim.Vec3(at[0], at[1], at[2])
                tendon.addNewPathPoint(f"{body}_{head}", model.updBodySet().get(body), place)
            points.remove(last)
            model.addForce(tendon)
    model.setName("rider_patellar_tendon")


def pedal_gap(model: Any, motion: Columns, stroke: Stroke) -> float:
    """Largest distance (m) over the stroke of the pedal from where the model has its spindle under the foot."""
    opensim = load_opensim()
    state = model.initSystem()
    gaps = []
    for side, leg in stroke.legs.items():
        cycle = leg.problem.cycle
        from_heel = np.array(cycle.cleat.from_ankle) - np.array(cycle.skeleton.links[FOOT].origin)
        spindle = opensim.Vec3(*own_axes(from_heel, side).tolist())
        foot = model.getBodySet().get(f"calcn_{side[0]}")
        pedal = against_right_crank(own_axes(cycle.pedal, side), side)
        for k in range(0, len(pedal), POSITIONS_BETWEEN_GAPS):
            for name, column in motion.items():
                value = float(in_model_units(name, column)[k])
                model.getCoordinateSet().get(name).setValue(state, value, False)
            model.realizePosition(state)
            at = foot.findStationLocationInGround(state, spindle).to_numpy()
            gaps.append(np.linalg.norm(at - pedal[k]))
    return float(max(gaps))


def patellar_tendon(head: str, side: str) -> str:
    """Name of the strand of patellar tendon that a head of the quadriceps pulls at (side "r" or "l")."""
    return f"patellar_tendon_of_{head}_{side}"


def _set_mass(opensim: Any, body: Any, part: RigidBody) -> None:
    body.setMass(part.mass_kg)
    body.setMassCenter(opensim.Vec3(*(float(v) for v in part.centre)))
    i = part.inertia
    moments = (i[0, 0], i[1, 1], i[2, 2], i[0, 1], i[0, 2], i[1, 2])
    body.setInertia(opensim.Inertia(*(float(v) for v in moments)))


def _make_room(model: Any, motion: Columns) -> None:
    """Unlock the subtalar joints, and widen the ranges of coordinates that the motion leaves."""
    coordinates = model.updCoordinateSet()
    for side in "rl":
        coordinates.get(f"subtalar_angle_{side}").set_locked(False)
    for name, column in motion.items():
        coordinate = coordinates.get(name)
        values = in_model_units(name, column)
        coordinate.setRangeMin(min(coordinate.getRangeMin(), float(values.min())))
        coordinate.setRangeMax(max(coordinate.getRangeMax(), float(values.max())))
