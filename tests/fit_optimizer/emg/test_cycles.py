"""What was put into a recording comes out over the crank: mean, spread, onset and offset, side and phase."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fit_optimizer.emg.cycles import ANGLES_DEG, Reading, burst, read_emg
from fit_optimizer.emg.envelopes import kind_of
from fit_optimizer.emg.table import EmgError
from rider_models.data_tables import DATA
from tests.fit_optimizer.emg.recordings import SHAPES, envelope_at, recording, written


def on_off(name: str, threshold: float = 0.2) -> tuple[float, float]:
    """Where the envelope that was put in crosses the threshold, by the inverse of its formula."""
    peak, sharp = SHAPES[name]
    least = np.exp(-2 * sharp)
    half = np.rad2deg(np.arccos(1 + np.log(least + threshold * (1 - least)) / sharp))
    return (peak - half) % 360, (peak + half) % 360


def apart(one: float, other: float) -> float:
    return abs((one - other + 180) % 360 - 180)


@pytest.fixture(scope="module")
def raw(tmp_path_factory):
    return written(tmp_path_factory.mktemp("emg") / "raw.csv", recording(seconds=40, wobble=20))


def test_the_envelope_under_raw_noise_is_found_again(raw):
    cycles = read_emg(raw)
    assert cycles.cadence_rpm == pytest.approx(80, rel=0.01)
    assert 50 <= cycles.revolutions <= 53
    for muscle in cycles.muscles:
        name = muscle.channel.name
        shift = 180 if muscle.channel.side == "left" else 0
        put_in = envelope_at(name, ANGLES_DEG + shift)
        assert muscle.kind == "raw"
        assert np.corrcoef(muscle.mean, put_in)[0, 1] > 0.985
        on, off = on_off(name)
        assert apart(muscle.on_deg, on - shift) < 12
        assert apart(muscle.off_deg, off - shift) < 12
        assert 0 < muscle.spread.max() < 0.5


@pytest.mark.parametrize(("sign", "decimal"), [(",", "."), (";", ","), ("\t", ".")])
def test_envelopes_are_read_however_cells_are_parted(tmp_path, sign, decimal):
    columns = recording(rate_hz=100, seconds=15, raw=False)
    path = written(tmp_path / "e.csv", columns, sign, decimal)
    for muscle in read_emg(path).muscles:
        name, shift = muscle.channel.name, 180 if muscle.channel.side == "left" else 0
        assert muscle.kind == "envelope"
        assert muscle.mean == pytest.approx(envelope_at(name, ANGLES_DEG + shift), abs=0.06)
        assert apart(muscle.on_deg, on_off(name)[0] - shift) < 4


def test_a_pulse_a_revolution_tells_the_same_as_a_crank_angle(tmp_path):
    columns = recording(rate_hz=200, seconds=20, raw=False)
    by_angle = read_emg(written(tmp_path / "a.csv", columns))
    angle = columns.pop("crank_angle_deg")
    columns["tdc"] = ((angle + 40) % 360 < 12).astype(float) * 5  # rises at 320 deg
    by_pulse = read_emg(written(tmp_path / "p.csv", columns), Reading(pulse_deg=320))
    assert by_pulse.cadence_rpm == pytest.approx(by_angle.cadence_rpm, rel=0.002)
    for one, other in zip(by_angle.muscles, by_pulse.muscles, strict=True):
        assert one.mean == pytest.approx(other.mean, abs=0.03)


def test_a_stated_cadence_gives_curves_of_an_unknown_phase(tmp_path):
    columns = recording(rate_hz=200, seconds=20, raw=False)
    del columns["crank_angle_deg"]
    path = written(tmp_path / "c.csv", columns)
    found = read_emg(path, Reading(cadence_rpm=83))
    assert not found.phase_known
    assert found.cadence_rpm == pytest.approx(80, rel=0.01)
    first, second, _ = found.muscles
    assert apart(second.peak_deg - first.peak_deg, 90) < 4


def test_angles_in_radians_named_so_and_counted_on_are_the_same_recording(tmp_path):
    columns = recording(rate_hz=100, seconds=12, raw=False)
    plain = read_emg(written(tmp_path / "d.csv", columns))
    unwrapped = np.unwrap(np.deg2rad(columns.pop("crank_angle_deg")))
    radians = read_emg(written(tmp_path / "r.csv", {**columns, "crank_angle_rad": unwrapped}))
    for one, other in zip(plain.muscles, radians.muscles, strict=True):
        assert one.mean == pytest.approx(other.mean, abs=1e-3)


def test_revolutions_that_last_too_long_are_left_out(tmp_path):
    columns = recording(rate_hz=100, seconds=20, raw=False)
    time = columns["time_s"]
    stopped = np.where(time < 10, time, np.maximum(time - 3, 10))  # coasts from 10 to 13 s
    angle = 100 + 480 * stopped
    columns["crank_angle_deg"] = angle % 360
    found = read_emg(written(tmp_path / "w.csv", columns))
    assert found.left_out == 1
    assert found.cadence_rpm == pytest.approx(80, rel=0.02)


@pytest.mark.parametrize("name", ["emg_wilkinson_2020.csv", "emg_li_caldwell_1998.csv"])
def test_mean_curves_of_studies_are_read_as_they_are(name):
    found = read_emg(DATA / name)
    assert found.revolutions is None
    vastus = next(m for m in found.muscles if m.channel.electrode.muscle == "vastus_lateralis")
    assert 300 < vastus.on_deg < 345  # before the top
    assert 105 < vastus.off_deg < 140
    assert vastus.mean.max() == pytest.approx(1, abs=0.01)


def test_a_mean_curve_has_the_cadence_that_is_told():
    wilkinson = DATA / "emg_wilkinson_2020.csv"
    assert read_emg(wilkinson).cadence_rpm is None
    assert read_emg(wilkinson, Reading(cadence_rpm=70)).cadence_rpm == 70
    with pytest.raises(EmgError, match="allowed is 20 to 220"):
        read_emg(wilkinson, Reading(cadence_rpm=-3))


@given(st.floats(0, 359), st.floats(1, 12), st.floats(0.05, 0.6))
def test_a_burst_ends_where_its_formula_crosses_the_threshold(peak, sharp, threshold):
    curve = np.exp(sharp * (np.cos(np.deg2rad(ANGLES_DEG - peak)) - 1))
    on, off = burst(curve, threshold)
    least = np.exp(-2 * sharp)
    half = np.rad2deg(np.arccos(1 + np.log(least + threshold * (1 - least)) / sharp))
    assert apart(on, peak - half) < 1
    assert apart(off, peak + half) < 1


@pytest.mark.parametrize("rate_hz", [1925.926, 2000.0])
def test_times_rounded_to_a_millisecond_are_those_of_an_even_recording(tmp_path, rate_hz):
    columns = recording(rate_hz=rate_hz, seconds=6)
    exact = read_emg(written(tmp_path / "exact.csv", columns))
    rounded = read_emg(
        written(tmp_path / "rounded.csv", {**columns, "time_s": columns["time_s"].round(3)})
    )
    assert rounded.rate_hz == pytest.approx(rate_hz, rel=1e-3)
    for one, other in zip(exact.muscles, rounded.muscles, strict=True):
        assert one.mean == pytest.approx(other.mean, abs=0.01)


def test_a_few_texts_among_the_numbers_are_filled_and_times_given_twice_are_one(tmp_path):
    columns = recording(rate_hz=100, seconds=10, raw=False)
    path = written(tmp_path / "e.csv", columns)
    whole = read_emg(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    cells = lines[300].split(",")
    lines[300] = ",".join([*cells[:2], "off", *cells[3:]])
    doubled = "\n".join(f"{line},{line.split(',')[0]}" for line in lines)
    path.write_text(doubled, encoding="utf-8")
    for one, other in zip(whole.muscles, read_emg(path).muscles, strict=True):
        assert one.mean == pytest.approx(other.mean, abs=0.01)


def test_a_flat_curve_has_no_burst():
    assert burst(np.ones(360), 0.2) is None


@settings(max_examples=15)
@given(st.floats(500, 2500), st.integers(0, 99), st.floats(-3, 3))
def test_raw_recordings_and_envelopes_are_told_apart(rate_hz, seed, offset):
    for name in SHAPES:
        raw = recording(rate_hz=rate_hz, seconds=5, seed=seed)[name] + offset
        smooth = recording(rate_hz=rate_hz, seconds=5, raw=False)[name]
        assert kind_of(raw, rate_hz) == "raw"
        assert kind_of(smooth, rate_hz) == "envelope"
