"""This version against 0.1.0: `python -m tests.benchmarks.version_benchmark [WHAT ...]`.

WHAT is `strokes` or the name of one of `COMMANDS`; nothing stands for all. Checks 0.1.0 out of the
repository's history into a temporary folder and runs both by turns in fresh processes of one thread each, so
that a busy machine slows both alike; the least of some rounds counts, in which bytecode is there already.
Prints CPU times, of all processes of a command, and ratios.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).parents[2]
VERSION_0_1_0 = "997832a"
ROUNDS = 3
EXAMPLES = ("turbo_rider", "small_rider", "time_trial_rider")
"""Each version rides its own files of these names: a newer one's keys are unknown to an older."""

STROKES = "strokes"
RIDER, SWEEP = "examples/turbo_rider.toml", "examples/technique_sweep.toml"
COMMANDS: dict[str, tuple[int, list[str]]] = {
    "help": (ROUNDS, ["--help"]),
    "simulate": (ROUNDS, ["simulate", RIDER]),
    "forward": (ROUNDS, ["forward", RIDER]),
    "sweep": (2, ["sweep", SWEEP, "--out", "OUT/rows.parquet", "--workers", "2"]),
    "fit": (1, ["fit", RIDER, "--out", "OUT/fit", "--workers", "2"]),
}
"""How often each command is run by either version, and what is asked; OUT is a folder that is new."""

RUN = """import sys
sys.argv = ['pedalfit', *{}]
from fit_optimizer.cli import main
if __name__ == '__main__':
    main()
"""


def main() -> None:
    """Measure both versions by turns and print the table."""
    asked = sys.argv[1:] or [STROKES, *COMMANDS]
    with _version_0_1_0() as old:
        for what in asked:
            if what == STROKES:
                _print_strokes([(_strokes(old), _strokes(HERE)) for _ in range(ROUNDS)])
            else:
                rounds, words = COMMANDS[what]
                pairs = [(_command(old, words), _command(HERE, words)) for _ in range(rounds)]
                _print(f"pedalfit {what}", *(min(pair[i] for pair in pairs) for i in (0, 1)))


@contextmanager
def _version_0_1_0() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        old = Path(folder) / "pedalfit-0.1.0"
        git = ["git", "-C", str(HERE), "worktree"]
        subprocess.run(
            [*git, "add", "--detach", str(old), VERSION_0_1_0], check=True, capture_output=True
        )
        try:
            yield old
        finally:
            subprocess.run([*git, "remove", "--force", str(old)], check=True)


def _environment(checkout: Path) -> dict[str, str]:
    one_thread = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, **one_thread, "PYTHONPATH": str(checkout)}


def _strokes(checkout: Path) -> dict[str, Any]:
    """CPU times of a checkout's strokes (s), in a fresh process."""
    script = HERE / "tests" / "benchmarks" / "stroke_times.py"
    command = [sys.executable, str(script), *(f"examples/{name}.toml" for name in EXAMPLES)]
    ended = subprocess.run(
        command,
        cwd=checkout,
        env=_environment(checkout),
        capture_output=True,
        text=True,
        check=True,
    )
    result: dict[str, Any] = json.loads(ended.stdout)
    return result


def _command(checkout: Path, words: list[str]) -> float:
    """CPU time (s) of a command of a checkout and all its workers."""
    folder = Path(tempfile.mkdtemp())
    try:
        # a file of its own, for workers that are spawned import it
        file = folder / "run.py"
        file.write_text(RUN.format([word.replace("OUT", str(folder)) for word in words]), "utf-8")
        process = subprocess.Popen(
            [sys.executable, str(file)],
            cwd=checkout,
            env=_environment(checkout),
            stdout=subprocess.DEVNULL,
        )
        _, status, used = os.wait4(process.pid, 0)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if status:
        raise RuntimeError(f"pedalfit {' '.join(words)} in {checkout} ended with {status}")
    return used.ru_utime + used.ru_stime


def _print_strokes(runs: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    for name, of in (
        ("first stroke", lambda run: run["first"]),
        ("warm stroke, median of 18", lambda run: statistics.median(run["warm"])),
        ("warm stroke, slowest of 18", lambda run: max(run["warm"])),
        ("row of a sweep, mean of 64", lambda run: run["row"]),
    ):
        _print(name, *(min(of(run[i]) for run in runs) for i in (0, 1)))


def _print(name: str, before: float, now: float) -> None:
    ratio = now / before
    print(
        f"{name:28s} {1000 * before:9.1f} ms -> {1000 * now:9.1f} ms   ratio {ratio:.2f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
