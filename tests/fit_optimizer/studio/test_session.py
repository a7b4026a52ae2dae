"""A fitter's session from the empty page to the saved report, and a page that is used hard (marker `slow`)."""

import os
import re
import signal
import subprocess
import tomllib
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest

from tests.fit_optimizer.studio.page_driver import CHROMIUM, ROOT, running_studio, watched

if CHROMIUM is None:
    pytest.skip("no chromium on this machine", allow_module_level=True)
api = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.slow

DESKTOP = (1440, 950)
RAPID_MOVES = 1000
MOST_GROWTH_MB = 40
"""Growth over 1,000 moves that is still no leak: caches of a process that has just begun to work."""

ANOTHER_FIELD = """async () => {
    const { charts } = await import("/page/charts.js");
    const chart = charts().find((one) => one.element.id === "map").chart;
    const box = chart.getDom().getBoundingClientRect();
    const cells = chart.getOption().series[0].data;
    const high = cells.reduce((one, other) => (other.fields[1] > one.fields[1] ? other : one));
    const [x, y] = chart.convertToPixel({ seriesIndex: 0 }, high.fields);
    return [box.x + x, box.y + y];
}"""
"""Where on the page a field of the map lies that has the highest saddle."""


def fill_map(page) -> None:
    """Fill the map and wait until every field is there."""
    page.click("#map-fill")
    full = re.compile(r"^(\d+) of \1 fields$")
    api.expect(page.locator("#map-words")).to_have_text(full, timeout=120_000)


def type_a_rider(page) -> None:
    """Give what is known of a rider who comes in."""
    told = {"height_mm": 1720, "mass_kg": 68, "inseam_mm": 800, "saddle_height_mm": 690}
    for key, value in told.items():
        page.fill(f"#new-{key}", str(value))
    page.click("#new-ok")


def save_report(page, folder) -> None:
    """Download the found fit's report in both forms."""
    for link, start in {"report-pdf": b"%PDF", "report-html": b"<!"}.items():
        with page.expect_download() as got:
            page.click(f"#{link}")
        got.value.save_as(folder / link)
        assert (folder / link).read_bytes().lstrip().startswith(start)


def compare_recording(page) -> None:
    """Upload the example recording and compare it with the set-up."""
    page.set_input_files("#recording-file", ROOT / "examples" / "turbo_ride_bins.csv")
    page.locator("#check").wait_for()
    page.click("#check")
    api.expect(page.locator("#recording-words")).to_contain_text("simulation", timeout=60_000)


def test_a_fitters_session_from_the_empty_page_to_the_saved_report(browser, tmp_path):
    with running_studio() as (address, _):
        found = watched(browser, address, *DESKTOP)
        page = found.page
        found.open()
        type_a_rider(page)
        found.settled()

        for slider in page.locator("#slider-rows input[type=range]").all():
            slider.focus()
            page.keyboard.press("ArrowRight")
            page.keyboard.press("ArrowLeft")
        found.settled()
        page.click("#pin")
        page.locator("#unpin").wait_for()

        fill_map(page)
        page.click("#map-numbers summary")
        numbers = page.locator("#map-table tbody td", has_text=re.compile(r"\d"))
        numbers.first.wait_for()
        assert numbers.count() > 20
        before = page.input_value("#slider-saddle_height_mm-both")
        page.locator("#map").scroll_into_view_if_needed()
        page.mouse.click(*page.evaluate(ANOTHER_FIELD))
        api.expect(page.locator("#slider-saddle_height_mm-both")).not_to_have_value(before)
        found.settled()

        page.fill("#trials", "60")
        page.click("#find")
        page.locator("#fit-found").wait_for(timeout=300_000)
        assert page.inner_text("#fit-reason")
        recommended = page.locator("#fit-table tbody tr", has_text="knee load").locator("td")
        was, then = (float(recommended.nth(k).inner_text()) for k in (0, 1))
        assert 0 < then < 1.5 * was
        page.click("#ride-found")
        found.settled()
        save_report(page, tmp_path)

        compare_recording(page)

        tried = page.locator("#history li").count()
        page.select_option("#technique", "circles")
        api.expect(page.locator("#history li")).to_have_count(tried + 1, timeout=60_000)
        with page.expect_download() as saved:
            page.click("#save")
        saved.value.save_as(tmp_path / "set-up.toml")
        text = (tmp_path / "set-up.toml").read_text()
        assert 'technique = "circles"' in text

        tried = page.input_value("#slider-saddle_height_mm-both")
        page.reload()
        page.wait_for_selector("html[data-ready=yes]", state="attached")
        found.settled()
        assert page.input_value("#slider-saddle_height_mm-both") == tried
        assert page.input_value("#technique") == "circles"
        assert page.locator("#history li").count() >= 3
        found.clean()
        page.context.close()


def test_the_dot_of_the_map_can_be_dragged_to_another_set_up(browser):
    with running_studio(str(ROOT / "examples" / "turbo_rider.toml")) as (address, _):
        found = watched(browser, address, *DESKTOP)
        page = found.page
        found.open()
        found.settled()
        fill_map(page)
        page.locator("#map").scroll_into_view_if_needed()
        dot, there = page.evaluate(
            """async () => {
                const { charts } = await import("/page/charts.js");
                const chart = charts().find((one) => one.element.id === "map").chart;
                const box = chart.getDom().getBoundingClientRect();
                const { x, y } = chart.getOption().graphic[0].elements[0];
                const to = chart.convertToPixel({ seriesIndex: 0 }, [1, 4]);
                return [[box.x + x, box.y + y], [box.x + to[0], box.y + to[1]]];
            }"""
        )
        before = page.input_value("#slider-saddle_setback_mm-both")
        page.mouse.move(*dot)
        page.mouse.down()
        page.mouse.move(*there, steps=6)
        page.mouse.up()
        api.expect(page.locator("#slider-saddle_setback_mm-both")).not_to_have_value(before)
        found.clean()
        page.context.close()


def test_two_pages_at_once_each_keep_their_own_set_up(browser):
    with running_studio(str(ROOT / "examples" / "turbo_rider.toml")) as (address, _):
        pages = [watched(browser, address, *DESKTOP) for _ in range(2)]
        for one in pages:
            one.open()
        for one in pages:
            one.settled()
            one.page.focus("#slider-power_w-both")
        for _ in range(10):
            for one, key in zip(pages, ("ArrowLeft", "ArrowRight"), strict=True):
                one.page.keyboard.press(key)
        powers = []
        for one in pages:
            one.settled()
            powers.append(one.figure("power (W)"))
            one.clean()
            one.page.context.close()
        assert powers == [150, 250]


def memory_mb(process: subprocess.Popen) -> float:
    """Memory of a studio and its workers (MB)."""
    children = subprocess.run(
        ["ps", "-ww", "--ppid", str(process.pid), "-o", "rss="],
        capture_output=True,
        text=True,
        check=True,
    )
    own = subprocess.run(
        ["ps", "-p", str(process.pid), "-o", "rss="], capture_output=True, text=True, check=True
    )
    return sum(int(one) for one in (children.stdout + own.stdout).split()) / 1024


def ride_in_every_worker(address: str) -> None:
    """Ask for more strokes at once than there are workers: each loads what it needs for its first."""
    tables = tomllib.loads((ROOT / "examples" / "turbo_rider.toml").read_text())

    def ride(k: int) -> None:
        asked = {"set_up": tables, "tab": f"first{k}"}
        httpx2.post(f"{address}api/ridden", json=asked, timeout=60).raise_for_status()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(ride, range(16)))


def heap_mb(page) -> float:
    """What the page keeps in memory (MB)."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    metrics = session.send("Performance.getMetrics")["metrics"]
    session.detach()
    return next(one["value"] for one in metrics if one["name"] == "JSHeapUsedSize") / 1e6


def test_a_thousand_rapid_moves_leave_neither_memory_nor_questions_behind(browser):
    with running_studio(str(ROOT / "examples" / "turbo_rider.toml")) as (address, process):
        found = watched(browser, address, *DESKTOP)
        found.open()
        found.settled()

        def move(times: int) -> None:
            found.page.focus("#slider-saddle_height_mm-both")
            for k in range(times):
                found.page.keyboard.press("ArrowRight" if (k // 20) % 2 == 0 else "ArrowLeft")
            found.settled()

        ride_in_every_worker(address)
        move(200)
        before, heap = memory_mb(process), heap_mb(found.page)
        move(RAPID_MOVES)
        assert httpx2.get(f"{address}api/alive").json()["waiting"] == 0
        assert memory_mb(process) - before < MOST_GROWTH_MB
        assert heap_mb(found.page) - heap < MOST_GROWTH_MB
        found.clean()
        found.page.context.close()


def test_a_worker_that_is_killed_while_a_slider_moves_is_not_noticed(browser):
    with running_studio(str(ROOT / "examples" / "turbo_rider.toml")) as (address, process):
        found = watched(browser, address, *DESKTOP)
        found.open()
        found.settled()
        first = found.figure("energy cost")
        found.page.focus("#slider-power_w-both")
        for k in range(20):
            found.page.keyboard.press("ArrowRight")
            if k == 10:
                children = subprocess.run(
                    ["ps", "-ww", "--ppid", str(process.pid), "-o", "pid=,args="],
                    capture_output=True,
                    text=True,
                    check=True,
                )
                worker = next(line for line in children.stdout.splitlines() if "spawn_main" in line)
                os.kill(int(worker.split()[0]), signal.SIGKILL)
        found.settled()
        assert found.figure("energy cost") > first
        found.clean()
        found.page.context.close()
