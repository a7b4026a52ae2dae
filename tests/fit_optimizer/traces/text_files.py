"""Text recordings written for a test, and what the reader makes of them."""

from __future__ import annotations

from pathlib import Path

from fit_optimizer.traces import Recording, TorqueCurve, read_trace
from rider_models.arrays import Array


def written(tmp_path: Path, text: str, name: str = "trace.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def table(headings: str, *columns: Array, separator: str = ",") -> str:
    rows = [separator.join(f"{value:.6f}" for value in row) for row in zip(*columns, strict=True)]
    return "\n".join([headings, *rows]) + "\n"


def curve_of(path: Path, crank_length_mm: float | None = None) -> TorqueCurve:
    curve = read_trace(path, crank_length_mm).curve
    assert curve is not None
    return curve


def recording_of(path: Path) -> Recording:
    recording = read_trace(path).recording
    assert recording is not None
    return recording


TCX = """<?xml version="1.0" encoding="UTF-8"?>
<TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"
 xmlns:ns3="http://www.garmin.com/xmlschemas/ActivityExtension/v2"><Activities>
<Activity Sport="{sport}"><Lap><Cadence>99</Cadence><Track>{points}</Track></Lap></Activity>
</Activities></TrainingCenterDatabase>"""
POINT = """<Trackpoint><Time>2021-07-22T18:52:{second:02d}.000Z</Time><Cadence>88</Cadence>
<Extensions><ns3:TPX>{watts}</ns3:TPX></Extensions></Trackpoint>"""
WATTS = "<ns3:Watts>205</ns3:Watts>"


def tcx(sport: str = "Biking", watts: str = WATTS) -> str:
    points = "".join(POINT.format(second=second, watts=watts) for second in range(30))
    return TCX.format(sport=sport, points=points)
