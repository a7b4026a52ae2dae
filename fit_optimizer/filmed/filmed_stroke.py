"""From a film, and pedal forces or crank torques where there are any, to the muscles behind them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fit_optimizer.calibration.fit_pose import PoseFit, fit_pose, shifted
from fit_optimizer.filmed.forces import ForceRecording
from fit_optimizer.pose.measure import MeasuredLeg, MeasuredPose
from fit_optimizer.pose.series import PoseError
from fit_optimizer.pose_check.model_curves import ModelLeg, Reading, model_legs, reading_of
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import with_values
from fit_optimizer.setup.tables import SetUp
from rider_models.arrays import SIDES, Array, Side, other_side
from sim.inverse.motion import MeasuredAngles
from sim.inverse.solve import InverseStroke, inverse_stroke
from sim.kinematics import crank_angles
from sim.knee_angle import centre_knee_flexion
from sim.posture import sit

MUCH_RESERVE = 0.05
"""Share of a joint's peak moment by reserve moments from which the muscles are said not to do what was measured: what
OpenSim's guide to its tools allows (Hicks et al. 2015, J Biomech Eng 137:020905)."""


@dataclass(frozen=True, eq=False)
class FilmedStroke:
    """An inverse stroke, the set-up that was fitted to its film, and what was measured, predicted and assumed."""

    inverse: InverseStroke
    set_up: SetUp
    fit: PoseFit
    notes: tuple[str, ...]


def filmed_stroke(
    set_up: SetUp, pose: MeasuredPose, recording: ForceRecording | None = None
) -> FilmedStroke:
    """The muscles' share of a filmed movement. Raises PoseError, or what the simulator refuses.

    The set-up is fitted to the film first; then the film's own angles are held. A leg that was not filmed
    moves as the other; a joint that was not measured as the fitted set-up's.
    """
    fit = fit_pose(set_up, pose)
    own = fit.set_up
    if pose.cadence_rpm is not None:
        own = with_values(own, {"cadence_rpm": round(pose.cadence_rpm, 2)})
    on = seat_rider(own)
    seen, true = model_legs(own, reading_of(pose)), model_legs(own, Reading("centres"))
    tilt = np.rad2deg(sit(on.rider, on.bicycle, on.riding).pelvis_tilt_at(crank_angles()))
    turned = shifted(pose, fit.crank_shift_deg)
    said: list[str] = []
    angles: dict[Side, MeasuredAngles] = {}
    for side in SIDES:
        filmed: Side = side if side in turned.legs else other_side(side)
        if filmed != side:
            said.append(f"The {side} leg was not filmed: it moves as the {filmed} one.")
        angles[side] = _angles(turned.legs[filmed], seen[side], true[side], pose.reads, tilt, said)
    forces = None if recording is None else recording.forces
    said += () if recording is None else recording.notes
    speed = None
    if turned.speed is None:
        said.append("The crank is taken to turn evenly: the film tells no swing of its speed.")
    else:
        speed = on.riding.crank_speed * turned.speed.over_mean
        said.append(
            f"The crank's speed over the turn is the film's: it swings by {100 * turned.speed.swing:.0f} %."
        )
    found = inverse_stroke(on.rider, on.bicycle, on.riding, angles, forces, crank_speed=speed)
    if forces is None:
        said.append(f"The pedal forces are predicted, for {own.riding.power_w:g} W.")
    for joint, share in found.reserve_share.items():
        if share > MUCH_RESERVE:
            said.append(
                f"At the {joint} the muscles of the model fall short of what was measured by up to "
                f"{100 * share:.0f} % of the peak moment."
            )
    return FilmedStroke(found, own, fit, tuple(dict.fromkeys((*fit.notes, *said))))


def _angles(
    leg: MeasuredLeg, seen: ModelLeg, true: ModelLeg, reads: str, tilt_deg: Array, said: list[str]
) -> MeasuredAngles:
    """A leg's joint angles (rad) from its curves.

    What the reading adds to an angle (the plane of a film, the line from heel to toe) is taken from the model,
    which is read both ways; the pelvis' tilt where the hip was seen against the trunk.
    """
    curves = leg.curves
    if "knee_flexion" not in curves:
        raise PoseError("The film tells no knee flexion, which the inverse mode needs.")
    knee = curves["knee_flexion"].mean
    plain = seen.curves["knee_flexion"]
    if reads == "markers":
        knee, plain = (_between_centres(each) for each in (knee, plain))
    knee = knee + true.curves["knee_flexion"] - plain
    if "ankle_dorsiflexion" in curves:
        shown = curves["ankle_dorsiflexion"].mean
        ankle = shown + true.curves["ankle_dorsiflexion"] - seen.curves["ankle_dorsiflexion"]
    else:
        ankle = true.curves["ankle_dorsiflexion"]
        said.append("The ankle was not measured: it moves as the fitted set-up's.")
    if "hip_flexion" in curves:
        hip = curves["hip_flexion"].mean
    elif "trunk_to_thigh" in curves and "torso" in curves:
        thigh = curves["torso"].mean - curves["trunk_to_thigh"].mean
        hip = 90.0 + thigh + tilt_deg
        said.append("The pelvis was not measured: its tilt is the model's for this torso.")
    else:
        hip = true.curves["hip_flexion"]
        said.append("The hip was not measured: it moves as the fitted set-up's.")
    return MeasuredAngles(*(np.deg2rad(each) for each in (hip, knee, ankle)))


def _between_centres(by_markers_deg: Array) -> Array:
    return np.asarray(np.rad2deg(centre_knee_flexion(np.deg2rad(by_markers_deg))))
