"""The page as another machine opens it: under an address of the network, with the token, encrypted or not."""

import httpx2
import pytest

from fit_optimizer.studio.serve import _own_address
from tests.fit_optimizer.studio.page_driver import CHROMIUM, ROOT, running_studio, watched

if CHROMIUM is None:
    pytest.skip("no chromium on this machine", allow_module_level=True)
api = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.slow

TOKEN = "a-token-of-some-length"
TABLET = (820, 1180)
POWER = "#slider-power_w-both"


def test_a_tablet_in_the_network_opens_the_page_with_the_token_and_moves_a_slider(browser):
    own = _own_address()
    if own is None:
        pytest.skip("this machine is in no network")
    words = ("--host", "0.0.0.0", "--token", TOKEN, str(ROOT / "examples" / "turbo_rider.toml"))
    with running_studio(*words) as (here, _):
        address = here.replace("127.0.0.1", own)
        assert httpx2.get(address).status_code == 401
        found = watched(browser, address, *TABLET, has_touch=True)
        found.page.goto(f"{address}?token={TOKEN}")
        found.page.wait_for_selector("html[data-ready=yes]", state="attached", timeout=60_000)
        found.settled()
        assert TOKEN not in found.page.url
        assert found.page.evaluate("isSecureContext") is False  # much is missing there
        before = found.figure("energy cost")
        found.page.focus(POWER)
        found.page.keyboard.press("ArrowRight")
        found.settled()
        assert found.figure("energy cost") > before
        found.clean()
        found.page.context.close()


def test_the_page_works_encrypted(browser, sealed):
    words = ("--certificate", str(sealed[0]), "--key", str(sealed[1]))
    rider = str(ROOT / "examples" / "turbo_rider.toml")
    with running_studio(*words, "--token", TOKEN, rider) as (address, _):
        found = watched(browser, address, *TABLET, ignore_https_errors=True)
        found.page.goto(f"{address}?token={TOKEN}")
        found.page.wait_for_selector("html[data-ready=yes]", state="attached", timeout=60_000)
        found.settled()
        assert found.page.evaluate("isSecureContext") is True
        assert found.figure("energy cost") > 0
        found.clean()
        found.page.context.close()
