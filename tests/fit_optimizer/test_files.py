"""Files are read within limits and written whole, to where they are wanted and to nowhere else."""

import errno
import os
import stat
import subprocess
import sys
import time
from contextlib import nullcontext
from pathlib import Path

import pytest

from fit_optimizer.files import (
    CannotWrite,
    check_apart,
    check_folder,
    check_writable,
    read_text,
    write_json_or_keep,
    write_text,
    written_whole,
)
from rider_models.errors import PedalfitError

ROOT = Path(__file__).parents[2]


class Refused(PedalfitError):
    pass


def special(kind: str, folder: Path) -> Path:
    if kind == "device":
        return Path("/dev/zero")
    path = folder / "special"
    if kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero")
    return path


@pytest.mark.parametrize("kind", ["device", "pipe", "link to a device"])
def test_what_is_no_file_is_neither_read_nor_written_nor_replaced(tmp_path, kind):
    path = special(kind, tmp_path)
    before = os.lstat(path)
    began = time.monotonic()
    for act in (
        lambda: read_text(path, "set-up file", Refused),
        lambda: check_writable(path),
        lambda: write_text(path, "x"),
    ):
        with pytest.raises(PedalfitError, match="is a device, a pipe or a socket"):
            act()
    assert time.monotonic() - began < 1
    assert os.path.samestat(os.lstat(path), before)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_of_windows_editors_is_read(tmp_path, encoding):
    path = tmp_path / "rider.toml"
    path.write_text("name = 'Jürgen'\n", encoding=encoding)
    assert read_text(path, "set-up file", Refused).lstrip("\ufeff") == "name = 'Jürgen'\n"


@pytest.mark.parametrize(
    ("contents", "words"),
    [
        ("a = 1\nname = 'Jürgen'\n".encode("cp1252"), "a sign on line 2 that is no UTF-8: save"),
        (b"\x89PNG\r\n\x1a\n\0\0", "is not a text file"),
        (b"\xff\xfea\0\0\0", "is not a text file"),
        (b"\xff\xfea", "is not a text file"),
    ],
)
def test_what_is_no_text_is_told_from_text_that_is_saved_otherwise(tmp_path, contents, words):
    (tmp_path / "file").write_bytes(contents)
    with pytest.raises(Refused, match=words):
        read_text(tmp_path / "file", "set-up file", Refused)


def test_a_link_stays_and_what_it_leads_to_is_written(tmp_path):
    (tmp_path / "there").mkdir()
    link = tmp_path / "link.json"
    link.symlink_to("there/result.json")
    for text in ("first", "second"):
        write_text(link, text)
        assert link.is_symlink()
        assert (tmp_path / "there" / "result.json").read_text() == text
    assert [p.name for p in (tmp_path / "there").iterdir()] == ["result.json"]


@pytest.mark.parametrize("umask", [0o022, 0o077, 0o002])
def test_a_new_file_has_what_the_umask_leaves_and_an_old_one_keeps_its_own(tmp_path, umask):
    before = os.umask(umask)
    try:
        write_text(tmp_path / "new", "x")
        old = tmp_path / "old"
        old.write_text("y")
        old.chmod(0o640)
        write_text(old, "z")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o666 & ~umask
    assert stat.S_IMODE(old.stat().st_mode) == 0o640


@pytest.mark.parametrize("other", ["r.fit", "./r.fit", "link", "hard"])
def test_an_output_that_is_an_input_is_refused_by_whatever_name(tmp_path, monkeypatch, other):
    monkeypatch.chdir(tmp_path)
    Path("r.fit").write_text("dear")
    Path("link").symlink_to("r.fit")
    os.link("r.fit", "hard")
    with pytest.raises(CannotWrite, match="is the file that is read"):
        check_writable(None, Path(other), inputs=(None, Path("r.fit")))
    assert Path("r.fit").read_text() == "dear"


def test_one_file_for_two_outputs_is_refused(tmp_path):
    (tmp_path / "b").mkdir()
    with pytest.raises(CannotWrite, match="asked for twice"):
        check_writable(tmp_path / "a", tmp_path / "b" / ".." / "a")
    with pytest.raises(CannotWrite, match="asked for twice"):
        check_apart(tmp_path / "b", None, tmp_path / "b" / "." / "")
    with pytest.raises(CannotWrite, match="is the file that is read"):
        check_apart(tmp_path / "a", tmp_path / "b", inputs=(None, tmp_path / "b"))
    check_apart(tmp_path / "a", tmp_path / "b", inputs=(tmp_path / "c",))


def test_a_folder_is_tried_with_the_names_wanted_and_nothing_stays(tmp_path):
    (tmp_path / "result").mkdir()  # a folder named as a file once tried was
    check_folder(tmp_path, "fit.json")
    check_folder(tmp_path / "new" / "deep", "fit.json")
    assert [p.name for p in tmp_path.iterdir()] == ["result"]
    (tmp_path / "fit.json").mkdir()
    with pytest.raises(CannotWrite, match=r"fit\.json is a folder"):
        check_folder(tmp_path, "fit.json")


@pytest.mark.parametrize(
    ("name", "words"),
    [("x" * 300, "File name too long"), ("a\0b", "holds a NUL"), ("no/where", "does not exist")],
)
def test_a_path_that_cannot_be_is_refused_in_words(tmp_path, name, words):
    for act in (check_writable, lambda path: write_text(path, "x")):
        with pytest.raises(CannotWrite, match=words):
            act(tmp_path / name)
    with pytest.raises(Refused):
        read_text(tmp_path / name, "set-up file", Refused)


def test_the_longest_name_there_can_be_is_written(tmp_path):
    path = tmp_path / ("ä" * 125 + ".json")
    write_text(path, "x")
    assert path.read_text() == "x"


def test_left_by_an_error_nothing_has_changed(tmp_path):
    path = tmp_path / "result"
    path.write_text("old")

    def fail() -> None:
        with written_whole(path) as file:
            file.write(b"half")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("result", "old")]


def test_two_at_once_do_not_mix_and_a_killed_ones_half_is_written_over(tmp_path):
    path = tmp_path / "result"
    with written_whole(path) as file:
        file.write(b"first")
        with pytest.raises(CannotWrite, match="written by another process"):
            write_text(path, "second")
    assert path.read_text() == "first"
    killed = "import os, sys; from pathlib import Path; from fit_optimizer.files import *\n"
    killed += (
        "with written_whole(Path(sys.argv[1])) as file: file.write(b'x' * 9999); file.flush(); "
    )
    killed += "os.kill(os.getpid(), 9)"
    subprocess.run([sys.executable, "-c", killed, path], cwd=ROOT, check=False)
    assert len(list(tmp_path.iterdir())) == 2
    write_text(path, "third")
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("result", "third")]


def test_a_file_larger_than_allowed_is_refused_before_it_is_all_read(tmp_path):
    path = tmp_path / "huge.toml"
    with path.open("wb") as file:
        file.truncate(10**12)  # takes no room
    with pytest.raises(Refused, match=r"holds 1000000\.0 MB: a set-up file of up to 1 MB"):
        read_text(path, "set-up file", Refused, 1_000_000)


def test_data_are_on_the_disk_before_the_name_is(tmp_path, monkeypatch):
    done = []
    for name in ("fsync", "replace"):
        real = getattr(os, name)

        def noted(*words, name=name, real=real):
            done.append(name)
            return real(*words)

        monkeypatch.setattr(os, name, noted)
    write_text(tmp_path / "result", "x")
    assert done == ["fsync", "replace", "fsync"]


def test_a_dear_result_that_cannot_be_written_is_kept_elsewhere(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(CannotWrite, match=r"the result is kept in .*fit\.json") as refused:
        write_json_or_keep(tmp_path / "gone" / "fit.json", {"a": 1})
    kept = Path(str(refused.value).rpartition(" kept in ")[2])
    assert kept.read_text() == '{\n "a": 1\n}\n'


@pytest.mark.skipif(sys.platform == "win32", reason="an open file is not renamed there")
@pytest.mark.parametrize("renamed", [True, False])
def test_a_rename_whose_answer_is_lost_on_the_way_has_been_done(tmp_path, monkeypatch, renamed):
    rename = os.replace

    def lost(scratch, target):
        if renamed:
            rename(scratch, target)
        raise FileNotFoundError(errno.ENOENT, "No such file or directory")

    path = tmp_path / "result.json"
    path.write_text("old")
    monkeypatch.setattr(os, "replace", lost)
    with nullcontext() if renamed else pytest.raises(CannotWrite):
        write_text(path, "new")
    assert path.read_text() == ("new" if renamed else "old")
    assert [one.name for one in tmp_path.iterdir()] == ["result.json"]
