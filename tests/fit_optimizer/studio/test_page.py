"""The page in Debian's browser: what a slider moves, what is refused, and that nothing leaves the machine."""

import pytest

from tests.fit_optimizer.studio.page_driver import CHROMIUM, ROOT, running_studio, watched

if CHROMIUM is None:
    pytest.skip("no chromium on this machine", allow_module_level=True)
api = pytest.importorskip("playwright.sync_api")

HEIGHT = "#slider-saddle_height_mm-both"
SIZES = {"desktop": (1440, 950), "tablet": (820, 1180), "phone": (390, 844)}


OVERLAPS = """() => {
    const parts = [...document.querySelectorAll("main > section, #more > section")];
    const found = [];
    for (let y = 0; y < document.documentElement.scrollHeight; y += 300) {
        scrollTo(0, y);
        const boxes = parts.map((part) => part.getBoundingClientRect());
        boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b, k) => {
            const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
            const tall = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
            if (wide > 1 && tall > 1) found.push([y, parts[i].ariaLabel || parts[i].id, parts[i + 1 + k].id]);
        }));
    }
    return found;
}"""
"""Sections of the page that lie over each other, wherever it is scrolled to."""


FIELDS = """() => {
    globalThis.fields = 0;
    const count = (one) => one.querySelectorAll ? one.matches("input") + one.querySelectorAll("input").length : 0;
    new MutationObserver((seen) => seen.forEach(({ addedNodes, removedNodes }) => {
        for (const one of [...addedNodes, ...removedNodes]) fields += count(one);
    })).observe(document.body, { childList: true, subtree: true });
}"""
"""Counts the fields that come and go from now on: for each the browser reads every form of the page anew."""
MOVES = """async ([selector, times]) => {
    const slider = document.querySelector(selector);
    for (let k = 0; k < times; k += 1) {
        slider.value = Number(slider.value) - 1;
        slider.dispatchEvent(new Event("input"));
        slider.dispatchEvent(new Event("change"));
        await new Promise((resolve) => setTimeout(resolve, 30));
    }
}"""
"""Moves a slider and leaves the keyboard where it is."""
DRAWN = """async (id) => {
    const { charts } = await import("/page/charts.js");
    const one = charts().find(({ element }) => element.id === id);
    const curves = ({ series }) => JSON.stringify(series.map(({ data }) => data));
    return one.chart && curves(one.chart.getOption()) === curves(one.last());
}"""
"""Whether a chart shows the curves that it was last given; null where it was never drawn."""


def until_drawn(page, name):
    """Wait until a chart shows what it was last given."""
    for _ in range(400):
        if page.evaluate(DRAWN, name):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"the chart of {name} was not drawn within 20 s")


@pytest.fixture(scope="module")
def studio():
    with running_studio(str(ROOT / "examples" / "turbo_rider.toml")) as found:
        yield found


@pytest.fixture
def page(browser, studio):
    found = watched(browser, studio[0], *SIZES["desktop"])
    found.open()
    found.settled()
    yield found
    found.page.context.close()


def rider(page):
    return page.page.locator("#rider .saddle").get_attribute("points")


def press(page, selector, key, times=1):
    page.page.focus(selector)
    for _ in range(times):
        page.page.keyboard.press(key)
    page.settled()


def test_an_arrow_key_moves_the_saddle_by_a_millimetre_and_the_loads_follow(page):
    before, load = rider(page), page.figure("patellofemoral force, peak (N)")
    first = float(page.page.input_value(HEIGHT))
    press(page, HEIGHT, "ArrowLeft", 25)
    assert float(page.page.input_value(HEIGHT)) == pytest.approx(first - 25, abs=1)
    assert rider(page) != before
    assert page.figure("patellofemoral force, peak (N)") != load
    page.clean()


@pytest.mark.slow
def test_a_pinned_set_up_stands_beside_and_undo_and_redo_go_back_and_forth(page):
    first = page.figure("energy cost")
    page.page.click("#pin")
    page.page.locator("#unpin").wait_for()
    press(page, "#slider-power_w-both", "ArrowRight", 10)
    assert page.figure("energy cost") > first
    cells = page.page.locator("#figures tr", has_text="energy cost").locator("td")
    assert float(cells.nth(1).inner_text()) == first
    assert cells.nth(2).inner_text().startswith("+")
    for _ in range(10):
        page.page.click("#undo")
    page.settled()
    assert page.figure("energy cost") == first
    page.page.click("#redo")
    page.settled()
    assert page.figure("energy cost") > first
    page.clean()


@pytest.mark.slow
def test_what_cannot_be_ridden_is_said_beside_its_slider_and_the_page_goes_on(page):
    value = page.page.locator("#row-saddle_height_mm input[type=number]")
    value.fill("900")
    value.press("Enter")
    error = page.page.locator("#error-saddle_height_mm")
    error.wait_for(state="visible")
    api.expect(error).to_contain_text("saddle_height_mm", timeout=20_000)
    value.fill("2000")
    value.press("Enter")
    api.expect(error).to_contain_text("allowed is 400 to 1000", timeout=10_000)
    value.fill("750")
    value.press("Enter")
    api.expect(error).to_be_hidden()
    page.settled()
    # the browser itself notes an answer of 422 in its console; nothing else may stand there
    assert all("422" in one for one in page.complaints)
    assert not page.elsewhere


@pytest.mark.slow
def test_a_set_up_is_saved_opened_and_found_again_after_a_reload(page, tmp_path):
    press(page, HEIGHT, "ArrowRight", 4)
    tried = page.page.input_value(HEIGHT)
    with page.page.expect_download() as saved:
        page.page.click("#save")
    file = tmp_path / "mine.toml"
    saved.value.save_as(file)
    assert f"saddle_height_mm = {tried}" in file.read_text()
    page.page.reload()
    page.page.wait_for_selector("html[data-ready=yes]", state="attached")
    page.settled()
    assert page.page.input_value(HEIGHT) == tried
    press(page, HEIGHT, "ArrowLeft", 9)
    page.page.set_input_files("#open-file", file)
    page.settled()
    api.expect(page.page.locator(HEIGHT)).to_have_value(tried)
    api.expect(page.page.locator("#history li").first).to_be_attached(timeout=30_000)
    page.clean()


def test_moving_a_slider_makes_no_field_come_or_go_and_leaves_a_note_that_is_being_written(page):
    history = page.page.locator("#history li")
    history.first.wait_for(timeout=30_000)
    history.first.locator("input").focus()
    page.page.keyboard.type("stiff")
    page.page.evaluate(FIELDS)
    page.page.evaluate(MOVES, [HEIGHT, 8])
    assert (
        page.page.evaluate("fields") <= 1
    )  # a set-up that rested stands in the history with a note of its own
    api.expect(history).to_have_count(2, timeout=30_000)
    api.expect(history.last.locator("input")).to_be_focused()
    api.expect(history.last.locator("input")).to_have_value("stiff")
    page.clean()


@pytest.mark.slow
def test_charts_out_of_sight_are_told_at_once_and_drawn_when_they_come_into_sight(browser, studio):
    page = watched(browser, studio[0], *SIZES["phone"], has_touch=True)
    page.open()
    page.settled()
    loads = page.page.locator("#loads")
    assert page.page.evaluate(DRAWN, "loads") is None
    for _ in range(2):
        told = loads.get_attribute("aria-label")
        assert "kneecap" in told
        loads.scroll_into_view_if_needed()
        until_drawn(page.page, "loads")
        page.page.evaluate("scrollTo(0, 0)")
        page.page.wait_for_timeout(300)
        page.page.evaluate(MOVES, [HEIGHT, 8])
        page.settled()
        assert loads.get_attribute("aria-label") != told
        assert page.page.evaluate(DRAWN, "loads") is False
    page.clean()
    page.page.context.close()


@pytest.mark.slow
def test_a_line_of_the_history_tells_what_differs_from_the_one_before(page):
    history = page.page.locator("#history li")
    history.first.wait_for(timeout=30_000)
    press(page, "#slider-saddle_tilt_deg-both", "ArrowLeft", 5)
    api.expect(history).to_have_count(2, timeout=30_000)
    assert "tilt" not in history.last.inner_text()
    assert "saddle tilt \u22122.5\u00b0" in history.first.inner_text()
    page.clean()


@pytest.mark.slow
def test_a_new_rider_takes_the_few_values_that_must_be_given(page):
    page.page.click("#new")
    for key, value in {"height_mm": "1650", "mass_kg": "58", "inseam_mm": "770"}.items():
        page.page.fill(f"#new-{key}", value)
    page.page.click("#new-ok")
    api.expect(page.page.locator("#rider-words")).to_contain_text("1650 mm")
    page.settled()
    height = page.page.locator("#row-saddle_height_mm")
    api.expect(height.locator(".assumed")).to_be_visible()
    api.expect(page.page.locator("#rider .joint").first).to_be_visible()
    page.clean()


@pytest.mark.slow
def test_nothing_lies_beside_the_screen_or_over_another_part_on_desktop_tablet_or_phone(
    browser, studio
):
    for width, tall in SIZES.values():
        page = watched(browser, studio[0], width, tall, has_touch=True)
        page.open()
        page.settled()
        wide = page.page.evaluate("() => document.documentElement.scrollWidth")
        assert wide <= width
        assert page.page.evaluate(OVERLAPS) == []
        page.clean()
        page.page.context.close()


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_readers_of_all_kinds_find_no_serious_obstacle(browser, studio, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = watched(browser, studio[0], *SIZES["desktop"], color_scheme=scheme, bypass_csp=True)
    page.open()
    page.page.click("#all-keys summary")
    page.settled()
    found = axe.Axe().run(page.page)
    grave = [
        one for one in found.response["violations"] if one["impact"] in ("serious", "critical")
    ]
    told = [(one["id"], [node["target"] for node in one["nodes"]][:4]) for one in grave]
    assert not told
    page.page.context.close()


@pytest.mark.slow
def test_every_technique_is_tried_and_one_of_them_ridden(page):
    smooth = page.figure("dead-centre size")
    page.page.click("#lab")
    row = page.page.locator("#lab-table tbody tr", has_text="circles")
    row.wait_for(timeout=60_000)
    row.locator("button").click()
    page.settled()
    assert page.figure("dead-centre size") > smooth
    api.expect(page.page.locator("#technique")).to_have_value("circles")
    page.clean()
