"""The documents' pictures of a report: `python -m tests.benchmarks.report_pictures RESULT/report.html`.

`RESULT` is the folder that `pedalfit fit examples/time_trial_rider.toml --out RESULT` wrote. Parts of the page beside
each other, on a desk and on a phone, drawn by Debian's Chromium.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.benchmarks.studio_pictures import COLOURS, DOCS
from tests.fit_optimizer.studio.page_driver import CHROMIUM

GAP_COLOUR = (215, 219, 226)
ABOVE_HEADING_PX = 14
"""What is shown of the page above the heading at which a part begins."""
TOPS = "() => [...document.querySelectorAll('h2, h3')].map(e => [e.innerText, e.getBoundingClientRect().top + scrollY])"


@dataclass(frozen=True)
class Picture:
    """Parts of the page, from its top and from headings on: width and height (CSS pixels), scale, gap (pixels)."""

    width: int
    height: int
    scale: float
    gap: int
    headings: tuple[str, ...]


PICTURES = {
    "report": Picture(860, 1190, 0.7, 8, ("On the bike", "Crank torque over one revolution")),
    "report_phone": Picture(392, 1240, 1.0, 17, ("The stroke, moving", "The stroke")),
}


def beside(parts: list[Image.Image], gap: int) -> Image.Image:
    """Parts of one height from left to right."""
    step = parts[0].width + gap
    whole = Image.new("RGB", (step * len(parts) - gap, parts[0].height), GAP_COLOUR)
    for place, part in enumerate(parts):
        whole.paste(part, (step * place, 0))
    return whole


def main() -> None:
    """Draw the pictures of a report into the documents."""
    address = Path(sys.argv[1]).resolve().as_uri()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        for name, of in PICTURES.items():
            page = browser.new_page(
                viewport={"width": of.width, "height": of.height}, device_scale_factor=of.scale
            )
            page.goto(address)
            page.wait_for_timeout(1500)
            tops = {text.strip(): top - ABOVE_HEADING_PX for text, top in page.evaluate(TOPS)}
            shot = Image.open(BytesIO(page.screenshot(full_page=True))).convert("RGB")
            parts = []
            for top in (0.0, *(tops[heading] for heading in of.headings)):
                box = (0.0, top, float(of.width), top + of.height)
                left, upper, right, lower = (round(of.scale * edge) for edge in box)
                parts.append(shot.crop((left, upper, right, lower)))
            picture = beside(parts, of.gap).quantize(COLOURS)
            picture.save(DOCS / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
