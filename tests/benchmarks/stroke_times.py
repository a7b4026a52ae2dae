"""CPU times of strokes in the version on PYTHONPATH, as JSON: run by `version_benchmark` for each version."""

from __future__ import annotations

import json
import statistics
import sys
from importlib import import_module
from pathlib import Path
from time import process_time

EFFORTS = (
    (100.0, 60.0),
    (150.0, 90.0),
    (200.0, 80.0),
    (200.0, 100.0),
    (250.0, 70.0),
    (300.0, 95.0),
)
"""Power (W) and cadence (rpm)."""

SWEEP, ROWS_APART = "examples/technique_sweep.toml", 7
"""Of whose 448 rows every seventh is computed."""


def _door(*names: str):
    """The first module of several names: the versions keep their set-up files' reader in other places."""
    for name in names:
        try:
            return import_module(name)
        except ModuleNotFoundError:
            continue
    raise ModuleNotFoundError(names)


def main() -> None:
    """Print the CPU times (s) of the first stroke, of warm strokes of the set-up files given, and of a sweep's row."""
    rider = _door("fit_optimizer.rider_on_bike", "fit_optimizer.setup.rider_on_bike")
    reader = _door("fit_optimizer.setup_file", "fit_optimizer.setup.setup_file")
    kinematics = import_module("sim.kinematics")
    files = [Path(name) for name in sys.argv[1:]]
    set_ups = [(reader.read_set_up(f), p, c) for f in files for p, c in EFFORTS]
    changed = [_with_effort(*given) for given in set_ups]
    began = process_time()
    rider.seat_rider(changed[0]).simulate()
    first = process_time() - began
    medians = []
    for set_up in changed:
        on_bike, times = rider.seat_rider(set_up), []
        on_bike.simulate()
        for _ in range(7):
            kinematics.move_leg.cache_clear()
            began = process_time()
            on_bike.simulate()
            times.append(process_time() - began)
        medians.append(statistics.median(times))
    print(json.dumps({"first": first, "warm": medians, "row": _row()}))


def _row() -> float:
    """CPU time of a row of a sweep (s), the mean of some rows in a process that is warm."""
    plan = import_module("fit_optimizer.sweep.sweep_file").read_sweep(Path(SWEEP))
    compute_row = import_module("fit_optimizer.sweep.rows").compute_row
    rows = [plan.row(i) for i in range(0, plan.count, ROWS_APART)]
    compute_row(rows[0], False)
    began = process_time()
    for row in rows[1:]:
        compute_row(row, False)
    return (process_time() - began) / (len(rows) - 1)


def _with_effort(set_up, power_w: float, cadence_rpm: float):
    riding = set_up.riding.model_copy(update={"power_w": power_w, "cadence_rpm": cadence_rpm})
    return set_up.model_copy(update={"riding": riding})


if __name__ == "__main__":
    main()
