"""Strokes of this version against version 0.1.0: `python -m tests.benchmarks.version_benchmark`.

Checks 0.1.0 out of the repository's history into a temporary folder and runs both by turns in fresh
processes of one thread, so that a busy machine slows both alike. Prints CPU times and ratios.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parents[2]
VERSION_0_1_0 = "997832a"
ROUNDS = 3
EXAMPLES = ("turbo_rider", "small_rider", "time_trial_rider")
"""Each version rides its own files of these names: a newer one's keys are unknown to an older."""


def measure(checkout: Path) -> dict[str, Any]:
    """CPU times of a checkout's strokes (s), in a fresh process."""
    one_thread = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    environment = {**os.environ, **one_thread, "PYTHONPATH": str(checkout)}
    script = HERE / "tests" / "benchmarks" / "stroke_times.py"
    command = [sys.executable, str(script), *(f"examples/{name}.toml" for name in EXAMPLES)]
    ended = subprocess.run(
        command, cwd=checkout, env=environment, capture_output=True, text=True, check=True
    )
    result: dict[str, Any] = json.loads(ended.stdout)
    return result


def main() -> None:
    """Measure both versions by turns and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        old = Path(folder) / "pedalfit-0.1.0"
        git = ["git", "-C", str(HERE), "worktree"]
        subprocess.run(
            [*git, "add", "--detach", str(old), VERSION_0_1_0], check=True, capture_output=True
        )
        try:
            runs = [(measure(old), measure(HERE)) for _ in range(ROUNDS)]
        finally:
            subprocess.run([*git, "remove", "--force", str(old)], check=True)
    for name, of in (
        ("first stroke", lambda run: run["first"]),
        ("warm stroke, median of 18", lambda run: statistics.median(run["warm"])),
        ("warm stroke, slowest of 18", lambda run: max(run["warm"])),
    ):
        before, now = (1000 * min(of(run[i]) for run in runs) for i in (0, 1))
        print(f"{name:28s} {before:7.1f} ms -> {now:6.1f} ms   ratio {now / before:.2f}")


if __name__ == "__main__":
    main()
