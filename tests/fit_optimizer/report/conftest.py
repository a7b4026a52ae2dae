"""A fit.json document of a real search, without its scans, and what may be added to it."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from fit_optimizer.documents.technique import TechniqueDocument
from fit_optimizer.report import render_report
from fit_optimizer.report.technique_view import render_technique
from fit_optimizer.setup.setup_file import parse_set_up
from fit_optimizer.technique.laboratory import technique_document
from tests.strategies import set_up

DATA = Path(__file__).parent / "data"
DOCUMENT = DATA / "fit.json"
HOSTILE = '</script><img src=x onerror="document.title=1"><script>document.title=2</script>'


def stored() -> dict[str, Any]:
    """The document as it is."""
    loaded: dict[str, Any] = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    return loaded


@pytest.fixture
def document() -> dict[str, Any]:
    """A fresh copy, so that a test may change it."""
    return stored()


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaves the pictures of the strokes out, which take most of a page's time."""
    monkeypatch.setattr("fit_optimizer.report.figures.STROKE_FIGURES", ())


@pytest.fixture(scope="session")
def html() -> str:
    """The page of the document as it is, made once."""
    return render_report(stored())


@pytest.fixture(scope="session")
def techniques() -> TechniqueDocument:
    """A whole document of the technique laboratory: two techniques beside riding as ever."""
    return technique_document(parse_set_up(set_up()), ["pull", "heel_raised"])


@pytest.fixture(scope="session")
def techniques_html(techniques: TechniqueDocument) -> str:
    """Its page, made once."""
    return render_technique(techniques.as_json())


@pytest.fixture(scope="session")
def uneven_html() -> str:
    """The page of legs that differ, checked against a recording."""
    return render_report(uneven(checked(stored())))


@pytest.fixture(scope="session")
def hostile_html() -> str:
    """The page of a document whose every free text is markup that would do harm."""
    document = checked_by_a_curve(stored())
    document |= {"rider": HOSTILE, "reason": HOSTILE, "binding": [HOSTILE]}
    document["current"]["fit"]["name"] = HOSTILE
    document["trace_check"] |= {"file": HOSTILE, "device": HOSTILE, "verdict": HOSTILE}
    return render_report(document)


def checked(document: dict[str, Any]) -> dict[str, Any]:
    """The document with the check against a recording (nine bins of a real one)."""
    check = json.loads((DATA / "trace_check.json").read_text(encoding="utf-8"))
    return {**document, "trace_check": check}


def uneven(document: dict[str, Any]) -> dict[str, Any]:
    """The document with a left leg that is shorter and does a tenth less."""
    document = deepcopy(document)
    for fit in (document["current"], document["recommended"]):
        fit["fit"]["thigh_mm"] = {"left": 422.0, "right": 432.0}
        left = fit["curves"]["left"]
        for name in ("crank_torque_nm", "patellofemoral_force_n", "tibiofemoral_compression_n"):
            left[name] = [0.9 * value for value in left[name]]
        work = fit["work"]["left"]
        work["mean_crank_power_w"] *= 0.9
        for part in (*work["sectors"], *work["hours"]):
            part["crank_w"] *= 0.9
            part["muscle_w"] = {group: 0.9 * w for group, w in part["muscle_w"].items()}
    return document


def checked_by_a_curve(document: dict[str, Any]) -> dict[str, Any]:
    """The document with the check against a recorded curve of torque: a tenth more than simulated."""
    angle = [2.0 * k for k in range(180)]
    legs = {}
    for side in ("left", "right"):
        torque = [
            t for t in document["current"]["curves"][side]["crank_torque_nm"] for _ in range(3)
        ]
        legs[side] = {
            "recorded": [1.1 * t for t in torque],
            "spread": [2.0] * 180,
            "simulated": torque,
        }
    curve = {"unit": "Nm", "positions_known": True, "crank_angle_deg": angle, "legs": legs}
    said = {"file": "curve.csv", "device": None, "verdict": "Fair.", "rms_error": {}}
    return {**document, "trace_check": {**said, "losses": [], "bins": [], "curve": curve}}


def compared(document: dict[str, Any]) -> dict[str, Any]:
    """Now and recommended as the two set-ups of a comparison."""
    before, after = (
        {**document[path], "assumed": document["assumed"]} for path in ("current", "recommended")
    )
    versions = document["versions"]
    return {
        "schema": "pedalfit.compare/1",
        "judged_by": document["judged_by"],
        "before": before,
        "after": after,
        "versions": versions,
    }
