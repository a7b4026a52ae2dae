"""TOML text to nested tables, within limits, with errors that say which line to mend and how."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from fit_optimizer.plain_text import plain, shortened
from rider_models.errors import PedalfitError

Tables = dict[str, object]
"""Tables of a file, one within another, before anything has checked them."""
MOST_NESTED = 16
"""Most dots of a dotted name: a set-up's deepest key has four parts."""
LONGEST_KEY = 80
"""Longest key that is quoted (characters), as where a key is unknown."""
_NAME = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')"""
_LONG_DOTTED = re.compile(
    rf"(?<![A-Za-z0-9_.'\"-]){_NAME}(?:[ \t]*+\.[ \t]*+{_NAME}){{{MOST_NESTED}}}"
)
_LINE = re.compile(r"\(at line (\d+), column \d+\)")
_TUPLE = re.compile(r"\((?:'[^']*',? ?)+\)")
_QUOTED = re.compile(r"'([^']*)'")
"""How Python's TOML reader writes the name of a table that stands twice: ('a', 'b')."""
_KEY = re.compile(rf"[ \t]*+({_NAME}(?:[ \t]*+\.[ \t]*+{_NAME})*+)[ \t]*+=")
_DECIMAL_COMMA = re.compile(r"=[ \t]*([+-]?\d+),(\d+)(?![\d.\w]|,\d)")
_KEY_ALONE = rf"^[ \t]*+(?P<key>{_NAME}(?:[ \t]*+\.[ \t]*+{_NAME})*+)[ \t]*+"
_END = r"[ \t]*+(?:#.*)?$"
_MISTAKES = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (
            rf"{_KEY_ALONE}={_END}",
            "gives {key} no value on line {number}: write one, or put a # before the key",
        ),
        (
            rf"{_KEY_ALONE}=[ \t]*+(?P<value>[+-]?\d+(?:\.\d+)?)[ \t]*+[^\W\d_]+\d?{_END}",
            "has a unit on line {number}: write {key} = and the number alone, in the unit the key's name ends with",
        ),
        (
            rf"{_KEY_ALONE}:[ \t]*+(?P<value>[^\s#][^#]*?){_END}",
            "has a colon on line {number}: write {key} = {value}",
        ),
        (
            r"=[ \t]*+[\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb]",
            'has curly quotation marks on line {number}: write straight ones, "like these"',
        ),
        (
            rf"{_KEY_ALONE}=[ \t]*+(?P<value>(?i:true|false)){_END}",
            "has {value} on line {number}: write true or false in small letters",
        ),
        (
            rf"{_KEY_ALONE}=[ \t]*+(?P<value>[^\W\d][^\"'=\[\]{{}}#]*?){_END}",
            'has a text without quotation marks on line {number}: write {key} = "{value}"',
        ),
        (
            rf"{_KEY_ALONE}=[ \t]*+(?:\"[^\"]*|'[^']*)$",
            "has a text on line {number} that begins with a quotation mark and does not end with one",
        ),
    )
)
"""What people write on a line in place of TOML, and what to write instead."""
_PIECE = re.compile(
    rf"(?P<before>^[ \t]*+{_NAME}(?:[ \t]*+\.[ \t]*+{_NAME})*+[ \t]*+=[ \t]*+[+-]?\d++),"
    r"(?P<after>\d++[ \t]*+(?=[#\r\n]|\Z))"
    r'''|"""(?:[^\\]|\\.)*?"""|\'{3}.*?\'{3}|"(?:[^"\\\n]|\\.)*+"|\'[^\'\n]*+\''''
    r"|#[^\n]*+|(?P<bracket>[\[\]{}])",
    re.MULTILINE | re.DOTALL,
)
"""What a set-up is read in: lines `key = 12,5`, strings and comments whole, and brackets."""


def with_decimal_points(text: str) -> str:
    """The TOML text with a point for the comma of each line `key = 12,5`.

    Strings, comments, lists and inline tables stay as they are: a comma in them separates.
    """
    depth = 0

    def point(piece: re.Match[str]) -> str:
        nonlocal depth
        if piece["bracket"]:
            depth += 1 if piece["bracket"] in "[{" else -1
        elif piece["before"] and depth <= 0:
            return f"{piece['before']}.{piece['after']}"
        return piece[0]

    return _PIECE.sub(point, text)


def parse_toml(text: str, path: Path, refusal: type[PedalfitError]) -> Tables:
    """The tables of a TOML text. Raises the refusal, which names the file and the line.

    A line `key = 12,5` is read as 12.5. Dotted names are looked at before anything is parsed: the time
    and memory that one takes grow with the square of its parts.
    """
    if text.lstrip("\ufeff \t\r\n").startswith("<"):
        raise refusal(f"{path} is an HTML or XML page, not TOML: give the set-up file itself")
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        raise refusal(
            f"{path} is JSON, not TOML: give the file of keys itself, or for a set-up a stroke file, "
            "whose name ends in .json"
        )
    if _LONG_DOTTED.search(text):
        raise refusal(
            f"{path} holds a name of more than {MOST_NESTED} parts with dots between them"
        )
    text = text.removeprefix("\ufeff")
    try:
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError:
            text = with_decimal_points(text)
            return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise refusal(_sentence(text, path, str(error))) from None
    except RecursionError:
        raise refusal(f"{path} nests tables or lists too deep") from None
    except (
        ValueError
    ):  # Python's answer to an integer of thousands of digits, or a date that is none
        raise refusal(f"{path} holds a number of too many digits, or a date that is none") from None


def _sentence(text: str, path: Path, error: str) -> str:
    """What is wrong, and on which line; a decimal comma is told from other mistakes."""
    found = _LINE.search(error)
    lines = text.splitlines() or [""]
    number = min(int(found[1]), len(lines)) if found is not None else len(lines)
    comma = _DECIMAL_COMMA.search(lines[number - 1])
    if comma is not None:
        return (
            f"{path} has a decimal comma on line {number}: write {comma[1]}.{comma[2]}, with a "
            "point"
        )
    if error.startswith("Cannot overwrite a value"):
        key = _KEY.match(lines[number - 1])
        if key is not None:
            return (
                f"{path} gives {_quoted(key[1])} again on line {number}: keep one of the two lines"
            )
    else:
        for pattern, words in _MISTAKES:
            mistake = pattern.search(lines[number - 1])
            if mistake is not None:
                quoted = {name: _quoted(part) for name, part in mistake.groupdict().items()}
                return f"{path} {words.format(number=number, **quoted)}"
    named = _TUPLE.sub(lambda names: f"[{'.'.join(_QUOTED.findall(names[0]))}]", error)
    return f"{path} is not valid TOML: {named[0].lower()}{named[1:]}"


def _quoted(part: str) -> str:
    return shortened(plain(part), LONGEST_KEY)
