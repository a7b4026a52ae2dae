"""Many strokes into one table."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from fit_optimizer.api.errors import whole_number
from fit_optimizer.setup.argument_limits import MOST_WORKERS
from fit_optimizer.sweep.dispatch import Work, rows_in_flight
from fit_optimizer.sweep.execute import execute
from fit_optimizer.sweep.sweep_file import read_sweep
from fit_optimizer.workers.pool import worker_pool

if TYPE_CHECKING:
    import pyarrow as pa

PathLike = str | os.PathLike[str]


def sweep(
    file: PathLike,
    out: PathLike,
    *,
    workers: int = 1,
    curves: PathLike | None = None,
    take_over: PathLike | Sequence[PathLike] = (),
) -> pa.Table:
    """The rows of a sweep file (`docs/sweeps.md`) as an Arrow table, written to `out` (Parquet) too.

    Interrupted, the same call goes on. Rows that stand in the results files `take_over` are not
    computed again. `curves` names a Zarr store for full curves. Raises PedalfitError.
    """
    import pyarrow.parquet as pq  # noqa: PLC0415  as long to load as a stroke

    workers = whole_number("workers", workers, 1, MOST_WORKERS)
    path, results = Path(file), Path(out)
    plan = read_sweep(path)
    work = Work(partial(worker_pool, workers), in_flight=rows_in_flight(workers))
    read = [path, *(path.parent / rider.file for rider in plan.riders)]
    store = None if curves is None else Path(curves)
    files = [take_over] if isinstance(take_over, str | os.PathLike) else take_over
    earlier = [Path(one) for one in files]
    execute(plan, results, work, store, inputs=read, earlier=earlier)
    return pq.read_table(results)
