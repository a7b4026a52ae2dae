"""The pages as a browser shows them: offline, moving, on paper, on a phone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from io import BytesIO
from math import degrees, hypot, radians
from pathlib import Path
from typing import Any
from unicodedata import normalize

import numpy as np
import pytest

from fit_optimizer.report import render_comparison, render_report
from sim.knee_angle import marker_knee_flexion
from tests.fit_optimizer.report.conftest import HOSTILE, compared, stored

CHROMIUM = shutil.which("chromium")
if CHROMIUM is None:
    pytest.skip("no chromium on this machine", allow_module_level=True)
api = pytest.importorskip("playwright.sync_api")
pypdf = pytest.importorskip("pypdf")

DESKTOP, PHONE, PAPER = (1280, 900), (390, 844), (718, 1000)
"""Widths and heights in CSS pixels; A4 less its margins is 718 wide."""
KINDS = ("plain", "hostile", "uneven", "compared")
"""`hostile` is checked against a curve of torque, `uneven` against bins of power and cadence."""

TYPE_PT = """() => {
  const seen = [...document.querySelectorAll('body *')].filter(e => e.checkVisibility()
    && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) && !e.closest('script'));
  return seen.map(e => {
    const svg = e.closest('svg');
    const scale = svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
    return parseFloat(getComputedStyle(e).fontSize) * scale * 0.75;
  });
}"""
LEAST_PT = 6.5
"""The smallest type that is printed."""
CUT_TEXTS = """() => [...document.querySelectorAll('figure svg')].flatMap(svg => {
  const outer = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('text')].filter(t => {
    const box = t.getBoundingClientRect();
    return box.width > 0 && (box.left < outer.left - 1 || box.right > outer.right + 1
      || box.top < outer.top - 1 || box.bottom > outer.bottom + 1);
  }).map(t => svg.closest('figure').id + ': ' + t.textContent.trim());
})"""
OVERFLOWING = """() => [...document.querySelectorAll('body *')].filter(e => !e.closest('.scroll')
  && e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 80))"""
DRAWN = """count => new Promise(done => {
  const next = left => left ? requestAnimationFrame(() => next(left - 1)) : done();
  next(count);
})"""
"""Resolves when the browser has drawn some more times: what moves has moved by then."""
TURNED = """least => new Promise((done, fail) => {
  const until = performance.now() + 10000;
  const look = () => document.querySelector('#animation input').value > least ? done()
    : performance.now() > until ? fail(new Error('the crank does not turn')) : requestAnimationFrame(look);
  look();
})"""
"""Resolves when the crank stands beyond an angle (deg)."""
COLOURS = """() => {
  const style = getComputedStyle(document.body);
  return [style.color, style.backgroundColor,
    getComputedStyle(document.querySelector('#torque svg text')).fill];
}"""


@pytest.fixture(scope="module")
def pages(
    html: str, hostile_html: str, uneven_html: str, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """A page of every kind, as files."""
    shown = {
        "plain": html,
        "hostile": hostile_html,
        "uneven": uneven_html,
        "compared": render_comparison(compared(stored())),
        "german": render_report(stored(), "de"),
        "german, nothing changes": render_report({**stored(), "change_needed": False}, "de"),
    }
    folder = tmp_path_factory.mktemp("pages")
    for name, page in shown.items():
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in shown}


@pytest.fixture
def opened(browser: Any, pages: dict[str, Path]) -> Iterator[Any]:
    """Opens a page of a kind in a window of a size; what goes wrong stands in `page.complaints`."""
    contexts = []

    def open_one(kind: str, size: tuple[int, int] = DESKTOP, scheme: str = "light") -> Any:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=scheme
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("dialog", lambda dialog: page.complaints.append(dialog.message))
        page.on("request", lambda request: page.complaints.append(request.url))
        page.goto(pages[kind].as_uri())
        assert page.complaints.pop(0) == pages[kind].as_uri(), "the page itself"
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.mark.parametrize("kind", [*KINDS, "german", "german, nothing changes"])
def test_opens_without_error_request_or_overflow(opened: Any, kind: str) -> None:
    page = opened(kind)
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    for width, height in (DESKTOP, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("[innerWidth, document.documentElement.scrollWidth]") == [width, width]
        assert page.evaluate(OVERFLOWING) == []
        assert page.evaluate(CUT_TEXTS) == []
    assert page.complaints == []


def test_what_ends_each_range_is_read_on_a_phone_without_scrolling_sideways(opened: Any) -> None:
    page = opened("german", PHONE)
    sizes = "one => [one.scrollWidth, one.clientWidth]"
    wide, shown = page.eval_on_selector(".scroll:has(.ends)", sizes)
    assert wide <= shown
    label = "one => getComputedStyle(one, '::before').content"
    assert page.eval_on_selector(".ends td", label).startswith('"nach unten durch')


def test_markup_in_a_riders_name_is_shown_and_never_run(opened: Any) -> None:
    page = opened("hostile")
    assert page.locator("h1").inner_text() == f"Bike fit: {HOSTILE}"
    assert page.title() == f"Bike fit: {HOSTILE}"
    assert page.complaints == []


def by_markers(knee_deg: float) -> float:
    """The knee's angle as the page's tables and pictures tell it."""
    return degrees(float(marker_knee_flexion(np.array(radians(knee_deg)))))


def test_animation_plays_pauses_and_is_scrubbed(opened: Any) -> None:
    page, document = opened("plain"), stored()
    stage, slider = page.locator("#animation .stage"), page.locator("#animation input")
    boxes = [panel.bounding_box() for panel in stage.locator("> div").all()]
    assert len(boxes) == 2
    assert boxes[0]["y"] == boxes[1]["y"], "now and recommended side by side"

    angle = slider.input_value
    assert angle() == "0"
    page.get_by_role("button", name="Play").click()
    page.evaluate(TURNED, 20)
    page.get_by_role("button", name="Pause").click()
    stopped = angle(), stage.inner_html()
    page.evaluate(DRAWN, 8)
    assert (angle(), stage.inner_html()) == stopped

    slider.fill("90")
    assert page.locator("#animation output").inner_text() == "90\u00b0, 3 o'clock"
    for panel, path in zip(stage.locator("> div").all(), ("current", "recommended"), strict=True):
        curves = document[path]["curves"]
        crank = panel.locator(".body.crank").get_attribute("points").split()[-1]
        x, down = (float(value) for value in crank.split(","))
        assert (x, -down) == pytest.approx(
            document[path]["side_view_mm"]["right"]["pedal"][15], abs=0.1
        )
        push = curves["right"]["pedal_force_n"][15]
        assert panel.locator(".numbers").inner_text() == (
            f"knee {by_markers(curves['right']['knee_flexion_deg'][15]):.0f}\u00b0, "
            f"ankle {curves['right']['ankle_dorsiflexion_deg'][15]:.0f}\u00b0, "
            f"pedal {hypot(round(push[0]), round(push[2])):.0f} N, "
            f"cranks {curves['total_crank_torque_nm'][15]:.0f} Nm"
        )
    assert page.complaints == []


@pytest.mark.parametrize("kind", KINDS)
def test_pages_of_paper_can_be_read_and_nothing_is_cut(opened: Any, kind: str) -> None:
    page = opened(kind, PAPER)
    page.emulate_media(media="print")
    assert page.evaluate(CUT_TEXTS) == []
    assert min(page.evaluate(TYPE_PT)) >= LEAST_PT
    paper = pypdf.PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    assert [round(float(side) / 72 * 25.4) for side in paper.pages[0].mediabox[2:]] == [210, 297]
    sheets = [" ".join(normalize("NFKC", sheet.extract_text()).split()) for sheet in paper.pages]
    said = "Checked against a recording" if kind in ("hostile", "uneven") else "ot checked against"
    assert said in sheets[0]
    assert "What to change" in sheets[0] or "What differs" in sheets[0]
    assert "This is no medical advice" in sheets[-1]
    assert page.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_the_page_in_light_and_dark(opened: Any, scheme: str) -> None:
    page = opened("plain", scheme=scheme)
    ink, paper, label = (_luminance(colour) for colour in page.evaluate(COLOURS))
    assert (paper < 0.05) == (scheme == "dark")
    for words in (ink, label):
        light, dark = max(words, paper), min(words, paper)
        assert (light + 0.05) / (dark + 0.05) > 7


def _luminance(colour: str) -> float:
    """Relative luminance of `rgb(r, g, b)` (WCAG 2.1)."""
    shares = [int(part) / 255 for part in colour.strip("rgb()").split(",")]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return sum(w * s for w, s in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_the_animation_speaks_german_on_a_german_page(browser: Any, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(render_report(stored(), "de"), encoding="utf-8")
    page = browser.new_page()
    page.goto(file.as_uri())
    said = page.locator("#animation").inner_text()
    page.get_by_role("button", name="Abspielen").click()
    page.get_by_role("button", name="Anhalten").click()
    page.close()
    for german in ("jetzt", "empfohlen", "Knie", "Pedal", "Kurbeln", "12 Uhr"):
        assert german.lower() in said.lower()
    for english in ("knee", "ankle", "cranks", "o'clock", "recommended"):
        assert english not in said.lower()
