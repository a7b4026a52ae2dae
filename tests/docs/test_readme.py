"""The README's commands, in the README's order, in one folder; outside the fast tests (marker `slow`)."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fit_optimizer.commands.command_table import COMMANDS
from tests.fit_optimizer.traces.conftest import build_fit, pedalling_record

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")

SMALLER = {"fit": "--trials 24 --set search.heel_drop_deg=fixed --set search.ankle_range_deg=fixed"}
"""Words put behind a command, so that the search takes seconds; everything else is as it stands."""

MAKES = {
    "result": ["fit.json", "report.html"],
    "elsewhere": ["report.html", "report.pdf"],
    "techniques": ["technique.html", "technique.json"],
    "for_opensim": ["coordinates.mot", "muscle_forces.sto", "external_loads.mot"],
    ".": (
        "rider.toml compare.json compare.html stroke.json stroke.gif cadence.parquet calibrated.toml "
        "filmed.toml inverse.json validation.html"
    ).split(),
}
"""Files that are there afterwards. The last `fit` writes no PDF, so none of an older page stays in `result`."""


def readme_commands() -> list[list[str]]:
    """Words of every `pedalfit` command in the README's blocks of shell commands."""
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    lines = [part.strip() for block in blocks for part in re.split(r"\n|&&", block)]
    return [shlex.split(line)[1:] for line in lines if line.startswith("pedalfit ")]


def test_the_readme_shows_every_command_but_the_indices_of_sweeps():
    shown = {words[0] for words in readme_commands()}
    assert shown <= set(COMMANDS)
    assert set(COMMANDS) - shown <= {"sweep-indices"}


def test_the_readmes_python_gives_a_number():
    (block,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    *before, last = block.strip().splitlines()
    names: dict[str, object] = {}
    exec("\n".join(before), names)
    assert 0.5 < eval(last, names) < 3


def test_the_index_of_the_pages_names_every_page():
    pages = {path.name for path in (ROOT / "docs").glob("*.md")} - {"index.md"}
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    assert pages == set(re.findall(r"\]\((\w+\.md)\)", index))


@pytest.mark.slow
def test_the_commands_run_in_order_in_one_folder(tmp_path):
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    ride = build_fit([pedalling_record(second) for second in range(120)])
    (tmp_path / "ride.fit").write_bytes(ride)
    emg = Path("rider_models") / "data" / "emg_wilkinson_2020.csv"
    (tmp_path / emg.parent).mkdir(parents=True)
    shutil.copy(ROOT / emg, tmp_path / emg)
    before = {path.name for path in tmp_path.iterdir()}
    for shown in readme_commands():
        if shown[0] == "studio":
            continue  # stays open
        words = [*shown, *shlex.split(SMALLER.get(shown[0], ""))]
        done = subprocess.run(
            [sys.executable, "-m", "fit_optimizer.cli", *words],
            cwd=tmp_path,
            env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "OMP_NUM_THREADS": "1"},
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )
        assert done.returncode == 0, f"{' '.join(words)}\n{done.stderr}"
        assert "Traceback" not in done.stderr
    for folder, names in MAKES.items():
        for name in names:
            assert (tmp_path / folder / name).stat().st_size > 0, name
    assert sorted(path.name for path in (tmp_path / "result").iterdir()) == MAKES["result"]
    folders = set(MAKES) - {"."}
    assert {path.name for path in tmp_path.iterdir()} == before | folders | set(MAKES["."])
