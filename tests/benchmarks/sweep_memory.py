"""Memory that a sweep of many rows takes beside its workers: `python -m tests.benchmarks.sweep_memory ROWS`.

The rows are stand-ins that cost nothing, so it is the bookkeeping that is measured.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from pathlib import Path

from fit_optimizer.sweep import execute
from tests.fit_optimizer.sweep.stand_in import COLUMNS, inline_work, plan_of


def peak_mb() -> float:
    """Most memory this process has held so far (MB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Run the sweep; print the peak at some rows and at the end."""
    count = int(sys.argv[1])
    execute.columns = lambda plan: COLUMNS

    def progress(done: int) -> None:
        if done in (1000, count):
            print(f"{done:,} rows: {peak_mb():.0f} MB")

    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "rows.parquet"
        execute.execute(plan_of(count), out, inline_work(held=64), progress=progress)
    print(f"written: {peak_mb():.0f} MB")


if __name__ == "__main__":
    main()
