"""The command line in the test's own process, work of its workers too, and Debian's browser."""

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from fit_optimizer.cli import main
from fit_optimizer.workers import pool
from tests.fit_optimizer.workers.in_this_process import InThisProcess


@pytest.fixture
def workers_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Has work for workers on this machine done in the test's own process."""
    monkeypatch.setattr(pool, "_local_pool", lambda *_: nullcontext(InThisProcess()))


@pytest.fixture
def run_here(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    workers_here: None,
) -> Callable[..., tuple[int, str, str]]:
    """Runs the command in an empty folder: exit code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)

    def once(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["pedalfit", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0), *capsys.readouterr()

    return once


def leave_out_all_but_techniques(patch: pytest.MonkeyPatch) -> None:
    """Of the laboratory what is not asked of single techniques, which takes most of the time."""
    for also in ("ride_kinds", "ride_across", "engagement_by_saddle", "lifted_at"):
        patch.setattr(f"fit_optimizer.technique.laboratory.{also}", lambda _: ())


@pytest.fixture
def techniques_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Has the laboratory compute single techniques alone."""
    leave_out_all_but_techniques(monkeypatch)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium without a window; tests that ask for it are skipped where it or its driver is missing."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no chromium on this machine")
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as driver:
        drawn_plainly = ["--disable-gpu", "--disable-software-rasterizer"]
        found = driver.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", *drawn_plainly]
        )
        yield found
        found.close()
