"""Damaged set-ups and documents end in one short sentence, soon, or are read as they stand."""

import json
import random
from pathlib import Path

import pytest

from fit_optimizer.commands.terminal import show_error
from fit_optimizer.documents.fit import FitDocument
from fit_optimizer.documents.read_json import read_json
from fit_optimizer.plain_text import plain
from fit_optimizer.report.fit_view import fit_view
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import read_set_up
from fit_optimizer.sweep.sweep_file import read_sweep
from rider_models.errors import PedalfitError
from tests.faults.commands import ROOT, TURBO, write_inputs
from tests.faults.damage import bounded, damaged, damaged_fields
from tests.faults.sizes import DAMAGED, SEED

pytestmark = pytest.mark.slow

SET_UP = TURBO + "[search]\nprofile = 'full'\nsaddle_height_mm = { low = 700, high = 730 }\n"
SWEEP = """riders = ["rider.toml"]
[set]
"thigh_mm.left" = 430
"thigh_mm.right" = 428
[grid]
power_w = { from = 100, to = 200, step = 10 }
heel_drop_deg = [-5, 0, 5]
[sample]
method = "sobol"
size = 16
seed = 3
between = { torso_angle_deg = [35, 50], cadence_rpm = [70, 90] }
"""
FIT = ROOT / "tests" / "fit_optimizer" / "report" / "data" / "fit.json"
STROKE = {
    "schema": "pedalfit.stroke/1",
    "set_up": {
        "rider": {"height_mm": 1780, "mass_kg": 66, "thigh_mm": {"left": 430, "right": 428}},
        "riding": {"power_w": 200, "cadence_rpm": 81},
    },
}


def read_rider(path: Path) -> None:
    seat_rider(read_set_up(path))


def read_rows(path: Path) -> None:
    plan = read_sweep(path)
    plan.row(plan.count - 1)


def read_fit(path: Path) -> None:
    FitDocument.read(read_json(path))


def show_fit(path: Path) -> None:
    fit_view(read_json(path))


DRAWN = max(10, DAMAGED // 10)
"""Damaged documents of a fit that are drawn too: a whole one takes more than a second."""


@pytest.mark.parametrize(
    ("name", "text", "read", "count"),
    [
        ("set_up.toml", SET_UP, read_rider, DAMAGED),
        ("sweep.toml", SWEEP, read_rows, DAMAGED),
        ("stroke.json", json.dumps(STROKE, indent=1), read_rider, DAMAGED),
        ("fit.json", FIT.read_text(), read_fit, DAMAGED),
        ("drawn fit.json", FIT.read_text(), show_fit, DRAWN),
    ],
)
def test_a_damaged_input_is_read_or_refused_in_a_sentence(
    tmp_path, capsys, name, text, read, count
):
    write_inputs(tmp_path)
    chance = random.Random(SEED + name)
    path = tmp_path / name
    path.write_text(text)
    read(path)
    refused = 0
    for number in range(count):
        by_field = name.endswith(".json") and chance.random() < 0.5
        contents = damaged_fields(text, chance) if by_field else damaged(text, chance)
        path.write_bytes(contents)
        try:
            with bounded():
                read(path)
        except PedalfitError as error:
            refused += 1
            show_error(str(error))
            said = capsys.readouterr().err
            assert len(said) <= 420, said
            assert said.count("\n") == 1
            assert plain(said.rstrip("\n")) == said.rstrip("\n")
        except Exception as error:
            kept = tmp_path / f"{number}-{name}"
            kept.write_bytes(contents)
            raise AssertionError(f"{kept}: {type(error).__name__}: {error}") from error
    assert count / 4 < refused < count
