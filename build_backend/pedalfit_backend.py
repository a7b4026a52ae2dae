"""setuptools as build backend, with a C++ compiler from PyPI asked for only where the machine has none."""

from __future__ import annotations

from typing import Any

from native_library import machine_compilers
from setuptools import build_meta
from setuptools.build_meta import (
    build_editable,
    build_sdist,
    build_wheel,
    get_requires_for_build_sdist,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]

Settings = dict[str, Any] | None

PLATFORMS_OF_ZIGLANG = (
    "(sys_platform == 'linux' or sys_platform == 'darwin' or sys_platform == 'win32') and "
    "(platform_machine == 'x86_64' or platform_machine == 'AMD64' or platform_machine == 'aarch64' "
    "or platform_machine == 'arm64' or platform_machine == 'ARM64')"
)
"""Where wheels of ziglang exist; elsewhere the package installs without the compiled solver."""


def get_requires_for_build_wheel(config_settings: Settings = None) -> list[str]:
    """What building a wheel takes beyond setuptools."""
    return [*build_meta.get_requires_for_build_wheel(config_settings), *_compiler()]


def get_requires_for_build_editable(config_settings: Settings = None) -> list[str]:
    """What an editable installation takes beyond setuptools."""
    return [*build_meta.get_requires_for_build_editable(config_settings), *_compiler()]


def _compiler() -> list[str]:
    return [] if machine_compilers() else [f"ziglang>=0.13; {PLATFORMS_OF_ZIGLANG}"]
