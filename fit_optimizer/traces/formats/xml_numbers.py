"""Numbers and times as XML recordings write them."""

from __future__ import annotations

from fit_optimizer.traces.formats.clock_times import seconds_of


class Numbers:
    """Turns texts into numbers, and counts those that are none."""

    def __init__(self) -> None:
        """Start with none counted."""
        self.refused = 0

    def number(self, text: str) -> float:
        """A number with a decimal point or comma; NaN, and counted, where the text is none."""
        try:
            return float(text.replace(",", ".") if text.count(",") == 1 else text)
        except ValueError:
            return self._none()

    def time_s(self, text: str) -> float:
        """Seconds since 1970 of a date and time; NaN, and counted, where the text is none."""
        try:
            return seconds_of(text)
        except (ValueError, OverflowError):
            return self._none()

    def losses(self) -> list[str]:
        """A sentence that says how many texts hold no number and were skipped; none where all do."""
        if not self.refused:
            return []
        if self.refused == 1:
            return ["1 value holds no number and was skipped."]
        return [f"{self.refused} values hold no number and were skipped."]

    def _none(self) -> float:
        self.refused += 1
        return float("nan")
