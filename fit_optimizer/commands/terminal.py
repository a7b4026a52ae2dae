"""What every command writes to the terminal with: tables on stdout, progress and errors on stderr."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from fit_optimizer.plain_text import plain, shortened

if TYPE_CHECKING:
    from rich.progress import TaskID

LOG_EVERY_S = 60.0
"""How often a line tells of the progress where nobody watches a bar."""


class PlainConsole(Console):
    """A console on which names and file names show their control characters instead of using them."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """Segments with plain text; the console's own control codes and line ends stay."""
        for segment in super().render(renderable, options):
            if segment.control or segment.text == "\n":
                yield segment
            else:
                lines = "\n".join(plain(line) for line in segment.text.split("\n"))
                yield Segment(lines, segment.style)


console = PlainConsole(markup=False, emoji=False)
errors = PlainConsole(markup=False, emoji=False, stderr=True)
"""Names of riders and files are text, whatever brackets and colons they hold."""


def show_error(message: str) -> None:
    """One sentence on stderr, plain, of bounded length, with its full stop."""
    sentence = shortened(plain(" ".join(message.split()))).rstrip(".")
    stop = "" if sentence.endswith(("?", "!")) else "."
    errors.print(f"pedalfit: {sentence}{stop}", style="red", soft_wrap=True, highlight=False)


def show_note(message: str) -> None:
    """One sentence on stderr that is no error."""
    sentence = shortened(plain(" ".join(message.split()))).rstrip(".")
    errors.print(f"pedalfit: {sentence}.", soft_wrap=True, highlight=False)


class OneBar:
    """Progress over stages as one bar of known length; a stage's length is what it is taken for.

    Lengths are in strokes, as far as they can be known beforehand: a stage that turns out shorter
    or longer ends where it was said to end all the same.
    """

    def __init__(
        self, stages: Mapping[str, float], show: Callable[[str, float, float], None]
    ) -> None:
        """`show` is told what is done in words, how far the bar is and how long it is."""
        self._ends: dict[str, tuple[float, float]] = {}
        self._whole = 0.0
        for words, length in stages.items():
            self._ends[words] = (self._whole, length)
            self._whole += length
        self._show = show
        self._steps: Counter[str] = Counter()
        self.at(next(iter(stages)), 0.0, 1.0)

    def at(self, words: str, done: float, of: float) -> None:
        """So much of a stage is done; those before it are."""
        start, length = self._ends[words]
        counted = f"{words}, {done:,.0f} of {of:,.0f}" if of > 1 else words
        self._show(counted, start + length * min(done / of if of else 1.0, 1.0), self._whole)

    def step(self, words: str, more: int) -> None:
        """So many more strokes of a stage are done."""
        self._steps[words] += more
        start, length = self._ends[words]
        done = start + min(self._steps[words], length)
        self._show(f"{words}, {self._steps[words]:,}", done, self._whole)


@contextmanager
def one_bar(stages: Mapping[str, float]) -> Iterator[OneBar]:
    """One bar over stages by their words and sizes; where nobody watches, a line a minute for the log."""
    if not errors.is_terminal:
        yield OneBar(stages, _log())
        return
    from fit_optimizer.commands.bar import progress_bar  # noqa: PLC0415  a stroke shows none

    with progress_bar(errors) as shown:
        task: TaskID | None = None

        def show(words: str, done: float, whole: float) -> None:
            nonlocal task
            if task is None:
                task = shown.add_task(words, total=whole)
            shown.update(task, description=words, completed=done)

        yield OneBar(stages, show)


def _log() -> Callable[[str, float, float], None]:
    began = last = time.monotonic()
    first: float | None = None

    def show(words: str, done: float, whole: float) -> None:
        nonlocal first, last
        first = done if first is None else first
        now = time.monotonic()
        if now - last < LOG_EVERY_S or done <= first:
            return
        last = now
        left = time_words((whole - done) * (now - began) / (done - first))
        errors.print(f"{words}; about {left} left", highlight=False)

    return show


def time_words(seconds: float) -> str:
    """A length of time, in the largest unit of which there are two."""
    units = (("years", 365.25 * 86400), ("days", 86400.0), ("hours", 3600.0), ("minutes", 60.0))
    for name, length in units:
        if seconds >= 2 * length:
            return f"{seconds / length:,.0f} {name}"
    return f"{seconds:.0f} seconds"


def notes(sentences: Iterable[Any]) -> None:
    """Sentences on stdout, each on lines of its own."""
    for sentence in sentences:
        if sentence:
            console.print(str(sentence), highlight=False)


def tell_written(*files: Path | None) -> None:
    """Which files were written, each on a line that holds its whole name."""
    for file in files:
        if file is not None:
            console.print(f"Written: {file}", soft_wrap=True, highlight=False)
