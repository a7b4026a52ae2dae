"""A document told in a language: values, names and changes in words, which every part of the advice uses."""

from __future__ import annotations

from dataclasses import dataclass

from fit_optimizer.documents.fit import FitDocument
from fit_optimizer.report.say import Language, say, word
from fit_optimizer.report.wording import capitalised, with_unit
from fit_optimizer.setup.adjustments import adjustment


def value_of(key: str, value: float, decimals: int | None = None) -> str:
    """A value of a key with its unit."""
    one = adjustment(key)
    places = one.decimals if decimals is None else decimals
    places = 0 if float(value).is_integer() else places
    return with_unit(value, places, one.unit.symbol)


def name_of(key: str, language: Language) -> str:
    """The name of a key of the set-up."""
    return word(capitalised(adjustment(key).words), language)


def inline(words: str, language: Language) -> str:
    """Words within a sentence: German nouns keep their capital."""
    said = word(capitalised(words), language)
    return f"{said[:1].lower()}{said[1:]}" if language == "en" else said


@dataclass(frozen=True)
class Told:
    """A document and the language it is told in."""

    document: FitDocument
    language: Language

    def say(self, key: str, **values: str) -> str:
        """A sentence of the language's table, with values put in."""
        return say(self.language, key, **values)

    def word(self, text: str) -> str:
        """A text in the language."""
        return word(text, self.language)

    def inline(self, words: str) -> str:
        """Words within a sentence in the language."""
        return inline(words, self.language)

    def where(self) -> str:
        """Where it hurts, in words; empty where nothing does."""
        relief = self.document.relief
        return self.word(relief.words) if relief is not None else ""

    def change_of_objectives(self) -> dict[str, str]:
        """Change of knee load, dead spots and cost from now to the fit recommended, in words."""
        return self.changes_between(
            self.document.current.objectives, self.document.recommended.objectives
        )

    def changes_between(
        self, before: dict[str, float] | None, after: dict[str, float] | None
    ) -> dict[str, str]:
        """Change of knee load, dead spots and cost between two fits, in words; a dash where one has none."""
        keys = {"knee": "knee_load", "dead": "dead_spots", "cost": "metabolic_power"}
        if before is None or after is None:
            return dict.fromkeys(keys, "\u2013")
        return {
            name: self.percent(after[key] / before[key]) if before.get(key) else "\u2013"
            for name, key in keys.items()
        }

    def percent(self, ratio: float) -> str:
        """A ratio of two numbers as so many per cent more or less, to whole ones."""
        change = round(100 * (ratio - 1))
        if change == 0:
            return self.say("as_now")
        return self.say("more" if change > 0 else "less", by=f"{abs(change)}\u00a0%")

    def either(self, words: list[str]) -> str:
        """Ways of which each does by itself."""
        return f"; {self.say('or')} ".join(words)

    def listed(self, words: list[str]) -> str:
        """Words in a row, `and` before the last."""
        if len(words) < 2:
            return "".join(words)
        return self.say("and", a=", ".join(words[:-1]), b=words[-1])
