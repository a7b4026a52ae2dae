"""Metabolic cost: its parts against hand-made states, the stroke's energy balance and riders' measured efficiency."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.activation_dynamics import MIN_ACTIVATION
from sim.leg_power import leg_power
from sim.metabolic_cost import (
    RECOVERY_HEAT,
    RESTING_POWER_W_KG,
    FibreState,
    energy_rate,
    excitation,
    fibre_state,
    leg_metabolic_power,
    metabolic_power,
)
from sim.pedalling_metrics import mean_power, stroke_metrics
from sim.working_tendon import working_fibres
from tests.strategies import seated


def _fibre(**changes: float) -> FibreState:
    values = {
        "excitation": 1.0,
        "norm_length": 1.0,
        "velocity": 0.0,
        "active_force": 500.0,
        "passive_force": 0.0,
        "isometric_force": 1000.0,
    } | changes
    one = {name: np.array([[value]]) for name, value in values.items()}
    return FibreState(**one, mass_kg=np.array([0.5]), slow_twitch_share=np.array([0.6]))


def test_a_held_muscle_at_full_excitation_gives_off_the_published_heat():
    rate = energy_rate(_fibre())
    assert rate.activation_heat[0, 0] == pytest.approx(0.3 * 40 + 0.2 * 133)
    assert rate.maintenance_heat[0, 0] == pytest.approx(0.3 * 74 + 0.2 * 111)
    assert rate.shortening_heat[0, 0] == rate.work[0, 0] == 0.0


def test_shortening_costs_heat_and_work_by_hand():
    rate = energy_rate(_fibre(velocity=-0.2, passive_force=100.0))
    assert rate.shortening_heat[0, 0] == pytest.approx((0.16 * 1000 + 0.18 * 600) * 0.2)
    assert rate.work[0, 0] == pytest.approx(100.0)


def test_a_stretched_muscle_gives_back_no_fuel():
    rate = energy_rate(_fibre(velocity=1.0, active_force=1300.0))
    assert rate.work[0, 0] < 0
    assert rate.total[0, 0] == 0.0


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_a_little_excitation_calls_slow_fibres_first(one, other):
    less, more = sorted((one, other))
    heats = [energy_rate(_fibre(excitation=e)).activation_heat[0, 0] for e in (less, more)]
    assert heats[0] <= heats[1] + 1e-12
    slow_alone = 0.3 * 40 * np.sin(np.pi / 2 * less)
    assert heats[0] - slow_alone <= 0.2 * 133 * less + 1e-12


def test_excitation_drives_the_activation_it_was_read_from(stroke):
    """The excitation put into activation dynamics by another integrator gives the activation back."""
    activation = stroke.right.coordination.activation
    step = np.full(60, 2 * np.pi / 60 / stroke.riding.crank_speed)
    excited = excitation(activation, step)
    assert ((excited >= 0) & (excited <= 1)).all()
    fine = 200
    driven = activation[0].copy()
    rows = []
    for k in range(120):
        rows.append(driven.copy())
        for i in range(fine):
            share = i / fine
            now = (1 - share) * excited[k % 60] + share * excited[(k + 1) % 60]
            driven += step[0] / fine * (now - driven) / np.where(now > driven, 0.010, 0.040)
    assert np.array(rows[60:]) == pytest.approx(activation, abs=0.1)
    assert np.abs(np.array(rows[60:]) - activation).mean() < 0.01


def test_fibres_do_the_work_that_the_cranks_get(stroke):
    """Tendons, passive tissue, the legs' weight and inertia give back over a revolution what they take.

    What resting muscles pull with is no work that costs: the others have to do what it takes.
    """
    leg = stroke.right
    share = leg.problem.cycle.time_share[:, None]
    fibres = working_fibres(leg.problem, leg.coordination.muscle_force)
    whole = float((-fibres.active_force * fibres.velocity * share).sum())
    costly = float((energy_rate(fibre_state(leg)).work * share).sum())
    swung = float((leg_power(leg).pelvis * share[:, 0]).sum())
    assert whole + swung == pytest.approx(mean_power(leg), rel=1e-3)
    assert whole <= costly < 1.1 * whole


def test_a_resting_leg_costs_what_the_body_takes_at_rest(stroke):
    """Muscles at their least activation add nothing to the resting body's power."""
    leg = stroke.right
    problem = leg.problem
    least = np.full_like(leg.coordination.activation, MIN_ACTIVATION)
    pull = least * problem.state.active + problem.state.passive
    relaxed = replace(
        leg, coordination=replace(leg.coordination, activation=least, muscle_force=pull)
    )
    assert leg_metabolic_power(relaxed) < 0.02 * leg_metabolic_power(leg)


def test_metabolic_power_is_both_legs_and_rest(uneven_stroke):
    legs = [leg_metabolic_power(leg) for leg in uneven_stroke.legs.values()]
    resting = RESTING_POWER_W_KG * uneven_stroke.rider.mass_kg
    assert legs[0] != pytest.approx(legs[1], rel=1e-3)
    assert metabolic_power(uneven_stroke) == pytest.approx(sum(legs) + resting)
    spent = [energy_rate(fibre_state(leg)).total.sum(axis=1) for leg in uneven_stroke.legs.values()]
    assert sum(legs) == pytest.approx((1 + RECOVERY_HEAT) * sum(s.mean() for s in spent))


@pytest.mark.parametrize(
    ("power_w", "cadence_rpm", "lowest", "highest"),
    [
        (200.0, 60.0, 18.0, 23.0),
        (200.0, 80.0, 18.0, 23.0),
        (200.0, 90.0, 18.0, 23.0),
        (60.0, 50.0, 14.0, 16.0),
        (60.0, 60.0, 14.0, 16.0),
    ],
)
def test_gross_efficiency_is_that_of_riders(power_w, cadence_rpm, lowest, highest):
    """Moseley & Jeukendrup 2001 (19.8 +- 0.6 % near 200 W); 14-16 % at 60 W (oxygen uptake by ACSM's equation)."""
    metrics = stroke_metrics(seated(power_w=power_w, cadence_rpm=cadence_rpm).simulate())
    assert lowest < metrics["gross_efficiency_pct"] < highest
    product = metrics["gross_efficiency_pct"] / 100 * metrics["metabolic_power_w"]
    assert product == pytest.approx(power_w, rel=1e-4)


def test_delta_efficiency_is_that_of_riders():
    """20.6-23.8 % (Chavarren & Calbet 1999), 25.8 +- 1.5 % at 80 rpm (Moseley & Jeukendrup 2001)."""
    power = np.array([100.0, 150.0, 200.0, 250.0])
    metabolic = [metabolic_power(seated(power_w=p, cadence_rpm=80.0).simulate()) for p in power]
    delta = 100 / np.polyfit(power, metabolic, 1)[0]
    assert 19 < delta < 30
