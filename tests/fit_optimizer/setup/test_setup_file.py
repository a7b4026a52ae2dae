"""A set-up file is read as written, and what is wrong with it is said in one sentence."""

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fit_optimizer.setup.keys_in_force import assumed_keys, keys_in_force
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import SetUpError, parse_set_up, read_set_up, with_values
from fit_optimizer.setup.tables import flat_keys

EXAMPLES = Path(__file__).parents[3] / "examples"
TURBO = EXAMPLES / "turbo_rider.toml"


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*_rider.toml")), ids=lambda p: p.stem)
def test_every_example_is_a_valid_set_up(path):
    read_set_up(path)


def test_every_key_has_a_flat_name_of_its_own():
    keys = flat_keys()
    assert keys["saddle_height_mm"] == ("bicycle", "saddle_height_mm")
    assert keys["vasti"] == ("rider", "coordination", "vasti")
    assert len(keys) > 40


def test_flat_and_dotted_keys_change_the_same_value():
    flat = read_set_up(TURBO, ["saddle_height_mm=700"])
    dotted = read_set_up(TURBO, ["bicycle.saddle_height_mm = 700"])
    assert flat == dotted
    assert flat.bicycle.saddle_height_mm == 700


def test_one_leg_may_differ_from_the_other():
    set_up = read_set_up(TURBO, ["thigh_mm=430", "thigh_mm.left=420"])
    rider = seat_rider(set_up).rider
    assert (rider.left.thigh_m, rider.right.thigh_m) == (0.42, 0.43)


def test_keys_in_force_can_be_set_again_without_changing_the_fit():
    set_up = read_set_up(TURBO)
    fit, effort = keys_in_force(set_up)
    numbers = {k: v for k, v in {**fit, **effort}.items() if isinstance(v, float)}
    again = seat_rider(with_values(set_up, numbers))
    assert again.bicycle.saddle_height_m == pytest.approx(
        seat_rider(set_up).bicycle.saddle_height_m
    )
    assert again.riding.ankle.range == pytest.approx(seat_rider(set_up).riding.ankle.range)


def test_assumed_keys_are_those_the_file_leaves_out():
    assumed = assumed_keys(read_set_up(TURBO))
    assert "saddle_height_mm" in assumed
    assert "height_mm" not in assumed


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("height_mm=1.78", ("rider.height_mm", "1.78", "1300 to 2200", "mm")),
        ("sadle_height_mm=700", ("sadle_height_mm", "did you mean saddle_height_mm?")),
        ("power_w=nan", ("riding.power_w", "nan", "10 to 2000")),
        ("power_w=inf", ("riding.power_w", "inf")),
        ("cadence_rpm=fast", ("riding.cadence_rpm", "'fast'", "number")),
        ("sex=none", ("rider.sex", "none", "female")),
        ("crank_inertia_kg_m2=0", ("bicycle.crank_inertia_kg_m2", "0.5 to 1000")),
        ("thigh_mm=10", ("rider.thigh_mm", "10", "280 to 600")),
        ("hip_flexion_max_deg=3", ("rider.mobility.hip_flexion_max_deg", "60 to 125")),
        ("thigh_mm.left=420", ("rider.thigh_mm.right is missing", "both")),
        ("saddle_height_mm", ("KEY=VALUE",)),
        ("=700", ("KEY=VALUE",)),
        ("power_w=true", ("riding.power_w is true, a number is wanted",)),
        ("mass_kg=1979-05-27", ("rider.mass_kg is 1979-05-27, a number is wanted",)),
        ("height_mm=1780mm", ("'1780mm'", "a number is wanted", "without the unit: 1780?")),
        ("height_mm=178 cm", ("lengths are in mm: 1780?",)),
        ("power_w=200,5 W", ("without the unit: 200.5?",)),
        ("HEIGHT_MM=1780", ("did you mean height_mm?",)),
        ("height_mm=178", ("lengths are in mm: 1780?",)),
        ("inseam_mm=32.5", ("lengths are in mm: 825.5?",)),
        ("sole_stack_mm=0.025", ("bicycle.sole_stack_mm is 0.025", "lengths are in mm: 25?")),
        ("sole_stack_mm.left=0.025", ("less than a millimetre", "lengths are in mm: 25?")),
        ("saddle_setback_mm=0.215", ("lengths are in mm: 215?",)),
        ("saddle_nose_setback_mm=-0.05", ("lengths are in mm: -50?",)),
        ("mass_kg=66000", ("masses are in kg: 66?",)),
        ("mass_kg=165", ("masses are in kg: 74.84?",)),
        ("power_w=0.2", ("powers are in W: 200?",)),
        ("cadence_rpm=1.35", ("revolutions a minute: 81?",)),
        ("torso_angle_deg=0.7", ("angles are in degrees: 40.11?",)),
        (f"mass_kg={'9' * 400}", ("rider.mass_kg is 9999", "35 to 160")),
    ],
)
def test_bad_value_is_named_with_what_is_allowed(change, words):
    with pytest.raises(SetUpError) as refusal:
        read_set_up(TURBO, [change])
    sentence = str(refusal.value)
    assert "\n" not in sentence
    for word in words:
        assert word in sentence


def test_metres_of_a_file_are_asked_about_too_and_parts_of_a_millimetre_are_not(tmp_path):
    path, turbo = tmp_path / "rider.toml", TURBO.read_text(encoding="utf-8")
    path.write_text(f"{turbo}\n[bicycle]\nsole_stack_mm = 0.025\n", "utf-8")
    with pytest.raises(SetUpError, match=r"lengths are in mm: 25\?"):
        read_set_up(path)
    path.write_text(f"{turbo}\n[bicycle]\nsole_stack_mm = 0\ncleat_setback_mm = 0.3\n", "utf-8")
    assert read_set_up(path, ["shim_mm=0.5"]).bicycle.cleat_setback_mm == 0.3


@pytest.mark.parametrize("change", ["shim_mm=25", "cadence_rpm=5", "toe_out_deg=35", "thigh_mm=10"])
def test_no_unit_is_guessed_where_none_makes_the_value_an_allowed_one(change):
    with pytest.raises(SetUpError, match=r"allowed is [-\d.]+ to \d+$"):
        read_set_up(TURBO, [change])


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (b"[rider\n", "not valid TOML"),
        (b"\xff\xfe\x00", "not a text file"),
        (b"[rider]\nheight_mm = 1780\nmass_kg = 66\n", "riding is missing"),
        (b"[rider]\nmass_kg = 66\n[riding]\npower_w = 1\n", "height_mm is missing"),
        (
            b"[rider]\nheight_mm=1780\nmass_kg=66\nsadle=1\n[riding]\npower_w=200\ncadence_rpm=80",
            "sadle",
        ),
        (b"rider = 3\n", "rider is 3"),
        (
            b"[rider]\nheight_mm=1780\nmass_kg=66\nkind=3\n[riding]\npower_w=200\ncadence_rpm=80",
            "kind is 3, allowed is 'untrained', 'trained'",
        ),
        (
            b"[rider]\nheight_mm=1780\nmass_kg=66\n[riding]\npower_w=200\ncadence_rpm=80\ntechnique=3",
            "technique is 3, allowed is 'as_ever', ",
        ),
        (b"[riding]\n[riding]\n", "cannot declare [riding] twice"),
        (b'{"schema": "pedalfit.stroke/1"}', "is JSON, not TOML"),
    ],
)
def test_broken_file_is_refused_in_one_sentence(tmp_path, text, word):
    path = tmp_path / "broken.toml"
    path.write_bytes(text)
    with pytest.raises(SetUpError) as refusal:
        read_set_up(path)
    assert word in str(refusal.value)


def test_missing_file_is_refused_by_name(tmp_path):
    with pytest.raises(SetUpError, match=r"no set-up file .*absent\.toml"):
        read_set_up(tmp_path / "absent.toml")


@given(st.dictionaries(st.text(max_size=8), st.integers() | st.text(max_size=5), max_size=4))
def test_no_table_of_whatever_content_gets_past_as_another_error(tables):
    with pytest.raises(SetUpError):
        parse_set_up(tables)


@given(st.floats(1450, 2050), st.floats(45, 120), st.sampled_from(["female", "male"]))
def test_custom_gives_every_rider_a_finite_bicycle(height_mm, mass_kg, sex):
    seated = seat_rider(
        parse_set_up(
            {
                "rider": {"height_mm": height_mm, "mass_kg": mass_kg, "sex": sex},
                "riding": {"power_w": 150, "cadence_rpm": 80},
            }
        )
    )
    assert math.isfinite(seated.bicycle.saddle_height_m)
    assert 0.45 * height_mm / 1000 * 0.75 < seated.bicycle.saddle_height_m < 0.5 * height_mm / 1000
