"""A page that is left open: for a day, while its studio is ended and started again, while the machine sleeps."""

import signal
import socket
import time

import pytest

from tests.fit_optimizer.studio.page_driver import CHROMIUM, ROOT, running_studio, watched

if CHROMIUM is None:
    pytest.skip("no chromium on this machine", allow_module_level=True)
api = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.slow

DESKTOP = (1440, 950)
TURBO = str(ROOT / "examples" / "turbo_rider.toml")
HEIGHT = "#slider-saddle_height_mm-both"
POWER = "#slider-power_w-both"
DAY_MS = 24 * 3600 * 1000


def opened(browser, address, **context):
    found = watched(browser, address, *DESKTOP, **context)
    found.open()
    found.settled()
    return found


def press(found, selector, key, times=1):
    found.page.focus(selector)
    for _ in range(times):
        found.page.keyboard.press(key)


def a_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def test_a_page_that_was_left_open_for_a_day_answers_as_on_the_first_minute(browser):
    with running_studio(TURBO) as (address, _):
        found = watched(browser, address, *DESKTOP)
        asked = []
        found.page.on("request", lambda request: asked.append(request.url))
        found.page.clock.install()
        found.open()
        found.settled()
        before, count = found.figure("energy cost"), len(asked)
        found.page.clock.fast_forward(DAY_MS)
        assert len(asked) - count < 5  # left alone it asks for nothing
        press(found, POWER, "ArrowRight", 5)
        found.settled()
        assert found.figure("energy cost") > before
        found.clean()
        found.page.context.close()


def test_a_page_goes_on_by_itself_when_its_studio_is_started_again(browser):
    port = a_port()
    with running_studio(TURBO, port=port) as (address, process):
        found = opened(browser, address)
        before = found.figure("energy cost")
        found.page.fill("#trials", "5000")
        found.page.click("#find")
        api.expect(found.page.locator("#fit-words")).to_contain_text("tried", timeout=60_000)
        process.send_signal(signal.SIGKILL)
        process.wait(30)
        press(found, POWER, "ArrowRight", 5)
        api.expect(found.page.locator("#message")).to_contain_text("does not answer")
    with running_studio(TURBO, port=port):
        api.expect(found.page.locator("#message")).to_be_hidden(timeout=60_000)
        found.settled()
        assert found.figure("energy cost") > before
        told = found.page.locator("#fit-words")
        api.expect(told).to_contain_text("start it again", timeout=30_000)
        api.expect(found.page.locator("#find")).to_be_enabled()
        press(found, HEIGHT, "ArrowLeft", 3)
        found.settled()
        found.page.context.close()
    assert not found.elsewhere
    # the browser itself notes a refused connection, and the job's 404, in its console
    assert all("Failed to load resource" in one for one in found.complaints)


def test_a_studio_that_sleeps_and_wakes_answers_what_was_asked_meanwhile(browser):
    with running_studio(TURBO) as (address, process):
        found = opened(browser, address)
        before = found.figure("energy cost")
        process.send_signal(signal.SIGSTOP)
        press(found, POWER, "ArrowRight", 8)
        time.sleep(2)
        process.send_signal(signal.SIGCONT)
        found.settled()
        assert found.figure("energy cost") > before
        assert found.page.input_value(POWER) == "240"
        found.clean()
        found.page.context.close()


def test_two_tabs_of_one_browser_each_find_their_own_set_up_after_a_reload(browser):
    with running_studio(TURBO) as (address, _):
        first = opened(browser, address)
        second = first.page.context.new_page()
        second.goto(address)
        second.wait_for_selector("html[data-ready=yes]", state="attached")
        press(first, POWER, "ArrowLeft", 4)
        first.settled()
        second.focus(POWER)
        second.keyboard.press("ArrowRight")
        second.wait_for_selector("html[data-settled=yes]", state="attached")
        first.page.reload()
        first.page.wait_for_selector("html[data-ready=yes]", state="attached")
        first.settled()
        assert first.page.input_value(POWER) == "180"
        first.clean()
        first.page.context.close()


def test_a_search_is_found_again_after_a_reload_with_its_result(browser):
    with running_studio(TURBO) as (address, _):
        found = opened(browser, address)
        # so many that the search is seen on its way: the page is looked at once a second
        found.page.fill("#trials", "200")
        found.page.click("#find")
        api.expect(found.page.locator("#fit-words")).to_contain_text("tried", timeout=60_000)
        found.page.reload()
        found.page.wait_for_selector("html[data-ready=yes]", state="attached")
        found.page.locator("#fit-found").wait_for(timeout=300_000)
        assert found.page.locator("#fit-table tbody tr").count() >= 1
        found.page.reload()
        found.page.locator("#fit-found").wait_for(timeout=30_000)
        found.clean()
        found.page.context.close()


def test_a_set_up_whose_file_has_changed_is_shown_as_the_file_has_it(browser, tmp_path):
    file, port = tmp_path / "rider.toml", a_port()
    text = (ROOT / "examples" / "turbo_rider.toml").read_text()
    file.write_text(text)
    with running_studio(str(file), port=port) as (address, _):
        found = opened(browser, address)
        press(found, POWER, "ArrowRight", 2)
        found.settled()
    assert "power_w = 200" in text
    file.write_text(text.replace("power_w = 200", "power_w = 260"))
    with running_studio(str(file), port=port):
        found.page.reload()
        found.page.wait_for_selector("html[data-ready=yes]", state="attached")
        found.settled()
        assert found.page.input_value(POWER) == "260"
        found.page.context.close()
