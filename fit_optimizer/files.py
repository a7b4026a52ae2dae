"""Reading text with errors in words; writing results whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from rider_models.errors import PedalfitError


class CannotWrite(PedalfitError):
    """A result could not be written where it was wanted."""


def read_text(path: Path, kind: str, refusal: type[PedalfitError]) -> str:
    """What a text file holds. Raises the refusal, which names the file and the `kind` wanted."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise refusal(f"there is no {kind} {path}") from None
    except IsADirectoryError:
        raise refusal(f"{path} is a folder, not a {kind}") from None
    except UnicodeDecodeError:
        raise refusal(f"{path} is not a text file") from None
    except OSError as error:
        raise refusal(f"{path} cannot be read: {error.strerror}") from None


def write_text(path: Path, text: str) -> None:
    """Write a text file as `write_bytes` does."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, contents: bytes) -> None:
    """Write a file in one step: readers see the old file or the new one, never a part.

    Raises CannotWrite.
    """
    try:
        handle, scratch = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise CannotWrite(f"{path} cannot be written: {error.strerror}") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(contents)
        os.chmod(scratch, 0o644)
        os.replace(scratch, path)
    except OSError as error:
        Path(scratch).unlink(missing_ok=True)
        raise CannotWrite(f"{path} cannot be written: {error.strerror}") from None


def write_json(path: Path, document: dict[str, Any]) -> None:
    """Write a JSON document in one step. NaN is refused: a result never holds one."""
    write_text(path, json.dumps(document, indent=1, allow_nan=False) + "\n")


def check_writable(*wanted: Path | None) -> None:
    """See before a long computation that its results can be written. Raises CannotWrite."""
    for path in wanted:
        if path is None:
            continue
        if path.is_dir() or not os.access(path.parent, os.W_OK | os.X_OK):
            raise CannotWrite(f"{path} cannot be written: its folder must exist and be writable")


def make_folder(path: Path) -> None:
    """Make a folder for results and see that it can be written to. Raises CannotWrite."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(f"the folder {path} cannot be made: {error.strerror}") from None
    check_writable(path / "result")
