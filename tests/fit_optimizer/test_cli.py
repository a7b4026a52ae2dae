"""The command as a fitter runs it: results whole, errors as one sentence with exit code 2."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from fit_optimizer.commands.app import app
from fit_optimizer.commands.command_table import COMMANDS

EXAMPLES = Path(__file__).parents[2] / "examples"
TURBO = str(EXAMPLES / "turbo_rider.toml")

METRICS = """
torque_effectiveness_pct pedal_smoothness_pct power_phase_start_deg power_phase_end_deg
peak_power_phase_start_deg peak_power_phase_end_deg dead_centre_size_pct dead_spot_width_deg
peak_crank_torque_nm peak_crank_torque_angle_deg mean_crank_power_w hip_flexion_min_deg
hip_flexion_max_deg knee_flexion_min_deg knee_flexion_max_deg ankle_dorsiflexion_min_deg
ankle_dorsiflexion_max_deg knee_extension_moment_peak_nm tibiofemoral_compression_peak_n
tibiofemoral_compression_peak_bw tibiofemoral_shear_peak_n patellofemoral_force_peak_n
patellofemoral_force_peak_bw quadriceps_tendon_force_peak_n patellar_tendon_force_peak_n
achilles_tendon_force_peak_n hip_work_share_pct knee_work_share_pct ankle_work_share_pct
positive_work_pct muscle_effort metabolic_power_w gross_efficiency_pct solve_time_ms
""".split()
CURVES = """
crank_torque_nm pedal_force_n hip_flexion_deg knee_flexion_deg ankle_dorsiflexion_deg
hip_moment_nm knee_moment_nm ankle_moment_nm tibiofemoral_compression_n tibiofemoral_shear_n
patellofemoral_force_n
""".split()


def pedalfit(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "fit_optimizer.cli", *words],
        capture_output=True,
        text=True,
        cwd=folder,
        env={"PYTHONPATH": str(EXAMPLES.parent), "PATH": "/usr/bin:/bin", "COLUMNS": "200"},
        timeout=300,
        check=False,
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_of_the_help_is_there(name):
    command = typer.main.get_command(app).get_command(None, name)
    assert command.name == name
    assert command.get_short_help_str()


def test_the_help_begins_with_what_a_fitter_begins_with(run_here):
    _, said, _ = run_here("--help")
    places = [
        said.index(words)
        for words in ("pedalfit new rider.toml", "A fit", " report ", " trace ", " sweep ")
    ]
    assert places == sorted(places)


def test_an_option_that_takes_no_value_shows_no_type(run_here):
    for words in (("--help",), ("fit", "--help"), ("studio", "--help")):
        _, said, _ = run_here(*words)
        assert "--help" in said
        assert "bool" not in said


def test_a_command_whose_streams_are_closed_writes_its_result_and_nothing_into_it(tmp_path):
    words = f"{sys.executable} -m fit_optimizer.cli simulate {TURBO} --json"
    env = {"PYTHONPATH": str(EXAMPLES.parent), "PATH": "/usr/bin:/bin"}
    for name, closed in (("open.json", ""), ("closed.json", "0<&- 1>&- 2>&-")):
        command = f"{words} {name} {closed}"
        done = subprocess.run(
            ["/bin/sh", "-c", command], cwd=tmp_path, env=env, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
    found = [json.loads((tmp_path / name).read_text()) for name in ("open.json", "closed.json")]
    assert found[0]["curves"] == found[1]["curves"]
    assert len(list(tmp_path.iterdir())) == 2


WHILE_A_CLASS_IS_MADE = """
import signal
from fit_optimizer import cli

class Part:
    def __set_name__(self, owner, name):
        signal.raise_signal(signal.SIGINT)

cli._run = lambda: type("Whole", (), {"part": Part()})
cli.main()
"""


def test_ctrl_c_while_a_class_is_made_is_one_line_too():
    """CPython 3.11 makes another error of whatever is raised there, as while a package is loaded."""
    done = subprocess.run(
        [sys.executable, "-c", WHILE_A_CLASS_IS_MADE],
        env={"PYTHONPATH": str(EXAMPLES.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (130, "pedalfit: interrupted.\n")


@pytest.mark.parametrize("name", ["simulate", "emg", "compare"])
def test_a_command_says_at_once_that_it_lacks_memory(tmp_path, name):
    least = COMMANDS[name].least_mb
    words = f"ulimit -v {1000 * (least - 10)}; exec {sys.executable} -m fit_optimizer.cli {name} x"
    done = subprocess.run(
        ["/bin/sh", "-c", words],
        cwd=tmp_path,
        env={"PYTHONPATH": str(EXAMPLES.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == f"pedalfit: there is not memory enough: free {least} MB or more.\n"


def test_a_command_that_is_not_there_is_refused_with_the_one_meant(tmp_path):
    done = pedalfit("simulat", folder=tmp_path)
    assert done.returncode == 2
    assert done.stderr == "pedalfit: there is no command simulat; did you mean simulate?\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_refuses_an_option_that_it_has_not(run_here, name):
    code, _, said = run_here(name, "--zzzz")
    assert code == 2
    assert said == (
        f"pedalfit: pedalfit {name} has no option --zzzz; `pedalfit {name} --help` shows all.\n"
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("--zzzz", "pedalfit has no option --zzzz; `pedalfit --help` shows"),
        ("simulate", "SETUP.toml is missing from the command; `pedalfit simulate --help` shows"),
        ("simulate a.toml --zzzz", "pedalfit simulate has no option --zzzz; `pedalfit simulate"),
        ("simulate a.toml --jsn s.json", "has no option --jsn; did you mean --json or --set?"),
        ("simulate a.toml b.toml", "pedalfit simulate has no use for b.toml"),
        ("simulate a.toml --json", "--json wants a value behind it; `pedalfit simulate"),
        ("calibrate a.toml", "--out is missing"),
        ("trace", "RECORDING is missing"),
        ("fit a.toml --pdf=yes", "--pdf takes no value"),
        ("fit a.toml --trials abc", "--trials is 'abc', a whole number is wanted, allowed is 1 to"),
        ("fit a.toml --trials 1.5", "--trials is '1.5', a whole number is wanted, allowed is 1 to"),
        ("fit a.toml --trials 0", "--trials is '0', allowed is 1 to 100000"),
        (f"fit a.toml --trials {'9' * 5000}", "a whole number is wanted, allowed is 1 to 100000"),
        ("fit a.toml --language fr", "--language is 'fr', allowed is one of 'en', 'de'"),
        ("forward a.toml --revolutions many", "--revolutions is 'many', a number is wanted"),
    ],
)
def test_wrong_words_are_refused_in_one_sentence_of_ours(run_here, tmp_path, words, expected):
    code, out, said = run_here(*words.split())
    assert code == 2
    assert out == ""
    assert said.startswith("pedalfit: ")
    assert expected in said
    assert said.count("\n") == 1
    assert len(said) < 300
    assert list(tmp_path.iterdir()) == []


def test_simulate_writes_every_metric_and_curve(tmp_path):
    done = pedalfit("simulate", TURBO, "--set", "power_w=180", "--json", "s.json", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    document = json.loads((tmp_path / "s.json").read_text())
    assert document["schema"] == "pedalfit.stroke/1"
    assert document["effort"]["power_w"] == 180
    assert document["fit"]["saddle_height_mm"] > 600
    assert [m for m in METRICS if m not in document["metrics"]] == []
    n = len(document["curves"]["crank_angle_deg"])
    assert len(document["curves"]["total_crank_torque_nm"]) == n
    for side in ("left", "right"):
        curves = document["curves"][side]
        assert {len(curves[c]) for c in CURVES} == {n}
        assert {len(row) for row in curves["pedal_force_n"]} == {3}
        assert len(curves["activation"]) == len(curves["muscle_force_n"]) == 40
    assert document["metrics"]["mean_crank_power_w"] == pytest.approx(180, rel=1e-4)


def test_fit_writes_the_document_and_the_report_and_nothing_else(run_here, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    words = ("fit", TURBO, "--trials", "12", "--out", "result", "--pdf")
    held = ("heel_drop_deg", "ankle_range_deg", "torso_angle_deg")
    kept = [word for key in held for word in ("--set", f"search.{key}=fixed")]
    code, told, said = run_here(*words, *kept)
    assert code == 0, said
    result = tmp_path / "result"
    assert sorted(p.name for p in result.iterdir()) == ["fit.json", "report.html", "report.pdf"]
    document = json.loads((result / "fit.json").read_text())
    assert document["schema"] == "pedalfit.fit/1"
    for key in ("current", "recommended", "bands", "pareto", "trace_check", "seed", "versions"):
        assert key in document
    for shown in ("recommended", "saddle height", "result/report.html", "result/report.pdf"):
        assert shown in told
    code, _, said = run_here("report", "result/fit.json", "--out", "again", "--pdf")
    assert code == 0, said
    for name in ("report.html", "report.pdf"):
        assert (tmp_path / "again" / name).read_bytes() == (result / name).read_bytes()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("simulate", "absent.toml"), ("absent.toml",)),
        (
            ("simulate", TURBO, "--set", "height_mm=1.78"),
            ("rider.height_mm", "1.78", "1300 to 2200"),
        ),
        (("simulate", TURBO, "--set", "sadle_height_mm=1"), ("did you mean saddle_height_mm",)),
        (("simulate", TURBO, "--set", "power_w=nan"), ("riding.power_w", "nan")),
        (
            ("simulate", TURBO, "--set", "saddle_height_mm=900"),
            ("saddle_height_mm is 900", "allowed"),
        ),
        (
            ("simulate", TURBO, "--set", "power_w=1200", "--set", "cadence_rpm=40"),
            ("power_w is 1200", "40 rpm", "allowed"),
        ),
        (("fit", TURBO, "--trials", "0"), ("trials",)),
    ],
)
def test_bad_input_ends_with_exit_code_2_one_sentence_and_no_file(
    run_here, tmp_path, words, expected
):
    document = ["--json", "s.json"] if words[0] == "simulate" else []
    code, _, said = run_here(*words, *document)
    assert code == 2, said
    assert "Traceback" not in said
    for word in expected:
        assert word in said
    assert list(tmp_path.iterdir()) == []


def test_result_in_a_folder_that_does_not_exist_is_refused_by_name(tmp_path):
    done = pedalfit("simulate", TURBO, "--json", "nowhere/s.json", folder=tmp_path)
    assert done.returncode == 2
    assert "nowhere/s.json" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_version_is_said_with_those_of_what_computes(run_here):
    code, said, _ = run_here("--version")
    assert code == 0
    assert said.startswith("pedalfit ")
    assert "numpy " in said


def test_what_steers_a_terminal_is_written_out_in_messages(run_here):
    code, _, said = run_here("simulate", "\x1b[31mred\x1b[0m\n.toml")
    assert code == 2
    assert "\x1b" not in said
    assert "\\x1b[31mred" in said
    assert said.count("\n") == 1


def test_a_name_that_steers_a_terminal_is_refused(run_here, tmp_path):
    (tmp_path / "r.toml").write_text(
        '[rider]\nname = "a\\u001b[31mb"\nheight_mm = 1780\nmass_kg = 66\n'
        "[riding]\npower_w = 200\ncadence_rpm = 81\n"
    )
    code, _, said = run_here("simulate", "r.toml")
    assert code == 2
    assert "rider.name is 'a\\x1b[31mb', allowed is a name on one line" in said


def test_a_zero_byte_in_a_name_is_refused_in_our_own_words(run_here):
    code, _, said = run_here("simulate", "ri\0der.toml")
    assert code == 2
    assert "ri?der.toml holds a zero byte" in said
