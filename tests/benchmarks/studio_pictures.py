"""Takes the pictures of `docs/studio.md`: `python -m tests.benchmarks.studio_pictures`, then look at them."""

from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.fit_optimizer.studio.page_driver import CHROMIUM, ROOT, running_studio, watched

DOCS = Path(ROOT) / "docs"
SIZES = {
    "studio": (1440, 1000, "light"),
    "studio_tablet": (820, 1180, "light"),
    "studio_phone": (390, 844, "dark"),
}
COLOURS = 250


def main() -> None:
    """Pin the example, move its saddle and torso, and take the page on three sizes of screen."""
    with (
        sync_playwright() as driver,
        running_studio(str(ROOT / "examples" / "turbo_rider.toml")) as (address, _),
    ):
        browser = driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        for name, (width, height, scheme) in SIZES.items():
            found = watched(browser, address, width, height, color_scheme=scheme)
            found.open()
            found.settled()
            found.page.click("#pin")
            found.page.locator("#unpin").wait_for()
            for key, by in (("saddle_height_mm", 25), ("torso_angle_deg", 20)):
                found.page.focus(f"#slider-{key}-both")
                for _ in range(by):
                    found.page.keyboard.press("ArrowLeft")
            found.page.check("#muscles")
            found.page.locator("#rider .muscle").first.wait_for(state="attached", timeout=60_000)
            found.settled()
            found.page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
            found.page.wait_for_timeout(1000)
            shot = Image.open(BytesIO(found.page.screenshot()))
            shot.convert("RGB").quantize(COLOURS).save(DOCS / f"{name}.png", optimize=True)
            found.clean()


if __name__ == "__main__":
    main()
