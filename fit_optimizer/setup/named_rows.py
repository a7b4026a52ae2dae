"""Techniques and kinds of riders by key: their tables are read where one is named or listed, not for every stroke."""

from __future__ import annotations

AS_EVER = "as_ever"
"""Key of the technique of a rider who is told nothing; the others stand in `setup.techniques`."""

TRAINED = "trained"
"""Key of the kind of rider that the default rider is; the others stand in `setup.kinds`."""


def techniques() -> tuple[str, ...]:
    """Keys of the techniques."""
    from fit_optimizer.setup.techniques import TECHNIQUES  # noqa: PLC0415  read where they are asked for

    return tuple(TECHNIQUES)


def known_technique(key: str) -> str:
    """Return the key, if it is one of the techniques. Raises ValueError with the nearest."""
    from fit_optimizer.setup.techniques import TECHNIQUES, unknown_technique  # noqa: PLC0415  as above

    if key not in TECHNIQUES:
        raise ValueError(unknown_technique(key))
    return key


def kinds() -> tuple[str, ...]:
    """Keys of the kinds of riders."""
    from fit_optimizer.setup.kinds import KINDS  # noqa: PLC0415  read where they are asked for

    return tuple(KINDS)


def known_kind(key: str) -> str:
    """Return the key, if it is one of the kinds of riders. Raises ValueError with the nearest."""
    if key == TRAINED:
        return key
    from fit_optimizer.setup.kinds import KINDS, unknown_kind  # noqa: PLC0415  as above

    if key not in KINDS:
        raise ValueError(unknown_kind(key))
    return key
