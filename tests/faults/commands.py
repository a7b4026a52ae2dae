"""The project's commands with small inputs, run as processes of their own, to be disturbed."""

import compileall
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.sizes import NIGHTLY
from tests.fit_optimizer.emg import recordings as electromyogram
from tests.fit_optimizer.pose.films import a_set_up, filmed
from tests.fit_optimizer.pose.written import trc
from tests.fit_optimizer.traces.conftest import build_fit, pedalling_record

ROOT = Path(__file__).parents[2]
TURBO = (ROOT / "examples" / "turbo_rider.toml").read_text()
SWEEP = "riders = ['rider.toml']\n[grid]\npower_w = { from = 150, to = 190, step = 4 }\n"
SEARCHED = (
    "\n[search]\nprofile = 'full'\nheel_drop_deg = 'fixed'\nankle_range_deg = 'fixed'\n"
    "torso_angle_deg = 'fixed'\n"
)


@dataclass(frozen=True)
class Command:
    """Words of a command; the files it makes; what it may keep, when ended early, to go on from."""

    words: tuple[str, ...]
    makes: tuple[str, ...]
    keeps: tuple[str, ...] = ()


COMMANDS = {
    "simulate": Command(("simulate", "rider.toml", "--json", "s.json"), ("s.json",)),
    "sweep": Command(
        ("sweep", "sweep.toml", "--out", "rows.parquet", "--workers", "2"),
        ("rows.parquet",),
        ("rows.parquet.journal", "rows.parquet.journal-wal", "rows.parquet.journal-shm"),
    ),
    "fit": Command(
        tuple(
            "fit searched.toml --trials 24 --out result --workers 2 --storage journal:trials.journal".split()
        ),
        ("result/fit.json", "result/report.html", "trials.journal"),
        ("trials.journal",),
    ),
    "forward": Command(
        ("forward", "rider.toml", "--revolutions", "1", "--json", "f.json"), ("f.json",)
    ),
    "compare": Command(
        ("compare", "rider.toml", "searched.toml", "--out", "both"),
        ("both/compare.json", "both/compare.html"),
    ),
    "trace": Command(
        ("trace", "ride.fit", "--against", "rider.toml", "--json", "t.json"), ("t.json",)
    ),
    "calibrate": Command(
        ("calibrate", "rider.toml", "--trace", "ride.fit", "--out", "calibrated.toml"),
        ("calibrated.toml",),
        ("calibrated.toml.journal",),
    ),
    "export-osim": Command(
        ("export-osim", "rider.toml", "--out", "osim"),
        tuple(
            f"osim/{name}"
            for name in "coordinates.mot external_loads.mot activations.sto muscle_forces.sto "
            "external_loads.xml scale_factors.xml".split()
        ),
    ),
    "validate": Command(("validate", "--json", "v.json"), ("v.json",)),
    "technique": Command(
        ("technique", "rider.toml", "--drill", "single-leg", "--out", "told"),
        ("told/technique.json", "told/technique.html"),
    ),
    "pose": Command(
        ("pose", "film.trc", "--against", "rider.toml", "--json", "p.json"), ("p.json",)
    ),
    "inverse": Command(
        ("inverse", "rider.toml", "--pose", "film.trc", "--json", "i.json"), ("i.json",)
    ),
    "emg": Command(
        tuple("emg muscles.csv --against rider.toml --json e.json --page e.html".split()),
        ("e.json", "e.html"),
    ),
}
SHORT = ("simulate", "sweep", "fit")
"""Those that the small suite disturbs."""
DISTURBED = tuple(COMMANDS) if NIGHTLY else SHORT


def write_inputs(folder: Path) -> None:
    """What the commands read."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "rider.toml").write_text(TURBO)
    (folder / "searched.toml").write_text(TURBO + SEARCHED)
    (folder / "sweep.toml").write_text(SWEEP)
    for name, contents in recordings_made().items():
        (folder / name).write_bytes(contents)


@cache
def recordings_made() -> dict[str, bytes]:
    """A ride, a film of a rider and an electromyogram."""
    with TemporaryDirectory() as folder:
        muscles = electromyogram.written(
            Path(folder) / "muscles.csv", electromyogram.recording(seconds=10.0)
        ).read_bytes()
    return {
        "ride.fit": build_fit([pedalling_record(s) for s in range(120)]),
        "film.trc": trc(filmed(a_set_up())).encode(),
        "muscles.csv": muscles,
    }


INPUTS = ("rider.toml", "ride.fit", "searched.toml", "sweep.toml", "film.trc", "muscles.csv")


def start(
    words: Sequence[str],
    folder: Path,
    limit: Callable[[], None] = lambda: None,
    python: Sequence[str] = ("-m", "fit_optimizer.cli"),
    environment: Mapping[str, str] = {},
) -> subprocess.Popen[str]:
    """The command, as the first of a session of its own, under a limit that it sets itself.

    A shell that runs a script in the background has it ignore Ctrl-C, and all that it starts: the
    command answers signals all the same.
    """

    def begin() -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        limit()

    _compiled()
    its = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "COLUMNS": "200",
        "PYTHONDONTWRITEBYTECODE": "1",  # where there is no room CPython 3.11 leaves half a file behind
        **environment,
    }
    return subprocess.Popen(
        [sys.executable, *python, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env=its,
        start_new_session=True,
        preexec_fn=begin,  # noqa: PLW1509  (no threads here)
    )


def finish(running: subprocess.Popen[str], within_s: float = 300) -> tuple[int, str, str]:
    """Exit code, stdout and stderr. What does not end in time is ended: it may spin for ever."""
    try:
        out, err = running.communicate(timeout=within_s)
    except subprocess.TimeoutExpired:
        signal_all(running, KILL)
        raise
    return running.returncode, out, err


def ended(
    name: str,
    folder: Path,
    after_s: float,
    number: int,
    environment: Mapping[str, str] = {},
    from_its_start: bool = False,
) -> tuple[int, str]:
    """Exit code and stderr of a command that a signal ends after a while. None of its processes is left.

    The while begins once it answers signals, or, `from_its_start`, with the process.
    """
    running = start(COMMANDS[name].words, folder, environment=environment)
    if not from_its_start:
        wait_until_it_answers(running)
    time.sleep(after_s)
    signal_all(running, number)
    code, _, err = finish(running)
    assert orphans(running.pid) == []
    return code, err


def assert_goes_on(
    name: str, folder: Path, made: Mapping[str, bytes], environment: Mapping[str, str] = {}
) -> None:
    """The same command, undisturbed, ends with what it makes where nothing had been."""
    code, _, err = finish(start(COMMANDS[name].words, folder, environment=environment))
    assert code == 0, err
    assert_made(folder, made)
    assert files_of(folder) <= {*COMMANDS[name].makes, *COMMANDS[name].keeps}


@cache
def _compiled() -> None:
    """Python's compiled files are there, which the commands may not write: each would compile all it loads."""
    for package in ("rider_models", "sim", "fit_optimizer"):
        compileall.compile_dir(ROOT / package, quiet=2)


@cache
def undisturbed_run(name: str) -> tuple[float, dict[str, bytes]]:
    """How long a command takes (s), and what the files hold that it makes, but for those it goes on from."""
    command = COMMANDS[name]
    with TemporaryDirectory() as kept:
        folder = Path(kept)
        write_inputs(folder)
        began = time.monotonic()
        code, _, err = finish(start(command.words, folder))
        assert code == 0, err
        took = time.monotonic() - began
        return took, {
            file: (folder / file).read_bytes()
            for file in command.makes
            if file not in command.keeps
        }


def assert_made(folder: Path, made: Mapping[str, bytes]) -> None:
    """A folder holds these files."""
    for file, contents in made.items():
        assert comparable(file, (folder / file).read_bytes()) == comparable(file, contents), file


def assert_no_other(folder: Path, made: Mapping[str, bytes]) -> None:
    """What a folder holds of these files is whole."""
    assert_made(folder, {file: made[file] for file in made if (folder / file).exists()})


def comparable(file: str, contents: bytes) -> object:
    """A file without what differs from run to run: how long the computing took."""
    if not file.endswith(".json"):
        return contents
    text = re.sub(
        r'"(solve_time_ms|run_time_over_real_time)": [\d.e+-]+', r'"\1": 0', contents.decode()
    )
    return json.loads(text)


def said(err: str) -> str:
    """What a command says on stderr but for how far it is, which a long one tells by the minute."""
    return re.sub(r"(?m)^[a-z][^\n]*; about [^\n]* left\n", "", err.replace("\x1b[?25h", ""))


def wait_until_it_answers(running: subprocess.Popen[str]) -> None:
    """Wait until a command has its signals in hand: Python itself loads before, and answers for itself."""
    last = 1 << (signal.SIGHUP - 1)  # of those that the command takes
    caught = 0
    while running.poll() is None and not caught & last:
        with suppress(OSError, TypeError):
            status = Path(f"/proc/{running.pid}/status").read_text()
            caught = int(re.search(r"SigCgt:\s*(\w+)", status)[1], 16)
        time.sleep(0.002)


def signal_all(running: subprocess.Popen[str], number: int) -> None:
    """As a terminal does with Ctrl-C: a signal to every process of the command."""
    with suppress(ProcessLookupError):
        os.killpg(running.pid, number)


def orphans(session: int, within_s: float = 10) -> list[str]:
    """Processes of a command that outlive it."""
    until = time.monotonic() + within_s
    while (found := _alive(session)) and time.monotonic() < until:
        time.sleep(0.05)
    return found


def _alive(session: int) -> list[str]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, _, _, its_session = (
                (folder / "stat").read_text().rpartition(")")[2].split()[k] for k in (0, 1, 2, 3)
            )
            if int(its_session) == session and state != "Z":
                found.append((folder / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


def files_of(folder: Path) -> set[str]:
    """Files made in a folder, by their paths."""
    every = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}
    return every - set(INPUTS)


KILL, INTERRUPT = signal.SIGKILL, signal.SIGINT
