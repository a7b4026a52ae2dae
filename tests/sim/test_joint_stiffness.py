"""Stiffness of the knee: by hand for one muscle, and what the price on missing stiffness buys."""

import numpy as np
import pytest

from rider_models.anthropometry import segment_inertia
from rider_models.skeleton import shod_foot
from sim.joint_stiffness import SHORT_RANGE_STIFFNESS, knee_stiffness, shank_inertia
from sim.muscle_curves import active_force_length
from tests.strategies import seated


@pytest.fixture(scope="module")
def stroke():
    return seated().simulate()


def test_the_stiffness_of_a_muscle_is_force_per_length_times_its_squared_arm(stroke):
    problem = stroke.right.problem
    i = problem.muscles.names.index("vaslat")
    force = problem.muscles.max_isometric_force[i] * active_force_length(
        problem.state.norm_length[:, i]
    )
    arm_m = problem.state.arms[:, i, 3]
    by_hand = SHORT_RANGE_STIFFNESS * force / problem.muscles.optimal_fibre_length[i] * arm_m**2
    assert knee_stiffness(problem.muscles, problem.state)[:, i] == pytest.approx(by_hand)


def test_only_muscles_that_cross_the_knee_stiffen_it(stroke):
    problem = stroke.right.problem
    stiffness = knee_stiffness(problem.muscles, problem.state)
    crossing = {"bfsh", "bflh", "semimem", "semiten", "gasmed", "gaslat", "grac", "sart", "tfl"}
    crossing |= {"recfem", "vasint", "vaslat", "vasmed"}
    gives = stiffness.max(axis=0) > 1e-6
    assert {n for n, g in zip(problem.muscles.names, gives, strict=True) if g} == crossing


def test_the_shanks_inertia_is_that_of_its_segments_about_the_knee(stroke):
    rider, skeleton = stroke.rider, stroke.right.problem.cycle.skeleton
    shank = segment_inertia("shank", rider.right.shank_m, rider.mass_kg, rider.sex)
    foot = shod_foot(rider.right, rider.mass_kg, rider.sex)
    of_shank = shank.mass_kg * (shank.centre_m**2 + shank.radius_transverse_m**2)
    about_least = foot.mass_kg * rider.right.shank_m**2
    about_most = foot.mass_kg * ((rider.right.shank_m + 0.1) ** 2 + 0.1**2)
    assert of_shank + about_least < shank_inertia(skeleton) < of_shank + about_most


def test_dear_missing_stiffness_makes_antagonists_work_and_more_so_at_a_higher_cadence():
    def hamstrings(price: float, rpm: float) -> float:
        leg = seated(cadence_rpm=rpm, coordination={"knee_stiffness": price}).simulate().right
        mine = [i for i, g in enumerate(leg.problem.muscles.groups) if g == "hamstrings"]
        return float(leg.coordination.activation[:, mine].mean())

    added = [hamstrings(0.3, rpm) - hamstrings(0.0, rpm) for rpm in (60, 110)]
    assert -1e-9 <= added[0] < added[1]  # at 60 rpm nothing is wanted: nought but for rounding
    assert added[1] > 0.01


def test_no_more_stiffness_than_wanted_is_paid_for():
    leg = seated(coordination={"knee_stiffness": 1.0}).simulate().right
    given = (leg.problem.stiffness * leg.coordination.activation).sum(axis=1)
    missing = np.maximum(leg.problem.wanted_stiffness - given, 0)
    without = seated(coordination={"knee_stiffness": 0.0}).simulate().right
    before = (without.problem.stiffness * without.coordination.activation).sum(axis=1)
    missed = np.maximum(without.problem.wanted_stiffness - before, 0)
    assert missing.sum() < missed.sum()
