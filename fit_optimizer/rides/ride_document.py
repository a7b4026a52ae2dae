"""One set-up ridden, as a document: what a report shows of it, with its curves, side view and work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from fit_optimizer.criteria.evaluation import Evaluation
from fit_optimizer.criteria.limits import Limit
from fit_optimizer.criteria.objectives import OBJECTIVES
from fit_optimizer.documents.fit import Outcome
from fit_optimizer.documents.ride import (
    BarPlace,
    Curves,
    LegWork,
    ObjectiveShown,
    PartWork,
    Refused,
    Ride,
    SideViewPoints,
    Work,
)
from fit_optimizer.documents.ride import LegPoints as LegPointsShown
from fit_optimizer.rides.drawn_body import body_outlines, front_view
from fit_optimizer.rides.stroke_document import rounded, written_curves
from fit_optimizer.setup.keys_in_force import keys_in_force
from fit_optimizer.setup.rider_on_bike import RiderOnBike, seat_rider
from fit_optimizer.setup.tables import SetUp
from rider_models.errors import PedalfitError
from rider_models.muscle_groups import COACHED_GROUPS
from sim.leg_power import leg_power
from sim.metric_table import nested
from sim.pedalling_metrics import mean_power, reproducible_metrics
from sim.side_view import LegPoints, SideView, side_view
from sim.stroke import LegStroke, Stroke
from sim.work_sectors import HOURS, SECTORS, Sector, share_of_mean_power

CURVES = (
    "crank_torque_nm",
    "pedal_force_n",
    "hip_flexion_deg",
    "knee_flexion_deg",
    "ankle_dorsiflexion_deg",
    "tibiofemoral_compression_n",
    "tibiofemoral_shear_n",
    "patellofemoral_force_n",
)


def ride_document(set_up: SetUp, body: bool = True) -> Ride | Refused:
    """Keys in force and, where the model can ride it, all that a report shows of the stroke.

    `body`: with the outlines of the body, which only the ride that is drawn solid needs.
    """
    fit, effort = keys_in_force(set_up)
    seated = seat_rider(set_up)
    try:
        stroke = seated.simulate()
    except PedalfitError as error:
        return Refused(fit=fit, effort=effort, refusal=str(error))
    return ride_of_stroke(set_up, seated, stroke, body)


def ride_of_stroke(
    set_up: SetUp,
    seated: RiderOnBike,
    stroke: Stroke,
    body: bool = True,
    curves: Sequence[str] = CURVES,
) -> Ride:
    """The document of a stroke that is solved already, `seated` being its rider on the bike.

    `curves`: those of each leg that the document has.
    """
    fit, effort = keys_in_force(set_up)
    at = seated.hands()
    return Ride(
        fit=fit,
        effort=effort,
        metrics=nested(reproducible_metrics(stroke)),
        bar_mm=BarPlace(forward=round(1000 * at.x, 1), up=round(1000 * at.z, 1)),
        curves=_curves(stroke, curves),
        work=Work(left=leg_work(stroke.left), right=leg_work(stroke.right)),
        side_view_mm=side_view_points(side_view(stroke), (at.x, at.z)),
        front_view_mm=front_view(stroke),
        body_mm=body_outlines(stroke, (at.x, at.z)) if body else None,
    )


def outcome_of(evaluation: Evaluation) -> Outcome:
    """A candidate's values, objectives and limits, and whether it is within them."""
    return Outcome(
        values=evaluation.values,
        objectives=evaluation.objectives,
        limits=limits_told(evaluation.limits),
        feasible=evaluation.feasible,
    )


def limits_told(standing: Iterable[Limit]) -> dict[str, float]:
    """By how much each limit is broken, by name; below nought what is left to it (deg, mm)."""
    return {limit.name: round(limit.excess, 3) for limit in standing}


def judged_by() -> tuple[ObjectiveShown, ...]:
    """The objectives in words, for whoever shows a document's `objectives`."""
    return tuple(
        ObjectiveShown(
            key=one.key,
            words=one.words,
            explained=one.explained,
            unit=one.unit,
            decimals=one.decimals,
            matters=one.matters,
        )
        for one in OBJECTIVES
    )


def _curves(stroke: Stroke, of_leg: Sequence[str]) -> Curves:
    return Curves(
        crank_angle_deg=rounded(np.rad2deg(stroke.right.problem.cycle.crank_angle)),
        total_crank_torque_nm=rounded(stroke.total_crank_torque),
        left=written_curves(stroke.left, "left", of_leg),
        right=written_curves(stroke.right, "right", of_leg),
    )


def leg_work(leg: LegStroke) -> LegWork:
    """What each part of the leg's own crank circle adds to its mean power (W), and by which muscles."""
    power = leg_power(leg)

    groups = [group.key for group in COACHED_GROUPS]

    def parts(sectors: Sequence[Sector]) -> list[PartWork]:
        crank, muscle, passive, pelvis, limb = (
            share_of_mean_power(leg, of, [sector.arc for sector in sectors])
            for of in (power.crank, power.muscle, power.passive, power.pelvis, power.limb)
        )
        return [
            PartWork(
                part=sector.key,
                from_deg=sector.arc[0],
                to_deg=sector.arc[1],
                crank_w=round(float(crank[i]), 3),
                muscle_w=dict(zip(groups, np.round(muscle[i], 3).tolist(), strict=True)),
                passive_w=round(float(passive[i]), 3),
                pelvis_w=round(float(pelvis[i]), 3),
                limb_w=round(float(limb[i]), 3),
            )
            for i, sector in enumerate(sectors)
        ]

    return LegWork(
        mean_crank_power_w=round(mean_power(leg), 3), sectors=parts(SECTORS), hours=parts(HOURS)
    )


def side_view_points(view: SideView, hand: tuple[float, float]) -> SideViewPoints:
    """The side view in mm, with the hand's place (m) beside it."""
    return SideViewPoints(
        left=_leg_points(view.left),
        right=_leg_points(view.right),
        shoulder=_millimetres(view.shoulder),
        hand=_millimetres(hand),
        saddle=_millimetres(view.saddle),
        bottom_bracket=(0.0, 0.0),
        crank_length=round(1000 * view.crank_length_m, 1),
    )


def _leg_points(points: LegPoints) -> LegPointsShown:
    return LegPointsShown(
        hip=_millimetres(points.hip),
        knee=_millimetres(points.knee),
        ankle=_millimetres(points.ankle),
        heel=_millimetres(points.heel),
        toe=_millimetres(points.toe),
        pedal=_millimetres(points.pedal),
    )


def _millimetres(values: Any) -> Any:
    return np.round(1000 * np.asarray(values), 1).tolist()
