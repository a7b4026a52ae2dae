"""`import fit_optimizer as pf`: short answers, units, and a hint at every misspelt name."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import fit_optimizer as pf
from fit_optimizer.setup.setup_file import read_set_up
from rider_models.errors import PedalfitError

EXAMPLE = Path(__file__).parents[3] / "examples" / "turbo_rider.toml"
BINS = EXAMPLE.with_name("turbo_ride_bins.csv")
KEYS = {"height_mm": 1780, "mass_kg": 66, "power_w": 200, "cadence_rpm": 81}


@pytest.fixture(scope="module")
def ride():
    return pf.simulate(pf.set_up(thigh_mm={"left": 430, "right": 424}, **KEYS))


def test_every_name_of_the_api_is_there_and_says_what_it_does():
    for name in pf.__all__:
        assert getattr(pf, name).__doc__


def test_keys_alone_make_the_set_up_of_a_file():
    of_file = pf.set_up(str(EXAMPLE), saddle_height_mm=720)
    assert of_file.bicycle.saddle_height_mm == 720
    assert pf.set_up(**KEYS).riding.power_w == 200
    assert pf.set_up(of_file, cadence_rpm=95).bicycle.saddle_height_mm == 720


@pytest.mark.parametrize("setback_mm", [20.0, 90.0, 150.0])
def test_a_key_changed_in_a_file_means_what_it_means_with_set(setback_mm):
    """The seat tube follows from the saddle's place before the bar is placed."""
    changed = pf.set_up(EXAMPLE, saddle_setback_mm=setback_mm)
    assert changed == read_set_up(EXAMPLE, [f"saddle_setback_mm={setback_mm}"])


@pytest.mark.parametrize(
    ("ask", "hint"),
    [
        (lambda _: pf.set_up(sadle_height_mm=720, **KEYS), "saddle_height_mm"),
        (lambda _: pf.set_up(EXAMPLE, sadle_height_mm=720), "saddle_height_mm"),
        (lambda ride: pf.metrics(ride)["dead_center_size_pct"], "dead_centre_size_pct"),
        (lambda ride: pf.metrics(ride, "left")["knee_flexion_mx_deg"], "knee_flexion_max_deg"),
    ],
)
def test_a_misspelt_name_is_answered_with_the_nearest(ask, hint, ride):
    with pytest.raises(PedalfitError, match=f"did you mean {hint}"):
        ask(ride)


@pytest.mark.parametrize(
    ("ask", "wanted"),
    [
        (lambda ride: pf.simulate("rider.toml"), r"where what pf\.set_up\('rider\.toml'\) makes"),
        (pf.simulate, r"a Ride, where what pf\.set_up makes"),
        (lambda ride: pf.fit(EXAMPLE), r"where what pf\.set_up\('.*turbo_rider\.toml'\) makes"),
        (lambda ride: pf.check("rider.toml", "ride.fit"), r"pf\.set_up\('rider\.toml'\)"),
        (lambda ride: pf.calibrate("rider.toml", "ride.fit"), r"pf\.set_up\('rider\.toml'\)"),
        (lambda ride: pf.techniques("rider.toml"), r"pf\.set_up\('rider\.toml'\)"),
        (lambda ride: pf.fit_pose("rider.toml"), r"pf\.set_up\('rider\.toml'\)"),
        (lambda ride: pf.fit_pose(ride.set_up, "film.trc"), r"pf\.read_pose\('film\.trc'\)"),
        (lambda ride: pf.simulate(None), r"None is given, where what pf\.set_up makes"),
        (lambda ride: pf.inverse(ride.set_up, "film.trc"), r"pf\.read_pose\('film\.trc'\)"),
        (lambda ride: pf.metrics(ride.set_up), r"a SetUp, where what pf\.simulate makes"),
        (lambda ride: pf.curves(ride.stroke), r"a Stroke, where what pf\.simulate makes"),
        (lambda ride: pf.plot.torque(ride.set_up), r"a SetUp, where what pf\.simulate makes"),
    ],
)
def test_something_else_than_a_function_takes_is_refused_with_what_makes_it(ask, wanted, ride):
    with pytest.raises(PedalfitError, match=wanted) as refused:
        ask(ride)
    assert isinstance(refused.value, TypeError)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (KEYS, r"pf\.set_up\(\*\*keys\)"),
        (3, r"3 is an int, where a set-up file or a set-up is wanted"),
        (["rider.toml"], r"is a list, where a set-up file"),
        (b"rider.toml", r"is a bytes, where a set-up file"),
    ],
)
def test_what_is_neither_a_file_nor_a_set_up_is_told_how_keys_are_given(given, wanted):
    with pytest.raises(PedalfitError, match=wanted) as refused:
        pf.set_up(given)
    assert isinstance(refused.value, TypeError)


@pytest.mark.parametrize(
    ("ask", "wanted"),
    [
        (lambda ride: pf.metrics(ride, "both"), r"leg is 'both': allowed is 'left' or 'right'"),
        (lambda ride: pf.curves(ride, align="both"), "align is 'both': allowed is 'own' or"),
        (
            lambda ride: pf.fit(ride.set_up, trials=0),
            "trials is 0: a whole number from 1 to 100000",
        ),
        (lambda ride: pf.fit(ride.set_up, trials=2.5), "trials is 2.5: a whole number"),
        (lambda ride: pf.fit(ride.set_up, workers=None), "workers is null: a whole number from 1"),
        (lambda ride: pf.fit(ride.set_up, seed=-1), "seed is -1: a whole number from 0"),
        (lambda ride: pf.check(ride.set_up, BINS, workers=True), "workers is true"),
        (lambda ride: pf.sweep("s.toml", "s.parquet", workers="2"), "workers is '2'"),
        (lambda ride: pf.techniques(ride.set_up, ["pull"]), "one by one, as pf.techniques"),
        (lambda ride: pf.calibrate(ride.set_up, BINS, film="a.trc"), r"what pf\.fit_pose makes"),
        (
            lambda _: pf.read_trace("ride.fit", crank_length_mm=0.17),
            "is 0.17: a number from 120 to",
        ),
        (
            lambda _: pf.read_pose("film.trc", crank_mm="172"),
            "crank_mm is '172': a number from 120",
        ),
        (lambda _: pf.read_pose("film.trc", side="both"), "side is 'both': allowed is"),
        (lambda _: pf.read_pose("film.trc", reads="skin"), "reads is 'skin': allowed is"),
        (lambda _: pf.read_pose("film.trc", frame_rate_hz=float("nan")), "frame_rate_hz is nan"),
        (lambda _: pf.read_emg("emg.csv", "rider.toml"), r"pf\.set_up\('rider\.toml'\)"),
    ],
)
def test_an_argument_that_cannot_be_is_named_with_what_is_allowed(ask, wanted, ride):
    with pytest.raises(PedalfitError, match=wanted) as refused:
        ask(ride)
    assert isinstance(refused.value, TypeError)


def test_a_function_that_there_is_not_is_answered_with_the_nearest():
    with pytest.raises(AttributeError, match="has no simulat; did you mean simulate"):
        pf.simulat  # noqa: B018
    assert not hasattr(pf, "zzzz")


def test_a_missing_key_is_named():
    with pytest.raises(PedalfitError, match="cadence_rpm is missing"):
        pf.set_up(height_mm=1780, mass_kg=66, power_w=200)


def test_answers_are_short_in_print_and_tables_in_a_notebook(ride):
    for shown in (ride, ride.stroke, ride.stroke.left, ride.set_up):
        assert len(repr(shown)) < 200
    assert "200 W" in repr(ride)
    assert "<td>" in ride._repr_html_()
    assert "<td>" in pf.metrics(ride)._repr_html_()


def test_names_from_outside_are_escaped_in_tables():
    assert "<b>" not in pf.simulate(pf.set_up(name="<b>", **KEYS))._repr_html_()


def test_legs_add_up_to_both_only_when_aligned_to_the_right_crank(ride):
    pytest.importorskip("xarray")
    aligned, own = pf.curves(ride, align="right"), pf.curves(ride)
    total = aligned["total_crank_torque_nm"]
    both = aligned["left.crank_torque_nm"] + aligned["right.crank_torque_nm"]
    assert np.abs(both - total).max() < 1e-9
    apart = own["left.crank_torque_nm"] + own["right.crank_torque_nm"]
    assert np.abs(apart - total).max() > 5.0


def test_curves_have_units_and_survive_netcdf(ride, tmp_path):
    xr = pytest.importorskip("xarray")
    curves = pf.curves(ride)
    assert curves["right.knee_flexion_deg"].attrs["units"] == "deg"
    assert curves["left.knee_flexion_deg"].attrs["crank"] == "left"
    assert all(one.attrs["units"] and one.attrs["long_name"] for one in curves.data_vars.values())
    curves.to_netcdf(tmp_path / "curves.nc")
    again = xr.open_dataset(tmp_path / "curves.nc")
    xr.testing.assert_allclose(again, curves)


def test_figures_are_svg(ride):
    assert pf.plot.torque(ride)._repr_svg_().lstrip().startswith("<")


@pytest.mark.parametrize("name", ["sim", "rider_models"])
def test_a_folder_of_a_packages_name_beside_the_users_script_breaks_nothing(name, tmp_path):
    (tmp_path / name).mkdir()
    (tmp_path / name / "__init__.py").write_text("raise RuntimeError('the user's own')")
    script = tmp_path / "study.py"
    script.write_text(
        "import fit_optimizer as pf\nimport sim.stroke, rider_models.rider\n"
        "print(pf.set_up(height_mm=1780, mass_kg=66, power_w=200, cadence_rpm=81))"
    )
    ended = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    assert "1780 mm" in ended.stdout


def test_a_users_package_that_is_loaded_first_is_named(tmp_path):
    (tmp_path / "sim.py").write_text("")
    script = tmp_path / "study.py"
    script.write_text("import sim\nimport fit_optimizer")
    ended = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, check=False
    )
    assert "import fit_optimizer first, or rename" in ended.stderr
