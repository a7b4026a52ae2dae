"""How much of workers, trials, seeds and frame rates commands, Python functions, sweep files and the studio take."""

from __future__ import annotations

MOST_WORKERS = 512
"""Most processes: `--workers`."""
MOST_TRIALS = 100_000
"""Most strokes of a search: `--trials`. The studio takes fewer."""
MOST_SEED = 2**32 - 1
"""Largest seed: `--seed`."""
FRAME_RATES_HZ: tuple[float, float] = (1, 100_000)
"""Frame rates of films and motion systems: `--frame-rate`."""
