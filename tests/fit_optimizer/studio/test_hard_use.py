"""A page that is used as nobody should: sliders thrown to their ends, no rider yet, nonsense typed, fingers."""

import pytest

from tests.fit_optimizer.studio.page_driver import CHROMIUM, ROOT, running_studio, watched

if CHROMIUM is None:
    pytest.skip("no chromium on this machine", allow_module_level=True)
api = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.slow

DESKTOP, TABLET = (1440, 950), (820, 1180)
TURBO = str(ROOT / "examples" / "turbo_rider.toml")
THROWN = """async () => {
    const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const sliders = [...document.querySelectorAll("#slider-rows input[type=range]")];
    const first = sliders.map((slider) => slider.value); // what is assumed follows the others while they move
    for (const [k, slider] of sliders.entries()) {
        for (const to of [slider.min, slider.max, slider.min, slider.max, first[k]]) {
            slider.value = to;
            slider.dispatchEvent(new Event("input"));
            await wait(30);
        }
        slider.dispatchEvent(new Event("change"));
    }
}"""
"""Every slider thrown to its ends and back, faster than a stroke is solved."""
DOT = """async () => {
    const { charts } = await import("/page/charts.js");
    const chart = charts().find((one) => one.element.id === "map").chart;
    const box = chart.getDom().getBoundingClientRect();
    const { x, y } = chart.getOption().graphic[0].elements[0];
    const [width, tall] = ["xAxis", "yAxis"].map((one) => chart.getOption()[one][0].data.length);
    const to = chart.convertToPixel({ seriesIndex: 0 }, [Math.floor(width / 2) - 2, Math.floor(tall / 2)]);
    return [[box.x + x, box.y + y], [box.x + to[0], box.y + to[1]]];
}"""
"""Where the map's dot lies on the screen, and a field two to its left."""


@pytest.fixture(scope="module")
def studio():
    with running_studio(TURBO) as (address, _):
        yield address


@pytest.fixture
def page(browser, studio):
    found = watched(browser, studio, *DESKTOP)
    found.open()
    found.settled()
    yield found
    found.page.context.close()


def only_refusals(page):
    """That the browser's console holds its own notes on answers of 422 and nothing else."""
    assert all("422" in one for one in page.complaints)
    assert not page.elsewhere


def test_sliders_thrown_to_their_ends_and_back_leave_the_set_up_as_it_was(page):
    names = ("energy cost", "patellofemoral force, peak (N)", "hip flexion, most")
    before = [page.figure(name) for name in names]
    page.page.evaluate(THROWN)
    page.settled()
    api.expect(page.page.locator(".error:visible")).to_have_count(0)
    api.expect(page.page.locator("#message")).to_be_hidden()
    after = [page.figure(name) for name in names]
    # values off a slider's steps snap to them, and the hip is shown in whole degrees
    assert after == pytest.approx(before, rel=0.01, abs=1)
    only_refusals(page)


def test_without_a_rider_every_button_says_what_is_missing(browser):
    with running_studio() as (address, _):
        page = watched(browser, address, *DESKTOP)
        page.open()
        page.page.get_by_role("button", name="Not now").click()
        for button, told in {
            "#pin": "#message",
            "#save": "#message",
            "#find": "#fit-words",
            "#map-fill": "#map-words",
            "#lab": "#technique-about",
        }.items():
            page.page.click(button)
            api.expect(page.page.locator(told)).to_contain_text("rider", timeout=30_000)
        only_refusals(page)
        page.page.context.close()


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("crank_length_mm", "long", "crank_length_mm"),
        ("crank_length_mm", "1700", "120 to 200"),
        ("cleat_setback_mm", "5 / 6 / 7", "cleat_setback_mm"),
        ("cleat_setback_mm", "5 /", "cleat_setback_mm"),
        ("crank_length_mm", "172,5", "crank_length_mm"),
        ("nose_to_bar_mm", "500", "saddle_to_bar_drop_mm"),
    ],
)
def test_what_is_typed_amiss_is_said_and_can_be_undone(page, key, typed, said):
    page.page.click("#all-keys summary")
    field = page.page.locator(f"#key-{key}")
    field.fill(typed)
    field.press("Enter")
    words = page.page.locator(f"#message:visible, #error-{key}:visible")
    api.expect(words).to_contain_text(said, timeout=20_000)
    page.page.click("#undo")
    page.settled()
    api.expect(words).to_have_count(0)
    only_refusals(page)


def test_a_bar_that_was_measured_from_the_saddle_becomes_the_torso_that_the_slider_moves(page):
    page.page.click("#all-keys summary")
    for key, value in {"nose_to_bar_mm": "520", "saddle_to_bar_drop_mm": "40"}.items():
        field = page.page.locator(f"#key-{key}")
        field.fill(value)
        field.press("Enter")
    api.expect(page.page.locator("#forms-told")).to_contain_text("torso angle", timeout=20_000)
    page.settled()
    torso = page.page.locator("#slider-torso_angle_deg-both")
    before = float(torso.input_value())
    torso.focus()
    for _ in range(24):
        page.page.keyboard.press("ArrowRight")
    page.settled()
    assert float(torso.input_value()) == pytest.approx(before + 12, abs=0.5)
    api.expect(page.page.locator(".error:visible")).to_have_count(0)
    assert page.page.input_value("#key-nose_to_bar_mm") == ""
    only_refusals(page)


def test_the_dot_of_the_map_is_dragged_with_a_finger(browser, studio):
    page = watched(browser, studio, *TABLET, has_touch=True)
    page.open()
    page.settled()
    page.page.tap("#map-fill")
    api.expect(page.page.locator("#map-words")).to_contain_text("fields", timeout=60_000)
    page.page.tap("#map-stop")
    page.page.locator("#map").scroll_into_view_if_needed()
    (x, y), (there, level) = page.page.evaluate(DOT)
    before = page.page.input_value("#slider-saddle_setback_mm-both")
    session = page.page.context.new_cdp_session(page.page)

    def touch(kind, *points):
        found = [{"x": across, "y": down} for across, down in points]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": found})

    touch("touchStart", (x, y))
    for k in range(1, 9):
        touch("touchMove", (x + (there - x) * k / 8, y + (level - y) * k / 8))
    touch("touchEnd")
    slider = page.page.locator("#slider-saddle_setback_mm-both")
    api.expect(slider).not_to_have_value(before, timeout=20_000)
    assert float(slider.input_value()) < float(before)
    page.clean()
    page.page.context.close()
