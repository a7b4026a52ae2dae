"""TOML that cannot be read is refused with what to do about it, soon, whatever it is."""

import time
from pathlib import Path

import pytest

from fit_optimizer.setup.setup_file import SetUpError, parse_set_up, read_set_up
from fit_optimizer.setup.toml_text import parse_toml

RIDER = {"height_mm": 1780, "mass_kg": 66}
RIDING = {"power_w": 200, "cadence_rpm": 81}
PATH = Path("r.toml")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[rider]\nheight_mm = 1780,5\n", "a decimal comma on line 2: write 1780.5"),
        ("thigh_mm = { left = 430,5, right = 428 }", "write 430.5, with a point"),
        ("<!DOCTYPE html>\n<html>", "is an HTML or XML page"),
        ("a" + ".a" * 30_000 + " = 1", "a name of more than 16 parts"),
        ("a = " + "[" * 100_000, "too deep"),
        ("a = " + "9" * 5_000, "a number of too many digits"),
        ("[rider", "is not valid TOML: "),
        ("a = 1\na = 2", "is not valid TOML: cannot overwrite a value"),
    ],
)
def test_what_is_wrong_is_said_at_once(text, words):
    began = time.monotonic()
    with pytest.raises(SetUpError, match=words) as refused:
        parse_toml(text, PATH, SetUpError)
    assert time.monotonic() - began < 3
    assert "\n" not in str(refused.value)


def test_lists_of_numbers_are_no_decimal_commas():
    assert parse_toml("a = [1,2, 3.5]", PATH, SetUpError) == {"a": [1, 2, 3.5]}


@pytest.mark.parametrize("start", ["\ufeff", ""])
def test_a_byte_order_mark_is_passed_over(tmp_path, start):
    path = tmp_path / "r.toml"
    path.write_text(
        f"{start}[rider]\nheight_mm = 1780\nmass_kg = 66\n[riding]\npower_w = 200\ncadence_rpm = 81\n",
        encoding="utf-8",
    )
    assert read_set_up(path).rider.height_mm == 1780


@pytest.mark.parametrize("value", [True, "40", "1780.0", [40], None])
@pytest.mark.parametrize(
    ("table", "key"),
    [("bicycle", "toe_out_deg"), ("bicycle", "saddle_height_mm"), ("riding", "heel_drop_deg")],
)
def test_what_is_no_number_in_the_file_is_none_here(table, key, value):
    if value is None and key == "saddle_height_mm":
        return  # as if it were left out
    tables = {"rider": RIDER, "riding": dict(RIDING), "bicycle": {}}
    tables[table][key] = value
    with pytest.raises(SetUpError, match=rf"{table}\.{key} is .*a number is wanted"):
        parse_set_up(tables)


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        (
            {"rider": RIDER, "riding": RIDING, "bike": {"toe_out_deg": 2}},
            r"\[bike\] is not a table",
        ),
        ({"biker": RIDER, "riding": RIDING}, r"\[biker\] is not a table .* did you mean \[rider\]"),
        (
            {"rider": {**RIDER, "saddle_height_mm": 720}, "riding": RIDING},
            r"saddle_height_mm stands in \[rider\]: it belongs in \[bicycle\]",
        ),
        (
            {"rider": RIDER, "riding": RIDING, "power_w": 200},
            r"power_w stands outside every table: it belongs in \[riding\]",
        ),
        ({"rider": 3, "riding": RIDING}, r"rider is 3: it is a table, begun by a line \[rider\]"),
        ({"rider": {**RIDER, "height_mm": "1780"}, "riding": RIDING}, r"without quotes: 1780\?"),
        (
            {"rider": {**RIDER, "height_mm": "1780,5"}, "riding": RIDING},
            r"decimal point: 1780\.5\?",
        ),
    ],
)
def test_what_was_meant_is_said(tables, words):
    with pytest.raises(SetUpError, match=words):
        parse_set_up(tables)
