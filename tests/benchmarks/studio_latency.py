"""From a slider's input to the painted picture in Debian's browser: `python -m tests.benchmarks.studio_latency`."""

import statistics

from playwright.sync_api import sync_playwright

from tests.fit_optimizer.studio.page_driver import CHROMIUM, ROOT, running_studio, watched

MOVES = 200
EVERY_MS = 120
SLIDERS = ("saddle_height_mm", "torso_angle_deg", "saddle_setback_mm", "heel_drop_deg", "power_w")
PICTURES = {"moved": "rider and angles", "ridden": "torque, muscles, loads, figures, limits"}


def main() -> None:
    """Print median, 90 % and largest time of each picture over the moves of some sliders."""
    with (
        sync_playwright() as driver,
        running_studio(str(ROOT / "examples" / "turbo_rider.toml")) as (address, _),
    ):
        browser = driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        found = watched(browser, address, 1440, 950)
        found.open()
        found.settled()
        for name in SLIDERS:  # a first round warms the browser's compiler and the workers up
            move(found, name, 10)
        found.page.evaluate("() => { studioTimes.moved = []; studioTimes.ridden = []; }")
        for name in SLIDERS:
            move(found, name, MOVES // len(SLIDERS))
        found.settled()
        found.page.wait_for_timeout(500)
        print("| picture | moves | median ms | 90 % | largest |")
        print("| --- | --: | --: | --: | --: |")
        for kind, words in PICTURES.items():
            times = sorted(found.page.evaluate(f"() => studioTimes.{kind}"))
            told = (statistics.median(times), times[int(0.9 * len(times))], times[-1])
            print(f"| {words} | {len(times)} | {' | '.join(f'{one:.0f}' for one in told)} |")
        found.clean()


def move(found, name: str, times: int) -> None:
    """Move a slider back and forth by its step."""
    found.page.focus(f"#slider-{name}-both")
    for k in range(times):
        found.page.keyboard.press("ArrowRight" if (k // 5) % 2 == 0 else "ArrowLeft")
        found.page.wait_for_timeout(EVERY_MS)


if __name__ == "__main__":
    main()
