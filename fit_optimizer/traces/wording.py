"""Text of files, made fit for a terminal and a sentence."""

from __future__ import annotations

import unicodedata

LONGEST_QUOTE = 40
"""Characters shown of a heading, a cell or a device's name (a guess: half a line of a terminal)."""

LONGEST_NAME = 80
"""Characters shown of a file's name (a guess: one line of a terminal)."""

LONGEST_SENTENCE = 300
"""Characters of a sentence about a recording (a guess: four lines of a terminal)."""

MOST_LOSSES = 20
"""Sentences kept about what one file lost (a guess: a page of a terminal)."""


def shown(text: str, longest: int = LONGEST_QUOTE) -> str:
    """The text on one line, without control characters, its middle left out where it is too long.

    Control, format, surrogate and private characters (Unicode categories C and the line separators)
    could move the terminal's cursor, colour it or turn the reading order; each becomes a space.
    """
    harmless = (
        " " if unicodedata.category(each)[0] == "C" or each in "\u2028\u2029" else each
        for each in text[: 4 * longest]
    )
    line = " ".join("".join(harmless).split())
    if len(line) <= longest:
        return line
    half = (longest - 3) // 2
    return f"{line[:half]}...{line[-half:]}"


def sentence(text: str) -> str:
    """A sentence on one line, at most `LONGEST_SENTENCE` characters; the end is what is kept back."""
    line = shown(text, 4 * LONGEST_SENTENCE)
    return line if len(line) <= LONGEST_SENTENCE else f"{line[: LONGEST_SENTENCE - 3]}..."


def sentences(losses: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """Every sentence once, each as `sentence` makes it, and no more than `MOST_LOSSES` of them."""
    said = tuple(dict.fromkeys(sentence(each) for each in losses))
    if len(said) <= MOST_LOSSES:
        return said
    others = len(said) - MOST_LOSSES + 1
    return (*said[: MOST_LOSSES - 1], f"{others} further sentences of this kind are not shown.")
