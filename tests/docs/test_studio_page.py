"""The examples of `docs/studio.md` work as they stand (marker `slow`)."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fit_optimizer.studio.page_driver import running_studio

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "studio.md").read_text(encoding="utf-8")
PORT = "8437"
pytestmark = pytest.mark.slow


def example(language: str, holding: str) -> str:
    """The block of a language that holds a word."""
    blocks = re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)
    (found,) = (block for block in blocks if holding in block)
    return found


@pytest.fixture(scope="module")
def port():
    with running_studio() as (address, _):
        yield address.rstrip("/").rpartition(":")[2]


def run(command, port, folder):
    done = subprocess.run(
        [word.replace(PORT, port) for word in command],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_one_stroke_is_asked_for_with_curl(port, tmp_path):
    stroke = json.loads(run(["sh", "-c", example("sh", "curl")], port, tmp_path))
    assert stroke["metrics"]["mean_crank_power_w"] == pytest.approx(200, abs=1)


def test_a_fit_is_searched_and_its_report_saved_from_python(port, tmp_path):
    told = run([sys.executable, "-c", example("python", "httpx2")], port, tmp_path)
    assert "behind the kneecap" in told
    assert "knee load" in told
    assert "<html" in (tmp_path / "report.html").read_text()
