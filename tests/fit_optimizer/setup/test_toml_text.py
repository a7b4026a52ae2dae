"""TOML that cannot be read is refused with what to do about it, soon, whatever it is."""

import time
import tomllib
from contextlib import suppress
from pathlib import Path

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from fit_optimizer.setup.setup_file import SetUpError, parse_set_up, read_set_up
from fit_optimizer.setup.toml_text import parse_toml, with_decimal_points

RIDER = {"height_mm": 1780, "mass_kg": 66}
RIDING = {"power_w": 200, "cadence_rpm": 81}
PATH = Path("r.toml")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[rider]\nheight_mm = 1,780,5\n", "is not valid TOML: "),
        ("thigh_mm = { left = 430,5, right = 428 }", "write 430.5, with a point"),
        ("<!DOCTYPE html>\n<html>", "is an HTML or XML page"),
        ("a" + ".a" * 30_000 + " = 1", "a name of more than 16 parts"),
        ("a = " + "[" * 100_000, "too deep"),
        ("a = " + "9" * 5_000, "a number of too many digits"),
        ("[rider", "is not valid TOML: "),
        ("a = 1\na = 2", "gives a again on line 2: keep one of the two lines"),
        ("[rider]\nmass_kg = 66\n# now\nmass_kg = 70\n", "gives mass_kg again on line 4"),
        (
            "[rider]\nthigh_mm.left = 1\nthigh_mm.left = 2\n",
            r"gives thigh_mm\.left again on line 3",
        ),
        ("[rider]\nheight_mm =\n", "gives height_mm no value on line 2: write one"),
        ("a = 1\nheight_mm = # later\n", "gives height_mm no value on line 2"),
        ("[rider]\nheight_mm = 178 cm\n", "has a unit on line 2: write height_mm = and the number"),
        ("mass_kg = 66.5kg # as ridden", "has a unit on line 1"),
        ("[rider]\nheight_mm: 1780\n", "has a colon on line 2: write height_mm = 1780"),
        ("name = \u201cJo\u201d", "has curly quotation marks on line 1"),
        ("[rider]\nsex = male", 'quotation marks on line 2: write sex = "male"'),
        ("a = 1\nassisted = True\n", "has True on line 2: write true or false in small letters"),
        ('[rider]\nname = "Jo\nmass_kg = 66\n', "on line 2 that begins with a quotation mark"),
        ("[rider]\na = 1\n[[rider]]\nb = 1\n", "is not valid TOML: cannot overwrite a value"),
    ],
)
def test_what_is_wrong_is_said_at_once(text, words):
    began = time.monotonic()
    with pytest.raises(SetUpError, match=words) as refused:
        parse_toml(text, PATH, SetUpError)
    assert time.monotonic() - began < 3
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("[rider]\nheight_mm = 1780,5\n", {"rider": {"height_mm": 1780.5}}),
        ("rider.mass_kg=72,25 # with shoes, 73,5", {"rider": {"mass_kg": 72.25}}),
        ("a = -0,5\r\nb = [1,2]\r\n", {"a": -0.5, "b": [1, 2]}),
        ('a = 1,5\nb = """\nc = 2,5\n"""\n', {"a": 1.5, "b": "c = 2,5\n"}),
        ("a = 1,5\nb = '''\nc = 2,5\n'''\n", {"a": 1.5, "b": "c = 2,5\n"}),
        ('a = 1,5\nb = "x = 2,5"\n', {"a": 1.5, "b": "x = 2,5"}),
        ('"a.b" = 1,5\n[t]\nc = [\n1,5\n]\n', {"a.b": 1.5, "t": {"c": [1, 5]}}),
        ("a = 1,5\nb = { c = 3 }\n", {"a": 1.5, "b": {"c": 3}}),
    ],
)
def test_a_decimal_comma_is_a_point_where_a_line_gives_one_number(text, read):
    assert parse_toml(text, PATH, SetUpError) == read


NAMES = st.from_regex(r"[a-z_]{1,8}", fullmatch=True)
VALUES = (
    st.integers(-999, 9999)
    | st.text(max_size=12)
    | st.lists(st.integers(0, 99) | st.text(max_size=6), max_size=4)
    | st.dictionaries(NAMES, st.integers(0, 9), max_size=2)
)


@given(st.dictionaries(NAMES, VALUES, max_size=5))
def test_valid_toml_is_left_as_it_is(values):
    text = tomli_w.dumps(values, multiline_strings=True)
    assert tomllib.loads(with_decimal_points(text)) == tomllib.loads(text)


@given(st.dictionaries(NAMES, st.decimals(-999, 999, places=2), min_size=1, max_size=5))
def test_every_number_with_a_comma_is_the_number_with_a_point(numbers):
    lines = "\n".join(
        f"{name} = {str(number).replace('.', ',')}" for name, number in numbers.items()
    )
    assert parse_toml(lines, PATH, SetUpError) == {k: float(v) for k, v in numbers.items()}


@given(st.text(alphabet="ab=,.12\"'[]{}#\n ", max_size=60))
def test_any_text_is_read_or_refused(text):
    with suppress(SetUpError):
        assert isinstance(parse_toml(text, PATH, SetUpError), dict)


def test_a_change_of_a_key_takes_a_decimal_comma_too():
    path = Path(__file__).parents[3] / "examples" / "turbo_rider.toml"
    assert read_set_up(path, ["mass_kg=66,5"]).rider.mass_kg == 66.5


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
