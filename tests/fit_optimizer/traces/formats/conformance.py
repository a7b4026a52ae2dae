"""What every format of `FORMATS` must do; a new format's test inherits it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import ClassVar

import pytest

from fit_optimizer.traces import TraceError, read_measured, read_trace
from fit_optimizer.traces.file_start import look_at
from fit_optimizer.traces.formats import FORMATS, TraceFormat
from tests.fit_optimizer.traces.formats.damage import damaged, read_or_one_sentence

DATA = Path(__file__).parents[1] / "data"
DAMAGED = int(os.environ.get("PEDALFIT_DAMAGED", "25"))
"""Damaged files of each format; 500 take some minutes."""


class TraceFormatConformance:
    """Subclasses name a row of `FORMATS` and a file of 30 s at 200 W and 90 rpm."""

    name: ClassVar[str]
    file: ClassVar[str]

    def whole(self) -> bytes:
        """The bytes of a file that is read without loss."""
        return (DATA / self.file).read_bytes()

    def row(self) -> TraceFormat:
        """The format's row."""
        return next(each for each in FORMATS if each.name == self.name)

    def written(self, tmp_path: Path, data: bytes, ending: str = "") -> Path:
        """A file of these bytes."""
        path = tmp_path / f"ride{ending or Path(self.file).suffix}"
        path.write_bytes(data)
        return path

    def check_ride(self, path: Path) -> None:
        """The ride is what was recorded."""
        table = read_measured(path, to_compare=False).table
        assert table.records == 30
        assert table.most_ridden is not None
        assert table.most_ridden.power_w.median == pytest.approx(200.0)
        assert table.most_ridden.cadence_rpm.median == pytest.approx(90.0)

    def test_the_row_says_what_the_format_is(self) -> None:
        row = self.row()
        assert row.name
        assert row.ending.startswith(".")
        assert row.holds

    def test_the_format_is_told_by_its_contents_whatever_the_file_is_called(
        self, tmp_path: Path
    ) -> None:
        for ending in (Path(self.file).suffix, ".bin", ".dat", ".CSV"):
            path = self.written(tmp_path, self.whole(), ending)
            first = next(each for each in FORMATS if each.recognises(look_at(path)))
            assert first.name == self.name
            self.check_ride(path)

    def test_a_file_that_is_read_twice_gives_the_same(self, tmp_path: Path) -> None:
        path = self.written(tmp_path, self.whole())
        assert str(read_trace(path)) == str(read_trace(path))

    def test_a_file_cut_anywhere_is_read_or_refused_in_one_sentence(self, tmp_path: Path) -> None:
        whole = self.whole()
        for part in range(1, 20):
            read_or_one_sentence(self.written(tmp_path, whole[: len(whole) * part // 20]))

    def test_damage_ends_in_a_reading_or_one_sentence(self, tmp_path: Path) -> None:
        whole = self.whole()
        for seed in range(DAMAGED):
            read_or_one_sentence(self.written(tmp_path, damaged(whole, seed)))

    def test_another_file_under_this_ending_is_refused_for_what_it_is(self, tmp_path: Path) -> None:
        page = b"<!DOCTYPE html>\n<html><head><title>Log in</title></head></html>"
        for data, sentence in (
            (b"", "is empty"),
            (page, "web page"),
            (b"PK\x03\x04" + bytes(60), "ZIP"),
        ):
            with pytest.raises(TraceError, match=sentence):
                read_trace(self.written(tmp_path, data))

    def test_a_file_name_with_control_characters_never_reaches_the_terminal(
        self, tmp_path: Path
    ) -> None:
        whole = self.whole()
        path = tmp_path / f"a\x1b[31mb\nc{'d' * 150}{Path(self.file).suffix}"
        for data in (whole, whole[: len(whole) // 3], b"\1\2\3"):
            path.write_bytes(data)
            read_or_one_sentence(path)
        path.write_bytes(whole)
        assert "\x1b" not in read_measured(path, to_compare=False).name
