"""What is wrong with an electromyogram is said in one sentence that names the column and what to change."""

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fit_optimizer.emg.cycles import Reading, read_emg
from fit_optimizer.emg.table import EmgError
from rider_models.data_tables import DATA, table_rows
from rider_models.electrodes import AMBIGUOUS, UnknownMuscle, electrode_names, electrode_of
from rider_models.emg_envelopes import GROUP_OF_ELECTRODE
from rider_models.muscle_groups import MUSCLES_BY_GROUP
from tests.fit_optimizer.emg.recordings import recording, written


def smooth(**settings):
    return recording(rate_hz=100, raw=False, **{"seconds": 12, **settings})


def renamed(columns, old, new):
    return {new if name == old else name: values for name, values in columns.items()}


def swapped(columns, one, other):
    return {**columns, one: columns[other], other: columns[one]}


def clipped(columns):
    raw = columns["vastus_lateralis"]
    return {**columns, "vastus_lateralis": np.minimum(raw, 0.25)}


WRONG = {
    "too few revolutions": (
        lambda: smooth(seconds=3.5),
        "whole revolutions are found: 5 are wanted",
    ),
    "no crank": (
        lambda: {k: v for k, v in smooth().items() if k != "crank_angle_deg"},
        "nothing tells the revolutions: a column crank_angle_deg or pulse",
    ),
    "unknown muscle": (
        lambda: renamed(smooth(), "vastus_lateralis", "vastus_laterals"),
        "vastus_laterals is no muscle .* did you mean vastus_lateralis?",
    ),
    "another muscle of a like name": (
        lambda: renamed(smooth(), "vastus_lateralis", "flexor_hallucis_longus"),
        "flexor_hallucis_longus is no muscle .*; known are gluteus_maximus, ",
    ),
    "ambiguous muscle": (
        lambda: renamed(smooth(), "vastus_lateralis", "GM"),
        "GM may be gluteus_maximus or gastrocnemius_medialis",
    ),
    "the same muscle twice": (
        lambda: {**smooth(), "VL": smooth()["vastus_lateralis"]},
        "vastus_lateralis and VL are the same muscle",
    ),
    "no muscle": (
        lambda: {k: v for k, v in smooth().items() if k.endswith(("_s", "_deg"))},
        "no column is named for a muscle",
    ),
    "slow raw": (
        lambda: {
            **smooth(),
            "biceps_femoris": recording(rate_hz=100, seconds=12)["biceps_femoris"],
        },
        "biceps_femoris is a raw electromyogram sampled at 100 Hz: allowed is 500 Hz",
    ),
    "slow envelope": (
        lambda: recording(rate_hz=20, raw=False, seconds=12),
        "an envelope of 10 Hz sampled at 20 Hz: allowed is 40 Hz",
    ),
    "milliseconds taken for seconds": (
        lambda: {**smooth(), "time_s": 1000 * smooth()["time_s"]},
        r"sampled at 0\.1 Hz: allowed is 40 Hz and more \(are the times in ms\?",
    ),
    "clipped": (
        lambda: clipped(recording(seconds=8)),
        "vastus_lateralis is clipped: .* stand at its highest value, 0.25",
    ),
    "flat": (
        lambda: {**smooth(), "soleus_left": np.full(1200, 0.3)},
        "soleus_left holds 0.3 throughout",
    ),
    "radians": (
        lambda: {**smooth(), "crank_angle_deg": np.deg2rad(smooth()["crank_angle_deg"])},
        r"crank_angle_deg goes from .* which are radians: name the column crank_angle_rad",
    ),
    "radians counted on": (
        lambda: {
            **smooth(),
            "crank_angle_deg": np.unwrap(np.deg2rad(smooth()["crank_angle_deg"])),
        },
        r"is 1\.4 rpm: allowed is 20 to 220 \(radians\?",
    ),
    "time and angle swapped": (
        lambda: swapped(smooth(), "time_s", "crank_angle_deg"),
        "time_s does not grow .* swapped",
    ),
    "angle and muscle swapped": (
        lambda: swapped(smooth(), "vastus_lateralis", "crank_angle_deg"),
        "the crank",
    ),
    "backward": (
        lambda: {**smooth(), "crank_angle_deg": 360 - smooth()["crank_angle_deg"]},
        "the crank angle runs backward",
    ),
    "jumping angle": (
        lambda: {
            **smooth(),
            "crank_angle_deg": np.random.default_rng(0).uniform(0, 360, 1200),
        },
        "does not turn but jumps",
    ),
    "uneven times": (
        lambda: {
            **smooth(),
            "time_s": np.cumsum(np.random.default_rng(0).uniform(0.002, 0.02, 1200)),
        },
        "the times are uneven",
    ),
    "gaps": (
        lambda: {**smooth(), "soleus_left": np.where(np.arange(1200) < 200, np.nan, 1.0)},
        "soleus_left lacks 17 % of its numbers",
    ),
    "no time": (
        lambda: {k: v for k, v in smooth().items() if k != "time_s"},
        "a mean curve grows once from 0 to 360 deg",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_bad_recording_is_refused_in_one_sentence(tmp_path, case):
    made, words = WRONG[case]
    with pytest.raises(EmgError, match=words) as refused:
        read_emg(written(tmp_path / "emg.csv", made()))
    assert "\n" not in str(refused.value)


def test_a_cadence_at_which_nothing_repeats_is_refused(tmp_path):
    columns = smooth()
    del columns["crank_angle_deg"]
    path = written(tmp_path / "emg.csv", columns)
    with pytest.raises(EmgError, match="nothing repeats at 61 rpm"):
        read_emg(path, Reading(cadence_rpm=61))
    with pytest.raises(EmgError, match="cadence is 5 rpm: allowed is 20 to 220"):
        read_emg(path, Reading(cadence_rpm=5))


def test_a_cadence_that_contradicts_the_recorded_crank_is_refused(tmp_path):
    path = written(tmp_path / "emg.csv", smooth())
    assert read_emg(path, Reading(cadence_rpm=82)).cadence_rpm == pytest.approx(80, abs=0.1)
    for told in (40.0, 120.0, float("nan"), -80.0):
        with pytest.raises(EmgError, match="the crank was recorded at 80 rpm, and --cadence-rpm"):
            read_emg(path, Reading(cadence_rpm=told))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no line of headings"),
        ("1,2,3\n4,5,6\n", "no line that names its columns"),
        ("time_s,vl\n", "no line of headings"),
        ("time_s,vl,vl\n0,1,2\n1,2,3\n", "two columns called"),
        ("time_s,vl\n0,1\n1,2,3,4\n", "its line of headings has 2 cells and other lines do not"),
        ("hello", "no line of headings"),
    ],
)
def test_a_text_that_is_no_table_is_refused(tmp_path, text, words):
    path = tmp_path / "emg.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EmgError, match=words):
        read_emg(path)


CELLS = st.sampled_from(["0", "1.5", "-2", "nan", "", "1e308", "x", "360", "0,5", '"', "#", "inf"])
HEADINGS = st.sampled_from(
    [
        "time_s",
        "t",
        "crank_angle_deg",
        "pulse",
        "VL",
        "soleus",
        "GM",
        "",
        "torque",
        "time (ms)",
        "é",
    ]
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(HEADINGS, max_size=5),
    st.lists(st.lists(CELLS, max_size=6), max_size=20),
    st.sampled_from(",;\t"),
)
def test_any_table_is_read_or_refused(tmp_path_factory, headings, rows, sign):
    path = tmp_path_factory.getbasetemp() / "fuzz.csv"
    path.write_text("\n".join(sign.join(row) for row in [headings, *rows]), encoding="utf-8")
    with suppress(EmgError):
        read_emg(path, Reading(cadence_rpm=80))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(tmp_path_factory, contents):
    path = tmp_path_factory.getbasetemp() / "fuzz.bin"
    path.write_bytes(contents)
    with suppress(EmgError):
        read_emg(path)


@settings(max_examples=20, deadline=None)
@given(
    st.integers(0, 4),
    st.integers(0, 1199),
    st.sampled_from([np.nan, 1e300, -1e300, 0.0]),
    st.integers(1, 400),
)
def test_a_damaged_recording_is_read_with_finite_numbers_or_refused(
    tmp_path_factory, column, at, value, length
):
    columns = {name: values.copy() for name, values in smooth().items()}
    list(columns.values())[column][at : at + length] = value
    path = written(tmp_path_factory.getbasetemp() / "damaged.csv", columns)
    with suppress(EmgError):
        for muscle in read_emg(path).muscles:
            assert np.isfinite(muscle.mean).all()
            assert np.isfinite(muscle.spread).all()


@pytest.mark.parametrize(
    "row", table_rows(DATA / "electrodes.csv"), ids=lambda row: row["electrode"]
)
def test_every_electrode_stands_for_a_functional_group(row):
    assert row["group"] in MUSCLES_BY_GROUP
    assert electrode_of(row["electrode"]).group == row["group"]
    for name in row["names"].split():
        assert electrode_of(f"EMG R {name.upper()}").muscle == row["electrode"]


def test_electrodes_of_studies_stand_for_the_groups_that_validation_takes():
    for electrode, group in GROUP_OF_ELECTRODE.items():
        assert electrode_of(electrode).group == group
    assert all(name in electrode_names() for pair in AMBIGUOUS.values() for name in pair)


@pytest.mark.parametrize(
    ("channel", "muscle", "side"),
    [
        ("VL_left", "vastus_lateralis", "left"),
        ("L Tibialis Anterior", "tibialis_anterior", "left"),
        ("EMG.RectusFemoris.R", "rectus_femoris", "right"),
        ("Biceps femoris", "biceps_femoris_long_head", None),
    ],
)
def test_channels_are_named_as_laboratories_name_them(channel, muscle, side):
    found = electrode_of(channel)
    assert (found.muscle, found.side) == (muscle, side)


def test_a_name_like_no_muscle_lists_those_known():
    with pytest.raises(UnknownMuscle, match="known are gluteus_maximus"):
        electrode_of("zzzzqq")


@pytest.mark.parametrize("raw", [True, False])
@pytest.mark.parametrize(
    ("told", "asked"), [(40.0, "80 rpm"), (27.0, "8[01] rpm"), (80.0, ""), (78.0, "")]
)
def test_a_half_or_a_third_of_the_cadence_is_asked_about(tmp_path, told, asked, raw):
    columns = recording(rate_hz=1000 if raw else 100, seconds=25, raw=raw)
    del columns["crank_angle_deg"]
    path = written(tmp_path / "emg.csv", columns)
    if asked:
        with pytest.raises(EmgError, match=f"was it ridden at {asked}"):
            read_emg(path, Reading(cadence_rpm=told))
    else:
        assert read_emg(path, Reading(cadence_rpm=told)).cadence_rpm == pytest.approx(80, abs=0.5)


def test_a_pulse_at_every_second_turn_and_two_magnets_on_a_crank_are_asked_about(tmp_path):
    columns = recording(rate_hz=200, seconds=25, raw=False)
    angle = columns.pop("crank_angle_deg")
    turned = np.cumsum(np.diff(angle, prepend=angle[0]) % 360)
    for every, rpm in ((720, 80), (180, 80)):
        columns["pulse"] = (turned % every < 20).astype(float)
        path = written(tmp_path / f"every_{every}.csv", columns)
        with pytest.raises(EmgError, match=f"was it ridden at {rpm} rpm"):
            read_emg(path)
    columns["pulse"] = (turned % 360 < 20).astype(float)
    assert read_emg(written(tmp_path / "all.csv", columns)).cadence_rpm == pytest.approx(80, abs=1)
