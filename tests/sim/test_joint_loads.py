"""Hip, kneecap and Achilles tendon: free bodies summed anew, and the figures made of the curves."""

import numpy as np
import pytest
from hypothesis import given, settings

from rider_models.muscle_paths import MUSCLES, lines_of_action
from rider_models.patella import patellofemoral_contact_area
from sim.hip import hip_contact, hip_mechanics
from sim.pedalling_metrics import leg_metrics, stroke_metrics
from sim.stroke_curves import leg_curves
from tests.sim.newton_euler import GRAVITY, link_motions
from tests.strategies import fitted_set_ups, hip_acceleration, right_cycle, seated

THIGH, SHANK, FOOT = 2, 3, 5
CALF = ("gaslat", "gasmed", "soleus")
FORCES = """
tibiofemoral_compression tibiofemoral_shear patellofemoral_force hip_contact_force
quadriceps_tendon_force patellar_tendon_force achilles_tendon_force
""".split()


def _expected_at_hip(cycle, k, force, pedal, of_hip):
    """Force on the thigh at one pose, in world axes, from the leg's momentum."""
    q, qd, qdd = cycle.leg_angles[k], cycle.velocity[k], cycle.acceleration[k]
    motions = link_motions(cycle.skeleton, q, qd, qdd, of_hip)
    pull = lines_of_action(cycle.joint_angles[k : k + 1]).hip[0]
    total = -pedal - motions[THIGH].rotation @ sum(f * p for f, p in zip(force, pull, strict=True))
    for j in (THIGH, SHANK, FOOT):
        mass = cycle.skeleton.links[j].mass_kg
        total = total + mass * (motions[j].centre_acceleration - GRAVITY)
    return total


@given(fitted_set_ups())
@settings(max_examples=4)
def test_hip_contact_closes_the_free_body_of_the_leg(tables):
    on_bike = seated(tables)
    cycle = right_cycle(on_bike)
    of_hip = hip_acceleration(on_bike, cycle)
    random = np.random.default_rng(11)
    force = random.uniform(0, 1500, (60, len(MUSCLES)))
    pedal = random.normal(0, 200, (60, 3))
    hip = hip_mechanics(cycle, lines_of_action(cycle.joint_angles))
    contact = hip_contact(hip, force, pedal)
    for k in range(0, 60, 6):
        expected = _expected_at_hip(cycle, k, force[k], pedal[k], of_hip[k])
        in_world = cycle.pose.rotations[k, THIGH] @ contact[k]
        assert np.abs(in_world - expected).max() < 1e-5 * np.linalg.norm(expected)


def test_muscles_that_do_not_cross_the_hip_do_not_load_it():
    cycle = right_cycle(seated())
    hip = hip_mechanics(cycle, lines_of_action(cycle.joint_angles))
    below = [
        MUSCLES.index(name) for name in (*CALF, "vasint", "vaslat", "vasmed", "bfsh", "tibant")
    ]
    assert np.abs(hip.pull[:, below]).max() == 0
    across = [MUSCLES.index(name) for name in ("glmax2", "psoas", "recfem", "bflh", "semimem")]
    assert np.linalg.norm(hip.pull[:, across], axis=2).min() > 0.5


def test_every_muscle_across_the_hip_presses_the_thigh_into_its_socket():
    """The socket looks down, forward and out; a muscle that pulled the head out of it would point down the thigh."""
    pose = np.deg2rad([[70.0, 0, 0, 80, 0, 0]])
    pull = lines_of_action(pose).hip[0]
    crossing = np.linalg.norm(pull, axis=1) > 0.1
    assert (pull[crossing, 2] > -0.5).all()
    assert pull[crossing, 2].mean() > 0.4


def test_achilles_force_carries_the_calf_muscles_moment_at_the_tendons_own_arm(uneven_stroke):
    """35 to 60 mm in the living (Maganaris et al. 1998, J Physiol 510:977; Fath et al. 2010)."""
    for leg in uneven_stroke.legs.values():
        calf = [MUSCLES.index(name) for name in CALF]
        arms, force = leg.problem.state.arms[:, calf, 4], leg.coordination.muscle_force[:, calf]
        arm = -(arms * force).sum(axis=1) / leg.loads.achilles_tendon
        assert arm.min() > 0.035
        assert arm.max() < 0.060


def test_contact_area_is_what_was_measured_and_sexes_differ_by_their_size():
    """Men 645, women 491 mm2 under load at 60 deg (Besier et al. 2005, times 1.24)."""
    sixty = np.deg2rad([60.0])
    for leg_m, measured_mm2 in ((0.882, 645), (0.768, 491)):
        assert 1e6 * patellofemoral_contact_area(sixty, leg_m) == pytest.approx(
            measured_mm2, rel=0.03
        )
    bent = patellofemoral_contact_area(np.deg2rad(np.arange(0, 131.0, 5)), 0.85)
    assert (np.diff(bent[:13]) > 0).all()
    assert (bent[12:] == bent[12]).all()


def test_stress_is_force_over_area(stroke):
    for leg in stroke.legs.values():
        cycle, loads = leg.problem.cycle, leg.loads
        size = cycle.skeleton.thigh_m + cycle.skeleton.shank_m
        area = patellofemoral_contact_area(cycle.joint_angles[:, 3], size)
        assert loads.patellofemoral_stress * area == pytest.approx(loads.patellofemoral)
        assert 0.2e6 < loads.patellofemoral_stress.max() < 10e6


def test_figures_of_a_leg_are_those_of_its_curves(uneven_stroke):
    for side, leg in uneven_stroke.legs.items():
        curves = leg_curves(leg, side)
        figures = leg_metrics(leg, uneven_stroke.body_weight_n)
        for name in FORCES:
            curve = np.abs(curves[f"{name}_n"])
            assert figures[f"{name}_peak_n"] == pytest.approx(curve.max(), abs=1e-3)
            assert figures[f"{name}_mean_n"] == pytest.approx(curve.mean(), abs=1e-3)
            in_a_minute = 60 * curve.mean() / 1000
            assert figures[f"{name}_impulse_kn_s_per_min"] == pytest.approx(in_a_minute, abs=1e-4)
        stress = np.array(curves["patellofemoral_stress_mpa"])
        assert figures["patellofemoral_stress_peak_mpa"] == pytest.approx(stress.max(), abs=1e-3)
        assert figures["patellofemoral_stress_mean_mpa"] == pytest.approx(stress.mean(), abs=1e-3)
        weight = uneven_stroke.body_weight_n
        assert figures["hip_contact_force_peak_bw"] * weight == pytest.approx(
            figures["hip_contact_force_peak_n"]
        )


def test_of_two_legs_the_more_loaded_one_counts(uneven_stroke):
    both = stroke_metrics(uneven_stroke)
    legs = [leg_metrics(leg, uneven_stroke.body_weight_n) for leg in uneven_stroke.legs.values()]
    for name in FORCES:
        for figure in (f"{name}_peak_n", f"{name}_mean_n", f"{name}_impulse_kn_s_per_min"):
            assert both[figure] == max(leg[figure] for leg in legs)


def test_time_at_a_crank_angle_weighs_in_the_mean():
    swinging = seated(crank_inertia_kg_m2=2.0, power_w=150.0, cadence_rpm=70.0).simulate(False)
    leg = swinging.right
    speed = leg.problem.cycle.crank_speed
    assert np.ptp(speed) > 0.02 * speed.mean()
    mean = (leg.loads.hip_contact / speed).sum() / (1 / speed).sum()
    figures = leg_metrics(leg, swinging.body_weight_n)
    assert figures["hip_contact_force_mean_n"] == pytest.approx(mean)


@pytest.mark.parametrize(
    ("figure", "lower"), [("hip_contact_force_peak_n", 0.92), ("hip_contact_force_mean_n", 0.96)]
)
def test_hip_force_rises_with_power_and_with_a_lower_saddle(figure, lower):
    """As in five patients with measuring hips (Damm et al. 2017, J Biomech 60:197).

    The peak changes over from the leg's lift to the downstroke at a saddle 6 % lower and rises from
    there on; until then it stays within 1 %.
    """
    powers = [_at(power_w=p)[figure] for p in (60.0, 120.0, 180.0)]
    assert (np.diff(powers) > 0).all()
    saddle_mm = 1000 * seated(power_w=90.0, cadence_rpm=60.0).bicycle.saddle_height_m
    low = _at(power_w=90.0, saddle_height_mm=lower * saddle_mm)
    assert low[figure] > 1.01 * _at(power_w=90.0)[figure]


def _at(**changes):
    return stroke_metrics(seated(cadence_rpm=60.0, **changes).simulate(activation_dynamics=False))
