"""The results of a sweep as one Parquet file, written row group by row group."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from fit_optimizer.sweep.columns import Column
from fit_optimizer.sweep.errors import SweepError

ROW_GROUP = 4096
METADATA_KEY = b"pedalfit.sweep"

_TYPES: dict[str, pa.DataType] = {"whole": pa.int64(), "number": pa.float64(), "text": pa.string()}


def write_results(
    path: Path,
    columns: Sequence[Column],
    batches: Iterable[list[tuple[Any, ...]]],
    about: dict[str, Any],
) -> None:
    """Write rows, given in batches of cells, in one step: the file is there whole or not at all.

    `about` goes into the file's metadata. Raises SweepError.
    """
    schema = pa.schema(
        [(column.name, _TYPES[column.kind]) for column in columns],
        metadata={METADATA_KEY: json.dumps(about).encode()},
    )
    scratch = path.with_name(f".{path.name}.writing")
    try:
        with pq.ParquetWriter(scratch, schema, compression="zstd") as writer:
            for batch in batches:
                cells = zip(*batch, strict=True)
                arrays = [
                    pa.array(values, field.type)
                    for values, field in zip(cells, schema, strict=True)
                ]
                writer.write_table(pa.Table.from_arrays(arrays, schema=schema), ROW_GROUP)
        with scratch.open("rb") as file:
            os.fsync(file.fileno())
        os.replace(scratch, path)
    except (OSError, pa.ArrowException) as error:
        scratch.unlink(missing_ok=True)
        reason = getattr(error, "strerror", None) or str(error)
        raise SweepError(
            f"{path} cannot be written: {reason}; finished rows are kept, and the same command goes on"
        ) from None


def read_about(path: Path) -> dict[str, Any]:
    """What `write_results` was told about a sweep. Raises SweepError for another kind of file."""
    try:
        metadata = pq.read_schema(path).metadata or {}
        about: dict[str, Any] = json.loads(metadata[METADATA_KEY])
    except FileNotFoundError:
        raise SweepError(f"there is no results file {path}") from None
    except (OSError, pa.ArrowException, KeyError, ValueError):
        raise SweepError(f"{path} is not a results file of pedalfit sweep") from None
    return about
