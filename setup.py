"""The compiled parts of the package: shared libraries built without Python headers.

Everything else stands in pyproject.toml.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.bdist_wheel import bdist_wheel
from setuptools.command.build_ext import build_ext

sys.path.insert(0, str(Path(__file__).parent / "build_backend"))

from native_library import LIBRARIES, SUFFIX, build_library


class BuildLibrary(build_ext):
    """Builds the library in place of an extension module; without a compiler the package goes without."""

    def get_ext_filename(self, fullname: str) -> str:
        """The same name on every CPython, for the library is loaded through ctypes."""
        return str(Path(*fullname.split("."))) + SUFFIX

    def run(self) -> None:
        """Without the base class's search for a compiler that knows Python."""
        for extension in self.extensions:
            self.build_extension(extension)
        if self.inplace or getattr(self, "editable_mode", False):
            self.copy_to_source()

    def copy_to_source(self) -> None:
        """Put the built library beside its sources, from where an editable installation loads it."""
        for extension in self.extensions:
            name = self.get_ext_filename(extension.name)
            if Path(self.build_lib, name).exists():
                shutil.copyfile(Path(self.build_lib, name), Path(name))

    def build_extension(self, extension: Extension) -> None:
        """Compile, or say why the slower solver will have to do."""
        target = Path(self.build_lib, self.get_ext_filename(extension.name))
        try:
            command = build_library(Path(extension.sources[0]), target)
        except OSError as failure:
            print(f"pedalfit: {extension.name} not compiled, pedalfit will be slow: {failure}")
        else:
            print(f"pedalfit: {extension.name} compiled with {command}")


class PlatformWheel(bdist_wheel):
    """A wheel for one platform and every CPython 3."""

    def get_tag(self) -> tuple[str, str, str]:
        """py3-none with the platform of the library."""
        return ("py3", "none", super().get_tag()[2])


setup(
    ext_modules=[
        Extension(
            library.module,
            sources=[library.source.as_posix()],
            depends=[header.as_posix() for header in library.headers],
            optional=True,
        )
        for library in LIBRARIES
    ],
    cmdclass={"build_ext": BuildLibrary, "bdist_wheel": PlatformWheel},
)
