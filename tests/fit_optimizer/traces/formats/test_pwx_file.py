"""TrainingPeaks PWX: samples, sports, and the figures that GoldenCheetah adds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fit_optimizer.traces import TraceError, read_measured, read_trace
from tests.fit_optimizer.traces.formats.conformance import TraceFormatConformance
from tests.fit_optimizer.traces.text_files import recording_of, written

SAMPLE = "<sample><timeoffset>{s}</timeoffset><pwr>200</pwr>{more}<cad>90</cad></sample>"


class TestPwx(TraceFormatConformance):
    """The conformance of `pwx_file.py`."""

    name = "PWX"
    file = "trainingpeaks.pwx"


def pwx(more: str = "", sport: str = "Bike", head: str = "", count: int = 30) -> str:
    samples = "".join(SAMPLE.format(s=s, more=more) for s in range(count))
    return (
        '<?xml version="1.0"?><pwx xmlns="http://www.peaksware.com/PWX/1/0" version="1.0"><workout>'
        f"{head}<sportType>{sport}</sportType>{samples}</workout></pwx>"
    )


def test_the_right_legs_power_gives_the_balance(tmp_path: Path) -> None:
    ride = recording_of(written(tmp_path, pwx("<pwrright>104</pwrright>"), "ride.pwx"))
    np.testing.assert_allclose(ride.balance_right_pct, 52.0)
    assert ride.sides == "both"


def test_effectiveness_and_smoothness_are_read_where_they_are_sent(tmp_path: Path) -> None:
    more = (
        "<torque_effectiveness_left>80</torque_effectiveness_left>"
        "<torque_effectiveness_right>75</torque_effectiveness_right>"
        "<pedal_smoothness_left>22</pedal_smoothness_left>"
        "<pedal_smoothness_right>21</pedal_smoothness_right>"
    )
    ride = recording_of(written(tmp_path, pwx(more), "ride.pwx"))
    np.testing.assert_allclose(ride.left.torque_effectiveness_pct, 80.0)
    np.testing.assert_allclose(ride.right.pedal_smoothness_pct, 21.0)
    assert read_measured(tmp_path / "ride.pwx").table.sides == "both"


def test_power_and_cadence_alone_are_shown_but_not_compared(tmp_path: Path) -> None:
    path = written(tmp_path, pwx(), "ride.pwx")
    assert read_measured(path, to_compare=False).table.used == 25
    with pytest.raises(TraceError, match="no pedalling figures"):
        read_measured(path)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (pwx(sport="Run"), "recorded as run"),
        (pwx(count=0), "holds no records"),
        (pwx().replace("pwr", "hr"), "holds no power"),
        ("<pwx><workout>", "damaged"),
        ('<!DOCTYPE a [<!ENTITY b "bb">]><pwx>&b;</pwx>', "document type|XML"),
    ],
)
def test_unusable_pwx_is_refused_in_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(TraceError, match=sentence):
        read_trace(written(tmp_path, text, "ride.pwx"))


def test_the_recording_device_is_named_on_one_line(tmp_path: Path) -> None:
    head = "<device><make>Some\nmaker&#x9;</make><model>Two\u202ex</model></device>"
    ride = recording_of(written(tmp_path, pwx(head=head), "ride.pwx"))
    assert ride.device == "power meter of a Some maker Two\\u202ex"


def test_two_workouts_that_both_count_from_0_are_both_kept(tmp_path: Path) -> None:
    second = pwx(count=200).partition("<workout>")[2]
    text = pwx(count=200).replace("</pwx>", f"<workout>{second}")
    ride = recording_of(written(tmp_path, text, "ride.pwx"))
    assert ride.count == 400
    assert np.all(np.diff(ride.time_s) > 0.0)
