"""The README's commands, in the README's order, in one folder: none is in another's way."""

import re
import shlex
import shutil
from functools import partial
from pathlib import Path

import pytest

from fit_optimizer.calibration.calibrate import calibrate
from tests.faults.commands import ROOT
from tests.fit_optimizer.traces.conftest import build_fit, pedalling_record

pytestmark = pytest.mark.slow

QUICK = {"fit": ("--trials", "24"), "forward": ("--revolutions", "1")}
"""What makes a command quick that takes its default from here; paths and order are the README's."""


def commands() -> list[list[str]]:
    """Words of every `pedalfit` command in the README's blocks."""
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(), re.S)
    lines = [line.rpartition("&& ")[2] for block in blocks for line in block.splitlines()]
    found = [shlex.split(line, comments=True) for line in lines if line.startswith("pedalfit ")]
    return [words[1:] for words in found]


def test_the_readmes_commands_run_in_their_order_in_one_folder(run_here, tmp_path, monkeypatch):
    monkeypatch.setattr("fit_optimizer.commands.calibrate.fit_rider", partial(calibrate, steps=1))
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    Path("ride.fit").write_bytes(build_fit([pedalling_record(s) for s in range(120)]))
    every = commands()
    assert {words[0] for words in every} >= {"fit", "report", "compare", "simulate", "sweep"}
    for words in every:
        code, _, said = run_here(*words, *QUICK.get(words[0], ()))
        assert code == 0, f"{' '.join(words)}: {said}"
    assert (tmp_path / "result").is_dir()
    for made in ("result/fit.json", "result/report.html", "compare.html", "cadence.parquet"):
        assert (tmp_path / made).is_file()
    assert not (tmp_path / "result" / "report.pdf").exists()  # the later fit was without --pdf
