"""A studio and a browser for the tests of the page."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
CHROMIUM = shutil.which("chromium")


@contextmanager
def running_studio(*words: str, port: int = 0) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Address and process of a studio on a port, a free one unless one is given."""
    command = [sys.executable, "-m", "fit_optimizer.cli", "studio", *words]
    process = subprocess.Popen(
        [*command, "--port", str(port), "--no-browser", "--workers", "2"],
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stderr is not None
    try:
        told = process.stderr.readline()
        found = re.search(r"https?://\S+/", told)
        assert found, told + process.stderr.read()
        yield found[0], process
    finally:
        process.terminate()
        process.wait(60)
        process.stderr.close()


@dataclass
class Watched:
    """A page, what its console said, and where it sent requests."""

    page: Any
    address: str
    complaints: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def open(self) -> None:
        """Open the studio and wait until the first stroke is shown."""
        self.page.goto(self.address)
        self.page.wait_for_selector("html[data-ready=yes]", state="attached", timeout=60_000)

    def figure(self, words: str) -> float:
        """A figure of the stroke's table as it stands."""
        row = self.page.locator("#figures tbody tr", has_text=words).first
        return float(row.locator("td").first.inner_text().replace("\u2212", "-"))

    def settled(self) -> None:
        """Wait until the stroke shown is that of the set-up."""
        self.page.wait_for_selector("html[data-settled=yes]", state="attached", timeout=60_000)

    def clean(self) -> None:
        """See that the console holds no error and that nothing was asked of another host."""
        assert not self.complaints
        assert not self.elsewhere


def watched(browser: Any, address: str, width: int, height: int, **context: Any) -> Watched:
    """A page of a size of its own, not yet opened."""
    view = {"width": width, "height": height}
    page = browser.new_context(viewport=view, accept_downloads=True, **context).new_page()
    found = Watched(page, address)

    def heard(message: Any) -> None:
        if message.type in ("error", "warning"):
            found.complaints.append(message.text)

    def asked(request: Any) -> None:
        if not request.url.startswith((address, "blob:", "data:")):
            found.elsewhere.append(request.url)

    page.on("console", heard)
    page.on("pageerror", lambda error: found.complaints.append(str(error)))
    page.on("request", asked)
    return found
