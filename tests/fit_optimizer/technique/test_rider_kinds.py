"""Kinds of riders: each with its sources, on the same bicycle, from easy to maximal."""

import pytest

from fit_optimizer.setup.keys_in_force import keys_in_force
from fit_optimizer.setup.kinds import KINDS, read_kinds
from fit_optimizer.setup.rider_on_bike import seat_rider, technique_in_force
from fit_optimizer.setup.setup_file import SetUpError, with_changes
from fit_optimizer.technique.rider_kinds import of_kind, ride_kinds
from sim.work_sectors import joint_powers_w


@pytest.fixture(scope="module")
def ridden(rider):
    return {one.kind.key: one for one in ride_kinds(rider)}


def test_every_kind_says_where_its_figures_are_from():
    for kind in KINDS.values():
        for source in (kind.strength_source, kind.coordination_source, kind.ankle_source):
            assert len(source) > 10


def test_a_kind_keeps_body_and_bicycle(rider):
    chosen = of_kind(rider, KINDS["sprinter"])
    mine, theirs = seat_rider(rider), seat_rider(chosen)
    assert theirs.rider.mass_kg == mine.rider.mass_kg
    assert theirs.bicycle == mine.bicycle
    assert theirs.rider.right.strength == 1.4


def test_a_trained_rider_is_the_default_rider(rider):
    assert seat_rider(of_kind(rider, KINDS["trained"])) == seat_rider(rider)


def test_a_kind_gives_what_the_set_up_does_not_say(rider):
    own = seat_rider(rider)
    novice = seat_rider(with_changes(rider, {"kind": "untrained"}))
    assert novice.rider.left.strength == KINDS["untrained"].strength
    assert novice.own_ankle.range == pytest.approx(0.8 * own.own_ankle.range)
    assert technique_in_force(with_changes(rider, {"kind": "untrained"})) == ("mash", 1.0)
    spared = seat_rider(with_changes(rider, {"kind": "endurance"})).rider.coordination
    assert spared.knee_force == 5 * own.rider.coordination.knee_force
    assert spared.vasti == own.rider.coordination.vasti


def test_what_the_set_up_says_counts_before_the_kind(rider):
    said = {"strength": 1.0, "technique": "as_ever", "ankle_range_deg": 30, "knee_force": 0.3}
    for kind in KINDS:
        on = seat_rider(with_changes(rider, {"kind": kind, **said}))
        assert on.rider.left.strength == 1.0
        assert not on.riding.cue.forces
        assert on.rider.coordination.knee_force == 0.3
        assert on.own_ankle.range == pytest.approx(0.5236, abs=1e-4)


@pytest.mark.parametrize("kind", KINDS)
def test_the_keys_in_force_ride_the_same_without_the_kind(rider, kind):
    chosen = with_changes(rider, {"kind": kind})
    fit, effort = keys_in_force(chosen)
    spelt_out = {key: fit[key] for key in ("strength", "technique", "technique_pct", "knee_force")}
    again = with_changes(rider, {**spelt_out, "ankle_range_deg": fit["ankle_range_deg"], **effort})
    mine, theirs = seat_rider(chosen), seat_rider(again)
    assert theirs.rider == mine.rider
    assert theirs.riding.cue == mine.riding.cue
    assert theirs.own_ankle.range == pytest.approx(mine.own_ankle.range)


def test_an_unknown_kind_is_refused_with_the_nearest(rider):
    with pytest.raises(SetUpError, match=r"did you mean sprinter\?"):
        with_changes(rider, {"kind": "sprintr"})


def test_the_stronger_the_kind_the_greater_its_power(ridden):
    strength = {key: one.kind.strength for key, one in ridden.items()}
    power = {key: one.greatest_power_w for key, one in ridden.items()}
    assert sorted(power, key=power.get)[-1] == max(strength, key=strength.get)
    assert sorted(power, key=power.get)[0] == min(strength, key=strength.get)


def test_every_kind_is_ridden_from_easy_to_maximal(ridden):
    for one in ridden.values():
        assert [at.share for at in one.ridden][-1] == 1
        assert one.ridden[-1].power_w == one.greatest_power_w
        for at in one.ridden:
            assert at.joint_w is not None
            assert sum(at.joint_w.values()) == pytest.approx(at.power_w, rel=0.03)


def test_who_spares_the_knee_has_the_larger_share_of_the_hip_while_breath_lasts(ridden):
    """The study looked at the end of breath, the second place; easier it is a guess that the table makes."""
    for place, share in ((0, 0.15), (1, 0.3)):
        mine, theirs = (ridden[kind].ridden[place] for kind in ("endurance", "trained"))
        assert mine.share == theirs.share == pytest.approx(share)
        assert mine.joint_w["hip"] / mine.power_w > theirs.joint_w["hip"] / theirs.power_w + 0.01


def test_joint_powers_of_a_stroke_are_of_both_legs(rider):
    stroke = seat_rider(rider).simulate()
    assert sum(joint_powers_w(stroke).values()) == pytest.approx(200, rel=0.03)


def test_a_broken_row_is_named(tmp_path):
    table = tmp_path / "kinds.toml"
    table.write_text('[odd]\nwords = "odd"\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"odd\.strength"):
        read_kinds(table)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"technique": "pul"}, "did you mean pull"),
        ({"coordination_times": {"kneee": 2.0}}, "kneee is no weight"),
        ({"height": 2.0}, "height"),
    ],
)
def test_a_row_with_an_unknown_name_is_named(tmp_path, change, said):
    row = {**KINDS["climber"].model_dump(exclude={"key", "coordination_times"}), **change}
    table = tmp_path / "kinds.toml"
    lines = [f"{k} = {_toml(v)}" for k, v in row.items()]
    table.write_text("[odd]\n" + "\n".join(lines), encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        read_kinds(table)


def _toml(value):
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{k} = {v}" for k, v in value.items()) + " }"
    return f'"{value}"' if isinstance(value, str) else value
