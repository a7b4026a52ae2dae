"""`pedalfit new` writes a file that is read as it stands, once the keys that must be given are."""

import tomllib

import pytest

from fit_optimizer.setup.key_table import set_up_keys
from fit_optimizer.setup.setup_file import SetUpError, parse_set_up, read_set_up
from fit_optimizer.setup.template import set_up_template

NEEDED = {"height_mm": 1700, "mass_kg": 60, "power_w": 150, "cadence_rpm": 85}


def test_the_template_is_the_set_up_of_the_keys_given():
    text = set_up_template(
        {**NEEDED, "saddle_height_mm": 700, "thigh_mm.left": 400, "thigh_mm.right": 405}
    )
    found = parse_set_up(tomllib.loads(text))
    assert found.riding.power_w == 150
    assert found.bicycle.saddle_height_mm == 700
    assert found.rider.thigh_mm.left == 400


def test_every_key_is_there_and_its_default_line_is_what_leaving_it_out_means():
    left_out = parse_set_up(tomllib.loads(set_up_template(NEEDED)))
    lines = set_up_template(NEEDED).splitlines()
    uncommented = [
        line.removeprefix("# ")
        if line.startswith("# ") and " = " in line and line.rstrip()[-1] != "="
        else line
        for line in lines
        if not line.startswith(tuple(f"# {key} = " for key in ("profile",)))
    ]
    keys = {key.name for key in set_up_keys()}
    of_keys = [line for line in uncommented if line.startswith("[") or line.split(" = ")[0] in keys]
    text = "\n".join(of_keys[: of_keys.index("[search]")])
    assert keys <= {line.removeprefix("# ").split(" =")[0] for line in lines}
    assert parse_set_up(tomllib.loads(text)).model_dump() == left_out.model_dump()


def test_how_the_legs_are_written_stands_on_one_line():
    lines = set_up_template(NEEDED).splitlines()
    begun = [line for line in lines if "{ left" in line]
    assert len(begun) > 5
    assert all("{ left = ..., right = ... }" in line for line in begun)


def test_keys_that_no_stroke_has_are_written_too():
    given = {
        "search.profile": "full",
        "search.saddle_height_mm.low": 700,
        "search.saddle_height_mm.high": 730,
        "search.heel_drop_deg": "fixed",
    }
    found = tomllib.loads(set_up_template({**NEEDED, **given}))
    assert found["search"] == {
        "profile": "full",
        "saddle_height_mm": {"low": 700, "high": 730},
        "heel_drop_deg": "fixed",
    }


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"sadle_height_mm": 700}, "did you mean saddle_height_mm"),
        ({"height_mm": 1.7}, "allowed is 1300"),
    ],
)
def test_a_key_or_value_that_no_set_up_allows_is_refused(given, said):
    with pytest.raises(SetUpError, match=said):
        set_up_template(given)


def test_the_command_writes_it_once_and_says_what_is_missing(run_here, tmp_path):
    code, _, _ = run_here("new", "rider.toml", "--set", "height_mm=1700")
    assert code == 0
    with pytest.raises(SetUpError, match="mass_kg is missing"):
        read_set_up(tmp_path / "rider.toml")
    before = (tmp_path / "rider.toml").read_bytes()
    code, _, said = run_here("new", "rider.toml")
    assert code == 2
    assert "exists" in said
    assert (tmp_path / "rider.toml").read_bytes() == before
