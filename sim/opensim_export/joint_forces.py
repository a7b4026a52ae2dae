"""What the actuators of the model with a patellar tendon pull with in a stroke (needs OpenSim).

OpenSim's joint reaction analysis lets the forces move the model. The muscles' arms are not quite the stroke's, for the
model's knee rolls and its kneecap is another, so that with the muscles alone its legs would run away from the stroke.
Reserves at the joints give what is missing; pelvis, trunk and arms want none but rounding's.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from rider_models.arrays import Array
from rider_models.patella import QUADRICEPS_HEADS
from sim.kinematics import periodic_derivative
from sim.opensim_export.columns import Columns, in_model_units
from sim.opensim_export.names import LOADS
from sim.opensim_export.scaled_model import load_opensim, patellar_tendon
from sim.opensim_export.sides import against_right_crank
from sim.opensim_export.tool_setups import RESERVED_COORDINATES, reserve_name
from sim.stroke import Stroke


def patellar_tendon_forces(stroke: Stroke) -> Columns:
    """Force (n, N) of every strand of the patellar tendon: its head's, by the stroke's ratio of the two tendons."""
    columns: Columns = {}
    for side, leg in stroke.legs.items():
        names = leg.problem.muscles.names
        pull = leg.problem.knee.tendon_ratio * leg.coordination.muscle_force
        for head in QUADRICEPS_HEADS:
            force = against_right_crank(pull[:, names.index(head)], side)
            columns[patellar_tendon(head, side[0])] = force
    return columns


def reserve_moments(
    model: Any, loads_setup: Path, time: Array, motion: Columns, speed: Array, forces: Columns
) -> Columns:
    """Moments (n, Nm; N at the pelvis' places) that move the model as it should be moved, beyond all else.

    `model` is the one whose actuators pull with `forces` (by name) and which `loads_setup`, a file, pushes;
    `motion` are its coordinates (deg, m) at times (n, s) of a revolution and `speed` is the crank's (n,
    rad/s). What a coupled coordinate lacks counts at the one which it is coupled to. The loads' table is
    named in full, for OpenSim looks for it in the working directory first.
    """
    opensim = load_opensim()
    loads = opensim.ExternalLoads(str(loads_setup), True)
    loads.setDataFileName(str(loads_setup.with_name(LOADS)))
    model.addModelComponent(loads)
    state = model.initSystem()
    place = _places(model, state)
    values = {name: in_model_units(name, column) for name, column in motion.items()}
    rates = {name: periodic_derivative(value) * speed for name, value in values.items()}
    quickening = {name: periodic_derivative(rate) * speed for name, rate in rates.items()}
    solver = opensim.InverseDynamicsSolver(model)
    coordinates, actuators = model.getCoordinateSet(), model.getActuators()
    pulling = [
        (opensim.ScalarActuator.safeDownCast(actuators.get(name)), force)
        for name, force in forces.items()
    ]
    acceleration = opensim.Vector(state.getNU(), 0.0)
    missing = np.zeros((len(time), len(place)))
    for k, t in enumerate(time):
        state.setTime(float(t))
        for name, value in values.items():
            coordinates.get(name).setValue(state, float(value[k]), False)
            coordinates.get(name).setSpeedValue(state, float(rates[name][k]))
            acceleration.set(place[name], float(quickening[name][k]))
        for actuator, force in pulling:
            actuator.overrideActuation(state, True)
            actuator.setOverrideActuation(state, float(force[k]))
        missing[k] = solver.solve(state, acceleration).to_numpy()
    columns = {name: missing[:, place[name]] for name in RESERVED_COORDINATES}
    for side in "rl":
        columns[f"knee_angle_{side}"] = (
            columns[f"knee_angle_{side}"] + missing[:, place[f"knee_angle_{side}_beta"]]
        )
    return {reserve_name(name): column for name, column in columns.items()}


def _places(model: Any, state: Any) -> dict[str, int]:
    """Where each coordinate stands among the system's speeds."""
    coordinates = model.getCoordinateSet()
    names = [coordinates.get(i).getName() for i in range(coordinates.getSize())]
    for i, name in enumerate(names):
        coordinates.get(name).setSpeedValue(state, float(i + 1))
    speeds = state.getU().to_numpy()
    return {name: int(np.flatnonzero(speeds == i + 1)[0]) for i, name in enumerate(names)}
