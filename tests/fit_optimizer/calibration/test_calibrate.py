"""Calibration changes what it may, holds bins out, and goes on where it was interrupted."""

import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fit_optimizer.calibration.calibrate import (
    MOST_FITTED_BINS,
    calibrate,
    calibrated_toml,
    split_bins,
    task_of,
)
from fit_optimizer.calibration.leg_strength import balanced_strength
from fit_optimizer.calibration.loss import (
    FAILED,
    TREND_MARGIN,
    TREND_UNIT,
    WEIGHTS,
    calibration_loss,
    calibration_residuals,
    changed_keys,
    trends,
)
from fit_optimizer.calibration.physiology import Row
from fit_optimizer.calibration.smoothed_phase import averaged_edges
from fit_optimizer.setup.setup_file import parse_set_up, read_set_up, with_values
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.trace_check.bins import CheckedBin, check_bin
from fit_optimizer.traces import (
    BinTable,
    LegMetrics,
    Measured,
    Summary,
    TorqueCurve,
    TraceError,
    read_bins_csv,
)
from sim.pedalling_metrics import torque_metrics
from tests.fit_optimizer.workers.in_this_process import InThisProcess

REFUSED = 12 * FAILED**2
EVENLY = np.full(60, 1 / 60)
ROOT = Path(__file__).parents[3]
BINS = read_bins_csv(ROOT / "examples" / "turbo_ride_bins.csv")
TURBO = read_set_up(ROOT / "examples" / "turbo_rider.toml")


@pytest.fixture
def short_search(monkeypatch):
    """Two candidates a start, judged by the recording alone."""
    kept = Row("equal torque", "knee_moment_spread_at_most_pct", 10, 5, -5)
    monkeypatch.setattr("fit_optimizer.calibration.loss._physiology", lambda *_, **__: ())
    for module in ("calibration.calibrate", "calibration.loss"):
        monkeypatch.setattr(f"fit_optimizer.{module}.knee_trends", lambda _: [kept])
    monkeypatch.setattr("fit_optimizer.calibration.least_squares.STARTS", 1)
    monkeypatch.setattr("fit_optimizer.calibration.least_squares.least_squares", two_candidates)


def two_candidates(residuals, start, *_, **__):
    """Stands in for scipy's search."""
    residuals(start)
    residuals(start + 0.05)


def measured(*bins, sides="both", curve=None) -> Measured:
    return Measured("ride.fit", BinTable(bins, 100, 100, {}, sides, "a meter", ()), curve)


def ridden(power_w, cadence_rpm, records=100, like=BINS[9], **changes):
    """A bin at another effort, its other figures those of a bin of the recorded ride."""
    power, cadence = Summary(power_w, 3.0), Summary(cadence_rpm, 2.0)
    return replace(like, power_w=power, cadence_rpm=cadence, records=records, **changes)


SILENT = Summary(float("nan"), float("nan"))
SILENT_LEG = LegMetrics(*[SILENT] * 7)


def test_fitted_bins_lie_between_150_and_250_w_and_far_apart():
    fitted = split_bins(BINS)
    assert len(fitted) == MOST_FITTED_BINS
    assert all(150 <= b.power_w.median <= 250 for b in fitted)
    assert max(BINS, key=lambda b: b.records) in fitted
    powers, cadences = ([getattr(b, n).median for b in fitted] for n in ("power_w", "cadence_rpm"))
    assert (min(powers), max(powers)) == (153, 218)
    assert (min(cadences), max(cadences)) == (60.5, 87)


@pytest.mark.parametrize("efforts", [[(320, 95), (355, 98)], [(90, 70)], [(120, 105), (135, 110)]])
def test_a_ride_that_was_never_between_150_and_250_w_is_fitted_all_the_same(efforts):
    bins = tuple(ridden(*effort) for effort in efforts)
    assert split_bins(bins) == bins


def test_the_start_of_a_calibration_is_the_set_up_itself():
    fitted = split_bins(BINS)[:1]
    task = task_of(TURBO, measured(*BINS), fitted)
    nothing = np.zeros(task.size)
    before = check_bin(TURBO, fitted[0])
    after = check_bin(with_values(TURBO, changed_keys(TURBO, nothing)), fitted[0])
    assert after.simulated["left"]["torque_effectiveness_pct"] == pytest.approx(
        before.simulated["left"]["torque_effectiveness_pct"], abs=0.1
    )


@pytest.mark.parametrize(
    "wrong",
    [
        -1.5,
        pytest.param(
            1.5,
            marks=pytest.mark.xfail(
                strict=True,
                raises=AssertionError,
                reason="dearer gluteals lose by 1 %: the start is no optimum of this ride",
            ),
        ),
    ],
)
def test_weights_far_from_the_set_up_lose_by_a_fifth(wrong):
    task = task_of(TURBO, measured(*BINS), split_bins(BINS)[:1])
    nothing = np.zeros(task.size)
    worse = nothing.copy()
    worse[WEIGHTS.index("gluteus_maximus")] = wrong
    assert 1.2 * calibration_loss(nothing, task) < calibration_loss(worse, task) < REFUSED


@pytest.mark.usefixtures("short_search")
def test_a_candidate_has_as_many_residuals_whether_or_not_it_can_be_ridden():
    """Least squares needs them so; what is not given stands at FAILED."""
    task = task_of(TURBO, measured(*BINS), (BINS[9], ridden(1900, 60)))
    rideable = task_of(TURBO, measured(*BINS), (BINS[9], BINS[9]))
    refused = calibration_residuals(np.zeros(task.size), task)
    assert len(refused) == len(calibration_residuals(np.zeros(task.size), rideable))
    assert np.isfinite(refused).all()
    assert np.count_nonzero(refused == FAILED) == 12
    assert np.sum(refused**2) > REFUSED


@pytest.mark.usefixtures("short_search")
def test_a_calibration_need_not_mend_a_trend_of_knee_load_but_breaks_none(monkeypatch):
    def beyond(module, *percent):
        rows = [Row("trend", "change_pct", 0, 0, one) for one in percent]
        monkeypatch.setattr(f"fit_optimizer.{module}.knee_trends", lambda _: rows)

    beyond("calibration.calibrate", 14.0, -10.0)
    task = task_of(TURBO, measured(*BINS), BINS[9:10])
    assert task.trends_allowed == (14.0, -TREND_MARGIN)
    losses = []
    for percent in ((14.0, -10.0), (12.0, -TREND_MARGIN), (16.0, 1.0 - TREND_MARGIN)):
        beyond("calibration.loss", *percent)
        losses.append(calibration_loss(np.zeros(task.size), task))
    assert losses[1] == losses[0]
    assert losses[2] - losses[0] == pytest.approx((2.0**2 + 1.0**2) / TREND_UNIT**2)


def test_the_search_never_leaves_what_a_set_up_file_may_hold():
    task = task_of(TURBO, measured(*BINS), BINS[9:10])
    for far in (-9.0, 9.0):
        with_values(TURBO, changed_keys(TURBO, np.full(task.size, far)))
    heavy = with_values(TURBO, {"soleus": 900, "knee_force": 0, "ankle_range_deg": 69})
    with_values(heavy, changed_keys(heavy, np.full(task.size, 9.0)))


def test_the_fitted_edge_of_a_phase_moves_smoothly_where_the_torque_runs_along_nought():
    """Torque of 0.4 Nm above or below nought for 60 deg before the top: the crossing jumps."""
    angle = np.arange(0.0, 360.0, 6.0)

    def stroke(before_top):
        return np.interp(
            angle,
            [0, 60, 120, 180, 200, 290, 300, 359],
            [before_top, 35, 35, 2, -8, -8, before_top, before_top],
        )

    above, below = stroke(0.4), stroke(-0.4)
    edges = [averaged_edges(curve) for curve in (above, below)]
    jump = (
        torque_metrics(below, EVENLY)["power_phase_start_deg"]
        - torque_metrics(above, EVENLY)["power_phase_start_deg"]
    )
    moved = [(one["power_phase_start_deg"] + 180) % 360 for one in edges]
    assert jump % 360 > 55
    assert 5 < moved[1] - moved[0] < 40
    assert edges[0]["power_phase_end_deg"] == pytest.approx(edges[1]["power_phase_end_deg"], abs=3)


def test_a_stroke_without_an_edge_keeps_the_meters_figures():
    assert averaged_edges(np.full(60, 10.0)) == {}
    assert averaged_edges(np.full(60, 0.0)) == {}


def test_an_error_that_grows_with_power_counts_by_what_it_comes_to_further_on():
    """Recorded power phases that start 0.1 deg later per W than simulated ones, and some constant."""

    def bin_at(power, error):
        start = {"power_phase_start_deg": 340.0}
        return CheckedBin(
            power, 80, 50, {"left": start}, {"left": {"power_phase_start_deg": 0.0}},
            {"left": {"power_phase_start_deg": 340.0 + error}}, "",
        )  # fmt: skip

    constant = [bin_at(p, 8.0) for p in (150, 180, 210, 240)]
    growing = [bin_at(p, -0.1 * (p - 195)) for p in (150, 180, 210, 240)]
    assert trends(constant) == pytest.approx([0], abs=1e-9)
    # 10 deg 100 W away, in units of 5 deg, less what the ridge pulls it back.
    assert -10 / 5 < trends(growing)[0] < -0.7 * 10 / 5
    assert trends(growing[:2]) == [0]


def test_the_ankle_is_fitted_only_where_crank_angles_were_sent():
    smoothness_only = replace(SILENT_LEG, pedal_smoothness_pct=Summary(22.0, 1.0))
    quiet = ridden(200, 80, left=smoothness_only, right=SILENT_LEG)
    assert not task_of(TURBO, measured(quiet), (quiet,)).ankle
    assert task_of(TURBO, measured(*BINS), BINS[:1]).ankle


def test_the_recorded_balance_becomes_left_and_right_strength():
    uneven = ridden(200, 80, balance_right_pct=Summary(46.0, 1.0))
    strength = balanced_strength(TURBO, (uneven,))
    assert strength["strength"]["left"] > 1 > strength["strength"]["right"]
    simulated = check_bin(with_values(TURBO, strength), uneven).simulated
    assert simulated["both"]["balance_right_pct"] == pytest.approx(46, abs=0.3)


@pytest.mark.parametrize("share", [Summary(50.8, 1.0), SILENT])
def test_an_even_or_unknown_balance_leaves_the_legs_alike(share):
    assert balanced_strength(TURBO, (ridden(200, 80, balance_right_pct=share),)) is None


@pytest.mark.usefixtures("short_search")
def test_a_balance_alone_fits_strength_and_nothing_else():
    only = ridden(200, 80, left=SILENT_LEG, right=SILENT_LEG, balance_right_pct=Summary(47.0, 1.0))
    result = calibrate(TURBO, measured(only), 1, InThisProcess())
    assert result.what == ("left against right strength",)
    assert result.set_up.rider.coordination == TURBO.rider.coordination
    assert result.after.errors["fitted"]["balance_right_pct"] < 0.3


@pytest.mark.usefixtures("short_search")
@pytest.mark.parametrize(
    ("change", "sides"),
    [
        ({"right": SILENT_LEG, "balance_right_pct": SILENT}, "left"),
        (
            {
                "left": SILENT_LEG,
                "right": SILENT_LEG,
                "combined_smoothness_pct": Summary(60.0, 2.0),
            },
            "combined",
        ),
    ],
)
def test_other_meters_are_fitted_by_what_they_send(change, sides):
    result = calibrate(TURBO, measured(ridden(200, 80, **change), sides=sides), 1, InThisProcess())
    fitted = {metric for side in result.after.fitted[0].recorded.values() for metric in side}
    assert set(result.after.errors["fitted"]) == fitted
    assert "strength" not in result.set_up.model_dump(exclude_unset=True)["rider"]
    assert ("natural ankle curve" in result.what) == (sides == "left")
    again = read_back(calibrated_toml(result, 'ride\nof [a] "rider".fit'))
    assert again == result.set_up


def read_back(text: str) -> SetUp:
    return parse_set_up(tomllib.loads(text))


@pytest.mark.usefixtures("short_search")
def test_a_torque_curve_is_fitted_as_a_curve():
    angle = np.arange(360.0)
    leg = np.asarray(11.0 + 26.0 * np.sin(np.radians(angle - 5.0)))
    curve = TorqueCurve(angle, None, leg, None, "Nm", 80.0, 1, True)
    result = calibrate(TURBO, measured(sides="right", curve=curve), 1, InThisProcess())
    assert set(result.after.errors["fitted"]) == {"right_torque_nm", "right_peak_torque_deg"}
    assert (
        calibration_loss(np.zeros(len(WEIGHTS) + 3), task_of(TURBO, measured(curve=curve), ()))
        < REFUSED
    )


@pytest.mark.usefixtures("short_search")
def test_bins_beyond_the_rider_are_left_out_and_a_ride_of_them_alone_is_refused():
    beyond = ridden(1900, 60)
    with pytest.raises(TraceError, match="none of the 1 bins"):
        calibrate(TURBO, measured(beyond), 1, InThisProcess())
    only = ridden(200, 80, left=SILENT_LEG, right=SILENT_LEG)
    result = calibrate(TURBO, measured(only, beyond), 1, InThisProcess())
    assert [b.power_w for b in result.after.held_out] == [1900]
    assert any("cannot ride" in note for note in result.notes)
