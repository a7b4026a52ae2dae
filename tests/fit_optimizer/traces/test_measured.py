"""What a recording offers for a comparison: bins, a torque curve, or one clear sentence."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fit_optimizer.traces import TorqueCurve, TraceError, read_measured

Build = Callable[..., bytes]


def leg(angle_deg: np.ndarray) -> np.ndarray:
    return 10.0 + 30.0 * np.sin(np.radians(angle_deg - 10.0))


def test_a_ride_gives_bins_and_a_table_of_torque_a_curve(
    tmp_path: Path, fit_bytes: Build, pedalling: Any
) -> None:
    (tmp_path / "ride.fit").write_bytes(fit_bytes([pedalling(s) for s in range(60)]))
    ride = read_measured(tmp_path / "ride.fit")
    assert [b.records for b in ride.table.bins] == [55]
    assert ride.curve is None
    angle = np.arange(0.0, 360.0, 5.0)
    rows = "".join(f"{a},{t}\n" for a, t in zip(angle, leg(angle), strict=True))
    (tmp_path / "curve.csv").write_text(f"crank_angle_deg,left_torque_nm\n{rows}")
    curve = read_measured(tmp_path / "curve.csv")
    assert curve.table.bins == ()
    assert curve.table.sides == "left"
    assert curve.curve is not None


def test_a_ride_that_is_never_steady_says_what_it_was_instead(
    tmp_path: Path, fit_bytes: Build, pedalling: Any
) -> None:
    stop_and_go = [pedalling(s, f7=200 if s % 12 < 4 else 0) for s in range(120)]
    (tmp_path / "ride.fit").write_bytes(fit_bytes(stop_and_go))
    with pytest.raises(TraceError, match=r"80 of 120 records were left out as coasting"):
        read_measured(tmp_path / "ride.fit")


def test_the_spread_of_a_series_is_that_of_its_revolutions(tmp_path: Path) -> None:
    """Revolutions alternate between 0.9 and 1.1 times a curve, so the spread is a tenth of it."""
    time = np.arange(0.0, 20.0, 0.005)
    turned = 540.0 * time
    factor = np.where((turned // 360) % 2 == 0, 0.9, 1.1)
    torque = factor * leg(turned)
    rows = "".join(
        f"{t:.3f},{a % 360:.2f},{n:.4f}\n" for t, a, n in zip(time, turned, torque, strict=True)
    )
    (tmp_path / "series.csv").write_text(f"time_s,crank_angle_deg,right_torque_nm\n{rows}")
    curve = read_measured(tmp_path / "series.csv").curve
    assert curve is not None
    assert curve.right is not None
    middle = slice(20, 340)
    expected = 0.1 * np.abs(leg(np.arange(360.0)))
    np.testing.assert_allclose(curve.spreads["right"][middle], expected[middle], atol=0.35)
    assert curve.of_rider(70.0) is curve
    assert math.isclose(curve.cadence_rpm, 90.0, rel_tol=1e-3)


def test_force_per_kg_becomes_a_riders_torque_with_its_spread() -> None:
    curve = TorqueCurve(
        crank_angle_deg=np.arange(360.0),
        left=None,
        right=np.full(360, 2.0),
        total=None,
        unit="N/kg",
        cadence_rpm=80.0,
        revolutions=3,
        top_dead_centre_known=True,
        spreads={"right": np.full(360, 0.5)},
    )
    torque = curve.in_newton_metres(170.0).of_rider(60.0)
    assert torque.unit == "Nm"
    np.testing.assert_allclose(torque.right, 2.0 * 0.170 * 60.0)
    np.testing.assert_allclose(torque.spreads["right"], 0.5 * 0.170 * 60.0)
    assert replace(curve, unit="Nm").in_newton_metres(170.0).unit == "Nm"


def test_a_balance_that_is_only_filled_in_is_refused_as_that(
    tmp_path: Path, fit_bytes: Build
) -> None:
    filled = {253: 1_000_000_000, 7: 210, 4: 90, 30: 0x80 | 50}
    records = [(20, {**filled, 253: 1_000_000_000 + s}) for s in range(60)]
    (tmp_path / "ride.fit").write_bytes(fit_bytes(records))
    with pytest.raises(TraceError, match="never leaves 50 %"):
        read_measured(tmp_path / "ride.fit")


@pytest.mark.parametrize(
    ("power_w", "effectiveness", "told"),
    [(210, "850", "and 60 that none can: check the columns"), (9000, "", "that sends them")],
)
def test_figures_in_a_wrong_unit_are_not_taken_for_a_meter_that_sends_none(
    tmp_path: Path, power_w: float, effectiveness: str, told: str
) -> None:
    heading = "time_s,power_w,cadence_rpm,torque_effectiveness_pct,pedal_smoothness_pct"
    rows = [f"{t},{210 if t else power_w},90,{effectiveness},{effectiveness}" for t in range(60)]
    (tmp_path / "ride.csv").write_text("\n".join([heading, *rows]))
    with pytest.raises(TraceError, match=told):
        read_measured(tmp_path / "ride.csv")


def test_figures_in_a_few_records_are_not_compared(
    tmp_path: Path, fit_bytes: Build, pedalling: Any
) -> None:
    power_only = [(20, {253: 1_000_000_000 + s, 7: 210, 4: 90}) for s in range(60)]
    (tmp_path / "ride.fit").write_bytes(fit_bytes([*power_only, pedalling(60), pedalling(61)]))
    with pytest.raises(TraceError, match="too few records"):
        read_measured(tmp_path / "ride.fit")
