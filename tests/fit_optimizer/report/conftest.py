"""A fit.json document of a real search, without its scans."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fit_optimizer.report import render_report

DOCUMENT = Path(__file__).parent / "data" / "fit.json"


@pytest.fixture
def document() -> dict[str, Any]:
    """A fresh copy, so that a test may change it."""
    loaded: dict[str, Any] = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="session")
def html() -> str:
    """The page of the document as it is, made once."""
    return render_report(json.loads(DOCUMENT.read_text(encoding="utf-8")))
