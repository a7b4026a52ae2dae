"""Fits a rider's movement to how they were filmed: ankle curve, pelvis, hips over the saddle, leg lengths.

Kinematics alone: the legs are closed on the pedals, and no muscle is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import least_squares

from fit_optimizer.calibration.film_task import Filmed, FilmTask, middle, turned
from fit_optimizer.calibration.pose_notes import at_ends, missed
from fit_optimizer.calibration.standard_errors import standard_errors
from fit_optimizer.pose.measure import MeasuredLeg, MeasuredPose
from fit_optimizer.pose.series import PoseError
from fit_optimizer.pose_check.compare import CurveError, curve_errors
from fit_optimizer.pose_check.model_curves import model_legs, reading_of
from fit_optimizer.pose_check.typed import typed_figures
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import with_values
from fit_optimizer.setup.tables import SetUp
from rider_models.arrays import Array, Side
from sim.leg_kinematics import LegCannotReach

MOST_STEPS = 60
"""Steps of the least squares at most; it takes 5 to 20."""


FIRST_STEP = 1e-4
"""Relative step of the slopes: far above what closing a leg leaves open, far below what bends a curve."""


@dataclass(frozen=True, slots=True)
class FittedKey:
    """A key of the set-up that was fitted: its value before and after, and its standard error.

    The error is NaN where the legs reach the pedals to neither side of the value.
    """

    key: str
    before: float
    after: float
    error: float


@dataclass(frozen=True, eq=False)
class PoseFit:
    """The set-up with the rider's own movement, what was fitted, and the model less the measurement.

    `crank_shift_deg` is by how much the crank angles of the film turned out to be late. `before` is None where
    the set-up's legs could not follow its pedals. `film` is what was followed; `notes` say what was measured
    and what is assumed.
    """

    set_up: SetUp
    film: Filmed
    fitted: tuple[FittedKey, ...]
    crank_shift_deg: float
    before: Mapping[Side, Mapping[str, CurveError]] | None
    after: Mapping[Side, Mapping[str, CurveError]]
    notes: tuple[str, ...]


def fit_pose(set_up: SetUp, pose: MeasuredPose | None) -> PoseFit:
    """The set-up whose movement is nearest to a film, to its own `[measured]` figures, or to both.

    Least squares over curves and figures, each by how far it may be off, and over the keys, each by how far
    a rider may be from the set-up. The same for the same input. Raises PoseError where nothing was measured
    or no movement is near.
    """
    typed = typed_figures(set_up)
    if pose is None and not typed:
        raise PoseError(
            "Nothing of the movement was measured: give --pose FILE, or figures in [measured]."
        )
    given = set_up.bicycle.model_fields_set
    by_custom = tuple(k for k in ("saddle_height_mm", "saddle_setback_mm") if k not in given)
    task = FilmTask(_held(set_up), pose, typed, by_custom)
    first = task.nearest_start()
    found = least_squares(
        task.residuals,
        first,
        bounds=task.bounds(),
        x_scale=1.0,
        max_nfev=MOST_STEPS,
        diff_step=np.full(len(first), FIRST_STEP),
    )
    return followed(Filmed(task, found.x), None if pose is None else _errors(set_up, pose))


def followed(
    film: Filmed, before: Mapping[Side, Mapping[str, CurveError]] | None = None
) -> PoseFit:
    """The set-up that follows a film with its unknowns, beside the model less film before. Raises PoseError."""
    task, unknown = film.task, film.at
    legs = task.legs(unknown)
    if legs is None:
        raise PoseError(
            "No ankle curve, hip position or leg length near the set-up's lets the legs pedal so."
        )
    rounded = task.rounded(unknown)
    middles = {key: middle(value) for key, value in rounded.items()}
    after = with_values(task.set_up, rounded)
    pose, shift = task.pose, task.shift_deg(unknown)
    moved = None if pose is None else shifted(pose, shift)
    return PoseFit(
        set_up=after,
        film=film,
        fitted=tuple(
            FittedKey(key, task.start[key], value, float(error * task.off[key]))
            for (key, value), error in zip(middles.items(), _errors_of(film), strict=False)
        ),
        crank_shift_deg=shift,
        before=before,
        after={} if moved is None else _errors(after, moved) or {},
        notes=(*_notes(task), *at_ends(middles), *missed(task.typed, legs)),
    )


def _errors_of(film: Filmed) -> Array:
    """Standard errors of a film's unknowns, NaN where the legs reach the pedals to neither side."""
    task = film.task
    return standard_errors(
        task.residuals, lambda one: task.legs(one) is not None, film.at, task.bounds()
    )


def pose_fit_lines(fit: PoseFit) -> list[str]:
    """What was fitted to a film, and how near the model is now, in sentences for a file's comments."""
    lines = [f"Movement fitted by the shape of the legs alone: {_keys_in_words(fit)}."]
    for side, errors in fit.after.items():
        said = ", ".join(f"{_in_words(name)} {one.rms:.1f}" for name, one in errors.items())
        lines.append(f"Root mean square of model less film, {side}, deg: {said}.")
    return [*lines, *fit.notes]


def _keys_in_words(fit: PoseFit) -> str:
    return ", ".join(f"{one.key} {one.before:.3g} to {one.after:.3g}" for one in fit.fitted)


def shifted(pose: MeasuredPose, shift_deg: float) -> MeasuredPose:
    """A pose with its crank angles set back by so many deg."""
    legs = {
        side: MeasuredLeg(
            {name: replace(c, mean=turned(c.mean, shift_deg)) for name, c in leg.curves.items()},
            leg.figures,
        )
        for side, leg in pose.legs.items()
    }
    speed = None if pose.speed is None else pose.speed.turned(shift_deg)
    return replace(pose, legs=legs, speed=speed)


def _held(set_up: SetUp) -> SetUp:
    """The set-up with saddle and cranks where they are, so that custom does not move them with the legs."""
    on = seat_rider(set_up)
    given = set_up.bicycle
    values = {
        "saddle_height_mm": (given.saddle_height_mm, on.bicycle.saddle_height_m),
        "saddle_setback_mm": (given.saddle_setback_mm, on.bicycle.saddle_setback_m),
        "crank_length_mm": (given.crank_length_mm, on.bicycle.crank_length_m),
    }
    return with_values(
        set_up,
        {key: round(1000 * metres, 1) for key, (own, metres) in values.items() if own is None},
    )


def _errors(set_up: SetUp, pose: MeasuredPose) -> dict[Side, dict[str, CurveError]] | None:
    try:
        return curve_errors(pose, model_legs(set_up, reading_of(pose)))
    except LegCannotReach:
        return None


def _notes(task: FilmTask) -> tuple[str, ...]:
    said = []
    if task.pose is not None:
        curves = ", ".join(dict.fromkeys(_in_words(name) for _, name, _, _ in task.curves))
        said.append(f"Measured on film: {curves}.")
    if task.typed:
        said.append(f"Measured by hand: {', '.join(task.typed)}.")
    said.append(f"Fitted: {', '.join(task.start)}.")
    if task.by_custom:
        said.append(
            f"Assumed by custom and held: {', '.join(task.by_custom)}; the hips' place hangs on them."
        )
    return tuple(said)


def _in_words(name: str) -> str:
    return name.removesuffix("_mm").replace("_", " ")
