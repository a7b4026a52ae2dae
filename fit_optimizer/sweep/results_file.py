"""The results of a sweep as one Parquet file, written row group by row group."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NotRequired, TypedDict

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from fit_optimizer.files import CannotWrite, check_regular, written_whole
from fit_optimizer.sweep.columns import Cell, Cells, Column
from fit_optimizer.sweep.errors import SweepError
from fit_optimizer.sweep.plan import SweepDescription

ROW_GROUP = 4096
"""Rows of a Parquet row group, which are held in memory together. A guess."""
OF_EVERY_SWEEP = {"row", "rider_file", "status", "reason", "inputs_hash"}
METADATA_KEY = b"pedalfit.sweep"
DAMAGED = "is damaged: remove it, and sweep again"

_TYPES: dict[str, pa.DataType] = {"whole": pa.int64(), "number": pa.float64(), "text": pa.string()}
_NUMBERS = {pa.int64(): np.int64, pa.float64(): np.float64}


class Finished(TypedDict):
    """What a results file says of its sweep in its metadata; `columns` are those it was read with."""

    schema: str
    fingerprint: str
    versions: dict[str, str]
    sweep: SweepDescription
    statuses: dict[str, int]
    columns: NotRequired[list[str]]


def write_results(
    path: Path,
    columns: Sequence[Column],
    batches: Iterable[list[tuple[Cell, ...]]],
    about: Finished,
) -> None:
    """Write rows, given in batches of cells, in one step: the file is there whole or not at all.

    `about` goes into the file's metadata. Raises SweepError.
    """
    schema = pa.schema(
        [(column.name, _TYPES[column.kind]) for column in columns],
        metadata={METADATA_KEY: json.dumps(about).encode()},
    )
    try:
        with (
            written_whole(path) as file,
            pq.ParquetWriter(file, schema, compression="zstd", write_page_checksum=True) as writer,
        ):
            for batch in batches:
                cells = zip(*batch, strict=True)
                arrays = [
                    arrow_column(values, field.type)
                    for values, field in zip(cells, schema, strict=True)
                ]
                writer.write_table(pa.Table.from_arrays(arrays, schema=schema), ROW_GROUP)
    except (CannotWrite, pa.ArrowException) as error:
        raise SweepError(f"{error}; finished rows are kept, and the same command goes on") from None


def arrow_column(values: Sequence[Cell], kind: pa.DataType) -> pa.Array[Any]:
    """The values of a column (n; None: no value) as Arrow has them, from their bytes.

    `pa.array` would first load pandas where that is installed, which takes as long as forty strokes.
    """
    known = np.array([v is not None for v in values], dtype=np.bool_)
    there = pa.py_buffer(np.packbits(known, bitorder="little").tobytes())
    if kind == pa.string():
        texts = [b"" if v is None else str(v).encode() for v in values]
        ends = np.cumsum([0, *map(len, texts)], dtype=np.int32)
        buffers: list[pa.Buffer | None] = [
            there,
            pa.py_buffer(ends.tobytes()),
            pa.py_buffer(b"".join(texts)),
        ]
        return pa.Array.from_buffers(kind, len(values), buffers)
    numbers = np.array([0 if v is None else v for v in values], dtype=_NUMBERS[kind])
    return pa.Array.from_buffers(kind, len(values), [there, pa.py_buffer(numbers.tobytes())])


def read_about(path: Path) -> Finished:
    """What `write_results` was told about a sweep. Raises SweepError for another kind of file."""
    try:
        check_regular(path, "results file", SweepError)
        schema = pq.read_schema(path)
    except FileNotFoundError:
        raise SweepError(f"there is no results file {path}") from None
    except SweepError:
        raise
    except (OSError, pa.ArrowException, ValueError):
        raise SweepError(f"{path} is not a results file of pedalfit sweep") from None
    try:
        about: Finished = json.loads((schema.metadata or {})[METADATA_KEY])
        about["sweep"]["riders"]
        about["columns"] = [*schema.names]
    except (KeyError, TypeError, ValueError, RecursionError):
        if set(schema.names) >= OF_EVERY_SWEEP:
            raise SweepError(
                f"{path} has a sweep's columns but no longer the sweep's description: another "
                "program (pandas, polars) saved it again without the metadata; use the file that "
                "pedalfit sweep wrote"
            ) from None
        raise SweepError(f"{path} is not a results file of pedalfit sweep") from None
    return about


def read_rows(path: Path, columns: Sequence[Column]) -> Iterator[Cells]:
    """The rows of a results file, cells by column, a row group at a time. Raises SweepError."""
    try:
        file = pq.ParquetFile(path, page_checksum_verification=True)
        for batch in file.iter_batches(ROW_GROUP, columns=[column.name for column in columns]):
            yield from batch.to_pylist()
    except (OSError, pa.ArrowException, KeyError, ValueError):
        raise SweepError(f"{path} {DAMAGED}") from None
