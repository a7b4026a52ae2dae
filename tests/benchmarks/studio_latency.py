"""From a slider's input to the painted picture in Debian's browser: `python -m tests.benchmarks.studio_latency`.

The browser is asked by its own protocol and not by a test driver, which watches every request and so delays each by
some 9 ms.
"""

import json
import socket
import statistics
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from websockets.sync.client import connect

from tests.fit_optimizer.studio.page_driver import CHROMIUM, ROOT, running_studio

MOVES = 200
EVERY_MS = 120
SLIDERS = ("saddle_height_mm", "torso_angle_deg", "saddle_setback_mm", "heel_drop_deg", "power_w")
PICTURES = {"moved": "rider and angles", "ridden": "torque, muscles, loads, figures, limits"}
PATIENCE_S = 120

SCRIPT = """
(async () => {
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const settled = async () => { while (document.documentElement.dataset.settled !== "yes") await wait(50); };
  const move = async (name, times) => {
    const slider = document.getElementById(`slider-${name}-both`);
    for (let k = 0; k < times; k += 1) {
      slider.value = Number(slider.value) + (Math.floor(k / 5) % 2 ? -1 : 1) * Number(slider.step);
      slider.dispatchEvent(new Event("input"));
      slider.dispatchEvent(new Event("change"));
      await wait(EVERY_MS + 17 * Math.random());
    }
    await settled();
  };
  await settled();
  for (const name of SLIDERS) await move(name, 10);
  studioTimes.moved = [];
  studioTimes.ridden = [];
  for (const name of SLIDERS) await move(name, MOVES / SLIDERS.length);
  await wait(500);
  return JSON.stringify(studioTimes);
})()
"""
"""Moves the sliders, after a first round that warms the browser's compiler and the workers up."""


def main() -> None:
    """Print median, 90 % and largest time of each picture over the moves of some sliders."""
    with (
        running_studio(str(ROOT / "examples" / "turbo_rider.toml")) as (address, _),
        browser(address) as port,
    ):
        times = json.loads(evaluated(page(port, address), script()))
    print("| picture | moves | median ms | 90 % | largest |")
    print("| --- | --: | --: | --: | --: |")
    for kind, words in PICTURES.items():
        found = sorted(times[kind])
        told = (statistics.median(found), found[int(0.9 * len(found))], found[-1])
        print(f"| {words} | {len(found)} | {' | '.join(f'{one:.0f}' for one in told)} |")


def script() -> str:
    """The script with its numbers."""
    text = SCRIPT.replace("EVERY_MS", str(EVERY_MS)).replace("SLIDERS", json.dumps(SLIDERS))
    return text.replace("MOVES", str(MOVES))


@contextmanager
def browser(address: str) -> Iterator[int]:
    """The port of a browser that shows a page."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        words = ["--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1440,950"]
        process = subprocess.Popen(
            [
                CHROMIUM,
                *words,
                f"--remote-debugging-port={port}",
                f"--user-data-dir={profile}",
                address,
            ],
            stderr=subprocess.DEVNULL,
        )
        try:
            yield port
        finally:
            process.terminate()
            process.wait(20)


def page(port: int, address: str) -> str:
    """Where the page is asked."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/json") as answer:
                pages = json.load(answer)
        except OSError:
            pages = []
        for one in pages:
            if one["type"] == "page" and one["url"].startswith(address):
                time.sleep(3)  # its scripts are being loaded
                return one["webSocketDebuggerUrl"]
        time.sleep(0.3)
    raise TimeoutError(address)


def evaluated(where: str, text: str) -> str:
    """What a script of the page answers."""
    asked = {"expression": text, "awaitPromise": True, "returnByValue": True}
    with connect(where, max_size=None) as channel:
        channel.send(json.dumps({"id": 1, "method": "Runtime.evaluate", "params": asked}))
        while True:
            answer = json.loads(channel.recv(timeout=PATIENCE_S))
            if answer.get("id") == 1:
                return answer["result"]["result"]["value"]


if __name__ == "__main__":
    main()
