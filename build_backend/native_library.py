"""Compiles the C++ parts into plain shared libraries, with whatever C++ compiler there is.

The libraries use no Python headers: one built library serves every CPython of its platform.
`python build_backend/native_library.py` builds them in a checkout.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

SUFFIX = {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so")


@dataclass(frozen=True)
class Library:
    """A shared library: the module whose place it takes, its source and headers (relative to the root)."""

    module: str
    source: Path
    headers: tuple[Path, ...] = ()

    @property
    def in_place(self) -> Path:
        """Where a checkout loads it from."""
        return Path(*self.module.split(".")).with_suffix(SUFFIX)


_SHARING = Path("sim", "muscle_sharing", "native")
LIBRARIES = (
    Library(
        "sim.muscle_sharing._newton",
        _SHARING / "newton.cpp",
        tuple(
            _SHARING / f"{name}.hpp"
            for name in (
                "activation_limits",
                "dense",
                "dual_function",
                "newton_step",
                "price_balance",
                "problem",
                "small_blocks",
            )
        ),
    ),
    Library("sim._leg_closure", Path("sim", "native", "leg_closure.cpp")),
    Library("sim._activation", Path("sim", "native", "activation.cpp")),
    Library("sim.forward._muscle_moments", Path("sim", "forward", "native", "muscle_moments.cpp")),
)
"""What is compiled: the muscle-sharing solver, a leg's closing, activation, a forward simulation's muscles."""

OPTIONS = (
    *("-std=c++17", "-O3", "-funroll-loops", "-ffp-contract=off", "-fno-math-errno"),
    *("-fno-trapping-math", "-fvisibility=hidden", "-shared"),
)
"""No fast-math: it changes how the whole process rounds. No contraction: the same bits from every compiler."""


def machine_compilers() -> list[list[str]]:
    """Commands of the machine's own C++ compilers that take gcc's options, `CXX` first."""
    names = [os.environ.get("CXX", ""), "c++", "g++", "clang++"]
    return [name.split() for name in names if name and shutil.which(name.split()[0])]


def compilers() -> list[list[str]]:
    """The same, with the compiler of the `ziglang` package behind them where it is installed."""
    zig = [[sys.executable, "-m", "ziglang", "c++"]] if find_spec("ziglang") else []
    return machine_compilers() + zig


def build_library(source: Path, target: Path) -> str:
    """Compile a library's source to `target`. Returns the compiler's command; raises OSError where none works."""
    target.parent.mkdir(parents=True, exist_ok=True)
    position = [] if sys.platform == "win32" else ["-fPIC"]
    failures = ["no C++ compiler and no ziglang"]
    for command in compilers():
        whole = [*command, *OPTIONS, *position, str(source), "-o", str(target)]
        ended = subprocess.run(whole, capture_output=True, text=True, check=False)
        if ended.returncode == 0:
            return " ".join(command)
        failures.append(f"{' '.join(command)}: {ended.stderr.strip()}")
    raise OSError("; ".join(failures))


if __name__ == "__main__":
    os.chdir(Path(__file__).parents[1])
    for library in LIBRARIES:
        command = build_library(library.source, library.in_place)
        print(f"{library.in_place}: compiled with {command}")
