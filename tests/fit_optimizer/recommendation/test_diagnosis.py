"""What a stiff rider is told and given: no bar that parts do not reach."""

from __future__ import annotations

from pathlib import Path

from fit_optimizer.criteria.evaluation import with_fit
from fit_optimizer.documents.advice import BrokenLimit, FreedBy
from fit_optimizer.recommendation.bar_parts import REACHED_MM, bar_parts
from fit_optimizer.recommendation.diagnosis import diagnosis, in_words, least_broken_torso
from fit_optimizer.setup.adjustments import TORSO
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import read_set_up

STEFAN = Path(__file__).parents[3] / "examples" / "clients" / "stefan.toml"


def test_the_torso_advised_is_one_that_spacers_and_a_stem_give() -> None:
    set_up = read_set_up(STEFAN, ["straight_leg_raise_deg=51"])
    torso = least_broken_torso(set_up, {})
    assert torso is not None
    (broken,) = diagnosis(set_up)
    freed = next(one for one in broken.freed_by if one.key == TORSO)
    assert freed.start < torso < freed.end
    assert not freed.by_parts
    now, then = seat_rider(set_up).hands(), seat_rider(with_fit(set_up, {TORSO: torso})).hands()
    parts = bar_parts(set_up, 1000 * (then.x - now.x), 1000 * (then.z - now.z))
    assert parts is not None
    assert parts.misses_mm <= REACHED_MM
    (left,) = diagnosis(with_fit(set_up, {TORSO: torso}))
    assert left.excess < broken.excess - 1


def test_a_torso_that_frees_says_how_much_higher_the_bar_is() -> None:
    set_up = read_set_up(STEFAN)
    freed = next(one for one in diagnosis(set_up)[0].freed_by if one.key == TORSO)
    now, then = seat_rider(set_up).hands(), seat_rider(with_fit(set_up, {TORSO: freed.end})).hands()
    assert abs(freed.bar_up_mm - 1000 * (then.z - now.z)) <= 0.5
    assert diagnosis(with_fit(set_up, {TORSO: freed.end})) == ()


def test_a_torso_that_follows_from_the_bars_place_is_told_to_a_tenth_of_a_degree() -> None:
    freed = FreedBy(key=TORSO, start=40.720258, end=44.5, bar_up_mm=49.0, by_parts=True)
    told = in_words(BrokenLimit(limit="hamstring length", excess=2.3, unit="deg", freed_by=[freed]))
    assert "at least 44.5 deg (now 40.7), the bar 49 mm higher would keep it." in told
