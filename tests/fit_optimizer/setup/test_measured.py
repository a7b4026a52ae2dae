"""What a fitter has on paper makes the model's numbers, and these the paper's again; contradictions are refused."""

from math import cos, radians, sin
from pathlib import Path

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from fit_optimizer.setup.adjustments import adjustment
from fit_optimizer.setup.hints import hints
from fit_optimizer.setup.keys_in_force import assumed_keys, keys_in_force
from fit_optimizer.setup.measured import CONVERSIONS, MEASURED_KEYS, rivals
from fit_optimizer.setup.measured_bar import bar_on_paper
from fit_optimizer.setup.measured_bike import MEASURED
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import (
    SetUpError,
    allowed_range,
    parse_set_up,
    read_set_up,
    with_changes,
    with_values,
)
from fit_optimizer.setup.tables import SetUp, flat_keys
from rider_models.arrays import SIDES

TURBO = Path(__file__).parents[3] / "examples" / "turbo_rider.toml"


def turbo(*changes: str) -> SetUp:
    return read_set_up(TURBO, changes)


def refused(*changes: str) -> str:
    with pytest.raises(SetUpError) as error:
        turbo(*changes)
    assert "\n" not in str(error.value)
    return str(error.value)


@pytest.mark.parametrize("row", MEASURED, ids=lambda row: row.key)
def test_every_row_names_keys_of_the_set_up_with_their_units_and_bounds(row):
    for key in (row.key, row.instead_of, *row.needs):
        low, high = allowed_range(key)
        assert low < high
    assert row.error(turbo()) > 0


def test_every_measured_key_can_be_given_and_is_turned_into_the_models():
    assert len(set(MEASURED_KEYS)) == len(MEASURED_KEYS)
    assert set(MEASURED_KEYS) <= set(flat_keys())
    assert all(one.keys for one in CONVERSIONS)


@pytest.mark.parametrize(
    ("changes", "key", "value"),
    [
        (["saddle_height_to_pedal_mm=890", "crank_length_mm=170"], "saddle_height_mm", 720),
        (["saddle_nose_setback_mm=60"], "saddle_setback_mm", 205),
        (
            ["saddle_nose_setback_mm=85", "saddle_nose_to_reference_mm=120"],
            "saddle_setback_mm",
            205,
        ),
        (["saddle_nose_setback_mm=90", "saddle_length_mm=240"], "saddle_setback_mm", 205),
        (["shoe_size_eu=42"], "foot_mm", 265),
        (["shoe_sole_mm=8.5", "pedal_stack_mm=14.5"], "sole_stack_mm", 23),
        (["axle_before_fifth_metatarsal_mm=10", "foot_mm=270"], "cleat_setback_mm", 19.7),
    ],
)
def test_a_measurement_makes_the_number_that_a_tape_would_show_for_the_models(changes, key, value):
    fit, _ = keys_in_force(turbo(*changes))
    assert fit[key] == pytest.approx(value)
    assert key not in assumed_keys(turbo(*changes))
    assert set(MEASURED_KEYS).isdisjoint(fit)


@given(
    row=st.sampled_from(MEASURED),
    share=st.floats(0, 1),
    others=st.fixed_dictionaries(
        {
            "crank_length_mm": st.floats(160, 180),
            "saddle_length_mm": st.floats(230, 290),
            "foot_mm": st.floats(230, 290),
        }
    ),
)
def test_paper_to_model_and_back_is_what_was_on_paper(row, share, others):
    low, high = allowed_range(row.key)
    on_paper = low + share * (high - low)
    set_up = turbo(*(f"{key}={value}" for key, value in others.items()))
    for side in SIDES:
        model = row.to_model(set_up, side, on_paper)
        assert row.to_paper(set_up, side, model) == pytest.approx(on_paper, abs=1e-9)


BARS = {
    "nose_to_bar_mm": st.floats(440, 580),
    "saddle_to_bar_drop_mm": st.floats(-60, 120),
    "elbow_bend_deg": st.floats(10, 50),
    "handlebar_reach_mm": st.floats(65, 100),
    "saddle_length_mm": st.floats(235, 290),
    "hands_on": st.sampled_from(["hoods", "bar", "drops"]),
}


@settings(max_examples=60)
@given(st.fixed_dictionaries(BARS))
def test_a_rider_seated_for_a_bar_holds_it_where_it_was_measured(bar):
    try:
        set_up = turbo(*(f"{key}={value}" for key, value in bar.items()))
    except SetUpError:  # too far for these arms
        reject()
    shown = bar_on_paper(set_up)
    for key, value in shown.items():
        assert value == pytest.approx(bar[key], abs=1e-6)


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(MEASURED_KEYS),
        st.floats(-1000, 1500) | st.sampled_from([0.0, 1e300]),
        min_size=1,
    )
)
def test_any_measurements_are_read_or_refused_in_one_sentence(measured):
    try:
        set_up = turbo(*(f"{key}={value!r}" for key, value in measured.items()))
    except SetUpError as refusal:
        said = str(refusal)
        if "\n" in said or not any(key in said for key in flat_keys()):
            raise
        return
    seat_rider(set_up)


def test_frame_stem_and_spacers_put_the_bar_where_a_tape_from_the_nose_finds_it():
    frame = ["frame_stack_mm=560", "frame_reach_mm=390", "stem_length_mm=100", "spacers_mm=20"]
    shown = bar_on_paper(turbo(*frame))
    # by hand: a head tube of 73 deg, 50 mm of spacers, cover and half a clamp, a stem of 100 mm at -6 deg,
    # so 11 deg above level: 390 - 50 cos 73 + 100 cos 11 forward, 560 + 50 sin 73 + 100 sin 11 up
    seated = seat_rider(turbo(*frame)).bicycle
    forward = 390 - 14.62 + 98.16 + 1000 * seated.saddle_setback_m - 145
    up = 560 + 47.82 + 19.08
    assert shown["nose_to_bar_mm"] == pytest.approx(forward, abs=0.1)
    assert shown["saddle_to_bar_drop_mm"] == pytest.approx(
        1000 * seated.saddle_height_m * 0.95882 - up, abs=0.1
    )


def test_a_bar_that_is_lower_and_farther_away_lowers_the_torso():
    angles = [
        turbo(f"nose_to_bar_mm={reach}", f"saddle_to_bar_drop_mm={drop}").riding.torso_angle_deg
        for reach, drop in ((500, 20), (500, 80), (550, 80))
    ]
    assert angles[0] > angles[1] + 2
    assert angles[1] > angles[2] + 2


def test_elbows_lie_on_the_pads_that_were_measured():
    set_up = turbo("aero_pad_reach_mm=450", "aero_pad_stack_mm=650", "discipline=time_trial")
    seated = seat_rider(set_up)
    hands = seated.hands()
    fore = 0.488 * seated.rider.arm_m
    rise = radians(10)
    assert 1000 * (hands.x - fore * cos(rise)) == pytest.approx(450 - 60, abs=1e-6)
    assert 1000 * (hands.z - fore * sin(rise)) == pytest.approx(650 + 40, abs=1e-6)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "saddle_height_mm = 720\nsaddle_height_to_pedal_mm = 880\ncrank_length_mm = 170",
            (
                "saddle_height_to_pedal_mm is 880",
                "710",
                "saddle_height_mm is 720",
                "differ by 10 mm",
            ),
        ),
        (
            "saddle_setback_mm = 60\nsaddle_nose_setback_mm = 60",
            ("205", "saddle_setback_mm is 60", "differ by 145 mm"),
        ),
        (
            "frame_stack_mm = 560\nframe_reach_mm = 390\nstem_length_mm = 100\nspacers_mm = 20\n"
            "nose_to_bar_mm = 545\nsaddle_to_bar_drop_mm = 50",
            ("saddle_to_bar_drop_mm is 50", "frame_stack_mm is 560", "differ by 15 mm"),
        ),
        ("shoe_sole_mm = 8", ("shoe_sole_mm is given and pedal_stack_mm is not",)),
        ("pedal_stack_mm = 8", ("pedal_stack_mm is given and shoe_sole_mm is not",)),
        ("nose_to_bar_mm = 540", ("saddle_to_bar_drop_mm is not",)),
        ("frame_stack_mm = 540\nframe_reach_mm = 380", ("stem_length_mm is not",)),
        (
            "nose_to_bar_mm = 900\nsaddle_to_bar_drop_mm = 60",
            ("nose_to_bar_mm = 900", "too far from the hips"),
        ),
        (
            "saddle_height_to_pedal_mm = 530",
            ("saddle_height_mm is 357.5", "400 to 1000", "made from saddle_height_to_pedal_mm"),
        ),
        ("saddle_nose_setback_mm = 900", ("saddle_nose_setback_mm is 900", "-300 to 300")),
    ],
)
def test_measurements_that_contradict_each_other_are_refused_with_both_numbers(
    tmp_path, text, words
):
    path = tmp_path / "rider.toml"
    path.write_text(TURBO.read_text(encoding="utf-8") + f"\n[bicycle]\n{text}\n", encoding="utf-8")
    with pytest.raises(SetUpError) as refusal:
        read_set_up(path)
    assert "\n" not in str(refusal.value)
    for word in words:
        assert word in str(refusal.value)


def test_measurements_that_agree_are_taken_together(tmp_path):
    path = tmp_path / "rider.toml"
    path.write_text(
        TURBO.read_text(encoding="utf-8")
        + "\n[bicycle]\nsaddle_height_mm = 720\nsaddle_height_to_pedal_mm = 893\ncrank_length_mm = 170\n",
        encoding="utf-8",
    )
    assert read_set_up(path).bicycle.saddle_height_mm == 720


def test_a_torso_angle_that_the_bar_does_not_allow_is_refused():
    tables = turbo().model_dump(exclude_unset=True)
    tables["bicycle"] = {"nose_to_bar_mm": 545, "saddle_to_bar_drop_mm": 99}
    tables["riding"]["torso_angle_deg"] = 55
    with pytest.raises(SetUpError, match=r"torso_angle_deg is 55, and .* make it 39"):
        parse_set_up(tables)
    tables["riding"]["torso_angle_deg"] = 42
    set_up = parse_set_up(tables)
    assert set_up.riding.torso_angle_deg == 42
    assert bar_on_paper(set_up)["nose_to_bar_mm"] == pytest.approx(545, abs=25)


def test_a_change_takes_the_place_of_other_ways_to_the_same_number(tmp_path):
    path = tmp_path / "rider.toml"
    path.write_text(
        TURBO.read_text(encoding="utf-8")
        + "\n[bicycle]\nsaddle_height_to_pedal_mm = 893\nnose_to_bar_mm = 545\nsaddle_to_bar_drop_mm = 99\n",
        encoding="utf-8",
    )
    assert read_set_up(path, ["saddle_height_mm=700"]).bicycle.saddle_height_mm == 700
    assert read_set_up(path, ["torso_angle_deg=50"]).riding.torso_angle_deg == 50
    lower = read_set_up(path, ["saddle_to_bar_drop_mm=120"])
    assert lower.riding.torso_angle_deg < read_set_up(path).riding.torso_angle_deg
    assert rivals("saddle_height_mm") == {"saddle_height_to_pedal_mm"}
    assert rivals("mass_kg") == frozenset()


def test_a_search_that_moves_the_saddle_leaves_no_old_measurement_standing():
    set_up = turbo("saddle_height_to_pedal_mm=893", "shoe_size_eu={left=42, right=43}")
    moved = with_values(set_up, {"saddle_height_mm": 700.0})
    assert moved.bicycle.saddle_height_mm == 700
    assert moved.rider.foot_mm == set_up.rider.foot_mm
    assert (
        with_changes(set_up, {"saddle_height_to_pedal_mm": 872.5}).bicycle.saddle_height_mm == 700
    )


def test_a_thicker_sole_on_one_side_is_a_shim_under_that_foot():
    thick = seat_rider(turbo("sole_stack_mm={left=29, right=25}")).bicycle
    shim = seat_rider(turbo("shim_mm={left=4, right=0}")).bicycle
    assert thick == shim


def test_a_wedge_is_something_a_fitter_sets():
    assert adjustment("wedge_deg").measured_along
    assert seat_rider(turbo("wedge_deg=3")).bicycle.left_cleat.wedge == pytest.approx(0.05236, 1e-4)


def test_a_nose_setback_is_asked_about_with_the_key_to_use():
    (said,) = hints(turbo("saddle_setback_mm=65"))
    assert "saddle_nose_setback_mm = 65" in said
    assert "seat angle 85 deg instead of 74" in said
    assert refused("saddle_setback_mm=hello").startswith("bicycle.saddle_setback_mm")


@pytest.mark.parametrize("order", [1, -1])
def test_two_changes_that_contradict_each_other_are_refused_in_either_order(order):
    changes = ["saddle_height_to_pedal_mm=900", "saddle_height_mm=650"][::order]
    assert "saddle_height_to_pedal_mm is 900, which makes saddle_height_mm 7" in refused(*changes)
    one_leg = ["shoe_size_eu.left=42", "foot_mm=310"][::order]
    assert "foot_mm is 310" in refused("shoe_size_eu.right=42", *one_leg)


def test_a_length_below_nought_is_not_taken_for_metres():
    assert refused("shim_mm=-5").endswith("is -5, allowed is 0 to 20")
    assert "lengths are in mm: 720?" in refused("saddle_height_mm=0.72")


def test_a_share_of_no_technique_is_said():
    assert any("no technique is followed" in hint for hint in hints(turbo("technique_pct=50")))
    assert not hints(turbo("technique_pct=50", "technique=pull"))
    (share,) = hints(turbo("technique_pct=1.5", "technique=pull"))
    assert share.endswith("it is wanted in percent (150?).")
    assert not hints(turbo("technique_pct=0", "technique=pull"))
    assert not hints(turbo())
