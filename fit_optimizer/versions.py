"""Which packages computed a result."""

from __future__ import annotations

from functools import cache

PACKAGES = ("pedalfit", "pybullet", "numpy", "scipy", "optuna", "piqp")


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
    return tuple(found)
