"""`fit` and `sweep` end what cannot be done with one sentence and exit code 2, and leave no file."""

import re
from pathlib import Path

import pytest
from typer import BadParameter

from fit_optimizer.commands.arguments import JSON
from fit_optimizer.pose.formats import FORMATS as POSES
from fit_optimizer.traces.formats import FORMATS as RECORDINGS
from tests.fit_optimizer.known_rider import TURBO
from tests.fit_optimizer.straight_leg import as_toml, tables, too_high_mm

HELD = ("saddle_height_mm", "heel_drop_deg", "ankle_range_deg", "torso_angle_deg")
SWEEP = f"riders = [{str(TURBO)!r}]\n[grid]\n"
STEPS = "{ from = 0, to = 9.99999, step = 0.00001 }"


@pytest.fixture
def refused(run_here, tmp_path, monkeypatch):
    """Runs a command in an empty folder; what it said when it was refused."""
    monkeypatch.setattr("fit_optimizer.workers.cluster.PATIENCE_S", 0.3)

    def run(*words: str, left: tuple[str, ...] = ()) -> str:
        code, _, said = run_here(*words)
        said = said.strip()
        assert code == 2
        assert said.startswith("pedalfit: ")
        assert "\n" not in said
        assert sorted(p.name for p in tmp_path.iterdir()) == sorted(left)
        return said

    return run


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--set", "search.saddle_height_mm={low=730, high=700}"), "below high"),
        (("--set", "search.saddle_height_mm={low=730, high=730.5}"), "nothing to search"),
        ([w for key in HELD for w in ("--set", f"search.{key}=fixed")], "nothing to search"),
        (("--storage", "trials.db"), "allowed is journal:FILE or postgresql://"),
        (
            ("--storage", "postgresql://a:hidden@127.0.0.1:9/fits"),
            "***@127.0.0.1:9/fits cannot be used",
        ),
        (("--storage", "journal:./fit.json"), "fit.json is the file that is read: choose another"),
        (("--scheduler", "tcp://127.0.0.1:9"), "tcp://127.0.0.1:9 cannot be reached"),
    ],
)
def test_a_search_that_cannot_be_made_is_refused(refused, words, said):
    assert said in refused("fit", str(TURBO), *words)


@pytest.mark.parametrize("command", ["fit", "calibrate"])
@pytest.mark.parametrize(
    ("option", "value"),
    [("--side", "left"), ("--known-length", "668=412"), ("--angles", "markers")],
)
def test_what_is_told_of_a_film_that_is_not_given_is_refused(refused, command, option, value):
    said = refused(command, str(TURBO), "--out", "result", option, value)
    assert f"invalid value for {option}: it tells of a film: give one with --pose" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("emg", "turbo.csv", "--page", "x.pdf"),
            "--page, x.pdf has the ending .* a page .* x.html",
        ),
        (("emg", "turbo.csv", "--plot", "x.PNG"), "--plot, x.PNG has the ending .* SVG, .* x.svg"),
        (("simulate", str(TURBO), "--json", "a/x.csv"), "--json, x.csv has the ending .* x.json"),
        (("validate", "--out", "x.json"), "--out, x.json has the ending .* x.html"),
        (("sweep", "sweep.toml", "--out", "x.csv"), "--out, x.csv has the ending .* x.parquet"),
        (("report", "fit.json", "--out", "x.pdf"), "--out, x.pdf has the ending .* x.html"),
        (("calibrate", str(TURBO), "--out", "x.json"), "--out, x.json has the ending .* x.toml"),
        (("new", "x.json"), "x.json has the ending of another format"),
        (("simulate", str(TURBO), "--json", "x.toml"), "--json, x.toml has the ending .* x.json"),
    ],
)
def test_no_file_is_written_under_the_ending_of_another_format(refused, words, said):
    assert re.search(said, refused(*words))


@pytest.mark.parametrize("ending", sorted(each.ending for each in (*RECORDINGS, *POSES)))
def test_no_document_is_written_under_the_ending_of_a_recording_or_a_film(ending):
    for one in re.findall(r"\.[a-z]+", ending):
        if one != ".json":
            with pytest.raises(BadParameter, match="the ending of another format"):
                JSON(Path(f"ride{one}"))


@pytest.mark.parametrize(
    ("grid", "words", "said"),
    [
        (f"heel_drop_deg = {STEPS}\nankle_range_deg = {STEPS}", (), "1,000,000,000,000 rows"),
        ("power_w = []", (), "grid.power_w is empty"),
        ("power_w = [150]", ("--scheduler", "tcp://127.0.0.1:9"), "cannot be reached"),
        ("power_w = [150]", ("--curves", "no/where.zarr"), "its folder must exist"),
    ],
)
def test_a_sweep_that_cannot_be_made_is_refused(refused, tmp_path, grid, words, said):
    (tmp_path / "sweep.toml").write_text(SWEEP + grid)
    words = ("sweep", "sweep.toml", "--out", "rows.parquet", *words)
    assert said in refused(*words, left=("sweep.toml",))


def test_results_of_something_else_are_refused_and_kept(refused, tmp_path):
    (tmp_path / "sweep.toml").write_text(SWEEP + "power_w = [150]")
    (tmp_path / "rows.parquet").write_text("dear")
    left = ("rows.parquet", "sweep.toml")
    assert "not a results file" in refused(
        "sweep", "sweep.toml", "--out", "rows.parquet", left=left
    )
    assert "not a results file" in refused("sweep-indices", "rows.parquet", left=left)
    assert (tmp_path / "rows.parquet").read_text() == "dear"


@pytest.mark.slow
def test_a_saddle_too_high_for_the_muscles_is_searched_for_a_lower_one(run_here, tmp_path):
    """Who asks because the saddle is far too high was refused."""
    (tmp_path / "high.toml").write_text(as_toml(tables(too_high_mm())))
    code, _, said = run_here("simulate", "high.toml")
    assert code == 2
    assert "up to" in said
    code, out, _ = run_here("fit", "high.toml", "--trials", "12", "--workers", "1")
    assert code == 0
    said = " ".join(out.split())
    assert "asks more of the muscles than they have" in said
    assert "Saddle down" in said


def test_the_one_height_that_bounds_allow_is_no_range(run_here):
    bounds = (
        "--set",
        "search.saddle_height_mm.low=400",
        "--set",
        "search.saddle_height_mm.high=420",
    )
    code, _, said = run_here("fit", str(TURBO), *bounds, "--workers", "1")
    assert code == 2
    assert "of the heights allowed 420 mm suits the knee best, and it cannot be ridden" in said
