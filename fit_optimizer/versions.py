"""Which packages computed a result."""

from __future__ import annotations

from functools import cache

PACKAGES = ("pedalfit", "pybullet", "pybullet-arm64", "numpy", "scipy", "optuna", "piqp")
EITHER = {"pybullet": "pybullet-arm64", "pybullet-arm64": "pybullet"}
"""Packages of which one installation has one: the same module from two distributions."""


def package_versions() -> dict[str, str]:
    """Versions of what computed the result."""
    return dict(_versions())


@cache
def _versions() -> tuple[tuple[str, str], ...]:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415  as slow as a stroke

    found = []
    for package in PACKAGES:
        try:
            found.append((package, version(package)))
        except PackageNotFoundError:
            found.append((package, "not installed"))
    absent = {package for package, number in found if number == "not installed"}
    return tuple(
        (package, number)
        for package, number in found
        if package not in absent or EITHER.get(package, package) in absent
    )
