"""A stroke written for OpenSim without a model: whole tables, files that belong together, and nothing half done."""

from pathlib import Path

import numpy as np
import pytest

from fit_optimizer.commands.export_osim import export_osim
from fit_optimizer.files import CannotWrite
from rider_models.errors import PedalfitError
from sim.opensim_export.files import REVOLUTIONS, opensim_files, revolution_times
from sim.opensim_export.leg import close_opensim_leg
from tests.sim.opensim_export.tables import read_table
from tests.strategies import seated

EXAMPLE = Path(__file__).parents[3] / "examples" / "turbo_rider.toml"
TABLES = ("coordinates.mot", "external_loads.mot", "activations.sto", "muscle_forces.sto")


@pytest.mark.parametrize("name", TABLES)
def test_a_table_holds_whole_revolutions_that_repeat(name, folder, stroke):
    table = read_table(folder / name)
    time = table.pop("time")
    period = 2 * np.pi / stroke.riding.crank_speed
    assert time[-1] == pytest.approx(REVOLUTIONS * period)
    assert (np.diff(time) > 0).all()
    for column in table.values():
        assert np.isfinite(column).all()
        assert np.abs(column[60:120] - column[:60]).max() == 0
        assert column[-1] == column[0]


def test_times_of_a_crank_that_swings_are_its_angle_over_its_speed():
    swinging = seated(crank_inertia_kg_m2=2.0, power_w=150.0, cadence_rpm=70.0).simulate(False)
    time = revolution_times(swinging)
    assert np.ptp(np.diff(time)) > 0.02 * np.diff(time).mean()
    assert time[-1] == pytest.approx(2 * np.pi / swinging.riding.crank_speed, rel=2e-3)


def test_the_left_leg_of_like_legs_follows_half_a_revolution_behind(tmp_path):
    files = opensim_files(seated().simulate(activation_dynamics=False))
    for name in TABLES:
        (tmp_path / name).write_text(files[name])
    angles, loads = (read_table(tmp_path / name) for name in TABLES[:2])
    for joint in ("hip_flexion", "hip_rotation", "knee_angle", "subtalar_angle"):
        right, left = angles[f"{joint}_r"], angles[f"{joint}_l"]
        assert np.abs(left[30:90] - right[:60]).max() < 1e-6
    assert (
        np.abs(loads["left_pedal_force_vy"][30:90] - loads["right_pedal_force_vy"][:60]).max() < 1
    )
    assert (
        np.abs(loads["left_pedal_force_vz"][30:90] + loads["right_pedal_force_vz"][:60]).max() < 1
    )


def test_what_holds_the_rider_carries_the_weight_and_pushes_nowhere_on_average(folder, stroke):
    """Newton's law of a whole body that comes back to where it was after each revolution."""
    loads = read_table(folder / "external_loads.mot")
    names = ("right_pedal", "left_pedal", "saddle", "right_hand", "left_hand")
    for axis, wanted in (("x", 0.0), ("y", stroke.body_weight_n), ("z", 0.0)):
        total = sum(loads[f"{name}_force_v{axis}"][:60] for name in names)
        assert total.mean() == pytest.approx(wanted, abs=1e-3 * stroke.body_weight_n)
    assert (loads["saddle_torque_z"] == 0).all()
    assert (loads["right_hand_force_vy"] == loads["left_hand_force_vy"]).all()


def test_degrees_are_written_where_opensim_converts_them_and_radians_where_it_does_not(folder):
    table = read_table(folder / "coordinates.mot")
    assert "inDegrees=yes" in (folder / "coordinates.mot").read_text()
    for side in "rl":
        kneecap, knee = table[f"knee_angle_{side}_beta"], table[f"knee_angle_{side}"]
        assert np.abs(np.rad2deg(kneecap) - knee).max() < 1e-6


def test_the_command_writes_every_file_into_a_new_folder(tmp_path):
    export_osim(EXAMPLE, tmp_path / "new", ["power_w=150"])
    written = sorted(path.name for path in (tmp_path / "new").iterdir())
    assert written == sorted([*TABLES, "external_loads.xml", "scale_factors.xml"])


def test_a_folder_that_cannot_be_made_and_a_wrong_set_up_leave_nothing(tmp_path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(CannotWrite, match="taken"):
        export_osim(EXAMPLE, tmp_path / "taken")
    with pytest.raises(PedalfitError, match=r"riding\.power_w"):
        export_osim(EXAMPLE, tmp_path / "new", ["power_w=nan"])
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


@pytest.mark.parametrize("side", ["right", "left"])
def test_closing_the_reference_leg_changes_little_but_the_frontal_angles(side, stroke):
    cycle = stroke.legs[side].problem.cycle
    change = np.rad2deg(np.abs(close_opensim_leg(cycle) - cycle.leg_angles)).max(axis=0)
    assert (change[[0, 3]] < 1.5).all()
    assert change[4] == 0
    assert (change[[1, 2, 5]] < 12).all()
