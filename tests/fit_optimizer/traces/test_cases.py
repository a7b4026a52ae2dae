"""One file of each kind that was once read wrongly, and the right value for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from fit_optimizer.traces import TraceError, read_measured
from tests.fit_optimizer.traces.formats.conformance import DATA


@dataclass(frozen=True)
class Right:
    """What a file of 30 s at 200 W and 90 rpm, right leg 52 %, is read as."""

    records: int = 30
    in_the_bin: int = 25
    balance: float | None = 52.0
    sides: str = "both"
    device: str = "unknown power meter"
    figures: dict[str, float] = field(default_factory=dict)


GARMIN = "garmin vector ss"
FIGURES = {"left.torque_effectiveness_pct": 80.0, "right.torque_effectiveness_pct": 75.0}
RIGHT: dict[str, Right] = {
    "bryton_two_records_a_second.fit": Right(device=GARMIN),
    "clock_jumps_230_days.fit": Right(in_the_bin=20, device=GARMIN, figures=FIGURES),
    "interval_5s.fit": Right(in_the_bin=29, device=GARMIN, figures=FIGURES),
    "one_legged_drills.fit": Right(records=90, balance=50.0, device=GARMIN, figures=FIGURES),
    "platform_offset_zero.fit": Right(
        records=45,
        in_the_bin=40,
        device=GARMIN,
        figures={"left.platform_offset_mm": 0.0, "right.platform_offset_mm": 0.0},
    ),
    "second_meter_names_the_ride.fit": Right(
        device="favero electronics assioma duo", figures=FIGURES
    ),
    "zero_size_developer_field.fit": Right(device=GARMIN),
    "cadence_rev_per_min.csv": Right(),
    "epoch_ms.csv": Right(),
    "left_and_right_power.csv": Right(),
    "phase_columns.csv": Right(
        figures={
            **FIGURES,
            "left.power_phase_start_deg": 351.5625,
            "left.power_phase_end_deg": 191.25,
            "right.power_phase_start_deg": 355.78125,
            "right.power_phase_end_deg": 194.0625,
        }
    ),
    "target_power_first.csv": Right(),
    "wattbike_expert.txt": Right(),
    "goldencheetah.json": Right(
        device="synthetic", figures={**FIGURES, "left.pedal_smoothness_pct": 22.0}
    ),
    "trainingpeaks.pwx": Right(balance=None, sides="none"),
    "leading_blanks.tcx": Right(balance=None, sides="none"),
}


@pytest.mark.parametrize("name", RIGHT)
def test_a_file_of_each_kind_is_read_rightly(name: str) -> None:
    right = RIGHT[name]
    table = read_measured(DATA / name, to_compare=right.sides != "none").table
    (one,) = table.bins
    assert (table.records, one.records) == (right.records, right.in_the_bin)
    assert table.device == right.device
    assert table.sides == right.sides
    assert one.power_w.median == pytest.approx(200.0)
    assert one.cadence_rpm.median == pytest.approx(90.0)
    if right.balance is not None:
        assert one.balance_right_pct.median == pytest.approx(right.balance)
    for figure, value in right.figures.items():
        side, _, figure_name = figure.partition(".")
        leg: Any = getattr(one, side)
        assert leg.metric(figure_name).median == pytest.approx(value)


def test_a_balance_without_its_flag_is_refused_as_one_of_an_unknown_leg() -> None:
    with pytest.raises(TraceError, match="does not say which leg's share it is"):
        read_measured(DATA / "balance_without_right_flag.fit")


def test_every_file_of_the_folder_is_tested() -> None:
    elsewhere = {
        "balance_without_right_flag.fit",
        "torque_ncm.csv",
        "torque_lbfin.csv",
        "wattbike_hub_rows.csv",
    }
    assert {path.name for path in DATA.iterdir()} == set(RIGHT) | elsewhere
