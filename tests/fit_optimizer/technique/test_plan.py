"""The plan practises what gains, spares the knee, and never twice the same."""

from dataclasses import replace

import pytest

from fit_optimizer.criteria.choice import worth_making
from fit_optimizer.setup.setup_file import with_changes
from fit_optimizer.setup.techniques import TECHNIQUES
from fit_optimizer.technique.plan import (
    alike,
    change_pct,
    gain,
    no_price,
    practice_plan,
    spares_knee,
    told_by_meter,
    worth,
    worth_learning,
)
from fit_optimizer.technique.ridden import ride_technique

KEYS = ("as_ever", "pull", "lift", "heel_raised", "mash", "circles")


@pytest.fixture(scope="module")
def ridden(rider):
    return {key: ride_technique(rider, key) for key in KEYS}


def test_riding_as_ever_gains_nothing(ridden):
    assert gain(ridden["as_ever"], ridden["as_ever"]) == 0
    assert told_by_meter(ridden["as_ever"], ridden["as_ever"]) == 0


def test_what_is_practised_gains_without_loading_the_knee(rider, ridden):
    plan = practice_plan(rider, list(ridden.values()))
    assert 1 <= len(plan) <= 2
    for cue in plan:
        told = ride_technique(rider, cue.technique.key, cue.share)
        assert cue.gain == gain(ridden["as_ever"], told) > 0
        assert cue.knee_load_pct == change_pct(ridden["as_ever"], told, "knee_load") < 5
        assert no_price(ridden["as_ever"], told)
        assert cue.power_w <= rider.riding.power_w
    assert plan[0].knee_load_pct <= 0


def test_the_meter_shows_the_cue_at_the_effort_of_practice(rider, ridden):
    for cue in practice_plan(rider, list(ridden.values())):
        told = ride_technique(rider, cue.technique.key, cue.share)
        own = told_by_meter(ridden["as_ever"], told)
        steps = {"torque_effectiveness_pct": 0.5, "pedal_smoothness_pct": 0.5}
        shown = sum(abs(cue.after[name] - cue.before[name]) / step for name, step in steps.items())
        angles = sum(
            abs((cue.after[name] - cue.before[name] + 180) % 360 - 180) / 1.40625
            for name in ("power_phase_start_deg", "power_phase_end_deg")
        )
        assert cue.knee_load_pct > 0 or shown + angles >= own - 1e-9


def test_a_cue_is_followed_no_farther_than_its_price_allows(rider, ridden):
    (cue,) = practice_plan(rider, [ridden["as_ever"], ridden["pull"]])
    as_ever = ridden["as_ever"].judged["metabolic_power"]
    told = ride_technique(rider, "pull", cue.share).judged["metabolic_power"]
    assert told < 1.03 * as_ever < ridden["pull"].judged["metabolic_power"]
    assert cue.share < 1


def test_a_cue_that_loads_the_knee_is_never_first(rider, ridden):
    circles = ride_technique(rider, "circles", 0.5)
    assert gain(ridden["as_ever"], circles) > 0
    assert not spares_knee(ridden["as_ever"], circles)
    assert practice_plan(rider, [ridden["as_ever"], ridden["circles"]]) == ()
    plan = practice_plan(rider, [ridden["as_ever"], ridden["circles"], ridden["pull"]])
    assert plan[0].technique.key == "pull"


def test_what_spares_the_knee_comes_before_what_gains_more(ridden):
    order = sorted(ridden.values(), key=lambda one: worth(ridden["as_ever"], one))
    spared = [spares_knee(ridden["as_ever"], one) for one in order]
    assert spared == sorted(spared, reverse=True)
    free = [gain(ridden["as_ever"], one) for one in order if spares_knee(ridden["as_ever"], one)]
    assert free == sorted(free, reverse=True)


def test_practice_loads_the_knee_no_more_than_riding_as_ever(rider, ridden):
    most = ridden["as_ever"].judged["knee_load"]
    for cue in practice_plan(rider, list(ridden.values())):
        easier = with_changes(rider, {"power_w": cue.power_w, "cadence_rpm": cue.cadence_rpm})
        assert ride_technique(easier, cue.technique.key, cue.share).judged["knee_load"] <= most


def test_nothing_is_practised_where_nothing_gains(rider, ridden):
    assert practice_plan(rider, [ridden["as_ever"], ridden["mash"]]) == ()


def cheaper(told, as_ever, share):
    """A technique that costs a share of what riding as ever costs, and loads the knee as that does."""
    judged = {**as_ever.judged, "metabolic_power": share * as_ever.judged["metabolic_power"]}
    return replace(told, judged=judged)


def test_worth_learning_is_what_a_fit_would_advise(ridden):
    as_ever, lift = ridden["as_ever"], ridden["lift"]
    for share, worth_it in ((0.98, False), (0.96, True)):
        told = cheaper(lift, as_ever, share)
        assert (
            worth_learning(as_ever, told) == worth_making(as_ever.judged, told.judged) == worth_it
        )


def test_an_ankle_beyond_custom_is_not_worth_learning(ridden):
    as_ever = ridden["as_ever"]
    assert not worth_learning(as_ever, cheaper(ridden["heel_raised"], as_ever, 0.9))


def test_what_is_worth_learning_comes_first(monkeypatch, rider, ridden):
    cues = [ridden[key] for key in ("as_ever", "lift", "heel_raised")]
    first, second = practice_plan(rider, cues)
    monkeypatch.setattr(
        "fit_optimizer.technique.plan.worth_learning",
        lambda _, told: told.technique.key == second.technique.key,
    )
    plan = practice_plan(rider, cues)
    assert [cue.technique.key for cue in plan] == [second.technique.key, first.technique.key]
    assert [cue.counts for cue in plan] == [True, False]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("pull", "lift", True),
        ("lift", "pull", True),
        ("pull", "heel_raised", False),
        ("pull", "circles", False),
        ("hamstring_led", "lift", False),
        ("push", "pull", False),
    ],
)
def test_cues_of_the_same_part_of_the_circle_are_alike(one, other, same):
    assert alike(TECHNIQUES[one], TECHNIQUES[other]) == same
