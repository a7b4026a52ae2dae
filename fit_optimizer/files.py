"""Reading files within limits, with errors in words; writing results whole or not at all."""

from __future__ import annotations

import codecs
import errno
import json
import os
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from fit_optimizer.plain_text import plain
from fit_optimizer.platforms.file_lock import held_alone
from rider_models.errors import PedalfitError

MOST_BYTES = 16_000_000
"""Largest text read whole: 80 times a `fit.json`. Of all JSON, brackets take the most memory: some 30
times their size, so 0.5 GB."""
MOST_OF_A_NAME = 200
"""Bytes of a file's name that its scratch file takes over: names may have 255."""
_NO_TEXT = frozenset(range(32)) - frozenset(b"\t\n\v\f\r\x1b")
"""Bytes that no text in any one-byte encoding holds."""
_ANYWHERE = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _ANYWHERE
_WRITE_ALONE = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | _ANYWHERE
"""How files are opened; Windows lacks some of these flags and needs another."""
_NO_LOCKS = (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS)
"""What a file system that knows no locks answers."""
NOT_A_FILE = "is a device, a pipe or a socket, not a file"


class CannotWrite(PedalfitError):
    """A result could not be written where it was wanted."""


def read_text(
    path: Path, kind: str, refusal: type[PedalfitError], most_bytes: int = MOST_BYTES
) -> str:
    """The text of a regular file of at most so many bytes: UTF-8, or UTF-16 that begins with its mark.

    Windows' editors and command line write UTF-16. Raises the refusal, which names the file and the `kind` wanted.
    """
    contents = read_bytes(path, kind, refusal, most_bytes)
    wide = contents.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = contents.decode("utf-16" if wide else "utf-8")
    except UnicodeDecodeError as error:
        if not wide and not _NO_TEXT.intersection(contents):
            line = contents.count(b"\n", 0, error.start) + 1
            raise refusal(
                f"{path} has a sign on line {line} that is no UTF-8: save the file as UTF-8"
            ) from None
        raise refusal(f"{path} is not a text file, as a {kind} is") from None
    if wide and "\0" in text:
        raise refusal(f"{path} is not a text file, as a {kind} is")
    return text


def read_bytes(path: Path, kind: str, refusal: type[PedalfitError], most_bytes: int) -> bytes:
    """What a regular file of at most so many bytes holds. Raises the refusal, as `opened` does."""
    with opened(path, kind, refusal, most_bytes) as file:
        contents = file.read(most_bytes + 1)
    if len(contents) > most_bytes:  # it grows
        raise refusal(_too_large(path, kind, len(contents), most_bytes))
    return contents


@contextmanager
def opened(
    path: Path, kind: str, refusal: type[PedalfitError], most_bytes: int
) -> Iterator[BinaryIO]:
    """A regular file of at most so many bytes, to be read.

    Size and sort of file are checked before anything is read, so that a device or a pipe, which
    may never end or never answer, is refused at once. Raises the refusal, which names the file and
    the `kind` wanted.
    """
    if "\0" in str(path):
        raise refusal(f"{plain(str(path))} is not a path: it holds a NUL")
    try:
        check_regular(path, kind, refusal)
        with open(os.open(path, _READ), "rb") as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise refusal(f"{path} {NOT_A_FILE}: give a {kind}")
            if found.st_size > most_bytes:
                raise refusal(_too_large(path, kind, found.st_size, most_bytes))
            yield file
    except FileNotFoundError:
        raise refusal(f"there is no {kind} {path}") from None
    except IsADirectoryError:
        raise refusal(f"{path} is a folder, not a {kind}") from None
    except OSError as error:
        raise refusal(f"{path} cannot be read: {error.strerror}") from None


def _too_large(path: Path, kind: str, size: int, most_bytes: int) -> str:
    return f"{path} holds {size / 1e6:.1f} MB: a {kind} of up to {most_bytes / 1e6:g} MB is allowed"


def check_regular(path: Path, kind: str, refusal: type[PedalfitError]) -> None:
    """Raise the refusal where a path leads to neither a file nor a folder; OSError where nowhere."""
    mode = os.stat(path).st_mode
    if stat.S_ISDIR(mode):
        raise IsADirectoryError
    if not stat.S_ISREG(mode):
        raise refusal(f"{path} {NOT_A_FILE}: give a {kind}")


def write_text(path: Path, text: str) -> None:
    """Write a text file as `write_bytes` does; bytes of file names that are no UTF-8 are written out."""
    write_bytes(path, text.encode("utf-8", "backslashreplace"))


def write_bytes(path: Path, contents: bytes) -> None:
    """Write a file in one step: readers see the old file or the new one, never a part.

    Raises CannotWrite.
    """
    with written_whole(path) as file:
        file.write(contents)


def write_json(path: Path, document: Any) -> None:
    """Write a JSON document in one step, piece by piece. NaN is refused: a result never holds one."""
    with written_whole(path) as file:
        for piece in json.JSONEncoder(indent=1, allow_nan=False).iterencode(document):
            file.write(piece.encode("ascii"))
        file.write(b"\n")


def write_json_or_keep(path: Path, document: Any) -> None:
    """Write a document that took long to compute; where that fails, in the folder for temporary files.

    Raises CannotWrite, which says where the document is kept.
    """
    try:
        write_json(path, document)
    except CannotWrite as error:
        try:
            kept = Path(tempfile.mkdtemp(prefix="pedalfit-")) / path.name
            write_json(kept, document)
        except (OSError, CannotWrite):
            raise error from None
        raise CannotWrite(f"{error}; the result is kept in {kept}") from None


@contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, put in the place of `path` when all is written and on the disk.

    A symbolic link stays, and what it leads to is replaced. An existing file's permissions stay,
    a new file has those that the umask leaves. Left by an error, nothing has changed. One process
    at a time writes a file; what a killed one left half written is written over. Raises
    CannotWrite.
    """
    try:
        target, before = _target(path)
        scratch = _scratch(target)
        with _locked(scratch, path) as file:
            yield file
            file.flush()
            if before is not None:
                _keep_owner_and_mode(file, before)
            os.fsync(file.fileno())
            _put(file, scratch, target)
        sync_folder(target.parent)
    except OSError as error:
        raise CannotWrite(f"{path} cannot be written: {error.strerror or error}") from None


def _put(file: BinaryIO, scratch: Path, target: Path) -> None:
    """Give a written file its name. Raises OSError.

    A share's server may rename it and its answer be lost: asked again, it knows no such file.
    """
    if sys.platform == "win32":  # which renames no open file
        file.close()
    its_own = None if file.closed else os.fstat(file.fileno())
    try:
        os.replace(scratch, target)
    except FileNotFoundError:
        if its_own is None or not os.path.samestat(its_own, os.stat(target)):
            raise


def sync_folder(folder: Path) -> None:
    """Have a folder's names on the disk: a renamed file is safe from a power cut only after that."""
    with suppress(OSError):  # some network shares cannot
        handle = os.open(folder, _READ)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sync_files(paths: Iterable[Path]) -> None:
    """Have the files among these paths on the disk."""
    for path in paths:
        if path.is_file():
            sync_folder(path)


def check_writable(*wanted: Path | None, inputs: Sequence[Path | None] = ()) -> None:
    """See before a long computation that its results can be written, and write over no input.

    Raises CannotWrite.
    """
    paths = [path for path in wanted if path is not None]
    try:
        targets = [_target(path)[0] for path in paths]
    except OSError as error:
        raise CannotWrite(
            f"{error.filename} cannot be written: {error.strerror or error}"
        ) from None
    check_apart(*paths, inputs=inputs)
    for path, target in zip(paths, targets, strict=True):
        try:
            with _locked(_scratch(target), path):
                _scratch(target).unlink()
        except OSError as error:
            raise CannotWrite(f"{path} cannot be written: {error.strerror or error}") from None


def check_apart(*wanted: Path | None, inputs: Sequence[Path | None] = ()) -> None:
    """See that each result, be it a file or a folder, has a place of its own, and none that is read.

    Raises CannotWrite.
    """
    seen: list[Path] = []
    for path in wanted:
        if path is None:
            continue
        target = Path(os.path.realpath(path))
        if any(one is not None and _same(one, target) for one in inputs):
            raise CannotWrite(f"{path} is the file that is read: choose another for the result")
        if any(_same(other, target) for other in seen):
            raise CannotWrite(f"{path} is asked for twice: choose two files")
        seen.append(target)


def check_folder(folder: Path, *names: str, inputs: Sequence[Path | None] = ()) -> None:
    """See before a long computation that files of these names can be written into a folder.

    The folder may be missing: it is made, tried and removed again. Raises CannotWrite.
    """
    made = _make(folder)
    try:
        check_writable(*(folder / name for name in names), inputs=inputs)
    finally:
        for one in reversed(made):
            with suppress(OSError):
                one.rmdir()


def make_folder(path: Path) -> None:
    """Make a folder for results. Raises CannotWrite."""
    _make(path)


def _make(path: Path) -> list[Path]:
    """The folders that had to be made, outermost first."""
    if "\0" in str(path):
        raise CannotWrite(f"{plain(str(path))} is not a path: it holds a NUL")
    try:
        missing = [one for one in (path, *path.parents) if not one.exists()]
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        there = isinstance(error, FileExistsError)
        why = "a file has this name" if there else error.strerror
        raise CannotWrite(f"the folder {path} cannot be made: {why}") from None
    return missing[::-1]


def _target(path: Path) -> tuple[Path, os.stat_result | None]:
    """What a path leads to through symbolic links, and its state if it is there."""
    if "\0" in str(path):
        raise CannotWrite(f"{plain(str(path))} is not a path: it holds a NUL")
    try:
        found = os.stat(path)
    except FileNotFoundError:
        found = None
    if found is not None:
        if stat.S_ISDIR(found.st_mode):
            raise CannotWrite(f"{path} is a folder: choose a file")
        if not stat.S_ISREG(found.st_mode):
            raise CannotWrite(f"{path} {NOT_A_FILE}: choose a file")
        if not os.access(path, os.W_OK):
            raise CannotWrite(f"{path} is write-protected: choose another file")
    target = Path(os.path.realpath(path))
    if not target.parent.is_dir():
        raise CannotWrite(f"{path} cannot be written: its folder does not exist")
    return target, found


def _scratch(target: Path) -> Path:
    """Beside the file, for a rename in one step; a name that fits wherever the file's own does."""
    return target.with_name(f".{os.fsdecode(os.fsencode(target.name)[:MOST_OF_A_NAME])}.writing")


@contextmanager
def _locked(scratch: Path, path: Path) -> Iterator[BinaryIO]:
    """The empty scratch file, held by this process alone; gone where what is done with it fails."""
    with open(os.open(scratch, _WRITE_ALONE, 0o666), "r+b") as file:
        if not _lock(file, scratch):
            raise CannotWrite(f"{path} is being written by another process")
        try:
            file.truncate(0)
            yield file
        except BaseException:
            scratch.unlink(missing_ok=True)
            raise


def _lock(file: BinaryIO, scratch: Path) -> bool:
    """Whether this process alone now holds the file, and it still has its name."""
    try:
        if not held_alone(file):
            return False
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
    try:
        return os.path.samestat(os.fstat(file.fileno()), os.stat(scratch))
    except FileNotFoundError:
        return False


def _keep_owner_and_mode(file: BinaryIO, before: os.stat_result) -> None:
    if sys.platform == "win32":  # a file has the permissions of its folder there
        return
    with suppress(PermissionError):
        os.fchown(file.fileno(), before.st_uid, before.st_gid)
    os.fchmod(file.fileno(), stat.S_IMODE(before.st_mode))


def _same(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file."""
    try:
        return os.path.samefile(one, other)
    except (OSError, ValueError):
        return Path(os.path.realpath(one)) == other
