"""The recording and the simulation are compared side by side, in the right units."""

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import read_set_up, with_values
from fit_optimizer.trace_check.bins import (
    CheckedBin,
    TraceCheck,
    bin_errors,
    check_bin,
    check_trace,
    mean_errors,
    metric_error,
    rms_errors,
    rms_errors_in_spreads,
)
from fit_optimizer.trace_check.trace_document import check_document, trace_document
from fit_optimizer.trace_check.verdict import CLOSE, FAIR, closeness, verdict
from fit_optimizer.traces import BinTable, Measured, read_bins_csv, read_measured
from tests.fit_optimizer.workers.in_this_process import InThisProcess

ROOT = Path(__file__).parents[3]
RIDE = ROOT.parent / "shared" / "traces" / "assioma_duo_turbo.fit"
BINS = read_bins_csv(ROOT / "examples" / "turbo_ride_bins.csv")
TURBO = read_set_up(ROOT / "examples" / "turbo_rider.toml")
needs_ride = pytest.mark.skipif(not RIDE.exists(), reason="../shared/traces is absent")


def checked(recorded: dict, simulated: dict, spread: dict | None = None) -> CheckedBin:
    return CheckedBin(200, 80, 100, recorded, spread or {}, simulated, "" if simulated else "no")


def table(*bins, sides="both") -> BinTable:
    return BinTable(bins, 100, 100, {}, sides, "a meter", ())


def check_of(*bins: CheckedBin, sides="both") -> TraceCheck:
    return TraceCheck("ride.fit", table(*BINS[: len(bins)], sides=sides), bins, None, ())


def test_angles_are_compared_the_short_way_round():
    assert metric_error("power_phase_start_deg", 5, 355) == 10
    assert metric_error("power_phase_start_deg", 355, 5) == -10
    assert metric_error("torque_effectiveness_pct", 90, 80) == 10


def test_combined_smoothness_is_never_compared_with_a_pedals():
    bins = [
        checked(
            {"both": {"combined_smoothness_pct": 48.0}},
            {"left": {"pedal_smoothness_pct": 20.0}, "both": {"combined_smoothness_pct": 50.0}},
        )
    ]
    assert rms_errors(bins) == {"combined_smoothness_pct": 2.0}


def test_a_bin_without_a_simulation_counts_for_nothing():
    left = {"left": {"pedal_smoothness_pct": 20.0}}
    bins = [checked(left, {}), checked(left, {"left": {"pedal_smoothness_pct": 23.0}})]
    assert rms_errors(bins) == {"pedal_smoothness_pct": 3.0}
    assert "1 further bin cannot be ridden" in verdict(check_of(*bins))
    assert "could not be compared" in verdict(check_of(bins[0]))


def test_errors_are_given_in_the_recordings_own_spread_but_never_below_a_meters_step():
    recorded = {"left": {"torque_effectiveness_pct": 80.0, "power_phase_end_deg": 190.0}}
    spread = {"left": {"torque_effectiveness_pct": 2.0, "power_phase_end_deg": 0.0}}
    simulated = {"left": {"torque_effectiveness_pct": 83.0, "power_phase_end_deg": 193.0}}
    bins = [checked(recorded, simulated, spread)]
    assert rms_errors_in_spreads(bins) == {
        "torque_effectiveness_pct": pytest.approx(1.5),
        "power_phase_end_deg": pytest.approx(3.0 / 1.40625),
    }
    assert mean_errors(bins)["torque_effectiveness_pct"] == pytest.approx(3.0)
    document = check_document(check_of(*bins)).as_json()
    assert document["bins"][0]["error"]["left"]["torque_effectiveness_pct"] == 3.0
    assert document["bins"][0]["error_in_spreads"]["left"]["torque_effectiveness_pct"] == 1.5
    json.dumps(document, allow_nan=False)


def test_the_words_follow_the_worst_metric():
    close = dict.fromkeys(CLOSE, 0.0)
    close["power_phase_start_deg"] = close.pop("deg")
    assert closeness(close) == "closely"
    assert closeness({**close, "power_phase_start_deg": 13.0}) == "fairly"
    assert closeness({**close, "balance_right_pct": 20.0}) == "poorly"


def test_one_sided_meter_is_compared_on_its_side_only_and_said_so():
    """The left pedal's figures of a bin of the ride, as a one-sided meter would send them."""
    ridden = replace(
        BINS[4],
        right=replace(BINS[4].right, **dict.fromkeys(LEG_NAMES, BINS[4].left.platform_offset_mm)),
        balance_right_pct=BINS[4].left.platform_offset_mm,
    )
    check = check_trace(
        TURBO, Measured("left.fit", table(ridden, sides="left"), None), InThisProcess()
    )
    assert {one.side for one in bin_errors(check.bins[0])} == {"left"}
    assert "left leg only" in verdict(check)


LEG_NAMES = [name for name in BINS[4].right.__slots__ if name != "platform_offset_mm"]


def test_a_stronger_left_leg_is_seen_in_the_balance():
    stronger = with_values(TURBO, {"strength": {"left": 1.1, "right": 1.0}})
    found = check_bin(stronger, BINS[7]).simulated
    assert found["both"]["balance_right_pct"] < 48
    assert check_bin(TURBO, BINS[7]).simulated["both"]["balance_right_pct"] == pytest.approx(50)


def ride_curve(tmp_path: Path, text: str) -> Measured:
    path = tmp_path / "curve.csv"
    path.write_text(text)
    return read_measured(path, 1000 * seat_rider(TURBO).bicycle.crank_length_m)


def own_stroke(turn: int = 0, factor: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """Crank angle and torque of the simulation itself, at the set-up's power and cadence."""
    stroke = seat_rider(TURBO).simulate()
    return np.arange(0.0, 360.0, 6.0), factor * np.roll(stroke.right.crank_torque, turn)


def rows(*columns: np.ndarray) -> str:
    return "".join(",".join(f"{v:.5f}" for v in row) + "\n" for row in zip(*columns, strict=True))


def test_a_curve_that_is_the_simulations_own_matches_it_exactly(tmp_path):
    angle, torque = own_stroke()
    heading = "crank_angle_deg,cadence_rpm,left_torque_nm,right_torque_nm\n"
    measured = ride_curve(tmp_path, heading + rows(angle, 0 * angle + 81, torque, torque))
    check = check_trace(TURBO, measured, InThisProcess())
    curve = check.curve
    assert curve.power_w == pytest.approx(200, rel=0.01)
    assert curve.cadence_rpm == pytest.approx(81)
    for pair in curve.pairs.values():
        assert pair.rms_error_nm < 0.6
        assert pair.correlation > 0.999
    sizes = [one["dead_centre_size_pct"] for one in curve.dead_spots.values()]
    assert sizes[0] == pytest.approx(sizes[1], abs=2)
    assert "follows the recorded curve closely" in verdict(check)
    document = check_document(check).as_json()
    json.dumps(document, allow_nan=False)
    assert len(document["curve"]["legs"]["left"]["simulated"]) == 180


def test_one_leg_turned_by_30_deg_is_said_to_be_30_deg_off(tmp_path):
    angle, torque = own_stroke(turn=5)
    measured = ride_curve(
        tmp_path,
        "crank_angle_deg,cadence_rpm,right_force_n\n" + rows(angle, 0 * angle + 81, torque / 0.175),
    )
    check = check_trace(TURBO, measured, InThisProcess())
    (pair,) = check.curve.pairs.values()
    shift = metric_error("x_deg", float(pair.simulated.argmax()), float(pair.recorded.argmax()))
    assert shift == pytest.approx(-30, abs=4)
    assert pair.correlation < 0.95
    assert "deg early" in verdict(check)
    assert any("other was taken as alike" in note for note in check.curve.notes)


def test_a_curve_without_a_top_dead_centre_is_turned_to_where_it_fits(tmp_path):
    _, torque = own_stroke()
    time = np.arange(0.0, 12.0, 0.01)
    turned = np.mod(6.0 * 81.0 * time + 77.0, 360.0)
    value = np.interp(turned, np.arange(0.0, 361.0, 6.0), np.append(torque, torque[0]))
    measured = ride_curve(
        tmp_path, "time_s,cadence_rpm,right_torque_nm\n" + rows(time, 0 * time + 81, value)
    )
    check = check_trace(TURBO, measured, InThisProcess())
    (pair,) = check.curve.pairs.values()
    assert pair.correlation > 0.99
    assert not check.curve.positions_known
    assert not any(
        word in verdict(check).rpartition("correlation")[2] for word in ("late", "early")
    )


def test_total_torque_is_compared_with_both_legs_together(tmp_path):
    stroke = seat_rider(TURBO).simulate()
    angle = np.arange(0.0, 360.0, 6.0)
    measured = ride_curve(
        tmp_path,
        "crank_angle_deg,cadence_rpm,total_torque_nm\n"
        + rows(angle, 0 * angle + 81, stroke.total_crank_torque),
    )
    check = check_trace(TURBO, measured, InThisProcess())
    assert list(check.curve.pairs) == ["both"]
    assert check.curve.pairs["both"].correlation > 0.999


def test_a_curve_beyond_the_muscles_is_an_answer(tmp_path):
    angle, torque = own_stroke(factor=9.0)
    measured = ride_curve(tmp_path, "crank_angle_deg,right_torque_nm\n" + rows(angle, torque))
    check = check_trace(TURBO, measured, InThisProcess())
    assert check.curve.pairs == {}
    assert "could not be compared" in verdict(check)
    json.dumps(check_document(check).as_json(), allow_nan=False)


@needs_ride
def test_the_default_rider_is_fairly_near_the_recorded_ride_at_every_effort():
    check = check_trace(TURBO, read_measured(RIDE), InThisProcess())
    errors = rms_errors(check.bins)
    assert errors["torque_effectiveness_pct"] <= FAIR["torque_effectiveness_pct"]
    assert errors["pedal_smoothness_pct"] <= FAIR["pedal_smoothness_pct"]
    angles = [error for metric, error in errors.items() if metric.endswith("_deg")]
    assert len(angles) == 4
    assert max(angles) <= FAIR["deg"]
    assert "over 20 bins" in verdict(check)
    document = check_document(check).as_json()
    assert all(math.isfinite(b["power_w"]) for b in document["bins"])
    assert document["used"] + sum(document["left_out"].values()) == document["records"] == 3161


def test_a_recording_alone_gives_figures_and_balance_and_no_simulation():
    document = trace_document(Measured("ride.fit", table(*BINS[:2]), None)).as_json()
    assert document["bins"][0]["recorded"]["both"] == {"balance_right_pct": 52.0}
    assert document["curve"] is None
    assert "verdict" not in document
    json.dumps(document, allow_nan=False)


def test_a_match_in_balance_alone_is_not_called_one():
    """Any rider whose legs are alike has a balance near 50 %, however they pedal."""
    balance = {"both": {"balance_right_pct": 50.0}}
    alone = check_of(checked(balance, {"both": {"balance_right_pct": 50.4}}))
    said = verdict(alone)
    assert "matches" not in said
    assert "closely" not in said
    assert "balance alone" in said
    assert "0.4 points" in said
    more = {**balance, "left": {"pedal_smoothness_pct": 20.0}}
    assert "matches the recording closely" in verdict(check_of(checked(more, more)))


def test_an_error_of_many_spreads_is_no_close_match_however_few_degrees_it_has():
    recorded = {"left": {"torque_effectiveness_pct": 80.0, "power_phase_end_deg": 200.0}}
    simulated = {"left": {"torque_effectiveness_pct": 80.0, "power_phase_end_deg": 209.0}}

    def said_with(spread_deg: float) -> str:
        spread = {"left": {"torque_effectiveness_pct": 2.0, "power_phase_end_deg": spread_deg}}
        return verdict(check_of(checked(recorded, simulated, spread)))

    assert "matches the recording closely" in said_with(5.0)
    steady = said_with(1.5)
    assert "matches the recording fairly" in steady
    assert steady.endswith("Off by more than twice the recording's own spread: power phase end.")


def test_bins_without_a_figure_claim_no_match():
    nothing = checked({}, {"both": {"balance_right_pct": 50.4}})
    assert "too few figures" in verdict(check_of(nothing))


def test_a_recording_of_balance_alone_claims_no_match_whoever_rides(tmp_path):
    rows = "".join(f"{s},200,81,51\n" for s in range(60))
    (tmp_path / "ride.csv").write_text(f"time_s,power_w,cadence_rpm,balance_right\n{rows}")
    check = check_trace(TURBO, read_measured(tmp_path / "ride.csv"), InThisProcess())
    assert "balance alone" in verdict(check)
    assert "closely" not in check_document(check).verdict
