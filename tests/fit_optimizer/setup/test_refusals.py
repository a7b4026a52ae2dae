"""A refusal names what can be changed, and nothing as allowed that cannot be ridden."""

import re
from pathlib import Path

import pytest

from fit_optimizer.setup import refusals
from fit_optimizer.setup.hints import hints
from fit_optimizer.setup.refusals import explained
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import read_set_up, with_values
from rider_models.errors import PedalfitError
from sim.muscle_sharing import CoordinationFailed, newton

TURBO = Path(__file__).parents[3] / "examples" / "turbo_rider.toml"
DEAR = ("vasti", "iliopsoas", "soleus", "gluteus_maximus", "trunk_push", "trunk_twist", "habit")


def refusal_of(set_up) -> str:
    with pytest.raises(PedalfitError) as refused, explained(set_up):
        seat_rider(set_up).simulate()
    return str(refused.value)


def named_as_allowed(said: str) -> tuple[str, list[float]]:
    """The key that a refusal blames, and the values of it that the refusal names as allowed."""
    key = said.split(" is ", 1)[0]
    found = re.search(r"allowed .*? is (?:up to )?(-?[\d.]+)(?: to (-?[\d.]+))?", said)
    assert found, said
    return key, [float(value) for value in found.groups() if value is not None]


@pytest.mark.parametrize(
    ("changes", "blamed"),
    [
        (["saddle_height_mm=900"], "saddle_height_mm"),
        (["toe_out_deg=-20"], "toe_out_deg"),
        (["heel_drop_deg=40", "saddle_height_mm=735"], "heel_drop_deg"),
        (["ankle_range_deg=70", "saddle_height_mm=720"], "ankle_range_deg"),
        (["power_w=900", "saddle_height_mm=720"], "power_w"),
    ],
)
def test_the_key_that_cures_is_blamed_and_what_is_allowed_can_be_ridden(changes, blamed):
    set_up = read_set_up(TURBO, changes)
    key, allowed = named_as_allowed(refusal_of(set_up))
    assert key == blamed
    for value in allowed:
        seat_rider(with_values(set_up, {key: value})).simulate()


def test_the_search_for_what_is_allowed_ends_within_its_patience(monkeypatch):
    """A light crank under far too much power, on legs of unequal strength: the dearest strokes there are."""
    changes = ["power_w=1500", "cadence_rpm=47", "crank_inertia_kg_m2=1.3"]
    set_up = read_set_up(TURBO, [*changes, "strength.left=1.2", "strength.right=2.2"])
    taken = []

    def counted(problem, solve=newton.solve):
        found = solve(problem)
        taken.append(problem.legs * found.solution.steps)
        return found

    monkeypatch.setattr(newton, "solve", counted)
    with pytest.raises(CoordinationFailed) as refused, explained(set_up):
        raise CoordinationFailed("too hard")
    assert sum(taken) < refusals.PATIENCE
    key, allowed = named_as_allowed(str(refused.value))
    assert key == "power_w"
    assert allowed[0] > 200


def test_legs_that_no_bicycle_suits_are_told_from_a_wrong_saddle():
    said = refusal_of(read_set_up(TURBO, ["thigh_mm.left=330", "thigh_mm.right=525"]))
    assert said.startswith("thigh_mm is left 330, right 525: ")


def test_several_causes_together_are_all_named():
    said = refusal_of(read_set_up(TURBO, ["saddle_height_mm=950", "toe_out_deg=-20"]))
    assert said.startswith("saddle_height_mm is 950, toe_out_deg is -20: ")
    assert "saddle_height_mm and toe_out_deg left out" in said


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        (["technique=heel_dropped", "technique_pct=200", "heel_drop_deg=40"], "technique_pct"),
        ([f"{muscle}=1000" for muscle in DEAR], "gluteus_maximus"),
        (["technique=heel_dropped", "technique_pct=200", "saddle_height_mm=754"], "technique_pct"),
    ],
)
def test_a_technique_or_a_weight_that_makes_the_stroke_impossible_is_named(changes, named):
    set_up = read_set_up(TURBO, changes)
    said = refusal_of(set_up)
    assert f"{named} is " in said
    assert "no change that was tried" not in said


def test_the_programs_own_words_do_not_reach_a_rider(monkeypatch):
    set_up = read_set_up(TURBO)
    monkeypatch.setattr(refusals._Trials, "rides", lambda self, tried: False)
    with pytest.raises(CoordinationFailed) as refused, explained(set_up):
        raise CoordinationFailed("the muscles cannot do 200 W (PIQP_MAX_ITER_REACHED)")
    assert "PIQP" not in str(refused.value)
    assert "the muscles cannot do 200 W; no change" in str(refused.value)


def test_a_crank_speed_that_does_not_settle_names_one_key_once():
    said = refusal_of(
        read_set_up(TURBO, ["crank_inertia_kg_m2=0.5", "power_w=250", "cadence_rpm=30"])
    )
    assert re.fullmatch(
        r"crank_inertia_kg_m2 is 0\.5: the crank speed does not settle; allowed for this [^;:]* is from [\d.]+ upwards",
        said,
    ), said


def test_a_saddle_measured_from_the_pedal_is_recognised():
    set_up = read_set_up(TURBO, ["saddle_height_mm=892", "crank_length_mm=172.5"])
    assert "saddle_height_mm = 720 is measured from the bottom bracket" in refusal_of(set_up)


def test_a_saddle_that_is_only_a_little_too_high_is_not_taken_for_one_measured_from_the_pedal():
    assert "from the pedal" not in refusal_of(read_set_up(TURBO, ["saddle_height_mm=812"]))


def test_a_setback_measured_at_the_nose_is_recognised_and_a_riders_own_is_not():
    custom = 1000 * seat_rider(read_set_up(TURBO)).bicycle.saddle_setback_m
    nose = hints(read_set_up(TURBO, [f"saddle_setback_mm={custom - 145:.0f}"]))
    assert len(nose) == 1
    assert f"(saddle_setback_mm = {custom:.0f}?)" in nose[0]
    for setback in (custom, custom - 40, custom + 30, custom - 85):
        assert hints(read_set_up(TURBO, [f"saddle_setback_mm={setback}"])) == []


def test_the_noses_setback_is_recognised_though_the_seat_tube_follows_from_it():
    tall = ["height_mm=2020", "inseam_mm=975", "saddle_height_mm=860", "saddle_setback_mm=95"]
    set_up = read_set_up(TURBO, tall)
    assert set_up.bicycle.seat_tube_angle_deg > 80
    (said,) = hints(set_up)
    assert "saddle_nose_setback_mm = 95." in said
    assert hints(read_set_up(TURBO, [*tall, "seat_tube_angle_deg=80"])) == []


def test_a_setback_ahead_of_any_saddle_is_taken_for_the_noses():
    for setback in (-20, -60):
        (said,) = hints(read_set_up(TURBO, [f"saddle_setback_mm={setback}"]))
        assert f"saddle_nose_setback_mm = {setback}." in said
