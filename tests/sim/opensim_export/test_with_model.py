"""OpenSim's own tools on an export as it was written: the same motion, moments and loads as the stroke's."""

from contextlib import chdir
from pathlib import Path

import numpy as np
import pytest

from fit_optimizer.commands.export_osim import export_osim
from rider_models.errors import PedalfitError
from sim.opensim_export.columns import in_model_units
from sim.opensim_export.sides import against_right_crank, own_axes
from sim.opensim_export.upper_body import ELBOW_BEND, sit_upper_body
from sim.opensim_export.with_model import opensim_files_with_model
from tests.reference_model import MODEL
from tests.sim.opensim_export.tables import Table, read_table

EXAMPLE = Path(__file__).parents[3] / "examples" / "turbo_rider.toml"
SIDES = ("right", "left")
GRAVITY_DIFFERS = 0.01 / 9.81
"""The model's gravity is 9.80665 m/s2, the stroke's 9.81."""


@pytest.fixture(scope="module")
def rider(osim, with_model):
    model = osim.Model(str(with_model / "rider.osim"))
    return model, model.initSystem()


def test_every_actuator_of_the_models_has_a_force_and_every_coordinate_is_known(osim, with_model):
    for model_file, forces_file in (
        ("rider.osim", "muscle_forces.sto"),
        ("rider_patellar_tendon.osim", "joint_reaction_forces.sto"),
    ):
        model = osim.Model(str(with_model / model_file))
        forces = read_table(with_model / forces_file)
        actuators = {
            model.getActuators().get(i).getName() for i in range(model.getActuators().getSize())
        }
        reserves = {name for name in forces if name.startswith("reserve_")}
        assert actuators == forces.keys() - {"time"} - reserves
        coordinates = model.getCoordinateSet()
        known = {coordinates.get(i).getName() for i in range(coordinates.getSize())}
        assert known == read_table(with_model / "coordinates.mot").keys() - {"time"}


def test_the_scaled_model_weighs_what_the_rider_does_and_its_segments_are_the_riders(rider, stroke):
    model, state = rider
    assert model.getTotalMass(state) == pytest.approx(stroke.rider.mass_kg)
    for side, leg in stroke.legs.items():
        thigh = leg.problem.cycle.skeleton.links[2]
        state = model.initSystem()
        knee = model.getCoordinateSet().get(f"knee_angle_{side[0]}")
        knee.setValue(state, np.deg2rad(70.0))
        model.realizePosition(state)
        bodies = [model.getBodySet().get(f"{name}_{side[0]}") for name in ("femur", "patella")]
        moment = sum(
            body.getMass()
            * body.findStationLocationInAnotherFrame(
                state, body.getMassCenter(), bodies[0]
            ).to_numpy()
            for body in bodies
        )
        centre = moment / sum(body.getMass() for body in bodies)
        assert centre == pytest.approx(own_axes(np.array(thigh.centre), side), abs=2e-4)


def test_the_models_muscles_have_the_riders_strength_and_lengths(osim, with_model, stroke):
    model = osim.Model(str(with_model / "rider.osim"))
    for side, leg in stroke.legs.items():
        muscles = leg.problem.muscles
        for i, name in enumerate(muscles.names):
            theirs = model.getMuscles().get(f"{name}_{side[0]}")
            assert theirs.get_max_isometric_force() == pytest.approx(muscles.max_isometric_force[i])
            ours = muscles.optimal_fibre_length[i]
            assert theirs.get_optimal_fiber_length() == pytest.approx(ours, rel=0.03), name


def _move(model, state, motion: Table, row: int) -> None:
    """Put a model where a row of a motion has it."""
    for name, column in motion.items():
        if name != "time":
            value = float(in_model_units(name, column)[row])
            model.getCoordinateSet().get(name).setValue(state, value, False)
    model.realizePosition(state)


def _station(model, state, body: str, station: np.ndarray, osim) -> np.ndarray:
    place = osim.Vec3(*station.tolist())
    return model.getBodySet().get(body).findStationLocationInGround(state, place).to_numpy()


@pytest.mark.parametrize("side", SIDES)
def test_the_coordinates_put_feet_on_pedals_and_hands_on_the_bar(
    side, osim, rider, with_model, stroke
):
    model, state = rider
    cycle = stroke.legs[side].problem.cycle
    from_heel = np.array(cycle.cleat.from_ankle) - np.array(cycle.skeleton.links[-1].origin)
    pedal = against_right_crank(own_axes(cycle.pedal, side), side)
    motion, loads = (
        read_table(with_model / "coordinates.mot"),
        read_table(with_model / "external_loads.mot"),
    )
    for row in range(60, 120, 5):
        _move(model, state, motion, row)
        for load, body, station in (
            ("pedal", "calcn", own_axes(from_heel, side)),
            ("hand", "hand", np.zeros(3)),
        ):
            at = _station(model, state, f"{body}_{side[0]}", station, osim)
            acts_at = [loads[f"{side}_{load}_force_p{axis}"][row] for axis in "xyz"]
            assert at == pytest.approx(acts_at, abs=5e-4)
            if load == "pedal":
                assert at == pytest.approx(pedal[row % 60], abs=5e-4)


def test_hips_are_where_the_strokes_are_and_the_torso_keeps_its_heading(
    osim, rider, with_model, stroke
):
    model, state = rider
    motion = read_table(with_model / "coordinates.mot")
    headings = []
    for row in range(60):
        _move(model, state, motion, row)
        for side, leg in stroke.legs.items():
            hips = own_axes(leg.problem.cycle.pose.hinges[:, 0], side)
            at = _station(model, state, f"femur_{side[0]}", np.zeros(3), osim)
            apart = np.linalg.norm(at - against_right_crank(hips, side)[row])
            assert apart < 2e-4
        headings.append(_rotation(model, state, "torso"))
    assert np.ptp(headings, axis=0).max() < 1e-8
    assert np.ptp(motion["pelvis_list"]) > 1.5
    assert np.ptp(motion["pelvis_rotation"]) > 2


def test_pelvis_trunk_and_arms_are_the_models_in_place_mass_and_inertia(
    osim, rider, with_model, stroke
):
    model, state = rider
    upper = sit_upper_body(stroke, ELBOW_BEND)
    motion = read_table(with_model / "coordinates.mot")
    for row in (0, 17, 41):
        _move(model, state, motion, row)
        for name, placed in upper.placed.items():
            at = _station(model, state, name, np.zeros(3), osim)
            assert at == pytest.approx(placed.pose.origin[row], abs=1e-6)
            turn = _rotation(model, state, name)
            assert turn == pytest.approx(placed.pose.turn[row], abs=1e-6)
    for name, body in upper.bodies.items():
        theirs = model.getBodySet().get(name)
        assert theirs.getMass() == pytest.approx(body.mass_kg)
        assert theirs.getMassCenter().to_numpy() == pytest.approx(body.centre, abs=1e-6)
        inertia = theirs.getInertia().getMoments().to_numpy()
        assert inertia == pytest.approx(np.diag(body.inertia), rel=1e-4)


def _rotation(model, state, body: str) -> np.ndarray:
    rotation = model.getBodySet().get(body).getRotationInGround(state)
    return np.array([[rotation.get(i, j) for j in range(3)] for i in range(3)])


def _inverse_dynamics(osim, folder: Path) -> Table:
    with chdir(folder):
        assert osim.InverseDynamicsTool("inverse_dynamics.xml").run()
    return read_table(folder / "inverse_dynamics.sto")


@pytest.fixture(scope="module")
def inverse_dynamics(osim, with_model) -> Table:
    """Generalised forces by the set-up as written, over a revolution."""
    return _inverse_dynamics(osim, with_model)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(
    ("joint", "column"), [("hip_flexion", 0), ("knee_angle", 3), ("ankle_angle", 4)]
)
def test_inverse_dynamics_finds_the_strokes_joint_moments(
    side, joint, column, inverse_dynamics, stroke
):
    """Within 3 Nm of peaks of 30 to 50: what the model's rolling knee makes of the pedal's moments."""
    ours = against_right_crank(stroke.legs[side].joint_moment[:, column], side)
    theirs = inverse_dynamics[f"{joint}_{side[0]}_moment"][:60]
    assert np.abs(theirs - ours).max() < 3.0


def test_the_pelvis_needs_nothing_beyond_saddle_pedals_and_bar(inverse_dynamics, stroke):
    for axis in "xyz":
        residual = np.abs(inverse_dynamics[f"pelvis_t{axis}_force"]).max()
        assert residual < GRAVITY_DIFFERS * stroke.body_weight_n
    for turn in ("tilt", "list", "rotation"):
        assert np.abs(inverse_dynamics[f"pelvis_{turn}_moment"]).max() < 0.5


def test_trunk_and_arms_are_held_by_the_moments_written_for_their_actuators(
    inverse_dynamics, with_model
):
    written = read_table(with_model / "muscle_forces.sto")
    actuators = {"lumbar_extension": "lumbar_ext"}
    actuators |= {"lumbar_bending": "lumbar_bend", "lumbar_rotation": "lumbar_rot"}
    for side in "rl":
        for turn in ("flex", "add", "rot"):
            actuators[f"arm_{turn}_{side}"] = f"shoulder_{turn}_{side}"
        for name in ("elbow_flex", "pro_sup", "wrist_flex", "wrist_dev"):
            actuators[f"{name}_{side}"] = f"{name}_{side}"
    assert np.abs(written["lumbar_ext"]).max() > 10
    assert np.abs(written["lumbar_bend"]).max() > 1
    assert len(actuators) == 17
    for coordinate, actuator in actuators.items():
        theirs = inverse_dynamics[f"{coordinate}_moment"][:60]
        assert np.abs(written[actuator][:60] - theirs).max() < 0.1


def test_the_kneecap_in_degrees_would_throw_the_hip_moment_far_off(
    osim, with_model, inverse_dynamics, tmp_path
):
    """That the test above feels what OpenSim makes of a coupled coordinate in degrees."""
    for file in with_model.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    motion = tmp_path / "coordinates.mot"
    lines = motion.read_text().splitlines()
    end = lines.index("endheader")
    places = [i for i, name in enumerate(lines[end + 1].split("\t")) if name.endswith("_beta")]
    for row in range(end + 2, len(lines)):
        cells = lines[row].split("\t")
        for place in places:
            cells[place] = repr(float(np.rad2deg(float(cells[place]))))
        lines[row] = "\t".join(cells)
    motion.write_text("\n".join(lines) + "\n")
    wrong = _inverse_dynamics(osim, tmp_path)["hip_flexion_r_moment"]
    assert np.abs(wrong - inverse_dynamics["hip_flexion_r_moment"]).max() > 100


def _analysed(osim, folder: Path, setup: str, positions: int) -> None:
    """Run a set-up as written over the first crank positions of its revolution."""
    with chdir(folder):
        tool = osim.AnalyzeTool(setup)
        whole = tool.getFinalTime() - tool.getInitialTime()
        tool.setFinalTime(tool.getInitialTime() + (positions - 0.5) / 60 * whole)
        assert tool.run()


@pytest.fixture(scope="module")
def reactions(osim, with_model) -> Table:
    """Joint reactions over the right leg's downstroke, the first 20 crank positions."""
    _analysed(osim, with_model, "joint_reaction.xml", 20)
    return read_table(with_model / "joint_reaction_JointReaction_ReactionLoads.sto")


@pytest.mark.parametrize("side", SIDES)
def test_joint_reaction_finds_the_strokes_knee_compression(side, reactions, stroke):
    ours = against_right_crank(stroke.legs[side].loads.tibiofemoral_compression, side)
    shank = f"tibia_{side[0]}"
    theirs = -reactions[f"walker_knee_{side[0]}_on_{shank}_in_{shank}_fy"]
    assert len(theirs) == 20
    assert theirs == pytest.approx(ours[:20], rel=0.05)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(
    ("load", "joint", "body"),
    [("hip_contact", "hip", "femur"), ("patellofemoral", "patellofemoral", "patella")],
)
def test_joint_reaction_finds_the_strokes_other_loads(side, load, joint, body, reactions, stroke):
    ours = against_right_crank(getattr(stroke.legs[side].loads, load), side)[:20]
    s = side[0]
    force = np.array(
        [reactions[f"{joint}_{s}_on_{body}_{s}_in_{body}_{s}_f{axis}"] for axis in "xyz"]
    )
    assert np.abs(np.linalg.norm(force, axis=0) - ours).max() < 0.08 * ours.max()


def test_static_optimisation_moves_the_model_with_muscles_alone(osim, with_model, inverse_dynamics):
    _analysed(osim, with_model, "static_optimization.xml", 3)
    solved = read_table(with_model / "static_optimization_StaticOptimization_activation.sto")
    assert len(solved["time"]) == 3
    for name in read_table(with_model / "activations.sto"):
        if name != "time":
            assert (solved[name] >= 0).all()
            assert (solved[name] <= 1).all()
    for name, column in solved.items():
        if name.startswith("reserve_pelvis"):
            assert np.abs(column).max() < 1.0
        elif name.startswith("reserve_"):
            joint = f"{name.removeprefix('reserve_')}_moment"
            assert np.abs(column).max() < 0.01 * np.abs(inverse_dynamics[joint]).max()


def test_an_export_does_not_depend_on_the_folder_that_it_is_made_in(
    with_model, stroke, tmp_path, monkeypatch
):
    """OpenSim looks for the loads' table in the working directory first."""
    other = (with_model / "external_loads.mot").read_text().replace("0.", "9.")
    (tmp_path / "external_loads.mot").write_text(other)
    monkeypatch.chdir(tmp_path)
    again = opensim_files_with_model(stroke, MODEL)
    assert (
        again["joint_reaction_forces.sto"] == (with_model / "joint_reaction_forces.sto").read_text()
    )
    assert [path.name for path in tmp_path.iterdir()] == ["external_loads.mot"]


def test_the_command_given_a_model_writes_models_and_set_ups(osim, with_model, tmp_path):
    export_osim(EXAMPLE, tmp_path / "new", None, MODEL)
    written = {path.name for path in (tmp_path / "new").iterdir()}
    made_by_tools = {path.name for path in with_model.glob("*_*Optimization_*")}
    made_by_tools |= {"inverse_dynamics.sto", "joint_reaction_JointReaction_ReactionLoads.sto"}
    assert written == {path.name for path in with_model.iterdir()} - made_by_tools
    assert {"rider.osim", "static_optimization.xml", "joint_reaction.xml"} < written


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text[:1000], "is not a model that OpenSim reads"),
        (lambda text: text.replace('name="soleus_r"', 'name="soleus"'), "it has no soleus_r"),
        (lambda text: text.replace("-0.40960000000000002", "-0.43"), "its foot misses the pedal"),
    ],
)
def test_another_model_is_refused_in_words(change, message, osim, tmp_path):
    other = tmp_path / "other.osim"
    other.write_text(change(MODEL.read_text(encoding="utf-8")))
    with pytest.raises(PedalfitError, match=message):
        export_osim(EXAMPLE, tmp_path / "new", None, other)
    with pytest.raises(PedalfitError, match="there is no model"):
        export_osim(EXAMPLE, tmp_path / "new", None, tmp_path / "absent.osim")
    assert not (tmp_path / "new").exists()
