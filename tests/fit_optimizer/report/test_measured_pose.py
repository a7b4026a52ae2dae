"""The report shows what was measured beside the model now and as recommended; nothing where nothing was."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from fit_optimizer.documents.fit import FitDocument
from fit_optimizer.pose.measure import MeasuredPose, Told, measure_pose
from fit_optimizer.pose.series import PointSeries
from fit_optimizer.pose_check.compared_document import pose_compared
from fit_optimizer.report import render_report
from fit_optimizer.report.figures import fit_pictures
from fit_optimizer.report.pdf import render_pdf
from fit_optimizer.report.tables.measured_angles import measured_rows
from fit_optimizer.setup.tables import SetUp
from tests.fit_optimizer.pose.films import Film, a_set_up, filmed

pytestmark = pytest.mark.usefixtures("undrawn")

NOW, THEN = (a_set_up(crank_length_mm=170, saddle_height_mm=height) for height in (700, 725))


def film_of(set_up: SetUp) -> MeasuredPose:
    film = filmed(set_up, Film(seconds=5, noise_m=0.003))
    points = {name: each for name, each in film.pixels().items() if not name.endswith("pedal")}
    series = PointSeries(film.time_s, points, "px", "centres", "film", {})
    return measure_pose(series, Told(crank_length_m=0.17), "film.trc")


def with_pose(
    document: dict[str, Any], pose: MeasuredPose | None, now: SetUp = NOW
) -> dict[str, Any]:
    compared = pose_compared(now, THEN, pose)
    assert compared is not None
    return {**document, "pose": compared.as_json()}


def test_a_film_of_the_rider_now_agrees_with_the_model_now_and_not_with_the_recommended() -> None:
    compared = pose_compared(NOW, THEN, film_of(NOW))
    assert compared is not None
    assert set(compared.legs) == {"left", "right"}
    for leg in compared.legs.values():
        knee = leg.figures["knee_bottom_deg"]
        assert knee.measured is not None
        assert knee.now == pytest.approx(knee.measured, abs=0.8)
        assert knee.recommended < knee.measured - 5
        curve = leg.curves["knee_flexion"]
        assert curve.now is not None
        assert np.abs(np.array(curve.now) - np.array(curve.measured)).max() < 2.5


def test_the_page_and_the_paper_show_measured_now_and_recommended(document: dict[str, Any]) -> None:
    shown = with_pose(document, film_of(NOW))
    html = render_report(shown)
    assert "As measured" in html
    assert "film.trc: left / right." in html
    rows = measured_rows(FitDocument.read(shown))
    knee = next(row for row in rows if row.name.startswith("Least knee"))
    assert "\u00b1" in knee.measured
    assert knee.now != knee.recommended
    assert len(fit_pictures(FitDocument.read(shown), "pose")) == 1
    assert render_pdf(shown).startswith(b"%PDF")


def test_figures_typed_by_hand_are_shown_without_a_film(document: dict[str, Any]) -> None:
    tables = NOW.model_dump(exclude_unset=True)
    typed = {"knee_bottom_deg": {"left": 36.0, "right": 39.0}, "torso_deg": 40.0}
    now = SetUp.model_validate({**tables, "measured": typed})
    shown = with_pose(document, None, now)
    rows = {row.name: row for row in measured_rows(FitDocument.read(shown))}
    assert rows["Least knee flexion, near the bottom"].measured == "36\u00b0 / 39\u00b0"
    assert "[measured]" in render_report(shown)
    assert fit_pictures(FitDocument.read(shown), "pose") == []


def test_nothing_measured_shows_nothing(document: dict[str, Any]) -> None:
    assert pose_compared(NOW, THEN, None) is None
    assert "As measured" not in render_report(document)


def test_a_german_page_has_the_measured_table_in_german(document: dict[str, Any]) -> None:
    html = render_report(with_pose(document, film_of(NOW)), "de")
    assert "Wie gemessen" in html
    assert "Kleinste Kniebeugung" in html
    assert "Least knee flexion" not in html
