"""A stroke written for OpenSim: whole tables, and a model that pedals the same stroke from them."""

from pathlib import Path

import numpy as np
import pytest

from fit_optimizer.commands.export_osim import export_osim
from fit_optimizer.files import CannotWrite
from rider_models.errors import PedalfitError
from sim.opensim_export.files import REVOLUTIONS, opensim_files, revolution_times
from sim.opensim_export.leg import close_opensim_leg
from sim.stroke import Stroke
from tests.reference_model import MODEL
from tests.strategies import seated

EXAMPLE = Path(__file__).parents[3] / "examples" / "turbo_rider.toml"
TABLES = ("coordinates.mot", "external_loads.mot", "activations.sto", "muscle_forces.sto")
SIDES = {"right": ("r", np.array([1.0, 1, 1])), "left": ("l", np.array([1.0, -1, 1]))}


@pytest.fixture(scope="module")
def stroke() -> Stroke:
    """Of a rider of another size than the reference model's, with legs that differ."""
    return seated(
        height_mm=1840.0,
        mass_kg=81.0,
        thigh_mm={"left": 446.0, "right": 440.0},
        toe_out_deg={"left": 4.0, "right": 1.0},
    ).simulate()


@pytest.fixture(scope="module")
def folder(stroke, tmp_path_factory) -> Path:
    written = tmp_path_factory.mktemp("osim")
    for name, text in opensim_files(stroke).items():
        (written / name).write_text(text)
    return written


def _table(path: Path) -> dict[str, np.ndarray]:
    lines = path.read_text().splitlines()
    end = lines.index("endheader")
    head = dict(line.split("=") for line in lines[1:end])
    values = np.array([[float(v) for v in line.split("\t")] for line in lines[end + 2 :]])
    names = lines[end + 1].split("\t")
    assert (int(head["nRows"]), int(head["nColumns"])) == values.shape
    assert len(names) == len(set(names)) == values.shape[1]
    return dict(zip(names, values.T, strict=True))


@pytest.mark.parametrize("name", TABLES)
def test_a_table_holds_whole_revolutions_that_repeat(name, folder, stroke):
    table = _table(folder / name)
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
    angles, loads = (_table(tmp_path / name) for name in TABLES[:2])
    for joint in ("hip_flexion", "hip_rotation", "knee_angle", "subtalar_angle"):
        right, left = angles[f"{joint}_r"], angles[f"{joint}_l"]
        assert np.abs(left[30:90] - right[:60]).max() < 1e-6
    assert (
        np.abs(loads["left_pedal_force_vy"][30:90] - loads["right_pedal_force_vy"][:60]).max() < 1
    )
    assert (
        np.abs(loads["left_pedal_force_vz"][30:90] + loads["right_pedal_force_vz"][:60]).max() < 1
    )


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


@pytest.fixture(scope="module")
def osim():
    opensim = pytest.importorskip("opensim")
    if not MODEL.exists():
        pytest.skip(f"the reference model {MODEL} is not here")
    opensim.Logger.setLevelString("Off")
    return opensim


@pytest.fixture(scope="module")
def scaled(osim, folder, stroke):
    """The reference model in the rider's size, by the scale factors written."""
    model = osim.Model(str(MODEL))
    factors = osim.ScaleSet(str(folder / "scale_factors.xml"))
    model.scale(model.initSystem(), factors, True, stroke.rider.mass_kg)
    for coordinate in ("subtalar_angle_r", "subtalar_angle_l"):
        model.updCoordinateSet().get(coordinate).set_locked(False)
    for side in SIDES:
        _give_inertias(osim, model, side, stroke)
    model.initSystem()
    return model


def _give_inertias(osim, model, side: str, stroke: Stroke) -> None:
    """De Leva's segments instead of the model's own, whose shank and foot weigh 1 kg more."""
    suffix, mirror = SIDES[side]
    links = stroke.legs[side].problem.cycle.skeleton.links
    for name in ("patella", "talus", "toes"):
        body = model.updBodySet().get(f"{name}_{suffix}")
        body.setMass(1e-6)
        body.setInertia(osim.Inertia(1e-8, 1e-8, 1e-8))
    for name, link in (("femur", links[2]), ("tibia", links[3]), ("calcn", links[5])):
        body = model.updBodySet().get(f"{name}_{suffix}")
        (x, y, z), (ix, iy, iz) = link.centre, link.inertia
        body.setMass(link.mass_kg)
        body.setMassCenter(osim.Vec3(x, z, -y * mirror[1]))
        body.setInertia(osim.Inertia(ix, iz, iy))


def test_opensim_reads_every_table_and_knows_every_column(osim, scaled, folder):
    muscles, coordinates = scaled.getMuscles(), scaled.getCoordinateSet()
    for name in TABLES:
        table = osim.TimeSeriesTable(str(folder / name))
        assert table.getNumRows() == 60 * REVOLUTIONS + 1
        for column in table.getColumnLabels():
            if name == "coordinates.mot":
                assert coordinates.contains(column), column
            elif name != "external_loads.mot":
                assert muscles.contains(column), column


def _station(osim, model, state, body: str, station: np.ndarray) -> np.ndarray:
    """A point of a body in bicycle axes (m)."""
    x, y, z = (float(v) for v in station)
    at = model.getBodySet().get(body).findStationLocationInGround(state, osim.Vec3(x, y, z))
    return np.array([at[0], -at[2], at[1]])


@pytest.mark.parametrize("side", SIDES)
def test_the_coordinates_put_both_feet_on_the_pedals(side, osim, scaled, folder, stroke):
    suffix, mirror = SIDES[side]
    cycle = stroke.legs[side].problem.cycle
    x, y, z = np.array(cycle.cleat.from_ankle) - np.array(cycle.skeleton.links[-1].origin)
    spindle = np.array([x, z, -y * mirror[1]])
    table = _table(folder / "coordinates.mot")
    loads = _table(folder / "external_loads.mot")
    state = scaled.initSystem()
    for row in range(60, 120, 5):
        for name, column in table.items():
            if name != "time":
                value = column[row] if name.startswith("pelvis_t") else np.deg2rad(column[row])
                value = np.deg2rad(column[row]) if name == "pelvis_tilt" else value
                scaled.getCoordinateSet().get(name).setValue(state, float(value), False)
        scaled.realizePosition(state)
        foot = _station(osim, scaled, state, f"calcn_{suffix}", spindle)
        position = (row + (30 if side == "left" else 0)) % 60
        assert np.abs(foot - cycle.pedal[position] * mirror).max() < 5e-4
        acts_at = [loads[f"{side}_pedal_force_p{axis}"][row] for axis in "xyz"]
        assert np.abs(foot - np.array([acts_at[0], -acts_at[2], acts_at[1]])).max() < 5e-4


@pytest.mark.parametrize("side", SIDES)
def test_closing_the_reference_leg_changes_little_but_the_frontal_angles(side, stroke):
    cycle = stroke.legs[side].problem.cycle
    change = np.rad2deg(np.abs(close_opensim_leg(cycle) - cycle.joint_angles)).max(axis=0)
    assert (change[[0, 3]] < 1.5).all()
    assert change[4] == 0
    assert (change[[1, 2, 5]] < 12).all()


@pytest.fixture(scope="module")
def inverse_dynamics(osim, scaled, folder) -> dict[str, np.ndarray]:
    """Generalised moments by OpenSim's tool from the files as written."""
    tool = osim.InverseDynamicsTool()
    tool.setModel(scaled)
    tool.setCoordinatesFileName(str(folder / "coordinates.mot"))
    tool.setExternalLoadsFileName(str(folder / "external_loads.xml"))
    tool.setLowpassCutoffFrequency(-1)
    tool.setResultsDir(str(folder))
    tool.setOutputGenForceFileName("moments.sto")
    excluded = osim.ArrayStr()
    excluded.append("Muscles")
    tool.setExcludedForces(excluded)
    assert tool.run()
    return _table(folder / "moments.sto")


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(
    ("joint", "column", "within_nm"),
    [("hip_flexion", 0, 2.0), ("knee_angle", 3, 4.0), ("ankle_angle", 4, 2.0)],
)
def test_opensim_finds_the_strokes_joint_moments_in_the_files(
    side, joint, column, within_nm, inverse_dynamics, stroke
):
    """Within what the model's rolling knee makes of the knee moment, of peaks of 25 to 45 Nm."""
    ours = stroke.legs[side].joint_moment[:, column]
    ours = np.roll(ours, 30) if side == "left" else ours
    theirs = inverse_dynamics[f"{joint}_{SIDES[side][0]}_moment"][60:120]
    assert np.abs(theirs - ours).max() < within_nm
