"""The recommendation is the best fit, says when nothing needs to change, and spares what hurts."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from fit_optimizer.criteria.choice import TOLERANCE
from fit_optimizer.criteria.evaluation import with_fit
from fit_optimizer.criteria.objectives import objectives
from fit_optimizer.recommendation.fit_document import fit_document
from fit_optimizer.recommendation.moves import LARGEST_MOVE
from fit_optimizer.recommendation.recommend import NothingFound, recommend
from fit_optimizer.search.search import search
from fit_optimizer.setup.adjustments import searched
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import read_set_up
from tests.fit_optimizer.known_rider import (
    APART,
    BEST,
    CURVATURE,
    TURBO,
    known_answer,
    known_within_limits,
    slow_answer,
)
from tests.fit_optimizer.sweep.stand_in import Inline

TRIALS = 72


@pytest.fixture(scope="module", autouse=True)
def answers():
    """Has the search ask something else than the simulator."""
    with pytest.MonkeyPatch.context() as patch:

        def ask(answer):
            for module in ("search.search", "criteria.evaluation", "recommendation.uncertainty"):
                patch.setattr(f"fit_optimizer.{module}.evaluate", answer)

        ask(known_answer)
        patch.setattr("fit_optimizer.search.search.within_limits", known_within_limits)
        yield ask


def recommended(*changes, pool=None, trials=TRIALS):
    set_up = read_set_up(TURBO, list(changes))
    pool = pool or Inline()
    return set_up, recommend(set_up, search(set_up, trials, 1, pool), pool)


AS_BEST = tuple(f"{key}={value}" for key, value in BEST.items())
FAR_OFF = (*AS_BEST, "saddle_height_mm=712", "heel_drop_deg=2")


@pytest.fixture(scope="module")
def from_far_off(answers):
    """Profile basic, thighs measured."""
    return recommended(*FAR_OFF, "thigh_mm=430")


@pytest.mark.parametrize("profile", ["basic", "full"])
def test_the_best_fit_is_found_from_far_off_whatever_the_profile(profile, from_far_off):
    set_up, found = from_far_off if profile == "basic" else recommended(*FAR_OFF, "profile=full")
    assert found.change_needed
    assert len(found.bands) == (8 if profile == "full" else 4)
    for key, value in found.recommended.values.items():
        assert value == pytest.approx(BEST[key], abs=0.15 * searched(key).nearby), key
    moved = [step for step in found.moves if step.key == "saddle_height_mm"]
    assert moved[0].start == 712
    assert moved[-1].end == found.recommended.values["saddle_height_mm"]
    assert all(abs(step.end - step.start) <= LARGEST_MOVE + 1e-9 for step in found.moves)
    json.dumps(fit_document(set_up, found, 1).as_json(), allow_nan=False)


def test_a_fit_inside_the_band_needs_no_change():
    _, found = recommended(*AS_BEST, "saddle_height_mm=742", "heel_drop_deg=-1.5")
    assert not found.change_needed
    assert found.recommended is found.current
    assert found.moves == ()
    assert "Nothing needs to change" in found.reason


def test_a_fit_that_breaks_a_limit_has_to_change_however_good_it_is():
    _, found = recommended(*AS_BEST, "torso_angle_deg=36.5")
    assert found.change_needed
    assert "hip flexion at the top" in found.reason
    assert found.recommended.feasible


def test_bands_end_where_a_parabola_has_risen_by_the_tolerance(from_far_off):
    _, found = from_far_off
    band = next(b for b in found.bands if b.key == "saddle_height_mm")
    reach = searched(band.key).nearby
    at = (band.value - BEST[band.key]) / reach

    def end(side: float) -> float:
        """Where the objective whose best lies on the other side is 3 % worse."""
        before = 1 + CURVATURE * (side * at + APART) ** 2
        rise = (before * (1 + TOLERANCE) - 1) / CURVATURE
        return BEST[band.key] + side * reach * (rise**0.5 - APART)

    assert band.high == pytest.approx(end(1), abs=1.6)
    assert band.low == pytest.approx(end(-1), abs=1.6)
    assert (band.limited_low, band.limited_high) == ("knee load", "dead spots")
    worse = 2 * CURVATURE * APART * band.step / reach
    assert band.slope["dead_spots"] == pytest.approx(worse, rel=0.2)


def test_uncertainty_is_what_the_riders_measurements_leave_open(from_far_off):
    """A thigh off by 10 mm either way moves this rider's best saddle by as much."""
    _, found = from_far_off
    plausible, best = found.uncertainty, found.recommended.values
    low = best["saddle_height_mm"] - plausible.low["saddle_height_mm"]
    high = plausible.high["saddle_height_mm"] - best["saddle_height_mm"]
    assert low == pytest.approx(8, abs=2.5)
    assert high == pytest.approx(8, abs=2.5)
    assert plausible.high["torso_angle_deg"] - plausible.low["torso_angle_deg"] <= 1


def test_a_seed_gives_the_same_document_at_any_number_of_workers(answers):
    answers(slow_answer)
    documents = []
    for workers in (1, 2, 4):
        with ThreadPoolExecutor(workers) as pool:
            documents.append(json.dumps(fit_document(*recommended(pool=pool), 1).as_json()))
    answers(known_answer)
    assert documents[0] == documents[1] == documents[2]


def test_no_fit_within_the_limits_is_one_sentence_with_the_limit():
    with pytest.raises(NothingFound, match="most go beyond the limit of hip flexion"):
        recommended("search.torso_angle_deg={low=30, high=36}", "torso_angle_deg=35", trials=24)


SPARING = [
    ("front_of_knee", {"saddle_height_mm": 743}, {"saddle_height_mm": 713}, "patellofemoral_force"),
    ("achilles", {"cleat_setback_mm": 15}, {"cleat_setback_mm": 0}, "achilles_tendon_force"),
    ("back_of_knee", {"saddle_setback_mm": 190}, {"saddle_setback_mm": 225}, None),
    (
        "hip_impingement",
        {"crank_length_mm": 165, "saddle_height_mm": 740},
        {"crank_length_mm": 175, "saddle_height_mm": 730},
        None,
    ),
    ("hip_impingement", {"torso_angle_deg": 48}, {"torso_angle_deg": 38}, None),
]
"""For each complaint what a fitter would change, and the contrary."""


@pytest.mark.parametrize(("complaint", "spares", "hurts", "load"), SPARING)
def test_a_complaint_speaks_for_what_a_fitter_would_change(complaint, spares, hurts, load):
    """More than knee load speaks for it without a complaint; two strokes."""
    set_up = read_set_up(TURBO)
    strokes = [seat_rider(with_fit(set_up, fit)).simulate() for fit in (spares, hurts)]

    def ratio(of: str) -> float:
        better, worse = (objectives(stroke, of)[0]["knee_load"] for stroke in strokes)
        return better / worse

    assert ratio(complaint) < min(ratio("none"), 1.0)
    if load is not None:
        sparing, hurting = (objectives(stroke)[1][f"{load}_peak_n"] for stroke in strokes)
        assert sparing < hurting
