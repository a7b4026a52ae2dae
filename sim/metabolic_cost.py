"""What a stroke costs in metabolic power, from the state of its muscles (Bhargava et al. 2004).

The muscles' own energy (heat and work as the muscle gives them off at once) is Bhargava's, as OpenSim's probe
`Bhargava2004MuscleMetabolicsProbe` defines it. The energy that a rider's oxygen uptake shows is larger: what the
muscle spends is made good by burning food, which gives off as much heat again, and the resting body burns some too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rider_models.arrays import Array
from sim.activation_dynamics import ACTIVATION_TIME_S, DEACTIVATION_TIME_S, MIN_ACTIVATION
from sim.stroke import LegStroke, Stroke
from sim.working_tendon import working_fibres

ACTIVATION_HEAT_W_KG = {"slow": 40.0, "fast": 133.0}
MAINTENANCE_HEAT_W_KG = {"slow": 74.0, "fast": 111.0}
"""Heat of fully excited fibres at optimal length (Bhargava et al. 2004, J Biomech 37:81)."""

MAINTENANCE_AT_LENGTH = ((0.0, 0.5, 1.0, 1.5, 10.0), (0.5, 0.5, 1.0, 0.0, 0.0))
"""Maintenance heat over that at optimal length, against normalised fibre length (same, as in OpenSim's probe)."""

SHORTENING_BY_ISOMETRIC_FORCE = 0.16
SHORTENING_BY_FORCE = 0.18
LENGTHENING_BY_FORCE = 0.157
"""Shortening heat per length and force: of the force that the fibre would have at rest, and of the force it has
while it shortens or lengthens (same)."""

RECOVERY_HEAT = 1.17
"""Heat of making good what the muscle spent, over what it spent. Mouse muscle at 35 deg C: work over energy at once is
30 % (slow) and 23 % (fast), over all energy 12.6 and 11.7 %, so that all energy is 2.38 and 1.97 times the energy at
once: 2.17 in the middle (Barclay & Weber 2004, J Physiol 559:519)."""

RESTING_POWER_W_KG = 1.2
"""Of a sitting body: 3.5 ml of oxygen per min and kg (one MET) at 20.6 kJ per litre."""


@dataclass(frozen=True, eq=False)
class FibreState:
    """The fibres of m muscles at n crank positions (each n x m), and the m muscles' constants.

    `excitation` and `activation` 0 to 1; `norm_length` over optimal length; `velocity` m/s, shortening negative;
    forces in N along the fibre; `isometric_force` what the active fibre would pull with if held at its length;
    `mass_kg` and `slow_twitch_share` m.
    """

    excitation: Array
    norm_length: Array
    velocity: Array
    active_force: Array
    passive_force: Array
    isometric_force: Array
    mass_kg: Array
    slow_twitch_share: Array


@dataclass(frozen=True, eq=False)
class EnergyRate:
    """What the muscles spend at once (each n x m, W): heat of being active, heat of shortening, and work.

    Heat and work of a lengthening fibre are negative. `total` is never: a stretched fibre gives back no fuel.
    """

    activation_heat: Array
    maintenance_heat: Array
    shortening_heat: Array
    work: Array

    @property
    def total(self) -> Array:
        """Heat and work together, at least nought (n x m, W)."""
        heat = self.activation_heat + self.maintenance_heat + self.shortening_heat
        return np.maximum(heat + self.work, 0.0)


def excitation(activation: Array, time_step: Array) -> Array:
    """Excitation (n x m, 0 to 1) that drives activations (n x m) which follow each other by time steps (n, s).

    Activation dynamics as the coordination problem has them (De Groote et al. 2009): the rate is excitation less
    activation, over one time constant rising and another falling, taken half-way between crank positions and
    averaged over the two half-ways that a position lies between.
    """
    after = np.roll(activation, -1, axis=0)
    rate = (after - activation) / time_step[:, None]
    time_constant = np.where(rate > 0, ACTIVATION_TIME_S, DEACTIVATION_TIME_S)
    between = np.clip((after + activation) / 2 + time_constant * rate, 0.0, 1.0)
    return np.asarray((between + np.roll(between, 1, axis=0)) / 2)


def fibre_state(leg: LegStroke) -> FibreState:
    """Fibres of a leg's muscles over its solved stroke, on tendons that yield.

    Over a revolution the tendons give back what they take, so that the cranks get all that the fibres do on the bones.
    Excitation, active force and work count from the least activation that a muscle has here: that is a resting
    muscle's, and what muscles burn at rest is in the resting body's power already.
    """
    problem = leg.problem
    fibres = working_fibres(problem, leg.coordination.muscle_force)
    time_step = 2 * np.pi / len(fibres.activation) / problem.cycle.crank_speed
    excited = excitation(fibres.activation, time_step)
    called = _above_rest(fibres.activation)
    share = np.divide(called, fibres.activation, out=np.zeros_like(called), where=called > 0)
    return FibreState(
        excitation=_above_rest(excited),
        norm_length=fibres.norm_length,
        velocity=fibres.velocity,
        active_force=share * fibres.active_force,
        passive_force=fibres.passive_force,
        isometric_force=called * fibres.isometric_force,
        mass_kg=problem.muscles.mass_kg,
        slow_twitch_share=problem.muscles.slow_twitch_share,
    )


def _above_rest(activation: Array) -> Array:
    """Activation or excitation counted from a resting muscle's (nought) to the greatest (one)."""
    return np.maximum(activation - MIN_ACTIVATION, 0.0) / (1 - MIN_ACTIVATION)


def energy_rate(fibres: FibreState) -> EnergyRate:
    """What the fibres spend at once, by kinds of heat and work (n x m, W): Bhargava et al. 2004, eq. 2 to 13.

    Slow fibres are called first: the excited share of the slow ones goes with the sine of the excitation, that of the
    fast ones with one less its cosine.
    """
    angle = np.pi / 2 * fibres.excitation
    slow = fibres.mass_kg * fibres.slow_twitch_share * np.sin(angle)
    fast = fibres.mass_kg * (1 - fibres.slow_twitch_share) * (1 - np.cos(angle))
    force = fibres.active_force + fibres.passive_force
    shortening = fibres.velocity <= 0
    per_velocity = np.where(
        shortening,
        SHORTENING_BY_ISOMETRIC_FORCE * fibres.isometric_force + SHORTENING_BY_FORCE * force,
        LENGTHENING_BY_FORCE * force,
    )
    held = MAINTENANCE_HEAT_W_KG["slow"] * slow + MAINTENANCE_HEAT_W_KG["fast"] * fast
    return EnergyRate(
        activation_heat=ACTIVATION_HEAT_W_KG["slow"] * slow + ACTIVATION_HEAT_W_KG["fast"] * fast,
        maintenance_heat=held * np.interp(fibres.norm_length, *MAINTENANCE_AT_LENGTH),
        shortening_heat=-per_velocity * fibres.velocity,
        work=-fibres.active_force * fibres.velocity,
    )


def leg_metabolic_power(leg: LegStroke) -> float:
    """Mean metabolic power (W) of a leg's muscles over the stroke, recovery included, rest left out."""
    spent = energy_rate(fibre_state(leg)).total.sum(axis=1)
    return float((1 + RECOVERY_HEAT) * (spent * leg.problem.cycle.time_share).sum())


def metabolic_power(stroke: Stroke) -> float:
    """Mean metabolic power (W) of the rider: both legs' muscles and the resting body.

    Arms, trunk, heart and breathing are left out beyond what they take at rest.
    """
    left = leg_metabolic_power(stroke.left)
    right = left if stroke.right is stroke.left else leg_metabolic_power(stroke.right)
    return left + right + RESTING_POWER_W_KG * stroke.rider.mass_kg
