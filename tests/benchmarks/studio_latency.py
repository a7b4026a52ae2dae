"""From a slider's input to the painted picture in Debian's browser: `python -m tests.benchmarks.studio_latency`.

Printed beside the times is the processor time that a move takes, which tells a busy machine from a slow studio.
The browser is asked by its own protocol and not by a test driver, which watches every request and so delays each by
some 9 ms.
"""

import json
import os
import socket
import statistics
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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
  for (const name of SLIDERS) await move(name, TIMES);
  await wait(500);
  const found = JSON.stringify(studioTimes);
  studioTimes.moved.length = 0;
  studioTimes.ridden.length = 0;
  return found;
})()
"""
"""Moves each slider some times; answers with the times to the pictures."""
WARMING = 10
"""Moves of each slider in a first round, which warms the browser's compiler and the workers up."""


def main() -> None:
    """Print median, 90 % and largest time of each picture over the moves of some sliders."""
    with (
        running_studio(str(ROOT / "examples" / "turbo_rider.toml")) as (address, studio),
        browser(address) as (shows, port),
    ):
        shown = page(port, address)
        evaluated(shown, script(WARMING))
        before = processor_s(studio, shows)
        times = json.loads(evaluated(shown, script(MOVES // len(SLIDERS))))
        spent = {who: s - before[who] for who, s in processor_s(studio, shows).items()}
    print("| picture | moves | median ms | 90 % | largest |")
    print("| --- | --: | --: | --: | --: |")
    for kind, words in PICTURES.items():
        found = sorted(times[kind])
        told = (statistics.median(found), found[int(0.9 * len(found))], found[-1])
        print(f"| {words} | {len(found)} | {' | '.join(f'{one:.0f}' for one in told)} |")
    print("\n| processor time of | ms a move |")
    print("| --- | --: |")
    for who, seconds in spent.items():
        print(f"| {who} | {1000 * seconds / MOVES:.1f} |")


def processor_s(studio: subprocess.Popen[str], shows: subprocess.Popen[bytes]) -> dict[str, float]:
    """Processor time (s) that the server, its workers, and the browser's processes have taken so far."""
    table = subprocess.run(
        ["ps", "-e", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    )
    lines = [line.split(None, 2) for line in table.stdout.splitlines()]
    every = {int(pid): (int(parent), words) for pid, parent, words in lines}
    found = {"the server": 0.0, "its workers": 0.0, "the page": 0.0, "the browser around it": 0.0}
    for pid, (_, words) in every.items():
        above = set(ancestors(pid, every))
        if pid == studio.pid:
            found["the server"] += taken_s(pid)
        elif studio.pid in above:
            found["its workers"] += taken_s(pid)
        elif pid == shows.pid or shows.pid in above:
            who = "the page" if "--type=renderer" in words else "the browser around it"
            found[who] += taken_s(pid)
    return found


def ancestors(pid: int, every: dict[int, tuple[int, str]]) -> Iterator[int]:
    """The processes above one."""
    while pid in every:
        pid = every[pid][0]
        yield pid


def taken_s(pid: int) -> float:
    """Processor time (s) of a process; nought of one that has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def script(times: int) -> str:
    """The script with its numbers: each slider is moved so many times."""
    text = SCRIPT.replace("EVERY_MS", str(EVERY_MS)).replace("SLIDERS", json.dumps(SLIDERS))
    return text.replace("TIMES", str(times))


@contextmanager
def browser(address: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A browser that shows a page, and the port on which it is asked."""
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
            yield process, port
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
