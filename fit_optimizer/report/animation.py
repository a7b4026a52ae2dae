"""What the page's animation is drawn from: points, pedal forces and angles over the crank circle."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

import numpy as np
from markupsafe import Markup

from fit_optimizer.documents.part import look_up
from fit_optimizer.documents.ride import LegPoints, Ride
from fit_optimizer.report.figures.rider_geometry import bicycle_lines, elbow, head, saddle_line
from fit_optimizer.report.shown_rides import Pair, Shown
from sim.knee_angle import marker_knee_flexion

SCRIPT = (Path(__file__).parent / "animation.js").read_text(encoding="utf-8")


def script_hash() -> str:
    """The hash by which the page's own script is the only one that may run."""
    digest = hashlib.sha256(SCRIPT.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def script() -> Markup:
    """The script, inline."""
    assert "</" not in SCRIPT
    return Markup(SCRIPT)


NEEDS = ("total_crank_torque_nm", "pedal_force_n", "knee_flexion_deg", "ankle_dorsiflexion_deg")
"""Curves without which nothing moves."""


def animation_data(pair: Pair) -> Markup:
    """The data block as JSON that no reader of HTML can take for markup; empty where curves lack."""
    if any(shown.ride.curves.lacking(NEEDS) for shown in pair):
        return Markup()
    rides = [_ride(shown) for shown in pair]
    text = json.dumps(
        {"rides": rides, "cadence_rpm": _cadence(pair[-1])},
        allow_nan=False,
        separators=(",", ":"),
    )
    for sign, escaped in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(sign, escaped)
    return Markup(text)


def _cadence(shown: Shown) -> float:
    return look_up(shown.ride.effort, "cadence_rpm", f"{shown.path}.effort")


def _ride(shown: Shown) -> dict[str, object]:
    ride = shown.ride
    view, curves = ride.side_view_mm, ride.curves
    x, z, radius = head(ride)
    return {
        "name": shown.name,
        "solid": shown.solid,
        "bicycle": bicycle_lines(ride),
        "saddle": [[round(x, 1), round(z, 1)] for x, z in saddle_line(ride)],
        "arm": [view.shoulder, elbow(ride), view.hand],
        "head": [round(x, 1), round(z, 1), round(radius, 1)],
        "torque": [round(t, 2) for t in curves.total_torque()],
        **{side: _leg(ride, side) for side in ("right", "left")},
    }


def _leg(ride: Ride, side: str) -> dict[str, object]:
    points: LegPoints = getattr(ride.side_view_mm, side)
    curves = ride.curves.leg(side)
    by_markers = np.rad2deg(marker_knee_flexion(np.deg2rad(curves.curve("knee_flexion_deg"))))
    return {
        **dict(points),
        "force": [[round(f[0]), round(f[2])] for f in curves.force()],
        "knee_deg": np.round(by_markers, 2).tolist(),
        "ankle_deg": [round(angle, 2) for angle in curves.curve("ankle_dorsiflexion_deg")],
    }
