"""`pedalfit report` and `pedalfit compare`: files whole or none, bad input in one sentence."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fit_optimizer.commands.tables import fit_table
from fit_optimizer.commands.terminal import console
from fit_optimizer.documents.fit import FitDocument
from fit_optimizer.report.compare_view import compare_view, render_comparison, unlike
from fit_optimizer.report.say import word
from fit_optimizer.rides.compare_document import compare_document
from fit_optimizer.setup.setup_file import read_set_up
from tests.fit_optimizer.report.test_report_page import at, numbers

ROOT = Path(__file__).parents[3]
FIT = Path(__file__).parent / "data" / "fit.json"
TURBO = ROOT / "examples" / "turbo_rider.toml"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(run_here: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command in an empty folder, on a wide terminal."""
    monkeypatch.setenv("COLUMNS", "200")
    return run_here


def stored() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(FIT.read_text(encoding="utf-8"))
    return loaded


def without_a_leg() -> str:
    document = stored()
    del document["current"]["curves"]["left"]
    return json.dumps(document)


def with_a_short_curve() -> str:
    document = stored()
    del document["recommended"]["curves"]["right"]["crank_torque_nm"][7]
    return json.dumps(document)


BAD_DOCUMENTS = {
    "cut short": ("{", "not valid JSON from line 1, column 2 on"),
    "not JSON": ("[rider]\nheight_mm = 1780", "not valid JSON"),
    "a text": ("saddle at 712 mm", "is not JSON: give a .json file that pedalfit wrote"),
    "a number of 400 digits": (
        json.dumps(stored() | {"seed": int("9" * 400)}),
        "400 digits at seed",
    ),
    "no object": ("[]", "names no schema"),
    "a stroke": ('{"schema": "pedalfit.stroke/1"}', "'pedalfit.stroke/1'"),
    "a comparison": ('{"schema": "pedalfit.compare/1"}', "'pedalfit.compare/1'"),
    "NaN": (json.dumps(stored() | {"seed": float("nan")}), "NaN"),
    "empty fit": ('{"schema": "pedalfit.fit/1"}', "lacks rider"),
    "no leg": (without_a_leg(), "lacks current.curves.left"),
    "short curve": (with_a_short_curve(), "right.crank_torque_nm has 59 values for 60"),
}


def check_refused(found: tuple[int, str, str], *expected: str) -> None:
    """Exit code 2 and one sentence, on one line, with what is expected."""
    code, out, err = found
    assert code == 2, err
    assert "Traceback" not in err
    assert out == ""
    assert err.count("\n") == 1
    assert err.startswith("pedalfit: ")
    assert err.endswith(".\n")
    for words in expected:
        assert words in err


def test_the_report_is_made_again_beside_its_document(run: Run, tmp_path: Path, html: str) -> None:
    (tmp_path / "fit.json").write_bytes(FIT.read_bytes())
    code, out, err = run("report", "fit.json")
    assert (code, out, err) == (0, "Report: report.html\n", "")
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == html
    assert sorted(p.name for p in tmp_path.iterdir()) == ["fit.json", "report.html"]


def test_a_set_up_is_no_damaged_document(run: Run, tmp_path: Path) -> None:
    (tmp_path / "rider.toml").write_text("[rider]\nheight_mm = 1780")
    check_refused(run("report", "rider.toml"), "is not JSON: give a .json file that pedalfit wrote")


def test_the_report_goes_where_it_is_wanted_with_its_pdf(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("report", str(FIT), "--out", "new/bob.html", "--pdf")
    assert code == 0
    assert out == "Report: new/bob.html\nPDF: new/bob.pdf\n"
    assert sorted(p.name for p in (tmp_path / "new").iterdir()) == ["bob.html", "bob.pdf"]
    assert (tmp_path / "new" / "bob.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.slow
def test_a_pdf_of_the_same_fit_stays_and_that_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "fit.json").write_bytes(FIT.read_bytes())
    for words, said in (((), ""), (("--pdf",), "PDF: "), ((), "report.pdf stays as it was")):
        code, out, _ = run("report", "fit.json", *words)
        assert code == 0
        assert said in " ".join(out.split())
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("pdf", [(), ("--pdf",)], ids=["page", "pdf"])
@pytest.mark.parametrize("kind", BAD_DOCUMENTS)
def test_no_report_is_made_of_a_bad_document(
    run: Run, tmp_path: Path, kind: str, pdf: tuple[str, ...]
) -> None:
    text, expected = BAD_DOCUMENTS[kind]
    (tmp_path / "fit.json").write_text(text, encoding="utf-8")
    check_refused(run("report", "fit.json", "--out", "new", *pdf), expected)
    assert [p.name for p in tmp_path.iterdir()] == ["fit.json"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("report", "absent.json"), "absent.json"),
        (("report", "."), "folder"),
        (("compare", "absent.toml", str(TURBO)), "absent.toml"),
        (("compare", str(TURBO), "absent.toml"), "absent.toml"),
        (("compare", str(TURBO), str(FIT)), "fit.json"),
    ],
)
def test_what_cannot_be_read_is_named(
    run: Run, tmp_path: Path, words: tuple[str, ...], expected: str
) -> None:
    check_refused(run(*words), expected)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    check_refused(run("report", str(FIT), "--out", "taken/new"), "taken/new")
    check_refused(run("compare", str(TURBO), str(TURBO), "--out", "taken/new"), "taken/new")
    check_refused(run("fit", str(TURBO), "--out", "taken/new"), "taken/new")
    assert [p.name for p in tmp_path.iterdir()] == ["taken"]


def test_a_comparison_that_cannot_be_ridden_leaves_nothing(run: Run, tmp_path: Path) -> None:
    high = tmp_path / "high.toml"
    text = TURBO.read_text(encoding="utf-8")
    high.write_text(f"{text}\n[bicycle]\nsaddle_height_mm = 900\n", encoding="utf-8")
    check_refused(run("compare", str(TURBO), "high.toml", "--out", "new"), "saddle_height_mm")
    assert [p.name for p in tmp_path.iterdir()] == ["high.toml"]


def test_two_set_ups_are_compared(run: Run, tmp_path: Path) -> None:
    text = TURBO.read_text(encoding="utf-8").replace('"turbo rider"', '"[/b] <img src=x>"')
    (tmp_path / "b.toml").write_text(f"{text}\n[bicycle]\nsaddle_height_mm = 715\n", "utf-8")
    code, out, err = run("compare", str(TURBO), "b.toml", "--out", "both")
    assert (code, err) == (0, "")
    assert "knee load" in out
    assert "differ in more than the bicycle" not in out
    figures = [
        tuple(cell.strip() for cell in line.split("│")[2:5])
        for line in out.splitlines()
        if "│" in line
    ]
    watts = [cells for cells in figures if cells[2:] == ("W",)]
    assert len(watts) == len(set(watts)) == 2, "power and energy, each once"
    assert "Report: both/compare.html" in out
    assert sorted(p.name for p in (tmp_path / "both").iterdir()) == ["compare.html", "compare.json"]
    document = json.loads((tmp_path / "both" / "compare.json").read_text(encoding="utf-8"))
    html = (tmp_path / "both" / "compare.html").read_text(encoding="utf-8")
    found = {key: value for key, value, _ in numbers(html)}
    assert len(found) > 80
    assert {key for key, value in found.items() if value != at(document, key)} == set()
    assert found["after.fit.saddle_height_mm"] == 715
    assert "<img" not in html
    assert sum(row.name.startswith("Energy") for row in compare_view(document).rows) == 1


def test_set_ups_of_two_riders_are_not_compared_as_if_the_bicycle_made_the_difference() -> None:
    set_ups = [read_set_up(TURBO, changes) for changes in ([], ["mass_kg=90", "power_w=120"])]
    document = compare_document(*set_ups, None).plain()
    told = "The set-ups differ in more than the bicycle (mass, power)"
    assert compare_view(document).unlike.startswith(told)
    assert compare_view(document, "de").unlike.startswith("Die Fahrten unterscheiden sich")
    assert unlike([document.before, document.before]) == ""
    efforts = word(compare_view(document).efforts, "de")
    assert efforts == "Vorher bei 200 W und 81 U/min, nachher bei 120 W und 81 U/min."
    page = render_comparison(document, "de")
    assert efforts in page
    assert "Lasten sind die des stärker belasteten Beins" in page
    same = document.model_copy(update={"after": document.before})
    assert word(compare_view(same).efforts, "de") == "Bei 200 W und 81 U/min."


def test_the_table_in_the_terminal_says_what_to_set_whatever_the_name(
    capsys: pytest.CaptureFixture[str],
) -> None:
    console.print(fit_table(FitDocument.read(stored() | {"rider": "[/b] [red]Bob"})))
    out = capsys.readouterr().out
    assert "[/b] [red]Bob: recommended fit" in out
    for words in ("saddle height", "728", "754", "742 to 765", "mm"):
        assert words in out
