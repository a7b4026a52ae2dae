"""A saddle stays where it is as good as where it would go, and a setback follows only a saddle that moves."""

from math import cos, radians
from pathlib import Path
from types import SimpleNamespace

import pytest

from fit_optimizer.criteria.evaluation import Evaluation, with_fit
from fit_optimizer.criteria.limits import Limit
from fit_optimizer.criteria.objectives import OBJECTIVES
from fit_optimizer.criteria.riding_angles import heights_for_knees, knee_at_bottom
from fit_optimizer.recommendation import placing
from fit_optimizer.recommendation.placing import (
    Placed,
    place,
    place_bicycle,
    place_on_post,
    post_left,
)
from fit_optimizer.recommendation.saddle import SaddleFound
from fit_optimizer.setup.adjustments import CRANK, SADDLE, SETBACK
from fit_optimizer.setup.bike_parts import SeatPost
from fit_optimizer.setup.customary_ranges import BOTTOM_KNEE_DEG, STAYS_WITHIN_DEG, USUAL_KNEE_DEG
from fit_optimizer.setup.search_space import Variable
from fit_optimizer.setup.setup_file import read_set_up

BERND = Path(__file__).parents[3] / "examples" / "clients" / "bernd.toml"
SOPHIE = BERND.with_name("sophie.toml")
BIKE = (Variable(SADDLE, 600.0, 900.0),)
FOUND_MM = 10.0
"""How far above the present saddle another one is found."""
COST = "metabolic_power"


@pytest.fixture
def at_knee():
    """Bernd with the saddle where his knee has an angle (deg, markers) at the bottom."""
    set_up = read_set_up(BERND)

    def seated(knee_deg: float = USUAL_KNEE_DEG):
        (height,) = heights_for_knees(set_up, (knee_deg,))
        return with_fit(set_up, {SADDLE: round(height, 1)})

    return seated


@pytest.fixture
def placed(monkeypatch):
    """The saddle placed, and the one it had, where fits cost what they are told to."""

    def once(set_up, now=1.0, then=1.0, broken=((), ()), held=None, up_mm=FOUND_MM):
        start = set_up.bicycle.saddle_height_mm
        saddle = SaddleFound(
            start + up_mm,
            start,
            start,
            start,
            start,
            BOTTOM_KNEE_DEG,
            start,
            *[""] * 3,
            (),
            0,
            0,
        )
        monkeypatch.setattr(placing, "place_saddle", lambda *_: saddle)
        monkeypatch.setattr(placing, "saddle_at", lambda found, variable, height: found)

        def evaluate(candidates):
            for values in candidates:
                stays = values[SADDLE] == start
                judged = {one.key: 100.0 for one in OBJECTIVES} | {
                    COST: 100.0 * (now if stays else then)
                }
                limits = tuple(Limit(name, 5.0) for name in broken[0 if stays else 1])
                yield Evaluation(dict(values), limits, judged, {}, "")

        known = SimpleNamespace(set_up=set_up, evaluate=lambda all_: list(evaluate(all_)))
        return place(known, BIKE, held or {}), start

    return once


def moved_mm(found: tuple[Placed, float]) -> float:
    place, start = found
    return place.fit.values[SADDLE] - start


def test_a_saddle_that_is_as_good_stays_and_a_dearer_one_moves(at_knee, placed):
    assert moved_mm(placed(at_knee())) == 0
    assert moved_mm(placed(at_knee(), now=1.2)) == FOUND_MM


def test_a_saddle_stays_only_with_a_knee_within_the_range_and_near_the_usual_angle(at_knee, placed):
    far_from_usual, beyond_range = USUAL_KNEE_DEG - STAYS_WITHIN_DEG - 0.3, BOTTOM_KNEE_DEG[1] + 0.5
    assert BOTTOM_KNEE_DEG[0] < far_from_usual
    assert beyond_range < USUAL_KNEE_DEG + STAYS_WITHIN_DEG
    for knee in (far_from_usual, beyond_range):
        assert moved_mm(placed(at_knee(knee))) == FOUND_MM


def test_a_saddle_that_breaks_a_limit_which_the_other_keeps_moves(at_knee, placed):
    assert moved_mm(placed(at_knee(), broken=(("bar move",), ()))) == FOUND_MM
    assert moved_mm(placed(at_knee(), broken=(("bar move",), ("bar move",)))) == 0


@pytest.mark.parametrize(
    ("knee_deg", "changes", "up_mm", "moves"),
    [
        (33.7, (), -20.0, False),
        (29.0, (), -20.0, True),
        (33.7, ("crank_length_mm=165",), -20.0, True),
        (33.7, ("search.crank_length_mm=fixed",), -20.0, True),
        (33.7, ("complaint=back_of_knee",), -20.0, True),
        (33.7, (), 20.0, True),
    ],
)
def test_long_cranks_come_before_a_saddle_with_the_knee_in_its_range(
    placed, knee_deg, changes, up_mm, moves
):
    """170 mm cranks, where 160 mm are usual."""
    set_up = read_set_up(SOPHIE, list(changes))
    (height,) = heights_for_knees(set_up, (knee_deg,))
    seated = with_fit(set_up, {SADDLE: round(height, 1)})
    assert moved_mm(placed(seated, up_mm=up_mm)) == (up_mm if moves else 0)


@pytest.mark.parametrize("key", [SETBACK, "crank_length_mm"])
def test_a_saddle_that_follows_a_slide_or_other_cranks_does_not_stay(at_knee, placed, key):
    assert moved_mm(placed(at_knee(), held={key: 172.5})) == FOUND_MM


def test_the_knee_told_is_that_of_the_saddle_taken(at_knee, placed):
    set_up = at_knee()
    found, _ = placed(set_up)
    assert found.knee == pytest.approx(knee_at_bottom(set_up), abs=1e-6)
    higher, _ = placed(set_up, now=1.2)
    assert higher.knee < found.knee - 2


@pytest.mark.parametrize(("up_mm", "follows"), [(1.5, False), (2.5, True), (-2.5, True)])
def test_a_setback_follows_only_a_saddle_that_moves_by_what_a_tape_tells(
    at_knee, monkeypatch, up_mm, follows
):
    set_up = at_knee()
    then = set_up.bicycle.saddle_height_mm + up_mm
    monkeypatch.setattr(placing, "setback_carried", lambda *_: 201.3)
    found = SimpleNamespace(fit=SimpleNamespace(values={SADDLE: then}))
    post = post_left(set_up, BIKE, {}, found)
    assert (post is not None) == follows
    if post is not None:
        assert post.setback_at(set_up.bicycle.saddle_height_mm) == set_up.bicycle.saddle_setback_mm
    assert post_left(set_up, BIKE, {SETBACK: 190.0}, found) is None
    assert post_left(set_up, (*BIKE, Variable(SETBACK, 150.0, 250.0)), {}, found) is None
    assert post_left(set_up, BIKE, {}, None) is None


def by_the_knee(knee_deg: float = USUAL_KNEE_DEG):
    """What places a saddle where the knee has an angle (deg) at the bottom, without a stroke."""

    def placed(known, bike, held):
        (height,) = heights_for_knees(known.set_up, (knee_deg,), held)
        values = {**held, SADDLE: float(round(height))}
        knee = knee_at_bottom(with_fit(known.set_up, values))
        return Placed(None, Evaluation(values, (), None, {}, ""), knee)

    return placed


def without_strokes(set_up):
    return SimpleNamespace(
        set_up=set_up,
        evaluate=lambda all_: [Evaluation(dict(one), (), None, {}, "") for one in all_],
    )


def left_by_post(set_up, height_mm):
    """Where the post leaves the saddle at another height, by the triangle of its tube."""
    bicycle = set_up.bicycle
    raised = height_mm - bicycle.saddle_height_mm
    return bicycle.saddle_setback_mm + raised * cos(radians(bicycle.seat_tube_angle_deg))


@pytest.mark.parametrize("crank_mm", [None, 160.0])
@pytest.mark.parametrize(("height_mm", "setback_mm"), [(760, 190), (905, 290)])
def test_a_saddle_left_on_its_rails_is_where_its_post_has_it_at_the_height_recommended(
    monkeypatch, height_mm, setback_mm, crank_mm
):
    """The setback of the first height found was kept for the second, and for the one that other cranks asked for."""
    set_up = with_fit(read_set_up(BERND), {SADDLE: height_mm, SETBACK: setback_mm})
    monkeypatch.setattr(placing, "place", by_the_knee())
    for asked in ("setback_asked", "freeing_torso"):
        monkeypatch.setattr(placing, asked, lambda *_: {})
    monkeypatch.setattr(placing, "setback_carried", lambda *_: 0.0)
    cranks = crank_mm and SimpleNamespace(length_mm=crank_mm, now_mm=172.5)
    monkeypatch.setattr(placing, "_cranks", lambda *_: cranks)
    values = place_bicycle(set_up, without_strokes(set_up), BIKE, {}).fit.values
    assert abs(values[SADDLE] - height_mm) > 20
    assert values[SETBACK] == pytest.approx(left_by_post(set_up, values[SADDLE]), abs=0.051)
    assert values.get(CRANK) == crank_mm
    knee = knee_at_bottom(with_fit(set_up, values))
    assert knee == pytest.approx(USUAL_KNEE_DEG, abs=0.4)


def test_height_and_setback_agree_even_where_each_moves_the_other_to_and_fro(monkeypatch, at_knee):
    set_up = at_knee()
    height, setback = set_up.bicycle.saddle_height_mm, set_up.bicycle.saddle_setback_mm
    post = SeatPost(height, setback, 73.5)

    def to_and_fro(known, bike, held):
        up = 1.0 if held[SETBACK] > setback else 2.0
        return Placed(None, Evaluation({**held, SADDLE: height + up}, (), None, {}, ""), 0.0)

    monkeypatch.setattr(placing, "place", to_and_fro)
    known = without_strokes(set_up)
    start = to_and_fro(known, BIKE, {SETBACK: setback})
    found = place_on_post(known, BIKE, {}, post, start)
    assert found.fit.values[SETBACK] == post.setback_at(found.fit.values[SADDLE])
    assert found.knee == pytest.approx(knee_at_bottom(with_fit(set_up, found.fit.values)))
