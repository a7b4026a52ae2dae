"""`pedalfit emg` compares a recording with a set-up's stroke; a stroke's own activations compare perfectly."""

import json
from pathlib import Path

import numpy as np
import pytest

from fit_optimizer.emg.compare import compare_emg, expected_activation
from fit_optimizer.emg.cycles import ANGLES_DEG, Reading, read_emg
from rider_models.data_tables import DATA
from sim.muscle_phases import group_activation
from tests.fit_optimizer.emg.recordings import recording, written
from tests.strategies import seated

TURBO = Path(__file__).parents[3] / "examples" / "turbo_rider.toml"


@pytest.fixture(scope="module")
def stroke():
    return seated().simulate(activation_dynamics=False)


def own_recording(path, stroke, later_deg=0.0):
    """A recording whose envelopes are the stroke's own activations, later by some degrees."""
    columns = recording(rate_hz=200, seconds=15, raw=False)
    angle = columns["crank_angle_deg"]
    del columns["biceps_femoris"]
    for name, group, side in (("vastus_lateralis", "vasti", 0), ("soleus_left", "soleus", 180)):
        curve = group_activation(stroke.right)[group]
        at = 360 * np.arange(len(curve)) / len(curve)
        columns[name] = np.interp(angle - side - later_deg, at, curve, period=360)
    return written(path, columns)


def test_a_strokes_own_activations_come_back_with_the_delay_that_was_put_on(tmp_path, stroke):
    found = compare_emg(read_emg(own_recording(tmp_path / "a.csv", stroke)), stroke, 0.0)
    later = compare_emg(read_emg(own_recording(tmp_path / "b.csv", stroke, 30.0)), stroke, 0.0)
    for one, other in zip(found.muscles, later.muscles, strict=True):
        assert one.correlation > 0.9
        assert -25 < one.lag_deg < 0  # the activation dynamics make the measured one come later
        assert other.lag_deg - one.lag_deg == pytest.approx(-30, abs=3)


def test_a_delay_moves_the_measured_activation_by_its_crank_angle():
    curve = np.exp(4 * np.cos(np.deg2rad(ANGLES_DEG - 90)) - 4)
    at_once, later = (expected_activation(curve, 60, delay) for delay in (0.0, 50.0))
    assert later == pytest.approx(np.roll(at_once, 18), abs=1e-9)  # 50 ms at 360 deg/s


def test_a_recording_without_a_phase_is_turned_to_fit(tmp_path, stroke):
    path = own_recording(tmp_path / "a.csv", stroke)
    text = path.read_text(encoding="utf-8").replace("crank_angle_deg", "torque")
    path.write_text(text, encoding="utf-8")
    found = compare_emg(read_emg(path, Reading(cadence_rpm=80)), stroke, 0.0)
    assert found.turned_deg is not None
    assert all(m.correlation > 0.85 for m in found.muscles)


def test_the_command_writes_table_document_and_picture(run_here, tmp_path):
    out = tmp_path / "emg.json"
    code, said, _ = run_here(
        "emg",
        str(DATA / "emg_wilkinson_2020.csv"),
        "--against",
        str(TURBO),
        "--set",
        "cadence_rpm=70",
        "--json",
        str(out),
        "--plot",
        str(tmp_path / "emg.svg"),
    )
    assert code == 0
    assert "vastus lateralis" in said
    document = json.loads(out.read_text(encoding="utf-8"))
    assert document["schema"] == "pedalfit.emg/1"
    vastus = next(m for m in document["muscles"] if m["muscle"] == "vastus_lateralis")
    assert len(vastus["mean"]) == 360
    assert vastus["simulated"]["correlation"] > 0.7
    svg = (tmp_path / "emg.svg").read_text(encoding="utf-8")
    assert "vastus lateralis" in svg


def test_a_page_that_was_written_is_named(run_here, tmp_path):
    code, said, _ = run_here("emg", str(DATA / "emg_wilkinson_2020.csv"), "--page", "emg.html")
    assert code == 0
    assert "Written: emg.html" in said
    assert (tmp_path / "emg.html").is_file()


def test_a_refused_recording_ends_with_exit_code_2_and_writes_nothing(run_here, tmp_path):
    columns = recording(rate_hz=100, seconds=3, raw=False)
    path = written(tmp_path / "short.csv", columns)
    code, _, said = run_here("emg", str(path), "--json", str(tmp_path / "emg.json"))
    assert code == 2
    assert "5 are wanted at least" in said
    assert not (tmp_path / "emg.json").exists()
