"""Whatever an output is, every command writes it, or refuses it before computing, and destroys nothing."""

import os
import stat
from pathlib import Path

import pytest

from fit_optimizer.commands.app import loaded
from fit_optimizer.commands.command_table import COMMANDS
from tests.faults.commands import ROOT, SWEEP, write_inputs

pytestmark = pytest.mark.slow

OUTPUTS = {
    "new": "new OUT",
    "simulate --json": "simulate rider.toml --json OUT",
    "simulate --picture": "simulate rider.toml --picture OUT.png",
    "forward --json": "forward rider.toml --json OUT",
    "trace --json": "trace ride.fit --json OUT",
    "trace --plot": "trace ride.fit --plot OUT",
    "inverse --json": "inverse rider.toml --pose film.trc --json OUT",
    "emg --json": "emg muscles.csv --json OUT",
    "emg --plot": "emg muscles.csv --plot OUT",
    "emg --page": "emg muscles.csv --against rider.toml --page OUT",
    "calibrate --out": "calibrate rider.toml --trace ride.fit --out OUT",
    "sweep --out": "sweep sweep.toml --out OUT",
    "validate --json": "validate --json OUT",
    "validate --out": "validate --out OUT",
    "fit --out": "fit rider.toml --out OUT",
    "compare --out": "compare rider.toml searched.toml --out OUT",
    "export-osim --out": "export-osim rider.toml --out OUT",
    "technique --out": "technique rider.toml --out OUT",
    "technique --json": "technique rider.toml --json OUT",
    "pose --json": "pose film.trc --json OUT",
    "report --out": "report fit.json --out OUT",
    "sweep --curves": "sweep sweep.toml --out rows.parquet --curves OUT",
    "sweep-indices --json": "sweep-indices rows.parquet --json OUT",
    "sweep-indices --plot": "sweep-indices rows.parquet --plot OUT",
}
FOLDERS = ("fit --out", "compare --out", "export-osim --out", "report --out", "technique --out")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_inputs(tmp_path)
    data = ROOT / "tests" / "fit_optimizer" / "report" / "data" / "fit.json"
    (tmp_path / "fit.json").write_bytes(data.read_bytes())
    return tmp_path


def state(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Kind, inode and contents of everything in a folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        info = path.lstat()
        contents = path.read_bytes() if stat.S_ISREG(info.st_mode) else b""
        found[str(path.relative_to(folder))] = (stat.S_IFMT(info.st_mode), info.st_ino, contents)
    return found


def make(kind: str, path: Path, name: str) -> None:
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "link to a device":
        path.symlink_to("/dev/null")
    elif kind == "loop":
        path.symlink_to(path.name)
    elif kind == "read-only folder":
        path.mkdir(mode=0o500)
    elif kind == "file for a folder, folder for a file":
        if name in FOLDERS:
            path.write_text("dear")
        else:
            path.mkdir()


@pytest.mark.parametrize(
    "kind",
    ["pipe", "link to a device", "loop", "file for a folder, folder for a file", "name too long"],
)
@pytest.mark.parametrize("name", OUTPUTS)
def test_what_cannot_be_written_is_refused_before_computing(run_here, folder, name, kind):
    out = "x" * 300 if kind == "name too long" else "out"
    ending = ".png" if name == "simulate --picture" else ""
    make(kind, folder / (out + ending), name)
    before = state(folder)
    code, _, said = run_here(*OUTPUTS[name].replace("OUT", out).split())
    assert code == 2, said
    assert "Traceback" not in said
    assert said.startswith("pedalfit: ")
    assert said.count("\n") == 1
    assert state(folder) == before


@pytest.mark.parametrize(
    ("name", "input_file"),
    [
        ("simulate --json", "rider.toml"),
        ("forward --json", "rider.toml"),
        ("trace --json", "ride.fit"),
        ("trace --plot", "ride.fit"),
        ("calibrate --out", "rider.toml"),
        ("calibrate --out", "ride.fit"),
        ("pose --json", "film.trc"),
        ("emg --json", "muscles.csv"),
        ("emg --page", "rider.toml"),
        ("technique --json", "rider.toml"),
        ("sweep --out", "sweep.toml"),
        ("sweep --out", "rider.toml"),
    ],
)
@pytest.mark.parametrize("spelling", ["{}", "./{}", "../{folder}/{}"])
def test_an_output_that_is_an_input_is_refused(run_here, folder, name, input_file, spelling):
    """Also where no ending gives it away."""
    stem = Path(input_file).stem
    (folder / stem).write_bytes((folder / input_file).read_bytes())
    if input_file == "rider.toml":
        (folder / "sweep.toml").write_text(SWEEP.replace("rider.toml", "rider"))
    before = state(folder)
    words = OUTPUTS[name].replace(input_file, stem)
    code, _, said = run_here(
        *words.replace("OUT", spelling.format(stem, folder=folder.name)).split()
    )
    assert code == 2, said
    assert "is the file that is read" in said
    assert state(folder) == before


WRITTEN = ("json", "plot", "page", "out", "picture", "curves")
"""Options that take a file or a folder to write."""


def test_every_output_of_every_command_is_among_these():
    every = {
        f"{name} --{option.name}"
        for name in COMMANDS
        for option in loaded(name).params
        if option.name in WRITTEN
    }
    assert every | {"new"} == set(OUTPUTS)
