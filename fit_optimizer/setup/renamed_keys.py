"""Keys of set-up files that have another name now: older files are read, with a warning.

A key is renamed by one row here, and the row stays for two releases.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

from fit_optimizer.setup.toml_text import Tables
from rider_models.errors import PedalfitError


@dataclass(frozen=True)
class Renamed:
    """Where a key stood (tables, then its name), where it stands now, and since which version."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    since: str


RENAMED: tuple[Renamed, ...] = ()
"""Renamed keys; none yet."""


class TwoNames(PedalfitError):
    """A key given under its old name and its new one."""


def with_present_names(values: Tables) -> Tables:
    """The tables of a set-up with renamed keys under their present names, each with a warning.

    Raises TwoNames where both are given.
    """
    for one in RENAMED:
        table = _table(values, one.old[:-1])
        if one.old[-1] not in table:
            continue
        old, new = ".".join(one.old), ".".join(one.new)
        there = _table(values, one.new[:-1], make=True)
        if one.new[-1] in there:
            raise TwoNames(
                f"{old} is called {new} since version {one.since}, and both are given: keep {new}"
            )
        there[one.new[-1]] = table.pop(one.old[-1])
        warnings.warn(
            f"{old} is called {new} since version {one.since}", FutureWarning, stacklevel=3
        )
    return values


def present_name(key: str) -> str:
    """The present name of a key as `--set` takes it, flat or dotted."""
    for one in RENAMED:
        if key in (one.old[-1], ".".join(one.old)):
            return ".".join(one.new)
    return key


def _table(values: Tables, path: tuple[str, ...], make: bool = False) -> Tables:
    """The table at a path; an empty one that belongs nowhere where there is none, unless it is made."""
    table = values
    for step in path:
        inner = table.setdefault(step, {}) if make else table.get(step)
        table = inner if isinstance(inner, dict) else {}
    return table
