"""A stroke's own movement and forces give that stroke back; a moving hip weighs what Newton says it does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fit_optimizer.setup.rider_on_bike import RiderOnBike
from rider_models.arrays import SIDES, Joint, Side
from sim.bullet import GRAVITY_M_S2, BulletLeg
from sim.dynamics import hip_acceleration, moments_of_hip
from sim.free_body import carrying_force
from sim.inverse.motion import (
    MeasuredAngles,
    MotionDoesNotFit,
    measured_motion,
)
from sim.inverse.solve import InverseStroke, MeasuredForce, inverse_stroke
from sim.stroke import LegStroke, Stroke
from tests.strategies import seated


@pytest.fixture(scope="module")
def seat() -> RiderOnBike:
    """A rider whose legs differ, so that no leg may be taken for the other."""
    return seated(thigh_mm={"left": 424.0, "right": 418.0}, toe_out_deg={"left": 3.0, "right": 1.0})


@pytest.fixture(scope="module")
def stroke(seat: RiderOnBike) -> Stroke:
    return seat.simulate()


def own_angles(leg: LegStroke) -> MeasuredAngles:
    angles = leg.problem.cycle.joint_angles
    return MeasuredAngles(
        angles[:, Joint.HIP_FLEXION],
        angles[:, Joint.KNEE_FLEXION],
        angles[:, Joint.ANKLE_DORSIFLEXION],
    )


def inverse_of(
    seat: RiderOnBike, stroke: Stroke, forces: dict[Side, MeasuredForce] | None
) -> InverseStroke:
    angles: dict[Side, MeasuredAngles] = {side: own_angles(stroke.legs[side]) for side in SIDES}
    speed = None if np.ptp(stroke.crank_speed) == 0 else stroke.crank_speed
    return inverse_stroke(seat.rider, seat.bicycle, seat.riding, angles, forces, crank_speed=speed)


def measured(stroke: Stroke, kind: str) -> dict[Side, MeasuredForce] | None:
    if kind == "nothing":
        return None
    found: dict[Side, MeasuredForce] = {}
    for side in SIDES:
        leg = stroke.legs[side]
        on_pedal = -leg.coordination.force_on_foot
        found[side] = (
            MeasuredForce(crank_torque=leg.crank_torque)
            if kind == "torque"
            else MeasuredForce(
                fore_aft=on_pedal[:, 0],
                vertical=on_pedal[:, 2],
                outward=-on_pedal[:, 1] if kind == "all forces" else None,
            )
        )
    return found


@pytest.mark.parametrize("kind", ["nothing", "torque", "forces", "all forces"])
def test_a_strokes_own_movement_and_forces_give_the_stroke_back(
    seat: RiderOnBike, stroke: Stroke, kind: str
) -> None:
    """What is held is what the problem would choose, so nothing else can change: an optimum is unique."""
    again = inverse_of(seat, stroke, measured(stroke, kind)).stroke
    for side in SIDES:
        one, other = stroke.legs[side], again.legs[side]
        moment = np.abs(one.joint_moment).max()
        assert np.abs(one.joint_moment - other.joint_moment).max() < 1e-3 * moment
        force = np.abs(one.coordination.muscle_force).max()
        assert (
            np.abs(one.coordination.muscle_force - other.coordination.muscle_force).max()
            < 5e-3 * force
        )
        knee = one.loads.tibiofemoral_compression
        assert np.abs(knee - other.loads.tibiofemoral_compression).max() < 2e-3 * knee.max()
        assert np.abs(one.crank_torque - other.crank_torque).max() < 0.02


def test_a_crank_that_swings_gives_its_stroke_back_at_its_own_speed_and_not_at_an_even_one() -> (
    None
):
    seat = seated(crank_inertia_kg_m2=1.2)
    stroke = seat.simulate()
    assert np.ptp(stroke.crank_speed) > 0.1 * seat.riding.crank_speed
    again = inverse_of(seat, stroke, measured(stroke, "forces")).stroke
    angles: dict[Side, MeasuredAngles] = {side: own_angles(stroke.legs[side]) for side in SIDES}
    even = inverse_stroke(
        seat.rider, seat.bicycle, seat.riding, angles, measured(stroke, "forces")
    ).stroke
    off = {}
    for name, found in (("own", again), ("even", even)):
        one, other = stroke.left.joint_moment, found.left.joint_moment
        off[name] = np.abs(one - other)[:, Joint.HIP_FLEXION].max() / np.ptp(one)
    assert off["own"] < 2e-3
    assert off["even"] > 10 * off["own"]


def test_a_foot_that_pushes_outward_is_held_outward(seat: RiderOnBike, stroke: Stroke) -> None:
    """Pushing outward at the pedal takes hip abduction (negative adduction moment) more than pushing less does."""
    side: Side = "left"
    forces = measured(stroke, "all forces")
    assert forces is not None
    base = forces[side].outward
    assert base is not None
    moments = []
    for more in (0.0, 30.0):
        pushed = {**forces, side: replace(forces[side], outward=base + more)}
        leg = inverse_of(seat, stroke, pushed).stroke.legs[side]
        on_pedal = -leg.coordination.force_on_foot
        assert np.abs(-on_pedal[:, 1] - base - more).max() < 1e-2
        moments.append(float(leg.joint_moment[:, Joint.HIP_ADDUCTION].mean()))
    assert moments[1] < moments[0] - 5.0


def test_a_measured_torque_is_held_and_the_power_follows(seat: RiderOnBike, stroke: Stroke) -> None:
    wanted: dict[Side, MeasuredForce] = {
        side: MeasuredForce(crank_torque=1.1 * stroke.legs[side].crank_torque) for side in SIDES
    }
    found = inverse_of(seat, stroke, wanted).stroke
    for side in SIDES:
        off = found.legs[side].crank_torque - 1.1 * stroke.legs[side].crank_torque
        assert np.abs(off).max() < 1e-4
    power = found.total_crank_torque.mean() * seat.riding.crank_speed
    assert power == pytest.approx(1.1 * seat.riding.power_w, rel=1e-3)


def test_a_hip_that_is_lifted_by_gravity_weighs_twice(seat: RiderOnBike, stroke: Stroke) -> None:
    """An acceleration of g upwards adds what the leg's weight alone asks for, by PyBullet's inverse dynamics."""
    motion = measured_motion(stroke.right.problem.cycle, own_angles(stroke.right))
    lifted = np.broadcast_to([0.0, 0.0, GRAVITY_M_S2], motion.hip_path.shape)
    added = moments_of_hip(motion.cycle.pose, motion.cycle.skeleton, lifted)
    still = np.zeros_like(motion.cycle.leg_angles)
    weight = BulletLeg(motion.cycle.skeleton).inverse_dynamics(
        motion.cycle.leg_angles, still, still
    )
    assert np.abs(added - weight).max() < 1e-6 * np.abs(weight).max() + 1e-9


def test_a_hip_that_moves_is_found_from_the_angles_and_enters_the_dynamics(
    seat: RiderOnBike, stroke: Stroke
) -> None:
    """Free body of the whole leg: with its hip's path the momentum is that of the moved segments."""
    cycle = stroke.right.problem.cycle
    angles = own_angles(stroke.right)
    rocked = replace(angles, hip_flexion=angles.hip_flexion + 0.03 * np.cos(cycle.crank_angle))
    motion = measured_motion(cycle, rocked)
    assert 0.002 < np.ptp(motion.hip_path[:, 0]) < 0.06
    assert motion.foot_off.max() < 0.004
    links = range(6)
    moved = carrying_force(motion.cycle, links)
    fixed = replace(
        motion.cycle,
        pose=replace(motion.cycle.pose, hinges=motion.cycle.pose.hinges - motion.hip_path[:, None]),
    )
    mass = sum(link.mass_kg for link in cycle.skeleton.links)
    added = mass * hip_acceleration(motion.cycle)
    assert np.abs(moved - carrying_force(fixed, links) - added).max() < 1e-6 * np.abs(moved).max()


def test_joints_turn_as_fast_as_their_measured_angles_and_not_as_the_predicted_ones(
    stroke: Stroke,
) -> None:
    cycle = stroke.right.problem.cycle
    angles = own_angles(stroke.right)
    more = 0.03 * np.cos(cycle.crank_angle)
    motion = measured_motion(cycle, replace(angles, hip_flexion=angles.hip_flexion + more))
    speed = cycle.crank_speed
    added = (motion.cycle.velocity - cycle.velocity)[:, Joint.HIP_FLEXION]
    assert added == pytest.approx(-0.03 * np.sin(cycle.crank_angle) * speed, abs=1e-6)
    added = (motion.cycle.acceleration - cycle.acceleration)[:, Joint.HIP_FLEXION]
    assert added == pytest.approx(-more * speed**2, abs=1e-4)


def test_angles_of_another_body_are_refused_with_what_to_do(
    seat: RiderOnBike, stroke: Stroke
) -> None:
    angles = own_angles(stroke.right)
    straight = replace(angles, knee_flexion=0.6 * angles.knee_flexion)
    with pytest.raises(MotionDoesNotFit, match="calibrate --pose"):
        measured_motion(stroke.right.problem.cycle, straight)
