"""`pedalfit technique` from the command line: tables, files, and refusals of one sentence."""

import json
import re

import pytest

from fit_optimizer.documents.technique import TechniqueDocument
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import read_set_up

SETUP = """[rider]
height_mm = 1780
mass_kg = 74
[riding]
power_w = 120
cadence_rpm = 85
"""


@pytest.fixture
def run(run_here, tmp_path):
    (tmp_path / "rider.toml").write_text(SETUP, encoding="utf-8")
    return lambda *words: run_here("technique", "rider.toml", *words)


def nothing_of_the_table_is_cut_off(out):
    """Of its 80 columns."""
    assert "TE %" in out
    assert "\N{HORIZONTAL ELLIPSIS}" not in out
    assert "0.375" not in out  # shares of a cue are told in percent


@pytest.mark.slow
def test_chosen_techniques_stand_beside_riding_as_ever(run, tmp_path):
    code, out, err = run(
        "--technique", "pull", "--technique", "heel_raised", "--out", "found", "--pdf"
    )
    assert (code, err) == (0, "")
    for word in ("as_ever", "pull", "heel_raised", "Page: "):
        assert word in out
    nothing_of_the_table_is_cut_off(out)
    document = TechniqueDocument.read(json.loads((tmp_path / "found/technique.json").read_text()))
    assert [one.key for one in document.techniques] == ["as_ever", "pull", "heel_raised"]
    assert (tmp_path / "found/technique.pdf").read_bytes().startswith(b"%PDF-")
    assert "</html>" in (tmp_path / "found/technique.html").read_text(encoding="utf-8")


def test_the_drill_rides_one_leg(run, tmp_path):
    code, out, _ = run("--drill", "single-leg", "--side", "left", "--json", "drill.json")
    assert code == 0
    assert "single_leg" in out
    nothing_of_the_table_is_cut_off(out)
    document = json.loads((tmp_path / "drill.json").read_text())
    assert document["drill"] == "single-leg"
    assert "left leg" in document["notes"][0]


@pytest.mark.usefixtures("techniques_alone")
def test_a_recording_resembles_the_technique_that_made_it(run, tmp_path):
    set_up = read_set_up(tmp_path / "rider.toml", ["technique=pull"])
    torque = seat_rider(set_up).simulate().right.crank_torque
    lines = ["crank_angle_deg,right_torque_nm"]
    lines += [f"{360 * i / len(torque):g},{value:.4f}" for i, value in enumerate(torque)]
    (tmp_path / "curve.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    code, out, err = run(
        "--technique", "pull", "--technique", "mash", "--trace", "curve.csv", "--json", "like.json"
    )
    assert (code, err) == (0, "")
    found = json.loads((tmp_path / "like.json").read_text())["resemblance"]["likenesses"]
    assert found[0]["key"] == "pull"
    assert found[0]["distance"] < 0.3 < found[1]["distance"]
    assert "resembles “pull up" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--technique", "kick-and-pul"), "did you mean kick_and_pull"),
        (("--set", "technique=scrape"), "no technique: "),
        (("--set", "technique_pct=300"), "technique_pct"),
        (("--technique", "ankle_locked", "--set", "ankle_range_deg=8"), "beyond this rider"),
        (("--trace", "nowhere.fit"), "nowhere.fit"),
        (("--drill", "single-leg", "--technique", "pull"), "a drill is ridden by itself"),
        (("--drill", "single-leg", "--trace", "rider.toml"), "a drill is ridden by itself"),
        (("--side", "left"), "only the drill of one leg has a side"),
        (("--trace", "rider.toml"), "rider.toml"),
    ],
)
def test_bad_input_is_one_sentence_and_leaves_nothing(run, tmp_path, words, said):
    code, out, err = run(*words, "--out", "found")
    assert code == 2
    assert out == ""
    assert said in err
    assert len(err.strip().splitlines()) == 1
    assert not (tmp_path / "found").exists()


def test_a_pdf_without_a_folder_is_refused(run):
    code, _, err = run("--pdf")
    assert code == 2
    assert "--out" in err


@pytest.mark.usefixtures("techniques_alone")
def test_the_terminal_speaks_the_language_that_is_asked_for(run):
    code, out, err = run(
        "--technique", "heel_raised", "--language", "de", "--set", "technique_pct=50"
    )
    said = " ".join((out + err).split())
    assert code == 0
    for german in (
        "Techniken",
        "Totpunkt",
        "Energie",
        "Zum Ausprobieren: Ferse hoch",
        "keiner Technik gefolgt",
    ):
        assert german in said
    for english in ("Practise", "dead", "energy", "peak", "followed"):
        assert english not in said
    assert not re.search(r"\d\.\d", said)
