"""Sobol sensitivity indices of a finished sweep: which key moves which metric, and how surely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from fit_optimizer.documents.indices import IndicesDocument, MetricIndices
from fit_optimizer.sweep.designs import salib, salib_problem
from fit_optimizer.sweep.errors import SweepError
from fit_optimizer.sweep.results_file import DAMAGED, read_about
from rider_models.arrays import Array, Flags

RESAMPLES = 1000
CONFIDENCE = 0.95
"""Bootstrap samples of an index, and the share of them within its interval. Custom."""
MOST_LEFT_OUT = 0.2
"""Largest share of blocks without a stroke, beyond which indices would tell of a corner only (a guess)."""


@dataclass(frozen=True, eq=False)
class Indices:
    """Sensitivity of a metric of one rider to each key, between the bounds of the sweep.

    `first`: share of the metric's variance that goes when the key is fixed (Sobol 1993), `total`:
    share that stays when all others are (Homma & Saltelli 1996), and half-widths of their 95 %
    bootstrap intervals, all by key. `mean` and `sd` of the metric in its unit; `blocks` of the
    design that were used, `left_out` those that held a row without a stroke.
    """

    rider: str
    metric: str
    keys: tuple[str, ...]
    first: Array
    first_interval: Array
    total: Array
    total_interval: Array
    mean: float
    sd: float
    blocks: int
    left_out: int


def sobol_indices(path: Path, metrics: Sequence[str], seed: int) -> list[Indices]:
    """Indices of some metrics of each rider of a sweep over a Saltelli design.

    A block of the design with a row that is not solved is left out whole, so the indices are those
    of the part of the space that can be ridden. The seed fixes the bootstrap. Raises SweepError.
    """
    riders, size, bounds = _design(path)
    names = ["status", *_known(path, metrics)]
    try:
        table = pq.read_table(path, columns=names, page_checksum_verification=True)
        solved = np.array([s == "solved" for s in table["status"].to_pylist()])
        columns = {m: table[m].to_numpy().astype(np.float64) for m in metrics}
    except (OSError, pa.ArrowException, KeyError, ValueError):
        raise SweepError(f"{path} {DAMAGED}") from None
    rows = size * (len(bounds) + 2)
    if len(solved) != rows * len(riders):
        raise SweepError(f"{path} {DAMAGED}")
    found = []
    for i, rider in enumerate(riders):
        of_rider = slice(i * rows, (i + 1) * rows)
        for metric, values in columns.items():
            found.append(
                _of_metric(rider, metric, values[of_rider], solved[of_rider], bounds, seed)
            )
    return found


def indices_document(found: Sequence[Indices]) -> IndicesDocument:
    """The document of some indices."""
    return IndicesDocument(indices=[_of_one(each) for each in found])


def _design(path: Path) -> tuple[list[str], int, dict[str, tuple[float, float]]]:
    """Riders, size and bounds of a Saltelli design. Raises SweepError."""
    try:
        sweep = read_about(path)["sweep"]
        sample = sweep["sample"]
        if sample is None or sample["method"] != "saltelli":
            raise SweepError(
                f"{path} was not sampled for sensitivity indices: they need method = 'saltelli'"
            )
        bounds = {key: (float(low), float(high)) for key, (low, high) in sample["between"].items()}
        return [str(rider) for rider in sweep["riders"]], int(sample["size"]), bounds
    except SweepError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        raise SweepError(f"{path} {DAMAGED}") from None


def _known(path: Path, metrics: Sequence[str]) -> Sequence[str]:
    schema = pq.read_schema(path)
    for metric in metrics:
        if metric not in schema.names or str(schema.field(metric).type) != "double":
            raise SweepError(f"{metric} is not a metric in {path}")
    return metrics


def _of_metric(
    rider: str,
    metric: str,
    values: Array,
    solved: Flags,
    bounds: dict[str, tuple[float, float]],
    seed: int,
) -> Indices:
    block = len(bounds) + 2
    whole: Flags = np.all(solved.reshape(-1, block), axis=1)
    left_out = int((~whole).sum())
    if left_out > MOST_LEFT_OUT * len(whole):
        raise SweepError(
            f"{rider}: {left_out} of {len(whole)} blocks of the design hold a row without a stroke, "
            f"allowed are {100 * MOST_LEFT_OUT:.0f} %: narrow the bounds to what can be ridden"
        )
    kept = values.reshape(-1, block)[whole]
    mean, sd = float(kept.mean()), float(kept.std())
    keys = tuple(bounds)
    if sd <= 1e-9 * max(abs(mean), 1e-12):
        none = np.full(len(keys), np.nan)
        return Indices(rider, metric, keys, none, none, none, none, mean, sd, len(kept), left_out)
    result = salib("analyze.sobol").analyze(
        salib_problem(bounds),
        kept.ravel(),
        calc_second_order=False,
        num_resamples=RESAMPLES,
        conf_level=CONFIDENCE,
        seed=seed,
    )
    return Indices(
        rider=rider,
        metric=metric,
        keys=keys,
        first=np.asarray(result["S1"], np.float64),
        first_interval=np.asarray(result["S1_conf"], np.float64),
        total=np.asarray(result["ST"], np.float64),
        total_interval=np.asarray(result["ST_conf"], np.float64),
        mean=mean,
        sd=sd,
        blocks=len(kept),
        left_out=left_out,
    )


def _of_one(each: Indices) -> MetricIndices:
    def by_key(values: Array) -> dict[str, float | None]:
        listed = [None if np.isnan(v) else round(float(v), 4) for v in values]
        return dict(zip(each.keys, listed, strict=True))

    return MetricIndices(
        rider_file=each.rider,
        metric=each.metric,
        first=by_key(each.first),
        first_interval=by_key(each.first_interval),
        total=by_key(each.total),
        total_interval=by_key(each.total_interval),
        mean=each.mean,
        sd=each.sd,
        blocks=each.blocks,
        blocks_left_out=each.left_out,
    )
