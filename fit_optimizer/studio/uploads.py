"""What the workers of the studio read: uploaded set-ups, recordings and films, by the readers of the commands.

A reader that takes a file gets one with a name of ours, in a folder of its own, whatever the page calls it. A refusal
is raised as PedalfitError.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import tomli_w

from fit_optimizer.documents.stroke import set_up_of_stroke
from fit_optimizer.setup.renamed_keys import with_present_names
from fit_optimizer.setup.setup_file import SetUpError, set_up_as_measured
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.setup.toml_text import Tables, parse_toml
from fit_optimizer.studio.documents import Opened
from fit_optimizer.studio.form import tables_of

ENDINGS = (".fit", ".tcx", ".pwx", ".json", ".csv", ".txt", ".trc", ".mot", ".sto")
"""Endings that an uploaded file's name may keep: what it holds decides how it is read."""


def opened(contents: bytes, name: str) -> bytes:
    """The set-up (`Opened`) of an uploaded file, TOML or a stroke file. Raises PedalfitError."""
    stroke = name.lower().endswith(".json")
    path = Path("the stroke file" if stroke else "the set-up file")
    try:
        text = contents.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SetUpError(f"{path} is no text in UTF-8: give the set-up file itself") from None
    values: Tables = (
        {**set_up_of_stroke(text, path)} if stroke else parse_toml(text, path, SetUpError)
    )
    set_up = set_up_as_measured(with_present_names(values))
    return Opened(set_up=tables_of(set_up), words=set_up.in_words()).model_dump_json().encode()


def saved(set_up: SetUp) -> bytes:
    """The text of a set-up's file."""
    return tomli_w.dumps(tables_of(set_up)).encode()


def recording(contents: bytes, name: str, crank_length_mm: float | None) -> tuple[Any, bytes]:
    """What an uploaded recording holds, to compare, and its document. Raises PedalfitError."""
    from fit_optimizer.trace_check.trace_document import trace_document  # noqa: PLC0415  libraries
    from fit_optimizer.traces import read_measured  # noqa: PLC0415  that a stroke does not need

    with _lying(contents, name, "recording") as file:
        measured = read_measured(file, crank_length_mm, to_compare=False)
    return measured, _json(trace_document(measured))


def film(
    contents: bytes, name: str, crank_length_mm: float | None, cadence_rpm: float | None
) -> tuple[Any, bytes]:
    """A rider measured from uploaded points or joint angles, and the document. Raises PedalfitError."""
    from fit_optimizer.pose.measure import Told, measured_file  # noqa: PLC0415  as above
    from fit_optimizer.pose_check.pose_document import pose_measured  # noqa: PLC0415

    crank_m = None if crank_length_mm is None else crank_length_mm / 1000
    with _lying(contents, name, "film") as file:
        measured = measured_file(file, Told(crank_length_m=crank_m, cadence_rpm=cadence_rpm))
    return measured, _json(_document(pose_measured(measured)))


def compared_film(set_up: SetUp, measured: Any) -> bytes:
    """A measured rider beside the model of a set-up (`PoseDocument`). Raises PedalfitError."""
    from fit_optimizer.pose_check.compare import check_pose  # noqa: PLC0415  as above
    from fit_optimizer.pose_check.pose_document import pose_measured  # noqa: PLC0415

    return _json(_document(pose_measured(measured, check_pose(set_up, measured))))


def _document(measured: Any) -> Any:
    from fit_optimizer.documents.pose import PoseDocument  # noqa: PLC0415  as above

    return PoseDocument.of_measured(measured)


@contextmanager
def _lying(contents: bytes, name: str, ours: str) -> Iterator[Path]:
    """A file that holds the contents while a reader needs it."""
    ending = Path(name[-8:].lower()).suffix
    with TemporaryDirectory(prefix="pedalfit-") as folder:
        file = Path(folder) / f"{ours}{ending if ending in ENDINGS else ''}"
        file.write_bytes(contents)
        yield file


def _json(document: Any) -> bytes:
    written: str = document.plain().model_dump_json(by_alias=True)
    return written.encode()
