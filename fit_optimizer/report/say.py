"""Sentences of the reports in a language, from one table per language; and a page's words turned into it.

`languages/en.toml` and `languages/de.toml` hold the same sentences by key, `technique_en.toml` and `technique_de.toml`
those of the technique page. The pages' other words (labels,
names of metrics, headings) are written in English; the table `[words]` of another language has
their equivalents, text for text.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any, Literal, get_args

from markupsafe import escape

Language = Literal["en", "de"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
FOLDER = Path(__file__).with_name("languages")
_NUMBER = re.compile(r"(?<![\d.])(\d+)\.(\d+)(?![.\d])")
_TEXT = re.compile(r"(?s)(<script.*?</script>|<style.*?</style>)|>([^<>]+)(?=<)")
_SPOKEN = re.compile(r'(aria-label|data-label)="([^"]*)"')


@cache
def table(language: Language) -> Mapping[str, Mapping[str, str]]:
    """The tables of a language by name: sentences, words; those of the technique page behind the report's."""
    found: dict[str, dict[str, str]] = {}
    for name in (f"{language}.toml", f"technique_{language}.toml"):
        part = tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
        for kind, texts in part.items():
            found.setdefault(kind, {}).update(texts)
    return found


def say(language: Language, key: str, **values: str) -> str:
    """A sentence of the table with its values filled in. Raises KeyError for one that is not there."""
    return table(language)["sentences"][key].format(**values)


def in_language(page: str, language: Language) -> str:
    """A page whose text nodes and labels are in a language; numbers get its decimal comma."""
    if language == "en":
        return page

    def node(found: re.Match[str]) -> str:
        if found.group(1):
            return found.group(0)
        return f">{escape(word(_plain(found.group(2)), language))}"

    def label(found: re.Match[str]) -> str:
        return f'{found.group(1)}="{escape(word(_plain(found.group(2)), language))}"'

    return _SPOKEN.sub(label, _TEXT.sub(node, page)).replace('lang="en"', f'lang="{language}"', 1)


def in_words(value: Any, language: Language) -> Any:
    """JSON data whose texts are in a language, SVG documents in them included."""
    if language == "en":
        return value
    if isinstance(value, str):
        return in_language(value, language) if value.startswith("<svg") else word(value, language)
    if isinstance(value, list):
        return [in_words(one, language) for one in value]
    if isinstance(value, dict):
        return {key: in_words(one, language) for key, one in value.items()}
    return value


def word(text: str, language: Language) -> str:
    """A text in a language: whole, by a pattern, or by its parts; numbers get the decimal comma.

    A text that the tables do not have stays English.
    """
    if language == "en":
        return text
    stripped = " ".join(text.split())
    if not stripped:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{_word(stripped, language)}{after}"


def _word(text: str, language: Language) -> str:
    tables = table(language)
    if text in tables["words"]:
        return tables["words"][text]
    for pattern, then in _patterns(language):
        found = pattern.fullmatch(text)
        if found:
            return then.format(**{k: _word(v, language) for k, v in found.groupdict().items()})
    for part, then in tables["phrases"].items():
        text = re.sub(rf"\b{re.escape(part)}\b", then, text)
    return _NUMBER.sub(r"\1,\2", text)


@cache
def _patterns(language: Language) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The patterns of a language, compiled: each {name} stands for some text."""
    found = []
    for pattern, then in table(language)["patterns"].items():
        pieces = re.split(r"\{(\w+)\}", pattern)
        text = "".join(
            re.escape(piece) if k % 2 == 0 else f"(?P<{piece}>.+?)"
            for k, piece in enumerate(pieces)
        )
        found.append((re.compile(text), then))
    return tuple(found)


def _plain(text: str) -> str:
    """A text node without its entities."""
    return unescape(text)
