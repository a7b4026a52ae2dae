"""Damaged inputs of every kind end in one short sentence, soon, or are read as they stand."""

import json
import random
import time
from pathlib import Path

import pytest

from fit_optimizer.commands.terminal import show_error
from fit_optimizer.documents.read_json import read_json
from fit_optimizer.emg.cycles import Reading, read_emg
from fit_optimizer.plain_text import plain
from fit_optimizer.pose.measure import Told, measured_file
from fit_optimizer.report.fit_view import fit_view
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import read_set_up
from fit_optimizer.sweep.sweep_file import read_sweep
from rider_models.errors import PedalfitError
from tests.faults.commands import ROOT, TURBO, write_inputs
from tests.faults.damage import damaged
from tests.faults.sizes import DAMAGED, NIGHTLY, SEED
from tests.fit_optimizer.traces.formats import damage as recordings
from tests.fit_optimizer.traces.formats.conformance import DATA
from tests.fit_optimizer.traces.text_files import tcx

pytestmark = pytest.mark.slow

LONGEST_S = 10
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
    fit_view(read_json(path))


@pytest.mark.parametrize(
    ("name", "text", "read", "count"),
    [
        ("set_up.toml", SET_UP, read_rider, DAMAGED),
        ("sweep.toml", SWEEP, read_rows, DAMAGED),
        ("stroke.json", json.dumps(STROKE, indent=1), read_rider, DAMAGED),
        ("fit.json", FIT.read_text(), read_fit, DAMAGED if NIGHTLY else DAMAGED // 6),
    ],
)
def test_a_damaged_input_is_read_or_refused_in_a_sentence(
    tmp_path, capsys, name, text, read, count
):
    write_inputs(tmp_path)
    chance = random.Random(SEED + name)
    path = tmp_path / name
    refused = 0
    for number in range(count):
        contents = damaged(text, chance)
        path.write_bytes(contents)
        began = time.process_time()
        try:
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
        assert time.process_time() - began < LONGEST_S
    assert refused > count / 4


@pytest.mark.parametrize("name", ["film.trc", "muscles.csv"])
def test_a_damaged_film_or_electromyogram_is_read_or_refused_in_a_sentence(tmp_path, name):
    write_inputs(tmp_path)
    path = tmp_path / name
    chance = random.Random(SEED + name)
    whole = path.read_bytes()[:40_000]
    for _ in range(DAMAGED):
        path.write_bytes(recordings.damaged(whole, chance.randrange(2**40)))
        began = time.process_time()
        said = ""
        try:
            if name == "film.trc":
                measured_file(path, Told())
            else:
                read_emg(path, Reading())
        except PedalfitError as error:
            said = str(error)
        assert recordings.is_one_short_line(said), said
        assert time.process_time() - began < LONGEST_S


RECORDINGS = sorted(DATA.iterdir())


@pytest.mark.parametrize("kind", ["fit", "tcx", "csv", "txt", "pwx", "json"])
def test_a_damaged_recording_is_read_or_refused_in_a_sentence(tmp_path, kind):
    chance = random.Random(SEED + kind)
    wholes = [path.read_bytes() for path in RECORDINGS if path.suffix == f".{kind}"]
    if kind == "tcx":
        wholes.append(tcx().encode())
    elif kind == "csv":
        wholes.append((ROOT / "examples" / "turbo_ride_bins.csv").read_bytes())
    path = tmp_path / f"ride.{kind}"
    for _ in range(DAMAGED):
        path.write_bytes(recordings.damaged(chance.choice(wholes), chance.randrange(2**40)))
        began = time.process_time()
        recordings.read_or_one_sentence(path)
        assert time.process_time() - began < LONGEST_S
