"""What every row of a table of file formats must do, recordings' and poses' alike."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar

import pytest

from fit_optimizer.traces import TraceError
from fit_optimizer.traces.file_start import look_at
from tests.fit_optimizer.traces.formats.damage import damaged

DAMAGED = int(os.environ.get("PEDALFIT_DAMAGED", "0"))
"""Damaged files of each format, in place of a table's own number; 500 take some minutes."""
PAGE = b"<!DOCTYPE html>\n<html><head><title>Log in</title></head></html>"


class FileFormatConformance:
    """Subclasses name the table and its row, make a whole file, read it and check what was read."""

    formats: ClassVar[Sequence[Any]]
    name: ClassVar[str]
    endings: ClassVar[tuple[str, ...]]
    """The file's usual ending, and others under which its contents are told all the same."""
    cuts: ClassVar[int]
    """Parts in which a file is cut."""
    damages: ClassVar[int]
    """Damaged files that are tried."""
    read: ClassVar[Callable[[Path], object]]
    read_or_one_sentence: ClassVar[Callable[[Path], str]]

    def whole(self) -> bytes:
        """The bytes of a file that is read without loss."""
        raise NotImplementedError

    def check(self, path: Path) -> None:
        """A whole file holds what was put there."""
        raise NotImplementedError

    def written(self, tmp_path: Path, data: bytes, ending: str = "") -> Path:
        """A file of these bytes."""
        path = tmp_path / f"ride{ending or self.endings[0]}"
        path.write_bytes(data)
        return path

    def test_the_row_says_what_the_format_is(self) -> None:
        row = next(each for each in self.formats if each.name == self.name)
        assert row.ending.startswith(".")
        assert row.holds

    def test_the_format_is_told_by_its_contents_whatever_the_file_is_called(
        self, tmp_path: Path
    ) -> None:
        for ending in self.endings:
            path = self.written(tmp_path, self.whole(), ending)
            first = next(each for each in self.formats if each.recognises(look_at(path)))
            assert first.name == self.name
            self.check(path)

    def test_a_file_cut_anywhere_is_read_or_refused_in_one_sentence(self, tmp_path: Path) -> None:
        whole = self.whole()
        for part in range(1, self.cuts):
            cut = whole[: len(whole) * part // self.cuts]
            type(self).read_or_one_sentence(self.written(tmp_path, cut))

    def test_damage_ends_in_a_reading_or_one_sentence(self, tmp_path: Path) -> None:
        whole = self.whole()
        for seed in range(DAMAGED or self.damages):
            type(self).read_or_one_sentence(self.written(tmp_path, damaged(whole, seed)))

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [(b"", "is empty"), (PAGE, "web page"), (b"PK\x03\x04" + bytes(60), "ZIP")],
        ids=["empty", "web page", "ZIP"],
    )
    def test_another_file_under_this_ending_is_refused_for_what_it_is(
        self, tmp_path: Path, data: bytes, sentence: str
    ) -> None:
        with pytest.raises(TraceError, match=sentence):
            type(self).read(self.written(tmp_path, data))
