"""Text of files, made fit for a terminal and a sentence."""

from __future__ import annotations

from fit_optimizer.plain_text import plain, shortened

LONGEST_QUOTE = 40
"""Characters shown of a heading, a cell or a device's name (a guess: half a line of a terminal)."""

LONGEST_NAME = 80
"""Characters shown of a file's name (a guess: one line of a terminal)."""

LONGEST_SENTENCE = 300
"""Characters of a sentence about a recording (a guess: four lines of a terminal)."""

MOST_LOSSES = 20
"""Sentences kept about what one file lost (a guess: a page of a terminal)."""


def shown(text: str, longest: int = LONGEST_QUOTE) -> str:
    """The text on one line, its control characters written out, its middle left out where it is long."""
    return shortened(plain(" ".join(text[: 4 * longest].split())), longest)


def counted(count: int, noun: str) -> str:
    """A count and its noun, with an s where there is not just one."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def sentence(text: str) -> str:
    """A sentence on one line, at most `LONGEST_SENTENCE` characters of it, its middle left out."""
    return shown(text, LONGEST_SENTENCE)


def sentences(losses: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """Every sentence once, each as `sentence` makes it, and no more than `MOST_LOSSES` of them."""
    said = tuple(dict.fromkeys(sentence(each) for each in losses))
    if len(said) <= MOST_LOSSES:
        return said
    others = len(said) - MOST_LOSSES + 1
    return (*said[: MOST_LOSSES - 1], f"{others} further sentences of this kind are not shown.")
