"""Whether every dependency has ready-made wheels wherever pedalfit is meant to run.

`python -m tests.wheels_everywhere` asks pip for each platform and CPython, downloads nothing that it
can do without, and takes minutes: it is no part of the tests. pip evaluates the markers of the
dependencies' own dependencies for the machine it runs on; those of pedalfit are evaluated here for
the platform that is asked about.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PYTHONS = ("3.11", "3.12", "3.13")
PLATFORMS = {
    "Linux x86-64": (
        {"sys_platform": "linux", "platform_machine": "x86_64"},
        (
            "manylinux_2_28_x86_64",
            "manylinux_2_27_x86_64",
            "manylinux_2_17_x86_64",
            "manylinux2014_x86_64",
        ),
    ),
    "Windows x86-64": ({"sys_platform": "win32", "platform_machine": "AMD64"}, ("win_amd64",)),
    "macOS arm64": (
        {"sys_platform": "darwin", "platform_machine": "arm64"},
        (*(f"macosx_{major}_0_arm64" for major in (14, 13, 12, 11)), "macosx_10_9_universal2"),
    ),
}
"""Markers and wheel tags by platform."""


def requirements(python: str, markers: dict[str, str], extras: tuple[str, ...]) -> list[str]:
    """The project's requirements that hold on a platform, without their markers."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [
        *project["dependencies"],
        *(r for e in extras for r in project["optional-dependencies"][e]),
    ]
    where = {**markers, "python_version": python, "python_full_version": f"{python}.0"}
    chosen = []
    for requirement in map(Requirement, asked):
        if requirement.marker is None or requirement.marker.evaluate(where):
            requirement.marker = None
            chosen.append(str(requirement))
    return chosen


def complaint(python: str, tags: tuple[str, ...], asked: list[str]) -> str:
    """What pip says where it finds no wheels; empty where it finds all."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--dry-run",
            "--ignore-installed",
        ]
        command += ["--target", folder, "--only-binary", ":all:", "--implementation", "cp"]
        command += ["--python-version", python, *(f"--platform={tag}" for tag in tags), *asked]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode == 0:
        return ""
    said = [line for line in ended.stderr.splitlines() if line.startswith("ERROR")]
    return said[-1] if said else ended.stderr.strip()


def main() -> None:
    """Print a line per platform and CPython; exit code 1 where something is missing."""
    extras = tuple(sys.argv[1:])
    missing = False
    for name, (markers, tags) in PLATFORMS.items():
        for python in PYTHONS:
            said = complaint(python, tags, requirements(python, markers, extras))
            missing |= bool(said)
            print(f"{name}, CPython {python}: {said or 'every wheel found'}", flush=True)
    sys.exit(missing)


if __name__ == "__main__":
    main()
