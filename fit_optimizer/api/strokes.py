"""One stroke: simulated, its metrics, its curves with units."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from fit_optimizer.api.errors import of_kind, one_of
from fit_optimizer.api.results import Named, Ride
from fit_optimizer.setup.refusals import explained
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.tables import SetUp
from rider_models.arrays import SIDES, Array, Side
from rider_models.errors import PedalfitError
from rider_models.units import unit_of, words_of
from sim.kinematics import CRANK_POSITIONS
from sim.pedalling_metrics import leg_metrics, stroke_metrics
from sim.stroke_curves import leg_curves

if TYPE_CHECKING:
    import xarray as xr

AXES = {"pedal_force_n": "axis", "activation": "muscle", "muscle_force_n": "muscle"}
"""Second dimension of the curves that have one."""
BICYCLE_AXES = ("forward", "left", "up")


def simulate(set_up: SetUp, activation_dynamics: bool = True) -> Ride:
    """The ride of a set-up: one pedal stroke of both legs at its mean power and cadence.

    Without `activation_dynamics` muscles switch on and off at once, which takes a third of the time.
    Raises PedalfitError with the reason where the rider cannot reach, or the muscles cannot do it.
    """
    with explained(of_kind(set_up, SetUp, "set_up")):
        return Ride(set_up, seat_rider(set_up).simulate(activation_dynamics))


def metrics(ride: Ride, leg: Side | None = None) -> Named:
    """The metrics of a ride by name, units in the names; of one leg alone where `leg` is given.

    How two legs make one number stands in `sim/data/metrics.csv`. A misspelt name raises
    PedalfitError (a KeyError too) that says which is nearest.
    """
    stroke = of_kind(ride, Ride, "simulate").stroke
    if leg is None:
        return Named(stroke_metrics(stroke))
    return Named(leg_metrics(stroke.legs[one_of("leg", leg, SIDES)], stroke.body_weight_n))


def curves(ride: Ride, align: Literal["own", "right"] = "own") -> xr.Dataset:
    """The curves over the crank circle as an xarray Dataset: `right.knee_flexion_deg`, `left. ...`.

    `align="own"` counts each leg's angle from that leg's top dead centre, as biomechanics does;
    `align="right"` counts both from the right crank's, half a turn apart, so that left and right
    curves may be added. `total_crank_torque_nm` and `crank_speed_rad_s` count from the right crank
    either way. Every variable has `units`, `long_name` and `crank` (whose angle) in its attributes.
    Raises PedalfitError where xarray (the extra `research`) is missing.
    """
    try:
        import xarray as xr  # noqa: PLC0415  (extra `research`)
    except ImportError:
        raise PedalfitError(
            "curves need xarray, which is not installed: pip install 'pedalfit[research]'"
        ) from None
    one_of("align", align, ("own", "right"))
    stroke = of_kind(ride, Ride, "simulate").stroke
    variables = {
        "total_crank_torque_nm": _variable(
            "total_crank_torque_nm", stroke.total_crank_torque, "right"
        ),
        "crank_speed_rad_s": _variable("crank_speed_rad_s", stroke.crank_speed, "right"),
    }
    for side in SIDES:
        crank = side if align == "own" else "right"
        shift = CRANK_POSITIONS // 2 if side == "left" and align == "right" else 0
        for name, curve in leg_curves(stroke.legs[side], side).items():
            variables[f"{side}.{name}"] = _variable(name, np.roll(curve, shift, axis=0), crank)
    angle = np.rad2deg(stroke.right.problem.cycle.crank_angle)
    return xr.Dataset(
        variables,
        coords={
            "crank_angle_deg": (
                "crank_angle_deg",
                angle,
                {"units": "deg", "long_name": "crank angle"},
            ),
            "muscle": [*stroke.right.problem.muscles.names],
            "axis": list(BICYCLE_AXES),
        },
        attrs={"set_up": ride.set_up.in_words(), "align": align},
    )


def _variable(name: str, curve: Array, crank: str) -> tuple[Any, ...]:
    dims = ("crank_angle_deg", *([AXES[name]] if name in AXES else []))
    about = {"units": unit_of(name).word or "1", "long_name": words_of(name), "crank": crank}
    return (dims, np.asarray(curve), about)
