"""Saddle, setback and torso as the search starts from them: moved, left, or carried by the seat post."""

from __future__ import annotations

from dataclasses import dataclass

from fit_optimizer.criteria.choice import deciding
from fit_optimizer.criteria.evaluation import Evaluation, Tried, with_fit
from fit_optimizer.criteria.riding_angles import ROUNDS_ON_POST, knee_at_bottom, riding_angles
from fit_optimizer.documents.advice import CrankAdvised
from fit_optimizer.recommendation.cranks import advise_cranks
from fit_optimizer.recommendation.diagnosis import least_broken_torso
from fit_optimizer.recommendation.fore_aft import seat_post, setback_carried, setback_for_complaint
from fit_optimizer.recommendation.moves import SMALLEST_MOVE
from fit_optimizer.recommendation.saddle import (
    SaddleFound,
    kept_range,
    knee_range,
    place_saddle,
    saddle_at,
)
from fit_optimizer.setup.adjustments import CRANK, SADDLE, SETBACK, TORSO
from fit_optimizer.setup.bike_parts import SeatPost
from fit_optimizer.setup.complaints import first_tried
from fit_optimizer.setup.customary_ranges import (
    LONG_CRANK_MM,
    SHOWN,
    STAYS_WITHIN_DEG,
    advised_knee,
    customary,
    inseam_of,
)
from fit_optimizer.setup.keys_in_force import keys_in_force
from fit_optimizer.setup.rider_on_bike import custom_crank_m, seat_rider
from fit_optimizer.setup.search_space import Variable, values_in_force
from fit_optimizer.setup.tables import SetUp
from rider_models.arrays import SIDES
from rider_models.errors import PedalfitError


@dataclass(frozen=True)
class Placed:
    """A saddle placed: what was found, the fit with it, and its knee angle at the bottom (deg, markers)."""

    saddle: SaddleFound
    fit: Evaluation
    knee: float


@dataclass(frozen=True)
class PlacedBicycle:
    """Saddle, setback, torso and cranks placed before anything is searched.

    `fit`: the fit with them; `knee`: its knee angle at the bottom (deg, markers), of the fit as it is where the saddle
    is not searched; `saddle`: what was found of it, None where it is not searched; `cranks`: the advice on them;
    `post`: what carries the saddle back and forward with its height, None where it belongs back on the rails.
    """

    fit: Evaluation
    knee: float
    saddle: SaddleFound | None
    cranks: CrankAdvised | None
    post: SeatPost | None = None

    @property
    def knee_kept(self) -> float | None:
        """The knee angle (deg) that a search keeps by moving the saddle; None where the saddle is not searched."""
        return None if self.saddle is None else self.knee

    @property
    def scanned(self) -> tuple[Evaluation, ...]:
        """The fits that were tried to place the saddle."""
        return () if self.saddle is None else self.saddle.scanned


def place_bicycle(
    set_up: SetUp, known: Tried, bike: tuple[Variable, ...], now: dict[str, float]
) -> PlacedBicycle:
    """The bicycle placed for a set-up, its shims those of `known`; `now` are the values searched, by key, as they are.

    A torso that frees the rider, a setback asked for by a complaint, and cranks come first, and the saddle follows
    each. Raises NothingFound.
    """
    shimmed = known.set_up
    held = {**freeing_torso(shimmed, bike), **setback_asked(shimmed, bike)}
    found = place(known, bike, held)
    post = post_left(shimmed, bike, held, found)
    if post is not None:
        found = place_on_post(known, bike, held, post, found)
    knee = found.knee if found else _knee_now(shimmed)
    cranks = _cranks(set_up, shimmed, held, found, knee)
    if cranks is not None and cranks.length_mm != cranks.now_mm:
        held = {**held, CRANK: cranks.length_mm}
        found = place_on_post(known, bike, held, post, found)
        knee = found.knee if found else knee
    if found is None:
        return PlacedBicycle(known.evaluate([{**held, **now}])[0], knee, None, cranks)
    return PlacedBicycle(found.fit, knee, found.saddle, cranks, post)


def _knee_now(set_up: SetUp) -> float:
    """The knee angle at the bottom now, or the usual one where the legs do not follow the pedals."""
    try:
        return knee_at_bottom(set_up)
    except PedalfitError:
        low, high = knee_range(set_up)
        return (low + high) / 2


def _cranks(
    set_up: SetUp, shimmed: SetUp, held: dict[str, float], found: Placed | None, knee: float
) -> CrankAdvised | None:
    """Advice on cranks where the set-up leaves them open; None elsewhere."""
    if getattr(set_up.search, CRANK) is not None:
        return None
    values = found.fit.values if found else held
    return advise_cranks(shimmed, values, knee)


def place(known: Tried, bike: tuple[Variable, ...], held: dict[str, float]) -> Placed | None:
    """The saddle (mm) where it is searched, with values `held` by key; None where it is not. Raises NothingFound."""
    variable = next((v for v in bike if v.key == SADDLE), None)
    if variable is None:
        return None
    saddle = place_saddle(known, variable, held)
    now = values_in_force(known.set_up)[SADDLE]
    found, stays = known.evaluate({**held, SADDLE: height} for height in (saddle.height_mm, now))
    may = not {CRANK, SETBACK} & {*held} and _may_stay(known.set_up, saddle, found, stays)
    fit = stays if may else found
    if may:
        saddle = saddle_at(saddle, variable, now)
    return Placed(saddle, fit, knee_at_bottom(with_fit(known.set_up, fit.values)))


def place_on_post(
    known: Tried,
    bike: tuple[Variable, ...],
    held: dict[str, float],
    post: SeatPost | None,
    found: Placed | None,
) -> Placed | None:
    """The saddle placed with the setback that its post gives it at its own height; as `place` has it without a post.

    `found`: the saddle placed with other values, from which it is looked for. Raises NothingFound.
    """
    if post is None or found is None:
        return place(known, bike, held)
    height = found.fit.values[SADDLE]
    for _ in range(ROUNDS_ON_POST):
        found = place(known, bike, {**held, SETBACK: post.setback_at(height)}) or found
        height = found.fit.values[SADDLE]
    (fit,) = known.evaluate([{**held, SETBACK: post.setback_at(height), SADDLE: height}])
    return Placed(found.saddle, fit, knee_at_bottom(with_fit(known.set_up, fit.values)))


def _may_stay(set_up: SetUp, saddle: SaddleFound, found: Evaluation, now: Evaluation) -> bool:
    """Whether the saddle may stay: in the range of knee angles that is left alone and as near to the angle
    advised as riders differ, or where the cranks come first; within the limits that the one found keeps, and as cheap
    as far as can be told."""
    if (
        now.objectives is None
        or found.objectives is None
        or not set(now.broken) <= set(found.broken)
    ):
        return False
    straight, bent = kept_range(saddle.knee_deg)
    knee = knee_at_bottom(with_fit(set_up, now.values))
    advised = advised_knee(saddle.knee_deg)
    near = abs(knee - advised) <= STAYS_WITHIN_DEG or _cranks_first(set_up, found, now)
    return (straight <= knee <= bent and near) and all(
        now.objectives[one.key] <= found.objectives[one.key] * (1 + one.matters)
        for one in deciding()
    )


def _cranks_first(set_up: SetUp, found: Evaluation, now: Evaluation) -> bool:
    """Whether the cranks are decided on before a saddle goes where one was found.

    So it is where that lowers it on long cranks, with which the usual knee is had lower than with the usual ones, and
    where it would bend a knee farther at its most than is usual. Not looked at where the inseam, which says what is
    usual, was not measured, nor where a saddle that goes that way is tried for the rider's pain.
    """
    row, up_mm = first_tried(set_up.rider.complaint), found.values[SADDLE] - now.values[SADDLE]
    if set_up.rider.inseam_mm is None:
        return False
    if row is not None and any(one.key == SADDLE and one.by * up_mm > 0 for one in row.trials):
        return False
    if up_mm < 0 and _has_long_cranks(set_up):
        return True
    return _bends_too_far(set_up, found, now)


def _has_long_cranks(set_up: SetUp) -> bool:
    """Whether cranks that the set-up leaves open are long for the inseam."""
    crank_m = seat_rider(set_up).bicycle.crank_length_m
    longer_mm = round(1000 * (crank_m - custom_crank_m(set_up)), 3)
    return getattr(set_up.search, CRANK) is None and longer_mm >= LONG_CRANK_MM


def _bends_too_far(set_up: SetUp, found: Evaluation, now: Evaluation) -> bool:
    """Whether a saddle found bends a knee farther at its most than is usual, as the present one does not."""
    keys, discipline = keys_in_force(set_up)[0], set_up.riding.discipline
    before, after = (riding_angles(with_fit(set_up, fit.values)) for fit in (now, found))
    for side in SIDES:
        usual = customary(0, "knee", discipline, inseam_of(keys, side))
        kept, bent = (fit[side].knee_top for fit in (before, after))
        if usual is not None and kept <= usual.high + SHOWN < bent:
            return True
    return False


def left_open(set_up: SetUp, bike: tuple[Variable, ...], key: str) -> bool:
    """Whether a key is neither fixed or bounded by the set-up's search nor among what is searched."""
    return getattr(set_up.search, key) is None and key not in {v.key for v in bike}


def freeing_torso(set_up: SetUp, bike: tuple[Variable, ...]) -> dict[str, float]:
    """The torso (deg, by its key) raised where a limit of the rider needs it and nobody asked for another torso."""
    if not left_open(set_up, bike, TORSO):
        return {}
    torso = least_broken_torso(set_up, {})
    now = values_in_force(set_up)[TORSO]
    return {} if torso is None or torso == now else {TORSO: torso}


def setback_asked(set_up: SetUp, bike: tuple[Variable, ...]) -> dict[str, float]:
    """The setback (mm, by its key) that a complaint asks for, where it is neither searched nor fixed."""
    if not left_open(set_up, bike, SETBACK):
        return {}
    setback = setback_for_complaint(set_up)
    return {} if setback is None else {SETBACK: setback}


def post_left(
    set_up: SetUp,
    bike: tuple[Variable, ...],
    held: dict[str, float],
    found: Placed | None,
) -> SeatPost | None:
    """The post that carries a saddle which moves, and leaves it where it is on its rails.

    None where the saddle belongs back where it was, or another setback is asked for.
    """
    if found is None or SETBACK in held or not left_open(set_up, bike, SETBACK):
        return None
    now = values_in_force(set_up)[SADDLE]
    if abs(found.fit.values[SADDLE] - now) < SMALLEST_MOVE[SADDLE]:
        return None
    carried = setback_carried(set_up, found.fit.values[SADDLE])
    return None if carried is None else seat_post(set_up)
