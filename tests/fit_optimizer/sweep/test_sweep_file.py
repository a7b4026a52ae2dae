"""A sweep file says what is meant, or is refused with the key, the value and what is allowed."""

from itertools import product

import numpy as np
import pytest

from fit_optimizer.commands.sweep import sweep
from fit_optimizer.setup.setup_file import SetUpError
from fit_optimizer.sweep.columns import columns
from fit_optimizer.sweep.errors import SweepError
from fit_optimizer.sweep.sweep_file import read_sweep
from tests.fit_optimizer.sweep.stand_in import EXAMPLES

RIDERS = "riders = ['turbo.toml', 'small.toml']\n"


@pytest.fixture
def written(tmp_path):
    """Writes a sweep file beside two riders; returns its path."""
    for name in ("turbo", "small"):
        (tmp_path / f"{name}.toml").write_text((EXAMPLES / f"{name}_rider.toml").read_text())

    def write(text: str):
        path = tmp_path / "sweep.toml"
        path.write_text(text)
        return path

    return write


def test_grid_rows_are_every_combination_of_riders_and_values_once(written):
    plan = read_sweep(
        written(
            RIDERS + "[grid]\npower_w = [100, 150]\n"
            "heel_drop_deg = { from = -5, to = 5, step = 2.5 }\nsex = ['male', 'female']\n"
        )
    )
    rows = [plan.row(i) for i in range(plan.count)]
    found = [(r.rider.file, *(r.changes[k] for k in plan.keys)) for r in rows]
    wanted = product(
        ("turbo.toml", "small.toml"), (100, 150), (-5, -2.5, 0, 2.5, 5), ("male", "female")
    )
    assert found == list(wanted)


@pytest.mark.parametrize("method", ["latin_hypercube", "sobol", "saltelli"])
def test_samples_lie_between_their_bounds_and_follow_their_seed(written, method):
    text = (
        "riders = ['turbo.toml']\n[sample]\nmethod = '{}'\nsize = 32\nseed = {}\n"
        "between = {{ power_w = [100, 200], heel_drop_deg = [-4, 4] }}\n"
    )
    first, again, other = (
        read_sweep(written(text.format(method, seed))).design.points for seed in (3, 3, 4)
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert (first >= [100, -4]).all()
    assert (first <= [200, 4]).all()
    assert len(first) == 32 * (4 if method == "saltelli" else 1)


def test_latin_hypercube_has_one_point_in_every_slice_of_every_key(written):
    design = read_sweep(
        written(
            "riders = ['turbo.toml']\n[sample]\nmethod = 'latin_hypercube'\nsize = 20\n"
            "between = { power_w = [100, 200], cadence_rpm = [70, 90] }\n"
        )
    ).design
    shares = (design.points - [100, 70]) / [100, 20]
    for column in (20 * shares).astype(int).T:
        assert sorted(column) == list(range(20))


def test_saltelli_blocks_change_one_key_at_a_time_between_two_points(written):
    plan = read_sweep(
        written(
            "riders = ['turbo.toml']\n[sample]\nmethod = 'saltelli'\nsize = 8\n"
            "between = { power_w = [100, 200], cadence_rpm = [70, 90], heel_drop_deg = [-4, 4] }\n"
        )
    )
    blocks = plan.design.points.reshape(8, 5, 3)
    for block in blocks:
        for key in range(3):
            mixed = block[0].copy()
            mixed[key] = block[4, key]
            assert np.array_equal(block[1 + key], mixed)


def test_what_is_set_holds_in_every_row(written):
    plan = read_sweep(written(RIDERS + "[set]\npower_w = 123\n[grid]\ncadence_rpm = [70, 80]\n"))
    assert {plan.row(i).changes["power_w"] for i in range(plan.count)} == {123}


def test_legs_get_columns_of_their_own_only_where_they_may_differ(written):
    alike = read_sweep(written(RIDERS + "[grid]\npower_w = [100]\n"))
    unlike = read_sweep(
        written(RIDERS + "[set]\n'strength.right' = 1\n[grid]\n'strength.left' = [0.9, 1.1]\n")
    )
    assert not alike.by_leg
    assert unlike.by_leg
    names = [c.name for c in columns(unlike)]
    assert {"strength.left", "strength.right", "patellofemoral_force_peak_n.left"} <= set(names)
    assert len(set(names)) == len(names)
    kinds = {c.name: c.kind for c in columns(alike)}
    assert kinds["sex"] == kinds["complaint"] == "text"
    assert kinds["strength"] == kinds["patellofemoral_force_peak_n"] == "number"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "riders is missing"),
        ("riders = []", "riders is []"),
        ("riders = ['absent.toml']", "absent.toml"),
        ("riders = ['turbo.toml', 'turbo.toml']", "set-up file twice"),
        ("riders = ['turbo.toml'", "is not valid TOML"),
        (RIDERS + "[gird]\npower_w = [1]", "gird is not a key of a sweep"),
        (RIDERS + "[grid]\npower_w = []", "grid.power_w is empty"),
        (
            RIDERS + "[grid]\npower_w = [true]",
            "grid.power_w.0 is true, a number or a text is wanted",
        ),
        (RIDERS + f"[grid]\npower_w = [{'9' * 400}]", "a number"),
        ("riders = 'turbo.toml'", "riders is 'turbo.toml', a list is wanted"),
        (
            RIDERS + "[set]\nstrength = { left = 0.8, right = 1.0 }",
            'a text is wanted; each leg has a line of its own: "strength.left" and "strength.right"',
        ),
        (RIDERS + "[set]\npower_w = [90]", "set.power_w is [90], a number or a text is wanted"),
        (RIDERS + "[grid]\npower_w = [100, 100]", "grid.power_w holds 100.0 twice"),
        (RIDERS + "[grid]\nsadle_height_mm = [700]", "did you mean saddle_height_mm"),
        (RIDERS + "[grid]\nsaddle_height_mm = [0.7]", "saddle_height_mm is 0.7, allowed is"),
        (RIDERS + "[grid]\npower_w = { from = 200, to = 100, step = 10 }", "an empty range"),
        (
            RIDERS + "[grid]\npower_w = { from = 100, to = 200, step = 0 }",
            "power_w.step is 0, allowed is more than 0",
        ),
        (RIDERS + "[grid]\npower_w = { from = 100, to = 200, step = 30 }", "never arrives at 200"),
        (
            RIDERS + "[grid]\n'saddle_tilt_deg.left' = [0, 3]",
            "saddle_tilt_deg is one for both legs: write it without .left",
        ),
        (RIDERS + "[set]\npower_w = 9\n[grid]\npower_w = [9]", "both set and grid"),
        (RIDERS + "[set]\n'riding.power_w' = 90\n[grid]\npower_w = [90]", "both set and grid"),
        (
            RIDERS + "[sample]\nmethod = 'sobol'\nsize = 8\nbetween = { power_w = [200, 100] }",
            "lower bound must stand first",
        ),
        (
            RIDERS + "[sample]\nmethod = 'sobol'\nsize = 8\nbetween = { power_w = [100, 9000] }",
            "power_w is 9000, allowed is 10 to 2000",
        ),
        (
            RIDERS + "[sample]\nmethod = 'sobol'\nsize = 100\nbetween = { power_w = [100, 200] }",
            "must be a power of two, such as 64",
        ),
        (RIDERS + "[sample]\nmethod = 'sobol'\nsize = 8\nbetween = { }", "sample.between is {}"),
        (
            RIDERS + "[sample]\nmethod = 'saltelli'\nsize = 8\nbetween = { power_w = [100, 200] }\n"
            "[grid]\ncadence_rpm = [70, 80]",
            "move cadence_rpm from grid",
        ),
    ],
)
def test_a_sweep_that_makes_no_sense_is_refused_with_the_key_and_what_is_allowed(
    written, text, said
):
    with pytest.raises((SweepError, SetUpError)) as refusal:
        read_sweep(written(text))
    assert said in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_grid_of_a_million_million_rows_is_counted_and_refused_at_once(written, tmp_path):
    steps = "{ from = 0, to = 9.99999, step = 0.00001 }"
    path = written(
        f"riders = ['turbo.toml']\n[grid]\nheel_drop_deg = {steps}\nankle_range_deg = {steps}\n"
    )
    out = tmp_path / "rows.parquet"
    with pytest.raises(SweepError, match=r"1,000,000,000,000 rows, about .* years .*--yes"):
        sweep(path, out, workers=2)
    assert not list(tmp_path.glob("rows*"))
    last = read_sweep(path).row(10**12 - 1)
    assert last.changes == {"heel_drop_deg": 9.99999, "ankle_range_deg": 9.99999}
