"""Tables of pedal forces and torques: whichever way they are written, the same forces; refusals in one sentence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fit_optimizer.filmed.forces import ForceRecording, read_forces
from fit_optimizer.traces import TraceError
from sim.kinematics import crank_angles

PARK = Path(__file__).parents[3] / "fit_optimizer" / "data" / "park_two_leg_31rpm.csv"
ANGLE = np.arange(0.0, 360.0, 4.0)
FORE_AFT = 30 + 40 * np.cos(np.deg2rad(ANGLE))
VERTICAL = -120 - 150 * np.sin(np.deg2rad(ANGLE))


def table(heads: str, *columns: np.ndarray) -> str:
    rows = [",".join(f"{value:.4f}" for value in row) for row in zip(ANGLE, *columns, strict=True)]
    return f"crank_angle_deg,{heads}\n" + "\n".join(rows) + "\n"


def read(tmp_path: Path, text: str) -> ForceRecording:
    path = tmp_path / "forces.csv"
    path.write_text(text)
    return read_forces(path, 170.0, 70.0)


@pytest.mark.parametrize("downward", [False, True])
def test_components_are_read_at_the_positions_of_the_stroke(tmp_path: Path, downward: bool) -> None:
    sign = -1.0 if downward else 1.0
    found = read(tmp_path, table("right_fore_aft_n,right_vertical_n", FORE_AFT, sign * VERTICAL))
    force = found.forces["right"]
    assert force.fore_aft is not None
    assert force.vertical is not None
    theta = crank_angles()
    assert np.abs(force.fore_aft - (30 + 40 * np.cos(theta))).max() < 0.2
    assert np.abs(force.vertical - (-120 - 150 * np.sin(theta))).max() < 0.5
    assert found.forces["left"] is force
    assert any("left leg's pedal was not measured" in note for note in found.notes)
    assert any("downward" in note for note in found.notes) is downward


def test_the_published_forces_of_park_give_their_published_torque() -> None:
    found = read_forces(PARK, 170.0, 70.0)
    force = found.forces["right"]
    assert force.fore_aft is not None
    assert force.vertical is not None
    lines = [x for x in PARK.read_text().splitlines() if not x.startswith("#")]
    names = lines[0].split(",")
    rows = np.array([line.split(",") for line in lines[1:]], dtype=float)
    wanted = np.interp(
        np.rad2deg(crank_angles()),
        rows[:, 0],
        rows[:, names.index("derived_torque_Nm_0p17")],
        period=360,
    )
    theta = crank_angles()
    torque = 0.17 * (force.fore_aft * np.cos(theta) - force.vertical * np.sin(theta))
    assert np.abs(torque - wanted).max() < 0.2


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (table("right_fore_aft_n", FORE_AFT), r"component of the right pedal's force alone"),
        (
            table("right_fore_aft_n,right_vertical_n", -FORE_AFT - 90, 0.1 * VERTICAL[::-1]),
            "brakes",
        ),
        (table("total_torque_nm", 20 + 0.1 * FORE_AFT), "cannot tell the legs"),
        ("a,b\n1,2\n", "names no columns"),
    ],
)
def test_what_cannot_be_held_is_refused_in_a_sentence(
    tmp_path: Path, text: str, sentence: str
) -> None:
    with pytest.raises(TraceError, match=sentence):
        read(tmp_path, text)


def test_a_gap_of_the_crank_circle_is_refused(tmp_path: Path) -> None:
    lines = table("right_fore_aft_n,right_vertical_n", FORE_AFT, VERTICAL).splitlines()
    with pytest.raises(TraceError, match="deg of the crank circle"):
        read(tmp_path, "\n".join(lines[:40] + lines[60:]))


CELL = st.one_of(st.floats(width=32).map(str), st.sampled_from(["", "abc", "1e400", '"', "0,5"]))


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(st.lists(CELL, max_size=4), max_size=30))
def test_random_tables_never_crash_the_reader(tmp_path: Path, rows: list[list[str]]) -> None:
    text = "\n".join(",".join(row) for row in rows)
    said = ""
    try:
        read(tmp_path, f"crank_angle_deg,right_fore_aft_n,right_vertical_n\n{text}\n")
    except TraceError as error:
        said = str(error)
    assert "\n" not in said


def test_lateral_forces_are_outward_and_of_both_pedals_or_none(tmp_path: Path) -> None:
    lateral = 12 + 8 * np.sin(np.deg2rad(ANGLE))
    heads = "right_fore_aft_n,right_vertical_n,right_lateral_n"
    found = read(tmp_path, table(heads, FORE_AFT, VERTICAL, lateral))
    for force in found.forces.values():
        assert force.outward is not None
        assert np.abs(force.outward - (12 + 8 * np.sin(crank_angles()))).max() < 0.1
    assert any("lateral force is taken for outward +" in note for note in found.notes)
    one = f"{heads},left_fore_aft_n,left_vertical_n"
    with pytest.raises(TraceError, match="lateral force of one pedal"):
        read(tmp_path, table(one, FORE_AFT, VERTICAL, lateral, FORE_AFT, VERTICAL))
    with pytest.raises(TraceError, match="the lateral component of the right pedal's force alone"):
        read(tmp_path, table("right_lateral_n", lateral))


def test_a_force_that_no_rider_has_and_a_column_without_numbers_are_refused(tmp_path: Path) -> None:
    heads = "right_fore_aft_n,right_vertical_n,right_lateral_n"
    with pytest.raises(TraceError, match=r"a pedal force of 10000000 N: allowed is up to 5000"):
        read(tmp_path, table(heads, FORE_AFT, VERTICAL, np.full_like(ANGLE, 1e7)))
    with pytest.raises(TraceError, match=r"has 0 rows with a number .*: 12 are wanted"):
        read(tmp_path, table(heads, FORE_AFT, VERTICAL, np.full_like(ANGLE, np.nan)))
