"""TCX files, and files that are none of the formats."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fit_optimizer.traces import TraceError, read_trace
from tests.fit_optimizer.traces.formats.conformance import TraceFormatConformance
from tests.fit_optimizer.traces.text_files import recording_of, tcx, written


class TestTcx(TraceFormatConformance):
    """The conformance of `tcx_file.py`."""

    name = "TCX"
    file = "leading_blanks.tcx"


@pytest.mark.parametrize(
    "before",
    [
        b"",
        b"  \n\t",
        b"\xef\xbb\xbf",
        b"\n\xef\xbb\xbf \r\n",
        b"\0\0",
        b" " * 70_000,
        "\u00a0\u2028".encode(),
        b"<!-- exported -->\n",
    ],
)
def test_blanks_and_marks_before_the_declaration_are_passed_over(
    tmp_path: Path, before: bytes
) -> None:
    path = tmp_path / "ride.tcx"
    path.write_bytes(before + tcx().encode())
    assert recording_of(path).count == 30
    assert not any("damaged" in said for said in recording_of(path).losses)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_read_with_and_without_its_mark(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "ride.tcx"
    path.write_bytes(f" \n{tcx()}".replace('encoding="UTF-8"', "").encode(encoding))
    assert recording_of(path).count == 30


def test_tcx_gives_power_and_cadence(tmp_path: Path) -> None:
    ride = recording_of(written(tmp_path, tcx(), "ride.tcx"))
    np.testing.assert_allclose(ride.time_s, np.arange(30.0))
    np.testing.assert_allclose(ride.power_w, 205.0)
    np.testing.assert_allclose(ride.cadence_rpm, 88.0)
    assert not ride.has_pedalling_figures


def test_cut_tcx_is_used_up_to_the_cut(tmp_path: Path) -> None:
    text = tcx()
    ride = recording_of(written(tmp_path, text[: len(text) // 2], "ride.tcx"))
    assert 10 < ride.count < 20
    assert any("cut short" in sentence for sentence in ride.losses)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (tcx(watts=""), "holds no power"),
        (tcx(sport="Running"), "recorded as running"),
        (
            tcx().replace("<TrainingCenter", '<!DOCTYPE a [<!ENTITY b "bbbb">]><TrainingCenter', 1),
            "document type",
        ),
        ("<gpx><trk/></gpx>", "GPX"),
        ("<html><body>", "web page"),
        ("<a/>", "not a recording"),
        ("<TrainingCenterDatabase><Activities>", "damaged"),
        ("<TrainingCenterDatabase/>", "holds no records"),
    ],
)
def test_unusable_xml_is_refused_in_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(TraceError, match=sentence):
        read_trace(written(tmp_path, text, "ride.tcx"))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [(b"\x1f\x8b\x08", "gzip"), (b"PK\x03\x04", "ZIP"), (b"\x0e\x10", "not a FIT"), (b"", "empty")],
)
def test_other_files_are_refused_in_one_sentence(
    tmp_path: Path, data: bytes, sentence: str
) -> None:
    path = tmp_path / "ride.fit"
    path.write_bytes(data)
    with pytest.raises(TraceError, match=sentence):
        read_trace(path)


def test_missing_file_and_folder_are_refused_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(TraceError, match="There is no file"):
        read_trace(tmp_path / "none.fit")
    with pytest.raises(TraceError, match="folder"):
        read_trace(tmp_path)
