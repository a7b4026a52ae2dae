"""Files that are dropped on the page: a recording to the rider fitted to it, and what cannot be read."""

import base64

import pytest

from tests.fit_optimizer.studio.page_driver import CHROMIUM, ROOT, running_studio, watched
from tests.fit_optimizer.studio.recordings import RIGHT_PCT, balance_only
from tests.fit_optimizer.traces.conftest import build_fit, pedalling_record
from tests.fit_optimizer.traces.text_files import tcx

if CHROMIUM is None:
    pytest.skip("no chromium on this machine", allow_module_level=True)
api = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.slow

DESKTOP = (1440, 950)
DROPPED = """([place, name, text]) => {
    const held = new DataTransfer();
    held.items.add(new File([Uint8Array.from(atob(text), (one) => one.charCodeAt(0))], name));
    for (const kind of ["dragenter", "dragover", "drop"]) {
        const event = new DragEvent(kind, { dataTransfer: held, bubbles: true, cancelable: true });
        document.getElementById(place).dispatchEvent(event);
    }
}"""
"""A file dragged from the desktop onto a place of the page."""


@pytest.fixture(scope="module")
def studio():
    with running_studio(str(ROOT / "examples" / "turbo_rider.toml")) as (address, _):
        yield address


@pytest.fixture(scope="module")
def page(studio):
    with api.sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        found = watched(browser, studio, *DESKTOP)
        found.open()
        found.settled()
        yield found
        browser.close()


def drop(page, place, name, contents):
    page.page.evaluate(DROPPED, [place, name, base64.b64encode(contents).decode()])


def test_a_dropped_recording_is_compared_and_the_rider_fitted_to_it_is_ridden(page):
    told = page.page.locator("#recording-words")
    drop(page, "drop", "ride.csv", balance_only())
    api.expect(told).to_contain_text("ride.csv", timeout=60_000)
    page.page.click("#check")
    api.expect(told).to_contain_text("the balance alone", timeout=60_000)
    page.page.click("#calibrate")
    api.expect(told).to_contain_text("left against right strength", timeout=300_000)
    before, after = (
        float(page.page.locator("#rider-errors tbody tr td").nth(k).inner_text()) for k in (0, 1)
    )
    assert after < before
    page.page.click("#ride-calibrated")
    page.settled()
    page.page.click("#all-keys summary")
    left, right = page.page.input_value("#key-strength").split("/")
    assert float(right) > float(left)
    assert RIGHT_PCT > 50
    with page.page.expect_download() as saved:
        page.page.click("#save")
    assert "strength" in saved.value.path().read_text()
    page.clean()


def test_a_dropped_fit_file_is_read_into_bins_and_compared(page):
    ride = build_fit([pedalling_record(second) for second in range(300)])
    drop(page, "drop", "morning ride.fit", ride)
    told = page.page.locator("#recording-words")
    api.expect(told).to_contain_text("morning ride.fit: 300 records", timeout=60_000)
    assert page.page.locator("#bins tbody tr").count() >= 1
    page.page.click("#check")
    api.expect(page.page.locator("#bins tbody td", has_text="/").first).to_be_visible(
        timeout=60_000
    )
    page.clean()


def test_a_dropped_tcx_file_which_tells_no_stroke_is_shown_and_its_comparison_refused(page):
    page.complaints.clear()
    drop(page, "drop", "ride.tcx", tcx().encode())
    told = page.page.locator("#recording-words")
    api.expect(told).to_contain_text("ride.tcx: ", timeout=60_000)
    page.page.click("#check")
    api.expect(page.page.locator("#check")).to_be_enabled(timeout=60_000)
    api.expect(told).to_contain_text("compare")
    assert not page.complaints


@pytest.mark.parametrize(
    ("place", "told", "name"),
    [
        ("drop", "#recording-words", "ride.fit"),
        ("drop", "#recording-words", "ride.tcx"),
        ("drop", "#recording-words", "ride.csv"),
        ("film-drop", "#film-words", "film.trc"),
        ("film-drop", "#film-words", "film.json"),
    ],
)
@pytest.mark.parametrize("contents", [b"", b"\x0e\x20\xff\xff\x00.FIT" * 40, b"a,b\n1,2\n"])
def test_a_damaged_file_is_refused_with_a_sentence_and_the_page_goes_on(
    page, place, told, name, contents
):
    page.complaints.clear()
    drop(page, place, name, contents)
    words = page.page.locator(told)
    api.expect(words).not_to_contain_text("Reading", timeout=60_000)
    said = words.inner_text()
    assert said.endswith((".", ")")) or len(said) > 30
    assert "failed at this" not in said
    assert "/tmp" not in said
    page.page.focus("#slider-power_w-both")
    page.page.keyboard.press("ArrowRight")
    page.settled()
    # the browser itself notes an answer of 422 in its console; nothing else may stand there
    assert all("422" in one for one in page.complaints)


def test_a_damaged_set_up_file_is_said_and_the_set_up_stays(page, tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text("[rider\nheight_mm = 1")
    before = page.page.input_value("#slider-saddle_height_mm-both")
    page.page.set_input_files("#open-file", file)
    api.expect(page.page.locator("#message")).to_contain_text("TOML", timeout=30_000)
    assert page.page.input_value("#slider-saddle_height_mm-both") == before


def test_a_file_that_is_too_large_is_said(page):
    page.complaints.clear()
    page.page.evaluate(
        """() => {
            const held = new DataTransfer();
            held.items.add(new File([new Uint8Array(33 << 20)], "long.fit"));
            const event = new DragEvent("drop", { dataTransfer: held, cancelable: true });
            document.getElementById("drop").dispatchEvent(event);
        }"""
    )
    told = page.page.locator("#recording-words")
    api.expect(told).to_contain_text("too large", timeout=60_000)
