"""Electromyograms from Python are those of the command line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import fit_optimizer as pf
from fit_optimizer.commands.app import app
from rider_models.data_tables import DATA

RIDER = Path(__file__).parents[3] / "examples" / "turbo_rider.toml"
RECORDED = DATA / "emg_li_caldwell_1998.csv"


def test_python_gives_what_the_command_line_gives(tmp_path):
    out = tmp_path / "emg.json"
    words = ["emg", str(RECORDED), "--against", str(RIDER), "--threshold-pct", "30"]
    CliRunner().invoke(app, [*words, "--json", str(out)])
    written = json.loads(out.read_text(encoding="utf-8"))
    found = pf.read_emg(RECORDED, pf.set_up(RIDER), threshold_pct=30)
    assert len(found.muscles) == len(written["muscles"]) == 6
    for mine, theirs in zip(found.muscles, written["muscles"], strict=True):
        assert mine.on_deg == pytest.approx(theirs["on_deg"])
        assert mine.simulated.correlation == pytest.approx(
            theirs["simulated"]["correlation"], abs=1e-3
        )


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(pf.PedalfitError, match="absent"):
        pf.read_emg(tmp_path / "absent.csv")
