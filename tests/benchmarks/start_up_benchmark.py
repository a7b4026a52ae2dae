"""CPU time and memory of the help, a stroke and workers that are ready, of two checkouts in one run.

`python -m tests.benchmarks.start_up_benchmark OLDER_CHECKOUT [RUNS]` alternates between the older checkout
(0.1.0 or later) and this one, and prints the least of each: on a busy machine the least is what is left of noise.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "turbo_rider.toml"
COMMAND = "import sys; sys.argv = {}; from fit_optimizer.cli import main; main()"
COMMANDS = {
    "help": COMMAND.format(["pedalfit", "--help"]),
    "simulate": COMMAND.format(["pedalfit", "simulate", str(EXAMPLE)]),
}
OLD_WORKER = "import fit_optimizer.workers as w; w._get_ready(); import fit_optimizer."
NEW_WORKER = "import fit_optimizer.workers.pool, fit_optimizer."
WORKERS = {
    "calibration worker": ("calibration_loss", "calibration.loss"),
    "sweep worker": ("sweep.rows", "sweep.rows"),
}


def used(checkout: Path, code: str) -> tuple[float, float]:
    """CPU time (s) and largest memory (MB) of a new process that runs some code of a checkout."""
    one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    environment = {**os.environ, "PYTHONPATH": str(checkout), **one_thread}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen([sys.executable, "-c", code], env=environment, cwd="/", **quiet)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"{checkout}: {code} ended with status {status}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    """Print a line for each thing that starts."""
    older = Path(sys.argv[1]).resolve()
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    rows = {name: (code, code) for name, code in COMMANDS.items()}
    rows |= {name: (OLD_WORKER + old, NEW_WORKER + new) for name, (old, new) in WORKERS.items()}
    for name, (before, after) in rows.items():
        pairs = [(used(older, before), used(ROOT, after)) for _ in range(runs)]
        (old_s, old_mb), (new_s, new_mb) = (
            tuple(min(pair[side][part] for pair in pairs) for part in (0, 1)) for side in (0, 1)
        )
        print(
            f"{name}: {old_s:.2f} -> {new_s:.2f} s CPU ({new_s / old_s:.0%}), "
            f"{old_mb:.0f} -> {new_mb:.0f} MB ({new_mb / old_mb:.0%})",
            flush=True,
        )


if __name__ == "__main__":
    main()
