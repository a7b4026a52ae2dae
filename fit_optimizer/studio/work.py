"""What the workers of the studio compute: each function answers with the bytes that the page reads.

The arguments are set-ups and uploaded bytes; a refusal is raised as PedalfitError.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fit_optimizer.criteria.evaluation import evaluate, with_fit
from fit_optimizer.criteria.limits import limits
from fit_optimizer.criteria.objectives import objectives
from fit_optimizer.criteria.riding_angles import riding_angles
from fit_optimizer.documents.fit import RefusedFit
from fit_optimizer.documents.part import Json, Part
from fit_optimizer.documents.ride import Keys, SideViewPoints
from fit_optimizer.report.figures.dead_spots import dead_spots
from fit_optimizer.report.figures.rider_geometry import bicycle_lines, elbow, head, saddle_line
from fit_optimizer.report.tables.angles import ROWS
from fit_optimizer.rides.drawn_body import body_outlines
from fit_optimizer.rides.ride_document import (
    CURVES,
    limits_told,
    outcome_of,
    ride_of_stroke,
    side_view_points,
)
from fit_optimizer.setup.adjustments import searchable
from fit_optimizer.setup.customary_ranges import customary, inseam_of
from fit_optimizer.setup.hints import hints
from fit_optimizer.setup.keys_in_force import assumed_keys, keys_in_force
from fit_optimizer.setup.refusals import explained
from fit_optimizer.setup.rider_on_bike import RiderOnBike, seat_rider
from fit_optimizer.setup.setup_file import SetUpError
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.studio.documents import (
    AngleFound,
    BodyFrame,
    Moved,
    MovingBody,
    Opened,
    RiddenNow,
    Scenery,
    Tried,
)
from fit_optimizer.studio.form import tables_of
from rider_models.arrays import SIDES
from rider_models.errors import PedalfitError
from sim.kinematics import LegCycle, leg_of, move_leg
from sim.posture import sit
from sim.side_view import view_of_movement

CURVES_SHOWN = (*CURVES, "hip_contact_force_n", "achilles_tendon_force_n")
"""Curves of a stroke that the page draws: those of a fit's document, and loads that only the page shows."""
BODY_FRAMES = 30
"""Crank positions at which the moving body is drawn: every 12 deg, half of those computed."""


@dataclass(frozen=True)
class _Drawn:
    """What the picture's remaining points are found from."""

    fit: Keys
    side_view_mm: SideViewPoints


def moved(set_up: SetUp) -> bytes:
    """The movement of a set-up (`Moved`) and its angles, without its stroke and its limits, which take longer."""
    fit, effort = keys_in_force(set_up)
    known = Moved(fit=fit, effort=effort, assumed=assumed_keys(set_up))
    try:
        return _json(_moved(set_up, seat_rider(set_up), known))
    except PedalfitError as error:
        return _json(known.extended(Moved, refusal=str(error)))


def ridden(set_up: SetUp) -> bytes:
    """The stroke of a set-up with its objectives and limits (`RiddenNow`), or why there is none."""
    return _json(_ridden(set_up))


def why_refused(set_up: SetUp) -> bytes:
    """Which key to change for a set-up that cannot be ridden (`Opened` of what it is, were it ridden).

    Raises PedalfitError with the sentence that names the key and what is allowed.
    """
    with explained(set_up):
        seat_rider(set_up).simulate()
    return _json(Opened(set_up=tables_of(set_up), words=set_up.in_words()))


def tried(set_up: SetUp, candidates: Sequence[Mapping[str, float]]) -> bytes:
    """Some changes of a set-up, judged (`Tried`). Raises SetUpError."""
    for one in candidates:
        _check_keys(one)
    return _json(Tried(outcomes=[outcome_of(evaluate(set_up, one)) for one in candidates]))


def taken_over(set_up: SetUp, values: Mapping[str, float]) -> bytes:
    """The set-up (`Opened`) with a fit's values, legs that differ moved alike. Raises SetUpError."""
    _check_keys(values)
    changed = with_fit(set_up, values)
    return _json(Opened(set_up=tables_of(changed), words=changed.in_words()))


def moving_body(set_up: SetUp) -> bytes:
    """The body over the revolution, muscles with their activation (`MovingBody`). Raises PedalfitError."""
    seated = seat_rider(set_up)
    at = seated.hands()
    angles = np.linspace(0.0, 360.0, BODY_FRAMES, endpoint=False).tolist()
    found = body_outlines(seated.simulate(), (at.x, at.z), angles)
    return _json(
        MovingBody(
            names=[one.part for one in found[0].outlines],
            frames=[
                BodyFrame(
                    crank_angle_deg=at.crank_angle_deg,
                    outlines=[one.points for one in at.outlines],
                    activation=[one.activation for one in at.outlines],
                )
                for at in found
            ],
        )
    )


def page_of_fit(document: Json) -> bytes:
    """The report's page of a fit's document. Raises ReportError."""
    from fit_optimizer.report.page import render_report  # noqa: PLC0415  draws: takes a second to load

    return render_report(document).encode()


def paper_of_fit(document: Json) -> bytes:
    """The report as PDF of a fit's document. Raises ReportError."""
    from fit_optimizer.report.pdf import render_pdf  # noqa: PLC0415  draws: takes a second to load

    return render_pdf(document)


def _check_keys(values: Mapping[str, float]) -> None:
    """Raises SetUpError for a key that no search changes."""
    known = {one.key for one in searchable()}
    for key in values:
        if key not in known:
            raise SetUpError(f"{key} cannot be searched: allowed are {', '.join(sorted(known))}")


def _moved(set_up: SetUp, seated: RiderOnBike, known: Moved) -> Moved:
    rider, bicycle = seated.rider, seated.bicycle
    posture, at = sit(rider, bicycle, seated.riding), seated.hands()
    view = side_view_points(
        view_of_movement(rider, bicycle, posture, _cycles(seated)), (at.x, at.z)
    )
    drawn = _Drawn(known.fit, view)
    x, z, radius = head(drawn)
    scenery = Scenery(
        bicycle=bicycle_lines(drawn),
        saddle=saddle_line(drawn),
        elbow=elbow(drawn),
        head=(x, z, radius),
    )
    return known.extended(
        Moved,
        side_view_mm=view,
        scenery=scenery,
        angles=_angles(set_up),
        hints=list(hints(set_up)),
    )


def _cycles(seated: RiderOnBike) -> dict[str, LegCycle]:
    rider, bicycle, riding = seated.rider, seated.bicycle, seated.riding
    posture = sit(rider, bicycle, riding)
    legs = {side: leg_of(rider, bicycle, side) for side in SIDES}
    return {
        side: move_leg(rider, leg, bicycle, cleat, riding, posture)
        for side, (leg, cleat) in legs.items()
    }


def _angles(set_up: SetUp) -> list[AngleFound]:
    """What a fitter reads off both legs, beside the ranges of the discipline."""
    found, (keys, _) = riding_angles(set_up), keys_in_force(set_up)
    angles = []
    for words, field, position, joint in ROWS:
        for side in SIDES:
            inseam_mm = inseam_of(keys, side)
            published = customary(position, joint, set_up.riding.discipline, inseam_mm)
            angles.append(
                AngleFound(
                    words=words,
                    side=side,
                    value=round(getattr(found[side], field), 2),
                    unit="mm" if field.endswith("_mm") else "\u00b0",
                    low=None if published is None else published.low,
                    high=None if published is None else published.high,
                    source="" if published is None else published.source,
                )
            )
    return angles


def _ridden(set_up: SetUp) -> RiddenNow | RefusedFit:
    fit, effort = keys_in_force(set_up)
    try:
        seated = seat_rider(set_up)
        standing = limits(seated.hands(), seated)
        stroke = seated.simulate()
    except PedalfitError as error:
        return RefusedFit(
            fit=fit,
            effort=effort,
            refusal=str(error),
            values={},
            objectives=None,
            limits={},
            feasible=False,
        )
    judged, _ = objectives(stroke, set_up.rider.complaint)
    ride = ride_of_stroke(set_up, seated, stroke, body=False, curves=CURVES_SHOWN)
    return ride.extended(
        RiddenNow,
        values={},
        objectives=judged,
        limits=limits_told(standing),
        feasible=all(one.excess <= 0 for one in standing),
        dead_spots_deg=[span for spot in dead_spots(ride.curves) for span in spot.spans()],
        broken=[
            f"Beyond the rider's limit: {one.name}, by {max(one.excess, 0.1):.1f} {one.unit}."
            for one in standing
            if one.excess > 0
        ],
    )


def _json(part: Part) -> bytes:
    return part.model_dump_json(by_alias=True).encode()
