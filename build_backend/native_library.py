"""Compiles the muscle-sharing solver into a plain shared library, with whatever C++ compiler there is.

The library uses no Python headers: one built library serves every CPython of its platform.
`python build_backend/native_library.py` builds it in a checkout.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

SOURCE = Path("sim", "muscle_sharing", "native", "newton.cpp")
HEADERS = (
    "activation_limits.hpp",
    "dense.hpp",
    "dual_function.hpp",
    "newton_step.hpp",
    "problem.hpp",
    "small_blocks.hpp",
)
SUFFIX = {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so")
MODULE = "sim.muscle_sharing._newton"

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


def build_library(target: Path) -> str:
    """Compile the library to `target`. Returns the compiler's command; raises OSError where none works."""
    target.parent.mkdir(parents=True, exist_ok=True)
    position = [] if sys.platform == "win32" else ["-fPIC"]
    failures = ["no C++ compiler and no ziglang"]
    for command in compilers():
        whole = [*command, *OPTIONS, *position, str(SOURCE), "-o", str(target)]
        ended = subprocess.run(whole, capture_output=True, text=True, check=False)
        if ended.returncode == 0:
            return " ".join(command)
        failures.append(f"{' '.join(command)}: {ended.stderr.strip()}")
    raise OSError("; ".join(failures))


if __name__ == "__main__":
    os.chdir(Path(__file__).parents[1])
    in_place = Path(*MODULE.split(".")).with_suffix(SUFFIX)
    print(f"{in_place}: compiled with {build_library(in_place)}")
