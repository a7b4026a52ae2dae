"""Recordings from Python: the same figures as the command line's, and refusals in one sentence."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

import fit_optimizer as pf
from fit_optimizer.commands.app import app

EXAMPLES = Path(__file__).parents[3] / "examples"
pytestmark = pytest.mark.usefixtures("workers_here")
RIDER, BINS = EXAMPLES / "turbo_rider.toml", EXAMPLES / "turbo_ride_bins.csv"


def test_a_check_gives_what_the_command_line_gives(tmp_path):
    out = tmp_path / "trace.json"
    CliRunner().invoke(app, ["trace", str(BINS), "--against", str(RIDER), "--json", str(out)])
    written = json.loads(out.read_text())
    checked = pf.check(pf.set_up(RIDER), BINS)
    assert len(checked.bins) == len(written["bins"]) > 5
    for mine, theirs in zip(checked.bins, written["bins"], strict=True):
        assert mine.power_w == pytest.approx(theirs["power_w"], abs=0.05)
        for side, figures in theirs["simulated"].items():
            assert {**mine.simulated[side]} == pytest.approx(figures, abs=0.01)


def test_a_recording_may_be_read_before_it_is_checked():
    set_up = pf.set_up(RIDER)
    read = pf.read_trace(BINS)
    assert pf.check(set_up, read).bins == pf.check(set_up, str(BINS)).bins


def test_a_recording_that_tells_nothing_to_fit_is_refused_in_one_sentence():
    read = pf.read_trace(BINS)
    nothing = replace(read, table=replace(read.table, bins=()))
    with pytest.raises(pf.PedalfitError) as refused:
        pf.calibrate(pf.set_up(RIDER), nothing)
    assert str(refused.value).count(". ") == 0


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(pf.PedalfitError, match=r"none\.fit"):
        pf.read_trace(tmp_path / "none.fit")
