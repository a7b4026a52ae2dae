"""Energy that muscles spend at once against OpenSim's probe of Bhargava et al. 2004, on the same muscle states."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from sim.metabolic_cost import FibreState, energy_rate, fibre_state

osim = pytest.importorskip("opensim")
osim.Logger.setLevelString("Off")

TOLERANCE = 0.02
ZERO_W = 2e-3


@dataclass(frozen=True)
class ProbedMuscle:
    """One muscle with a stiff tendon between the ground and a slider, and the probe that reads it."""

    model: osim.Model
    slider: osim.Coordinate
    muscle: osim.DeGrooteFregly2016Muscle
    probe: osim.Bhargava2004MuscleMetabolicsProbe
    mass_kg: float
    slow_twitch_share: float


def _probed_muscle(muscles, index: int) -> ProbedMuscle:
    model = osim.Model()
    body = osim.Body("weight", 1.0, osim.Vec3(0), osim.Inertia(1))
    joint = osim.SliderJoint("slide", model.getGround(), body)
    slider = joint.updCoordinate()
    slider.setName("length")
    model.addBody(body)
    model.addJoint(joint)
    muscle = osim.DeGrooteFregly2016Muscle()
    muscle.setName("muscle")
    muscle.set_max_isometric_force(float(muscles.max_isometric_force[index]))
    muscle.set_optimal_fiber_length(float(muscles.optimal_fibre_length[index]))
    muscle.set_tendon_slack_length(float(muscles.tendon_slack_length[index]))
    muscle.set_pennation_angle_at_optimal(float(muscles.pennation[index]))
    muscle.set_max_contraction_velocity(float(muscles.max_shortening_velocity[index]))
    muscle.set_ignore_tendon_compliance(True)
    muscle.set_fiber_damping(0.0)
    muscle.addNewPathPoint("origin", model.getGround(), osim.Vec3(0))
    muscle.addNewPathPoint("insertion", body, osim.Vec3(0))
    model.addForce(muscle)
    probe = osim.Bhargava2004MuscleMetabolicsProbe(True, True, True, False, True)
    probe.setName("probe")
    probe.set_use_force_dependent_shortening_prop_constant(True)
    probe.set_enforce_minimum_heat_rate_per_muscle(False)
    model.addProbe(probe)
    model.finalizeConnections()
    share, mass = float(muscles.slow_twitch_share[index]), float(muscles.mass_kg[index])
    probe.addMuscle("muscle", share, 40.0, 133.0, 74.0, 111.0, mass)
    return ProbedMuscle(model, slider, muscle, probe, mass, share)


def _probed(probed: ProbedMuscle, excitation, activation, norm_length, norm_velocity):
    """The probe's power (W) and the state of the fibre as OpenSim has it."""
    state = probed.model.initSystem()
    muscle = probed.muscle
    optimal = muscle.get_optimal_fiber_length()
    height = optimal * np.sin(muscle.get_pennation_angle_at_optimal())
    along = np.sqrt((norm_length * optimal) ** 2 - height**2)
    velocity = norm_velocity * optimal * muscle.get_max_contraction_velocity()
    probed.slider.setValue(state, float(along + muscle.get_tendon_slack_length()))
    probed.slider.setSpeedValue(state, float(velocity * norm_length * optimal / along))
    muscle.setActivation(state, float(activation))
    probed.model.realizeVelocity(state)
    probed.model.setControls(state, osim.Vector(1, float(excitation)))
    probed.model.realizeDynamics(state)
    assert muscle.getNormalizedFiberLength(state) == pytest.approx(norm_length, rel=1e-6)
    isometric = activation * muscle.getActiveForceLengthMultiplier(state)
    fibre = FibreState(
        excitation=np.array([[excitation]]),
        norm_length=np.array([[muscle.getNormalizedFiberLength(state)]]),
        velocity=np.array([[muscle.getFiberVelocity(state)]]),
        active_force=np.array([[muscle.getActiveFiberForce(state)]]),
        passive_force=np.array([[muscle.getPassiveFiberForce(state)]]),
        isometric_force=np.array([[isometric * muscle.get_max_isometric_force()]]),
        mass_kg=np.array([probed.mass_kg]),
        slow_twitch_share=np.array([probed.slow_twitch_share]),
    )
    return probed.probe.computeProbeInputs(state).get(0), fibre


def test_each_muscle_of_a_stroke_spends_what_the_probe_says(stroke):
    leg = stroke.right
    muscles, solved = leg.problem.muscles, fibre_state(leg)
    greatest_speed = muscles.max_shortening_velocity * muscles.optimal_fibre_length
    ours, theirs = np.zeros((6, 40)), np.zeros((6, 40))
    for index in range(40):
        probed = _probed_muscle(muscles, index)
        for row, k in enumerate(range(0, 60, 10)):
            excitation = solved.excitation[k, index]
            power, fibre = _probed(
                probed,
                excitation,
                leg.coordination.activation[k, index],
                solved.norm_length[k, index],
                solved.velocity[k, index] / greatest_speed[index],
            )
            theirs[row, index], ours[row, index] = power, energy_rate(fibre).total[0, 0]
            assert fibre.velocity[0, 0] == pytest.approx(solved.velocity[k, index], rel=1e-5)
    assert ours == pytest.approx(theirs, rel=TOLERANCE, abs=ZERO_W)
    assert ours.sum(axis=1).min() > 50


@pytest.mark.parametrize("norm_velocity", [-0.6, -0.2, 0.0, 0.15, 0.5])
@pytest.mark.parametrize("norm_length", [0.6, 1.0, 1.3, 1.6])
def test_a_fibre_far_from_a_stroke_spends_what_the_probe_says(stroke, norm_length, norm_velocity):
    muscles = stroke.right.problem.muscles
    index = muscles.names.index("vaslat")
    probed = _probed_muscle(muscles, index)
    for excitation, activation in ((1.0, 0.4), (0.3, 0.9)):
        power, fibre = _probed(probed, excitation, activation, norm_length, norm_velocity)
        assert energy_rate(fibre).total[0, 0] == pytest.approx(power, rel=TOLERANCE, abs=ZERO_W)
