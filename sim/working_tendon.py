"""Fibres on tendons that yield to what their muscle pulls with, read from the forces of a solved stroke.

A stroke is solved with tendons that yield to resting muscles only, which keeps force linear in activation. What a
muscle spends hangs on what its fibres do: a tendon that lengthens while the force rises and shortens while it
falls lets them work more slowly, and takes up and gives back work that they would have to lose and do themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rider_models.arrays import Array
from rider_models.resting_muscle import resting_pull, tendon_strain
from sim.kinematics import rate
from sim.leg_problem import LegProblem
from sim.muscle_curves import LEAST_ROOM, active_force_length, force_velocity, hill_curvature


@dataclass(frozen=True, eq=False)
class WorkingFibres:
    """The fibres of m muscles at n crank positions (each n x m) on tendons that yield.

    `activation` (0 to 1) is what the fibre needs for the force that the stroke asks of it; `norm_length` over optimal
    length, `velocity` m/s along the fibre, shortening negative; forces in N along the fibre, `isometric_force` that of
    the fully active fibre held at its length.
    """

    activation: Array
    norm_length: Array
    velocity: Array
    active_force: Array
    passive_force: Array
    isometric_force: Array


def working_fibres(problem: LegProblem, muscle_force: Array) -> WorkingFibres:
    """Return the fibres that pull on a leg's tendons with forces n x m (N, along the tendon) over the cycle.

    Beyond what it yields to the resting muscle the tendon yields to the rest of the force, and the fibre is so much
    shorter. Tendons are as stiff as the reference model's, counted in its forces like passive fibres.
    """
    muscles, state = problem.muscles, problem.state
    optimal, unit = muscles.optimal_fibre_length, muscles.passive_force_unit
    slack = muscles.tendon_slack_length
    stretch = tendon_strain(muscle_force / unit) * slack
    further = stretch - tendon_strain(state.passive / unit) * slack
    height = np.sin(muscles.pennation)
    at_rest = np.sqrt(np.maximum(state.norm_length**2 - height**2, LEAST_ROOM**2))
    along = np.maximum(at_rest - further / optimal, LEAST_ROOM)
    norm_length = np.hypot(along, height)
    cosine = along / norm_length
    yielding = rate(stretch, problem.cycle.crank_speed)
    velocity = (state.tendon_velocity - yielding) * cosine
    norm_velocity = velocity / (optimal * muscles.max_shortening_velocity)
    shorter = active_force_length(norm_length) / state.length_factor
    isometric = state.isometric * shorter
    at_velocity = force_velocity(norm_velocity, hill_curvature(muscles.slow_twitch_share))
    passive = np.minimum(resting_pull(along) * unit, muscle_force)
    active = (muscle_force - passive) / cosine
    able = isometric * at_velocity
    needed = np.divide(active, able, out=np.ones_like(active), where=able > active)
    return WorkingFibres(
        activation=np.where(active > 0, needed, 0.0),
        norm_length=norm_length,
        velocity=velocity,
        active_force=active,
        passive_force=passive / cosine,
        isometric_force=isometric,
    )
