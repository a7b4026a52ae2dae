"""What every recording's format of `FORMATS` must do; a new format's test inherits it."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import pytest

from fit_optimizer.traces import read_measured, read_trace
from fit_optimizer.traces.formats import FORMATS
from tests.fit_optimizer.traces.formats.damage import read_or_one_sentence
from tests.fit_optimizer.traces.formats.file_conformance import FileFormatConformance

DATA = Path(__file__).parents[1] / "data"


class TraceFormatConformance(FileFormatConformance):
    """Subclasses name a row of `FORMATS` and a file of 30 s at 200 W and 90 rpm."""

    file: ClassVar[str]
    formats = FORMATS
    cuts, damages = 20, 25
    read = staticmethod(read_trace)
    read_or_one_sentence = staticmethod(read_or_one_sentence)

    def __init_subclass__(cls) -> None:
        cls.endings = (Path(cls.file).suffix, ".bin", ".dat", ".CSV")

    def whole(self) -> bytes:
        """The bytes of the file."""
        return (DATA / self.file).read_bytes()

    def check(self, path: Path) -> None:
        """The ride is what was recorded."""
        table = read_measured(path, to_compare=False).table
        assert table.records == 30
        assert table.most_ridden is not None
        assert table.most_ridden.power_w.median == pytest.approx(200.0)
        assert table.most_ridden.cadence_rpm.median == pytest.approx(90.0)

    def test_a_file_that_is_read_twice_gives_the_same(self, tmp_path: Path) -> None:
        path = self.written(tmp_path, self.whole())
        assert str(read_trace(path)) == str(read_trace(path))

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
