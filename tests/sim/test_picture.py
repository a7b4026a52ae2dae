"""Pictures of a stroke: whole files, colours that follow activation, limbs where they belong."""

import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Polygon
from PIL import Image

from fit_optimizer.cli import main
from sim.pictures import UnknownPictureEnding, check_ending, draw_stroke
from sim.pictures.bicycle import draw_bicycle
from sim.pictures.colours import ACTIVATION, activation_scale
from sim.pictures.muscles import BELLY, muscle_bands
from sim.pictures.render import SLOWED, frame_times_ms
from sim.pictures.taut_line import Bend, line_length, taut_line
from tests.strategies import seated

HAND = (0.46, 0.53)
ROOT = Path(__file__).parents[2]
SET_UP = str(ROOT / "examples" / "turbo_rider.toml")


def with_activation(stroke, name, value):
    """The stroke with one muscle of the right leg at the same activation all the way."""
    coordination = stroke.right.coordination
    activation = coordination.activation.copy()
    activation[:, stroke.right.problem.muscles.names.index(name)] = value
    changed = replace(coordination, activation=activation)
    return replace(stroke, right=replace(stroke.right, coordination=changed))


@pytest.fixture(scope="module")
def png(stroke):
    return draw_stroke(stroke, HAND, Path("stroke.png"))


@pytest.fixture(scope="module")
def gif(stroke):
    return draw_stroke(stroke, HAND, Path("stroke.GIF"))


def test_png_is_whole_and_wide_enough_for_four_positions(png):
    image = Image.open(BytesIO(png))
    image.verify()
    assert image.format == "PNG"
    assert image.width > 2 * image.height * 0.8
    assert len(png) < 300_000
    assert len(pixels_by_colour(png)) > 100


def test_gif_moves_through_every_crank_position_for_ever_at_a_quarter_of_the_speed(gif, stroke):
    image = Image.open(BytesIO(gif))
    assert image.format == "GIF"
    assert image.n_frames == 60
    assert image.info["loop"] == 0
    assert len(gif) < 3_000_000
    pixels, shown_ms = [], 0
    for k in range(image.n_frames):
        image.seek(k)
        shown_ms += image.info["duration"]
        pixels.append(np.asarray(image.convert("L"), dtype=int))
    changed = [np.abs(a - b).max() for a, b in pairwise(pixels)]
    assert min(changed) > 50
    revolution_ms = 2000 * np.pi / stroke.riding.crank_speed
    assert shown_ms == pytest.approx(SLOWED * revolution_ms, abs=10)


def test_frames_last_longer_where_the_crank_is_slower(stroke):
    cycle = stroke.right.problem.cycle
    speed = cycle.crank_speed * (1 + 0.5 * np.cos(cycle.crank_angle))
    problem = replace(stroke.right.problem, cycle=replace(cycle, crank_speed=speed))
    times = frame_times_ms(replace(stroke, right=replace(stroke.right, problem=problem)))
    assert times[25:35].sum() > 2 * times[[*range(55, 60), *range(5)]].sum()


def test_equal_strokes_give_equal_files(stroke, png):
    assert draw_stroke(stroke, HAND, Path("again.png")) == png


def test_raising_one_activation_changes_the_colour_of_its_band(stroke, png):
    top = activation_scale(drawn_peak(stroke)).vmax
    brighter = draw_stroke(with_activation(stroke, "gaslat", top), HAND, Path("x.png"))
    assert pixels_of(brighter, ACTIVATION(1.0)) > 10 * pixels_of(png, ACTIVATION(1.0))


def drawn_peak(stroke):
    return max(band.activation for bands in muscle_bands(stroke) for band in bands)


def pixels_by_colour(file):
    image = Image.open(BytesIO(file)).convert("RGB")
    return {colour: count for count, colour in image.getcolors(1 << 24)}


def pixels_of(file, colour, tolerance=8):
    wanted = np.rint(255 * np.array(colour[:3]))
    return sum(
        n for c, n in pixels_by_colour(file).items() if np.abs(c - wanted).max() <= tolerance
    )


@pytest.mark.parametrize(
    ("highest", "top"),
    [(0.05, 0.25), (0.25, 0.25), (0.26, 0.5), (0.51, 0.75), (0.9, 1.0), (1.0000001, 1.0)],
)
def test_the_scale_ends_at_a_round_percentage_above_the_highest_activation(highest, top):
    assert activation_scale(highest).vmax == top


def test_bands_carry_the_activation_of_their_muscle(stroke):
    names, activation = stroke.right.problem.muscles.names, stroke.right.coordination.activation
    for k, bands in enumerate(muscle_bands(stroke)):
        assert [band.name for band in bands] == list(BELLY)
        for band in bands:
            assert band.activation == activation[k, names.index(band.name)]


def test_calf_is_behind_the_shin_and_quadriceps_above_the_thigh_bone(stroke):
    hinges = stroke.right.problem.cycle.pose.hinges[:, :, [0, 2]]
    for k, bands in enumerate(muscle_bands(stroke)):
        hip, knee, ankle = hinges[k][[0, 3, 4]]
        middle = {band.name: band.outline.mean(axis=0) for band in bands}
        for name in ("gaslat", "gasmed", "soleus"):
            assert ahead_of(middle[name], knee, ankle) < 0
        assert ahead_of(middle["tibant"], knee, ankle) > 0
        for name in ("recfem", "vaslat", "vasmed"):
            assert ahead_of(middle[name], hip, knee) > 0
        for name in ("bflh", "semimem", "semiten"):
            assert ahead_of(middle[name], hip, knee) < 0


def ahead_of(point, upper, lower):
    """How far a point lies in front of a bone that runs down from `upper` to `lower`."""
    down = (lower - upper) / np.linalg.norm(lower - upper)
    return float(np.dot(point - upper, [-down[1], down[0]]))


@pytest.mark.parametrize(("on_left", "sign"), [(True, 1.0), (False, -1.0)])
def test_a_taut_line_goes_round_the_circle_on_the_side_asked_for(on_left, sign):
    start, end = np.array([-2.0, 0.0]), np.array([2.0, 0.0])
    line = taut_line(start, end, [Bend(np.zeros(2), 1.0, on_left)])
    assert (sign * line[1:-1, 1] > 0).all()
    assert line_length(line) == pytest.approx(2 * np.sqrt(3) + np.pi / 3, rel=1e-3)
    assert np.linalg.norm(line[1:-1], axis=1) == pytest.approx(np.ones(len(line) - 2))


def test_a_line_that_clears_the_circle_stays_straight():
    start, end = np.array([-2.0, 1.5]), np.array([2.0, 1.5])
    assert len(taut_line(start, end, [Bend(np.zeros(2), 1.0, True)])) == 2


@pytest.mark.parametrize("name", ["stroke.jpg", "stroke", "stroke.gif.txt"])
def test_other_endings_are_refused_by_name(name):
    with pytest.raises(UnknownPictureEnding, match=rf"{name}.*\.gif.*\.png"):
        check_ending(Path(name))


def test_matplotlib_is_loaded_only_to_draw_and_its_windows_never():
    words = """
import sys, sim.pictures, sim.stroke
assert "matplotlib" not in sys.modules
import sim.pictures.render
assert "matplotlib.pyplot" not in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", words], cwd=ROOT, check=False)
    assert done.returncode == 0


def run(monkeypatch, tmp_path, *words):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setattr(sys, "argv", ["pedalfit", "simulate", SET_UP, *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code


@pytest.mark.parametrize(
    ("picture", "expected"),
    [("s.jpg", "s.jpg"), ("nowhere/s.png", "nowhere/s.png"), (".", "allowed are .gif")],
)
def test_a_picture_that_cannot_be_made_is_refused_before_anything_is_written(
    monkeypatch, tmp_path, capsys, picture, expected
):
    assert run(monkeypatch, tmp_path, "--json", "s.json", "--picture", picture) == 2
    said = capsys.readouterr()
    assert expected in said.err
    assert len(said.err.strip().splitlines()) == 1
    assert said.out == ""
    assert list(tmp_path.iterdir()) == []


def test_the_command_draws_without_a_display(monkeypatch, tmp_path):
    assert run(monkeypatch, tmp_path, "--picture", "s.png") == 0
    assert [path.name for path in tmp_path.iterdir()] == ["s.png"]
    assert Image.open(tmp_path / "s.png").format == "PNG"


def test_the_saddle_is_tilted_about_the_place_to_which_its_height_is_measured():
    axes = Figure().subplots()
    bicycle = seated().bicycle
    for tilt in (0.0, -0.1):
        draw_bicycle(axes, SimpleNamespace(bicycle=replace(bicycle, saddle_tilt=tilt)), HAND)
    level, tilted = (one.get_xy() for one in axes.patches if isinstance(one, Polygon))
    middle = [
        -bicycle.saddle_setback_m,
        bicycle.saddle_height_m * np.sin(bicycle.seat_tube_angle),
    ]
    assert np.hypot(*(tilted - middle).T) == pytest.approx(np.hypot(*(level - middle).T))
    turn = np.angle(complex(*(tilted[1] - tilted[0])) / complex(*(level[1] - level[0])))
    assert turn == pytest.approx(-0.1)
