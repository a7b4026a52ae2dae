"""Files that never end, never answer or are nested without end: one sentence, at once."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from fit_optimizer.traces import TraceError, read_measured, read_trace
from fit_optimizer.traces.file_start import LARGEST_BYTES
from tests.fit_optimizer.traces.text_files import TCX, tcx, written

OPEN_TCX = TCX.partition("{points}")[0].format(sport="Biking")
A_MOMENT_S = 5.0
"""Processor time, which other programs do not take; each takes a few hundredths of a second."""


def refused(path: Path, sentence: str) -> None:
    start = time.process_time()
    with pytest.raises(TraceError, match=sentence) as caught:
        read_measured(path)
    assert time.process_time() - start < A_MOMENT_S
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) <= 300


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names are POSIX's")
def test_a_pipe_that_nobody_writes_to_is_refused_at_once(
    tmp_path: Path, run_here: Callable[..., tuple[int, str, str]]
) -> None:
    os.mkfifo(tmp_path / "ride.fit")
    refused(tmp_path / "ride.fit", "device or a pipe")
    code, _, said = run_here("trace", "ride.fit")
    assert code == 2
    assert said.count("\n") == 1


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="devices are POSIX's")
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null"])
def test_a_device_is_refused_at_once(device: str) -> None:
    refused(Path(device), "device or a pipe")


@pytest.mark.parametrize("name", ["a\0b.fit", "x" * 4000, "no/such/folder/ride.fit", "."])
def test_names_that_no_file_has_are_refused(tmp_path: Path, name: str) -> None:
    refused(Path(f"{tmp_path}/{name}"), "cannot be read|no name|no file|folder")


def test_a_file_larger_than_any_ride_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "ride.csv"
    with path.open("wb") as handle:
        handle.truncate(LARGEST_BYTES + 1)
    refused(path, "MB large")


@pytest.mark.parametrize(
    "text",
    [
        f"{OPEN_TCX}<!-- {'a' * 3_000_000}",
        f"{OPEN_TCX}<Trackpoint {'a' * 3_000_000}",
        f"{OPEN_TCX}<![CDATA[{'a' * 3_000_000}",
        f"{OPEN_TCX}{'<a>' * 300}",
        f"{OPEN_TCX}<a {' '.join(f'a{n}=' + chr(34) * 2 for n in range(200_000))}",
    ],
    ids=["comment", "tag", "text", "nesting", "attributes"],
)
def test_xml_without_end_is_refused(tmp_path: Path, text: str) -> None:
    refused(written(tmp_path, text, "ride.tcx"), "never ends|nested|damaged")


def test_entities_are_refused_before_they_expand(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;"><!ENTITY d "&c;&c;">]>'
    text = tcx().replace("<TrainingCenter", f"{bomb}<TrainingCenter", 1)
    refused(written(tmp_path, text, "ride.tcx"), "document type")


@pytest.mark.parametrize(
    "text",
    [
        "time_s,power_w,cadence_rpm\n" + '0,"200,90\n' + "1,200,90\n" * 40_000,
        "time_s,power_w,cadence_rpm\n" + "9" * 60_000 + ",200,90\n",
        "time_s,power_w," + "," * 60_000 + "\n1,2,3\n",
        "time_s,power_w,cadence_rpm\n1,2,3" + "0" * 70_000,
    ],
    ids=["quote", "digits", "columns", "line"],
)
def test_tables_without_end_are_read_or_refused(tmp_path: Path, text: str) -> None:
    start = time.process_time()
    with pytest.raises(TraceError):
        read_measured(written(tmp_path, text))
    assert time.process_time() - start < A_MOMENT_S


@pytest.mark.parametrize(
    ("limit", "value", "text", "name"),
    [
        ("xml_elements.MOST_ELEMENTS", 60, tcx(), "ride.tcx"),
        ("garmin_messages.MOST_FIELDS", 150, "", "ride.fit"),
        (
            "goldencheetah_json.MOST_EVENTS",
            100,
            '{"RIDE": {"SAMPLES": ['
            + ",".join(f'{{"SECS": {s}, "WATTS": 200, "CAD": 90}}' for s in range(60))
            + "]}}",
            "ride.json",
        ),
    ],
)
def test_very_long_files_are_read_as_far_as_the_limit(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fit_bytes: Callable[..., bytes],
    pedalling: Callable[..., object],
    limit: str,
    value: int,
    text: str,
    name: str,
) -> None:
    module, _, constant = limit.partition(".")
    monkeypatch.setattr(f"fit_optimizer.traces.formats.{module}.{constant}", value)
    if module == "goldencheetah_json":
        monkeypatch.setattr(f"fit_optimizer.traces.formats.{module}.CHUNK_BYTES", 256)
    if module == "xml_elements":
        monkeypatch.setattr(f"fit_optimizer.traces.formats.{module}.CHUNK_BYTES", 1024)
    data = text.encode() or fit_bytes([pedalling(s) for s in range(30)])
    (tmp_path / name).write_bytes(data)
    recording = read_trace(tmp_path / name).recording
    assert recording is not None
    assert 2 <= recording.count <= 28
    assert any("only its beginning" in sentence for sentence in recording.losses)
