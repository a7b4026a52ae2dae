"""A saddle stays where it is as good as where it would go, and a setback follows only a saddle that moves."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from fit_optimizer.criteria.evaluation import Evaluation, with_fit
from fit_optimizer.criteria.limits import Limit
from fit_optimizer.criteria.objectives import OBJECTIVES
from fit_optimizer.criteria.riding_angles import heights_for_knees, knee_at_bottom
from fit_optimizer.recommendation import placing
from fit_optimizer.recommendation.placing import Placed, place, setback_left
from fit_optimizer.recommendation.saddle import SaddleFound
from fit_optimizer.setup.adjustments import SADDLE, SETBACK
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
    monkeypatch.setattr(placing, "setback_carried", lambda *_: 201.26)
    found = SimpleNamespace(fit=SimpleNamespace(values={SADDLE: then}))
    assert setback_left(set_up, BIKE, {}, found) == ({SETBACK: 201.3} if follows else {})
    assert setback_left(set_up, BIKE, {SETBACK: 190.0}, found) == {}
    assert setback_left(set_up, (*BIKE, Variable(SETBACK, 150.0, 250.0)), {}, found) == {}
    assert setback_left(set_up, BIKE, {}, None) == {}
