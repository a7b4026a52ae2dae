"""Joint angles in the side view: their numbers, and the customary ranges as wedges."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle, Wedge

from fit_optimizer.documents.ride import Point
from fit_optimizer.drawing.palette import CUSTOM, INK, PAPER
from fit_optimizer.report.figures.rider_geometry import (
    at_angle,
    direction_deg,
    knee_over_pedal_mm,
    trunk_to_thigh_deg,
)
from fit_optimizer.report.shown_rides import Pair, Shown, sides_shown
from fit_optimizer.report.tables.angles import FIELDS
from fit_optimizer.report.wording import number
from fit_optimizer.setup.customary_ranges import (
    CustomaryRange,
    Joint,
    customary,
    discipline_of,
    inseam_of,
)
from rider_models.arrays import Side
from sim.knee_angle import marker_knee_flexion

JOINTS: tuple[Joint, ...] = ("hip", "knee", "ankle")
EVERY: tuple[Joint, ...] = (*JOINTS, "knee over pedal")
EXTREMES = {0: "most", 180: "least"}
"""Crank angles (deg) at which the knee's angle is the stroke's most and least."""
LABEL_PT = 7.8
WEDGE_MM = {"hip": 330.0, "ankle": 230.0}
"""Size of the numbers, and length of the wedges of customary ranges: by eye."""


def angle_of(shown: Shown, joint: Joint, angle: int, side: Side = "right") -> float:
    """A joint angle of a leg (deg; the knee's as markers read it), or the knee ahead of the spindle (mm).

    At the top and at the bottom the knee's is the most and the least of the stroke, which is what the
    customary ranges are of: the knee is straightest a little before the bottom. What the tables tell too is the same
    number, for points of the picture are rounded already.
    """
    field = FIELDS.get((angle, joint))
    if shown.read_off is not None and field is not None:
        return float(getattr(shown.read_off[side], field))
    ride = shown.ride
    k = at_angle(ride.side_view_mm.right, angle)
    if joint == "hip":
        return trunk_to_thigh_deg(ride, angle, side)
    if joint == "knee over pedal":
        return knee_over_pedal_mm(ride, angle, side)
    curves = ride.curves.leg(side)
    if joint == "ankle":
        return curves.curve("ankle_dorsiflexion_deg")[k]
    knee = np.rad2deg(marker_knee_flexion(np.deg2rad(curves.curve("knee_flexion_deg"))))
    if angle in EXTREMES:
        return float(knee.min() if EXTREMES[angle] == "least" else knee.max())
    return float(knee[k])


def published_range(pair: Pair, joint: Joint, angle: int) -> CustomaryRange | None:
    """The range of a joint at a crank position that is customary in the discipline ridden, or advised for a pain."""
    fit, own = pair[-1].ride.fit, pair[-1].knee_of_pain
    found = customary(angle, joint, discipline_of(fit.get("discipline")), inseam_of(fit, "right"))
    return found if own is None or found is None else own.instead_of(found)


def customary_wedges(axes: Axes, pair: Pair, angle: int) -> None:
    """Where thigh and sole lie by custom, drawn from the recommended rider's joints.

    The knee has no wedge: its ranges are of the most and the least of the stroke, at other positions.
    """
    for joint in JOINTS:
        published = published_range(pair, joint, angle)
        if published is not None and joint != "knee":
            axes.add_patch(_wedge(pair[-1], joint, angle, published))
    over = published_range(pair, "knee over pedal", angle)
    if over is not None:
        _plumb(axes, pair[-1], angle, over)


def angle_labels(axes: Axes, pair: Pair, angle: int) -> None:
    """The numbers beside the joints, now and recommended, and the range where one is published."""
    leg = pair[-1].ride.side_view_mm.right
    k = at_angle(leg, angle)
    legs = [shown.ride.side_view_mm.right for shown in pair]
    knee = max(each.knee[k][0] for each in legs)
    heel = min(each.heel[k][0] for each in legs)
    hip, ankle = leg.hip[k], leg.ankle[k]
    places: dict[Joint, tuple[Point, str]] = {
        "hip": ((hip[0] - 45, hip[1] + 130), "right"),
        "knee": ((knee + 35, leg.knee[k][1] + 60), "left"),
        "ankle": ((min(heel, ankle[0]) - 30, ankle[1] + 15), "right"),
    }
    spindle = leg.pedal[k]
    places["knee over pedal"] = ((spindle[0] + 65, spindle[1] + 190), "left")
    for joint, (place, side) in places.items():
        if joint in JOINTS or published_range(pair, joint, angle) is not None:
            _label(axes, pair, joint, angle, place, side)


def in_words(pair: Pair, angle: int) -> str:
    """The text alternative of a panel."""
    words = ["Seen from the right, riding to the right."]
    for shown in pair:
        hip, knee, ankle = (f"{angle_of(shown, joint, angle):.0f}" for joint in JOINTS)
        words.append(
            f"{shown.name.capitalize()}: trunk to thigh {hip} deg, knee flexed {knee} deg, "
            f"ankle {ankle} deg."
        )
    for joint in EVERY:
        published = published_range(pair, joint, angle)
        if published is not None:
            unit = "mm" if joint == "knee over pedal" else "deg"
            words.append(f"Customary for {joint}: {published.low:g} to {published.high:g} {unit}.")
    if len(words) == 1 + len(pair):
        words.append("No customary range is drawn for this position.")
    return " ".join(words)


def _label(axes: Axes, pair: Pair, joint: Joint, angle: int, place: Point, side: str) -> None:
    """Up to three lines: joint, angles, and the range in the colour of its wedge."""
    over = joint == "knee over pedal"
    unit = "\u00a0mm" if over else "\u00b0"
    lines = [
        "to spindle" if over else joint if joint != "knee" else _knee(angle),
        *(f"{one}{unit}" for one in _values(pair, joint, angle)),
    ]
    rows = ["name", *("angle", "angle-left")[: len(lines) - 1]]
    published = published_range(pair, joint, angle)
    if published is not None:
        low, high = number(published.low, 0), number(published.high, 0)
        lines.append(f"{low} to {high}{unit}")
        rows.append("custom")
    gid = joint.replace(" ", "-")
    for row, line in enumerate(lines):
        axes.annotate(
            line,
            place,
            xytext=(0, -9.2 * (row - 1)),
            textcoords="offset points",
            ha=side,
            va="center",
            fontsize=LABEL_PT,
            color=CUSTOM if rows[row] == "custom" else INK,
            bbox={"facecolor": PAPER, "alpha": 0.8, "linewidth": 0, "pad": 0.6},
            gid=f"{gid}-{rows[row]}",
            zorder=6,
        )


def _knee(angle: int) -> str:
    """What the knee's label says: at the top and bottom it is the most and the least of the stroke."""
    return f"knee, {EXTREMES[angle]}" if angle in EXTREMES else "knee"


def _values(pair: Pair, joint: Joint, angle: int) -> list[str]:
    """The angle of either leg, or of the right and the left one, now and recommended."""
    if len(sides_shown(pair)) == 1:
        return [_of_side(pair, joint, angle, "right")]
    right, left = (_of_side(pair, joint, angle, side) for side in ("right", "left"))
    return [f"R {right}", f"L {left}"]


def _of_side(pair: Pair, joint: Joint, angle: int, side: Side) -> str:
    shown = [number(angle_of(each, joint, angle, side), 0) for each in pair]
    return " \u2192 ".join(dict.fromkeys(shown))


def _wedge(shown: Shown, joint: Joint, angle: int, published: CustomaryRange) -> Wedge:
    """The range as directions in the picture.

    The thigh lies clockwise from the trunk by the hip angle, the sole counterclockwise by the
    dorsiflexion from square to the shin.
    """
    view = shown.ride.side_view_mm
    leg = view.right
    k = at_angle(leg, angle)
    if joint == "hip":
        centre, line, sense = leg.hip[k], direction_deg(leg.hip[k], view.shoulder), -1
    else:
        centre, line, sense = leg.heel[k], direction_deg(leg.ankle[k], leg.knee[k]) - 90, 1
    ends = sorted(line + sense * value for value in (published.low, published.high))
    wedge = Wedge(centre, WEDGE_MM[joint], *ends, facecolor=CUSTOM, alpha=0.28, linewidth=0)
    wedge.set_gid(f"custom-{joint}")
    return wedge


def _plumb(axes: Axes, shown: Shown, angle: int, over: CustomaryRange) -> None:
    """A plumb line from the knee, and the strip where it falls by custom."""
    leg = shown.ride.side_view_mm.right
    k = at_angle(leg, angle)
    knee, spindle = leg.knee[k], leg.pedal[k]
    low = spindle[1] - 95
    strip = Rectangle(
        (spindle[0] + over.low, low),
        over.high - over.low,
        knee[1] - low,
        facecolor=CUSTOM,
        alpha=0.28,
        linewidth=0,
    )
    strip.set_gid("custom-knee-over-pedal")
    axes.add_patch(strip)
    axes.plot(
        [knee[0], knee[0]],
        [knee[1], low],
        color=shown.colour,
        linewidth=0.9,
        linestyle=(0, (1, 1.5)),
        gid="plumb",
    )
