"""Every row of the tables of figures: complete, drawn, and left out with a sentence where its curves are absent."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure

from fit_optimizer.documents.fit import FitDocument
from fit_optimizer.documents.ride import Curves, LegCurves
from fit_optimizer.drawing.svg import Picture, picture
from fit_optimizer.report import render_pdf, render_report
from fit_optimizer.report.figures import (
    FIT_FIGURES,
    STROKE_FIGURES,
    StrokeFigure,
    not_drawn,
    stroke_pictures,
)
from fit_optimizer.report.shown_rides import shown_fits
from sim.metric_table import METRIC
from tests.fit_optimizer.report.conftest import checked, stored

pypdf = pytest.importorskip("pypdf")

EVERY = [*STROKE_FIGURES, *FIT_FIGURES]
SECTIONS = ("bike", "front", "stroke")


def full() -> dict[str, Any]:
    """The stored document with what later versions write: front views, and other saddle heights."""
    document = checked(deepcopy(stored()))
    for fit in (document["current"], document["recommended"]):
        fit["front_view_mm"] = {
            side: {
                name: [[out, up] for _, up in fit["side_view_mm"][side][name]]
                for name in ("hip", "knee", "ankle", "pedal")
            }
            for side, out in (("left", 90.0), ("right", -90.0))
        }
    best = document["recommended"]
    judged = {key: best[key] for key in ("values", "objectives", "limits", "feasible")}
    document["bands"]["saddle_height_mm"]["scan"] = [
        {**judged, "values": {**best["values"], "saddle_height_mm": 718.0 + off}}
        for off in (-10.0, -5.0, 5.0, 10.0)
    ]
    heights = {"low": 710.0, "high": 730.0, "good_low": 712.0, "good_high": 726.0, "usual": 718.0}
    knees = {"knee_low_deg": 33.0, "knee_high_deg": 43.0, "stopped_by": ""}
    knee = [70.0 + 40.0 * np.cos(2 * np.pi * k / 60) for k in range(60)]
    curve = {"measured": knee, "spread": [2.0] * 60, "now": knee, "recommended": knee}
    legs = {side: {"figures": {}, "curves": {"knee_flexion": curve}} for side in ("left", "right")}
    pose = {"file": "film.trc", "reads": "centres", "legs": legs}
    muscle = {"name": "VL", "muscle": "vastus_lateralis", "group": "vasti", "side": "right"}
    told = {
        "kind": "envelope",
        "mean": [0.2 + 0.1 * (k < 120) for k in range(360)],
        "peak_deg": 0.0,
    }
    about = {"file": "emg.csv", "of": "current", "delay_ms": 20.0, "threshold_pct": 20.0}
    emg = {**about, "muscles": [{**muscle, **told}], "groups": [], "notes": []}
    return {**document, "saddle": {**heights, **knees}, "pose": pose, "emg": emg}


def words(row: Any) -> str:
    return row.words.replace(" ", "-")


@pytest.mark.parametrize("row", STROKE_FIGURES, ids=words)
def test_what_a_figure_needs_is_a_curve_or_a_metric_of_a_document(row: Any) -> None:
    curves = {*Curves.model_fields, *LegCurves.model_fields}
    assert {*row.needs} <= curves | {name.partition(".")[0] for name in METRIC}


@pytest.mark.parametrize("row", EVERY, ids=words)
def test_a_figure_is_drawn_with_a_title_and_words_for_who_cannot_see_it(row: Any) -> None:
    document = FitDocument.read(full())
    of = shown_fits(document) if row in STROKE_FIGURES else document
    pictures = row.draw(of)
    assert pictures
    assert all(picture.title and len(picture.description) > 20 for picture in pictures)


def without(*names: str) -> dict[str, Any]:
    """The stored document as a version that did not know some curves or metrics wrote it."""
    document = full()
    for fit in (document["current"], document["recommended"]):
        for part in (fit["metrics"], fit["curves"], fit["curves"]["left"], fit["curves"]["right"]):
            for name in names:
                part.pop(name, None)
    return document


NEEDED = sorted({name for row in STROKE_FIGURES for name in row.needs})


@pytest.mark.parametrize("row", STROKE_FIGURES, ids=words)
def test_a_figure_is_drawn_from_what_it_says_that_it_needs_alone(row: Any) -> None:
    fit = stored()["recommended"]
    there = {*fit["metrics"], *fit["curves"], *fit["curves"]["left"]}
    others = there - {*row.needs, "crank_angle_deg", "left", "right"}
    assert len(others) > 10
    assert row.draw(shown_fits(FitDocument.read(without(*others))))


@pytest.mark.parametrize("name", NEEDED)
def test_an_older_document_without_its_curve_still_opens_and_says_what_is_not_drawn(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    absent = [row for row in STROKE_FIGURES if name in row.needs]
    drawn: list[str] = []
    rows = tuple(
        replace(row, draw=lambda pair, words=row.words: drawn.append(words) or [])
        for row in STROKE_FIGURES
    )
    monkeypatch.setattr("fit_optimizer.report.figures.STROKE_FIGURES", rows)
    pair = shown_fits(FitDocument.read(without(name)))
    said = not_drawn(pair)
    assert len(said) == len(absent)
    for row, sentence in zip(absent, said, strict=True):
        assert row.words in sentence
        assert name in sentence
    for section in SECTIONS:
        stroke_pictures(pair, section)
    assert set(drawn) == {row.words for row in STROKE_FIGURES if row not in absent}


def test_the_page_of_an_older_document_has_the_sentence_and_no_animation_without_its_curves() -> (
    None
):
    page = render_report(without("pedal_force_n"))
    assert "Not drawn, for the document lacks current.curves.pedal_force_n" in page
    assert 'id="torque"' in page
    assert 'id="force"' not in page
    assert 'id="animation"' not in page
    assert "<script" not in page


def test_a_picture_that_fails_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(pair: Any) -> Any:
        raise ZeroDivisionError

    pair = shown_fits(FitDocument.read(full()))
    whole = {one.key: one.svg for one in stroke_pictures(pair, "stroke")}
    rows = tuple(
        replace(row, draw=fail) if row.words == "muscles by the hour" else row
        for row in STROKE_FIGURES
    )
    monkeypatch.setattr("fit_optimizer.report.figures.STROKE_FIGURES", rows)
    found = stroke_pictures(pair, "stroke")
    failed = [one for one in found if one.description.startswith("Could not be drawn: muscles")]
    assert len(failed) == 1
    others = {one.key: one.svg for one in found if one not in failed}
    assert others.items() <= whole.items()
    assert len(others) >= 3


def test_a_new_figure_is_one_row_of_page_and_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    def drawn(pair: Any) -> list[Picture]:
        figure = Figure(figsize=(2.0, 1.0))
        figure.text(0.5, 0.5, f"{len(pair)} strokes")
        said = "Knee angle against hip angle of both strokes."
        return [picture(figure, "cyclogram", "Knee against hip", said)]

    row = StrokeFigure("knee against hip", "stroke", ("knee_flexion_deg",), drawn)
    monkeypatch.setattr("fit_optimizer.report.figures.STROKE_FIGURES", (row,))
    page = render_report(stored())
    assert 'id="cyclogram"' in page
    assert "Knee angle against hip angle of both strokes." in page
    paper = pypdf.PdfReader(BytesIO(render_pdf(stored())))
    assert any("Knee against hip" in sheet.extract_text() for sheet in paper.pages)
    older = render_report(without("knee_flexion_deg"))
    assert "lacks current.curves.knee_flexion_deg" in older
    assert 'id="cyclogram"' not in older
