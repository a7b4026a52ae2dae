"""The page of an electromyogram, and its part of the report of a fit: whole, of its own, of what was measured."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tomli_w

from fit_optimizer.documents.emg import EmgDocument
from fit_optimizer.documents.fit import FitDocument
from fit_optimizer.emg.cycles import EmgCycles, Reading, read_emg
from fit_optimizer.emg.emg_document import emg_beside, emg_compared
from fit_optimizer.report.emg_view import emg_view, render_emg
from fit_optimizer.report.figures import fit_pictures
from fit_optimizer.report.fit_view import fit_view
from fit_optimizer.report.page import render_report
from fit_optimizer.report.pdf import render_pdf
from fit_optimizer.report.tables.electromyogram import emg_note
from fit_optimizer.setup.setup_file import parse_set_up
from rider_models.data_tables import DATA
from tests.fit_optimizer.emg.recordings import recording, written
from tests.strategies import set_up

NOW = parse_set_up(set_up())


@pytest.fixture(scope="module")
def cycles(tmp_path_factory: pytest.TempPathFactory) -> EmgCycles:
    """A recording with two electrodes over the right vasti and one over the left soleus."""
    columns = recording(rate_hz=100, seconds=12, raw=False)
    columns["vastus_medialis"] = np.roll(columns["vastus_lateralis"], 4)
    return read_emg(written(tmp_path_factory.mktemp("emg") / "ride <b>.csv", columns))


@pytest.fixture(scope="module")
def compared(cycles: EmgCycles) -> dict[str, Any]:
    return emg_compared(cycles, NOW, NOW).as_json()


@pytest.fixture(scope="module")
def beside() -> EmgDocument:
    return emg_beside(DATA / "emg_wilkinson_2020.csv", Reading(), NOW).plain()


def test_electrodes_over_one_group_are_compared_together(compared):
    groups = {(one["group"], one["side"]): one for one in compared["groups"]}
    assert groups["vasti", "right"]["channels"] == ["vastus_lateralis", "vastus_medialis"]
    assert groups["soleus", "left"]["channels"] == ["soleus_left"]
    own = [m["simulated"] for m in compared["muscles"] if m["group"] == "vasti"]
    lags = sorted(one["lag_deg"] for one in own)
    assert lags[0] - 1 <= groups["vasti", "right"]["lag_deg"] <= lags[1] + 1


def test_the_page_needs_nothing_else_and_shows_every_channel(beside):
    page = render_emg(beside.as_json())
    assert not re.search(r'(?:src|href)="(?!#)', page)
    assert "://" not in page.replace("http://www.w3.org/", "")
    assert page.count("<figure") == 1
    assert "prefers-color-scheme: dark" in page
    for one in beside.muscles:
        assert one.simulated is not None
        assert f"{one.muscle.replace('_', ' ').capitalize()}</th>" in page
        assert f"{one.simulated.correlation:.2f}</td>" in page
    for group in beside.groups or []:
        assert group.channels[0].replace("_", " ") in page


def test_the_headline_is_the_mean_of_the_groups(beside):
    mean = np.mean([one.correlation for one in beside.groups or []])
    assert f"{mean:.2f}" in emg_view(beside.as_json()).headline


def test_a_recording_alone_has_a_page_without_a_comparison(beside):
    alone = beside.model_copy(
        update={
            "groups": None,
            "effort": None,
            "fit": None,
            "delay_ms": None,
            "muscles": [m.model_copy(update={"simulated": None}) for m in beside.muscles],
        }
    )
    page = render_emg(alone.as_json())
    assert "give a set-up" in page
    assert ">Lag<" not in page


@pytest.mark.usefixtures("undrawn")
def test_the_report_of_a_fit_shows_them_beside_the_model_in_its_language(document, compared):
    shown = {**document, "emg": compared}
    html = render_report(shown, "de")
    assert "<h2>Die Muskeln, wie gemessen</h2>" in html
    assert "ride &lt;b&gt;.csv" in html
    assert "ride <b>" not in html
    assert len(fit_pictures(FitDocument.read(shown), "emg")) == 1
    assert "vastus lateralis, vastus medialis" in html.lower()
    english = render_report(shown, "en")
    for note in compared["notes"]:
        assert note[1:] in english


def test_a_recording_at_another_cadence_says_so_in_the_report(tmp_path):
    slow = read_emg(
        written(tmp_path / "slow.csv", recording(rate_hz=100, seconds=20, rpm=60, raw=False))
    )
    assert "60 rpm and the set-up 90" in emg_note(emg_compared(slow, NOW, NOW))


@pytest.mark.usefixtures("undrawn")
def test_the_paper_shows_them_too_and_a_report_without_a_recording_has_no_such_part(
    document, compared
):
    with_muscles = render_pdf({**document, "emg": compared})
    assert with_muscles.startswith(b"%PDF")
    assert fit_view(document).emg_figure is None
    assert fit_pictures(FitDocument.read(document), "emg") == []


def test_the_commands_write_the_page(
    run_here: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    (tmp_path / "rider.toml").write_text(tomli_w.dumps(set_up()))
    written(tmp_path / "emg.csv", recording(rate_hz=100, seconds=12, raw=False))
    code, _, said = run_here("emg", "emg.csv", "--against", "rider.toml", "--page", "emg.html")
    assert code == 0, said
    assert "Muscle group" in (tmp_path / "emg.html").read_text(encoding="utf-8")
    code, _, said = run_here("fit", "rider.toml", "--emg", "rider.toml", "--out", "there")
    assert code == 2
    assert not (tmp_path / "there").exists()
