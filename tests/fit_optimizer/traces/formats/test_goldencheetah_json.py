"""GoldenCheetah's JSON: keys, marks of `not known`, old encodings, limits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fit_optimizer.traces import TraceError, read_trace
from tests.fit_optimizer.traces.formats.conformance import DATA, TraceFormatConformance
from tests.fit_optimizer.traces.text_files import recording_of, written


class TestGoldenCheetah(TraceFormatConformance):
    """The conformance of `goldencheetah_json.py`."""

    name = "GoldenCheetah JSON"
    file = "goldencheetah.json"


def ride(*, tags: dict[str, str] | None = None, count: int = 30, **changes: Any) -> dict[str, Any]:
    sample = {"WATTS": 200, "CAD": 90, "LRBALANCE": 48, "LTE": 80, "RTE": 75, "LPS": 22, "RPS": 21}
    sample |= changes
    samples = [{"SECS": s, **sample} for s in range(count)]
    return {
        "RIDE": {
            "DEVICETYPE": "x",
            "TAGS": tags or {},
            "SAMPLES": samples,
            "XDATA": [{"NAME": "EXTRA", "SAMPLES": [{"SECS": 1, "WATTS": 999, "VALUES": [1, 2]}]}],
        }
    }


def read(tmp_path: Path, document: dict[str, Any]) -> Any:
    return recording_of(written(tmp_path, json.dumps(document), "ride.json"))


def test_every_key_of_the_stroke_is_read(tmp_path: Path) -> None:
    phases = {"LPPB": 350, "LPPE": 190, "RPPB": -5, "RPPE": 195, "LPPPB": 60, "LPPPE": 120}
    recording = read(tmp_path, ride(LPCO=2, RPCO=-3, RPPPB=61, RPPPE=121, **phases))
    assert recording.sides == "both"
    assert recording.count == 30
    np.testing.assert_allclose(recording.balance_right_pct, 52.0)
    np.testing.assert_allclose(recording.left.torque_effectiveness_pct, 80.0)
    np.testing.assert_allclose(recording.right.pedal_smoothness_pct, 21.0)
    np.testing.assert_allclose(recording.left.power_phase_start_deg, 350.0)
    np.testing.assert_allclose(recording.right.power_phase_start_deg, 355.0)
    np.testing.assert_allclose(recording.right.peak_power_phase_end_deg, 121.0)
    np.testing.assert_allclose(recording.right.platform_offset_mm, -3.0)


def test_a_share_that_is_not_known_is_not_sent(tmp_path: Path) -> None:
    assert np.isnan(read(tmp_path, ride(LRBALANCE=-255)).balance_right_pct).all()


@pytest.mark.parametrize("word", ["NaN", "nan", "Infinity", "-inf"])
def test_a_number_that_is_none_loses_its_own_sample_alone(tmp_path: Path, word: str) -> None:
    text = json.dumps(ride(count=3000)).replace('"WATTS": 200', f'"WATTS": {word}', 7)
    recording = recording_of(written(tmp_path, text, "ride.json"))
    assert recording.count == 3000
    assert np.isnan(recording.power_w[:7]).all()
    np.testing.assert_allclose(recording.power_w[7:], 200.0)
    assert not any("damaged" in said for said in recording.losses)


def test_another_sport_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TraceError, match="recorded as run"):
        read(tmp_path, ride(tags={"Sport": "Run"}))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_old_and_marked_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    text = (DATA / "goldencheetah.json").read_text().replace("synthetic", "M\u00fcller")
    (tmp_path / "ride.json").write_bytes(f"\n  {text}".encode(encoding))
    recording = recording_of(tmp_path / "ride.json")
    assert recording.count == 30
    assert recording.device.startswith("M")


def test_a_ride_cut_short_gives_the_samples_before_the_cut(tmp_path: Path) -> None:
    text = (DATA / "goldencheetah.json").read_text()
    recording = recording_of(written(tmp_path, text[: len(text) // 2], "ride.json"))
    assert 10 <= recording.count <= 16
    assert any("cut short" in sentence for sentence in recording.losses)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"schema": "pedalfit.fit/1"}', "not a ride that GoldenCheetah wrote"),
        ("[1, 2, 3]", "not a ride that GoldenCheetah wrote"),
        ('{"RIDE": {"SAMPLES": []}}', "holds no records"),
        ('{"RIDE": {"SAMPLES": [{"SECS": 0, "WATTS": "many"}]}}', "holds no power"),
        ('{"RIDE": [', "damaged"),
        ('{"RIDE":' + "[" * 100_000, "nested|damaged"),
        ('{"RIDE": {"X": ' + "9" * 3_000_000, "never ends|damaged"),
        ('{"RIDE": {"X": "' + "a" * 3_000_000, "never ends"),
        ("<html><body>no</body></html>", "web page"),
    ],
)
def test_unusable_json_is_refused_in_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(TraceError, match=sentence):
        read_trace(written(tmp_path, text, "ride.json"))


def test_an_integer_of_thousands_of_digits_loses_no_more_than_what_follows(tmp_path: Path) -> None:
    text = json.dumps(ride()).replace('{"SECS": 20', '{"WATTS": ' + "9" * 6000 + ', "SECS": 20')
    recording = recording_of(written(tmp_path, text, "ride.json"))
    assert recording.count >= 20
    assert recording.losses
