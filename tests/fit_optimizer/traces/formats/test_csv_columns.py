"""Which quantity, side and unit a heading names; units are converted or refused, never passed over."""

from __future__ import annotations

import math

import pytest

from fit_optimizer.traces.formats.csv_columns import column_of, columns_of


@pytest.mark.parametrize(
    ("heading", "factor", "unit"),
    [
        ("left_torque_ncm", 0.01, "Nm"),
        ("left torque (N cm)", 0.01, "Nm"),
        ("Torque Left [N\u00b7cm]", 0.01, "Nm"),
        ("leftTorqueNcm", 0.01, "Nm"),
        ("left_torque_nmm", 0.001, "Nm"),
        ("Crank torque left (kN m)", 1000.0, "Nm"),
        ("left torque kNm", 1000.0, "Nm"),
        ("left torque (mNm)", 0.001, "Nm"),
        ("left torque (lbf-in)", 0.1129848, "Nm"),
        ("left torque [in lbf]", 0.1129848, "Nm"),
        ("left_torque_lbf_in", 0.1129848, "Nm"),
        ("left torque (lbf ft)", 1.3558179, "Nm"),
        ("left torque ft-lb", 1.3558179, "Nm"),
        ("left torque (kgf cm)", 0.0980665, "Nm"),
        ("left torque (kgf.m)", 9.80665, "Nm"),
        ("left torque (Nm/kg)", 1.0, "Nm/kg"),
        ("left torque (N\u22c5m\u22c5kg^-1)", 1.0, "Nm/kg"),
        ("left torque N cm/kg", 0.01, "Nm/kg"),
        ("left_torque", 1.0, "Nm"),
        ("left crank torque (mean)", 1.0, "Nm"),
        ("left_tangential_force_n", 1.0, "N"),
        ("left force (kgf)", 9.80665, "N"),
        ("left force [kg]", 9.80665, "N"),
        ("left force lbs", 4.4482216, "N"),
        ("left force (lbf)", 4.4482216, "N"),
        ("left force (kN)", 1000.0, "N"),
        ("left force (N/kg)", 1.0, "N/kg"),
        ("left_force_n_kg", 1.0, "N/kg"),
    ],
)
def test_known_units_of_torque_and_force_are_converted(
    heading: str, factor: float, unit: str
) -> None:
    column = column_of(0, heading)
    assert column is not None
    assert column.side == "left"
    assert column.quantity == ("force" if "orce" in heading else "torque")
    assert column.factor == pytest.approx(factor, rel=1e-6)
    assert column.unit == unit
    assert not column.refusal


@pytest.mark.parametrize(
    "heading",
    [
        "torque (mV)",
        "torque_counts",
        "torque [stone inch]",
        "right torque (%MVC)",
        "force (V)",
        "force_adc",
        "cadence (spm)",
        "power (BTU/h)",
        "crank angle (mm)",
        "crank angle (samples)",
        "time (frames)",
    ],
)
def test_unknown_units_are_refused_in_words(heading: str) -> None:
    column = column_of(0, heading)
    assert column is not None
    assert "is not known; use" in column.refusal


@pytest.mark.parametrize(
    ("heading", "factor"),
    [
        ("Cadence (rev/min)", 1.0),
        ("Cadence [1/min]", 1.0),
        ("Cadence (U/min)", 1.0),
        ("Trittfrequenz [U/min]", 1.0),
        ("cadence min-1", 1.0),
        ("Cadence (min\u207b\u00b9)", 1.0),
        ("cadence rev\u00b7min\u207b\u00b9", 1.0),
        ("Cadence [min^-1]", 1.0),
        ("cadence_rev_per_min", 1.0),
        ("cadence (r/min)", 1.0),
        ("Cadence (revs per minute)", 1.0),
        ("rpm", 1.0),
        ("cad", 1.0),
        ("cadence (rps)", 60.0),
        ("cadence (Hz)", 60.0),
        ("crank_velocity_rad_s", 60.0 / math.tau),
        ("crank angular velocity (deg/s)", 1.0 / 6.0),
        ("omega", 60.0 / math.tau),
    ],
)
def test_cadence_is_read_under_every_name_of_its_unit(heading: str, factor: float) -> None:
    column = column_of(0, heading)
    assert column is not None
    assert column.quantity == "cadence_rpm"
    assert column.factor == pytest.approx(factor)
    assert not column.refusal


@pytest.mark.parametrize(
    "heading",
    [
        "target_power",
        "Target Power (W)",
        "peak_power_w",
        "Max power",
        "average power",
        "avg_power",
        "mean power (W)",
        "3s power",
        "power_30s",
        "accumulated_power",
        "Cumulative Power [W]",
        "normalized power",
        "Normalised_power_w",
        "power zone",
        "ERG power",
        "Leistung Soll [W]",
        "estimated power",
        "Commanded power",
        "requested_power",
        "Sollwert Leistung [W]",
        "power limit",
        "Battery power",
        "motor_power",
        "power offset",
        "Ø Leistung [W]",
        "interval power",
    ],
)
def test_another_power_than_the_one_ridden_is_never_the_likeliest(heading: str) -> None:
    other, ridden = columns_of([heading, "Power"])
    assert ridden.rank < other.rank
    assert other.refusal
    assert not ridden.refusal


@pytest.mark.parametrize(
    "heading",
    [
        "Power",
        "power_w",
        "Watts",
        "Power (W)",
        "record.power[watts]",
        "Power per revolution [W]",
        "Instantaneous Power",
        "Power (Assioma)",
        "total power",
        "Leistung [W]",
        "crank_power_W",
    ],
)
def test_the_power_ridden_is_told(heading: str) -> None:
    column = column_of(0, heading)
    assert column is not None
    assert column.quantity == "power_w"
    assert column.factor == 1.0
    assert not column.refusal
    assert column.side in ("", "both")


@pytest.mark.parametrize(
    ("heading", "quantity", "side"),
    [
        ("Left leg percent [%]", "balance", "left"),
        ("Right leg percent [%]", "balance", "right"),
        ("Left power [%]", "balance", "left"),
        ("right_pedal_power_pct", "balance", "right"),
        ("LRBALANCE", "balance", "left"),
        ("L/R balance", "balance", "both"),
        ("balance_right", "balance", "right"),
        ("record.left_right_balance", "balance", "both"),
        ("left_pco [mm]", "platform_offset_mm", "left"),
        ("Elapsed time total [s]", "time_s", "both"),
        ("timestamp", "time_s", ""),
        ("Crank angle [\u00b0]", "angle", ""),
        ("theta_rad", "angle", ""),
    ],
)
def test_headings_of_other_quantities_are_told(heading: str, quantity: str, side: str) -> None:
    column = column_of(0, heading)
    assert column is not None
    assert (column.quantity, column.side) == (quantity, side)
    assert not column.refusal


@pytest.mark.parametrize(
    "heading",
    [
        "Left time to force peak [mm:ss:00]",
        "Left angle of force peak [\u00b0]",
        "power (W/kg)",
        "power_w_kg",
        "knee power (W)",
        "hip moment (Nm)",
        "radial force (N)",
        "lap time",
        "left power phase arc length (deg)",
        "polarForces",
        "speed (km/h)",
        "notes",
    ],
)
def test_headings_that_are_of_no_use_name_no_column(heading: str) -> None:
    assert column_of(0, heading) is None


def test_a_power_phase_without_an_edge_is_a_pair() -> None:
    both = columns_of(["left_power_phase[degrees]", "right_power_phase_peak"])
    assert [(each.quantity, each.side, each.part) for each in both] == [
        ("power_phase_start_deg", "left", 0),
        ("power_phase_end_deg", "left", 1),
        ("peak_power_phase_start_deg", "right", 0),
        ("peak_power_phase_end_deg", "right", 1),
    ]


def test_a_heading_of_control_characters_is_shown_without_them() -> None:
    column = column_of(0, "power\x1b[31m\u202e\n_w" + "x" * 500)
    assert column is None or ("\x1b" not in column.heading and len(column.heading) <= 40)
