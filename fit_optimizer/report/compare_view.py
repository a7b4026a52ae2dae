"""Two set-ups before and after, without a search: the document, and the page in the report's look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fit_optimizer.documents.compare import CompareDocument
from fit_optimizer.documents.part import look_up
from fit_optimizer.documents.ride import Ride
from fit_optimizer.report.fit_view import LOADS_NOTE, View, effort_words, stroke_view
from fit_optimizer.report.page import render_page
from fit_optimizer.report.pdf import plain, set_by_typst
from fit_optimizer.report.say import Language, in_words, say
from fit_optimizer.report.shown_rides import Shown
from fit_optimizer.report.tables.ankle_cue import ankle_cue_between
from fit_optimizer.report.tables.before_and_after import FigureGroup, judged_by
from fit_optimizer.report.tables.cells import NOTHING, Cell, shown_number
from fit_optimizer.report.tables.inputs import InputGroup, input_groups, input_name, input_text
from fit_optimizer.report.tables.side_by_side import SideBySide, side_by_side
from fit_optimizer.report.tables.told import inline
from fit_optimizer.report.wording import capitalised, signed
from fit_optimizer.setup.adjustments import Adjustment, adjustment


@dataclass(frozen=True)
class DifferenceRow:
    """An input that is not the same in both set-ups."""

    name: str
    measured: str
    before: Cell
    after: Cell
    change: Cell


@dataclass(frozen=True, kw_only=True)
class CompareView(View):
    """What the page shows of two set-ups, or three, as its templates name it."""

    columns: tuple[str, ...]
    rows: list[SideBySide]
    headline: str
    differences: list[DifferenceRow]
    ankle: str
    efforts: str
    unlike: str
    loads_note: str = LOADS_NOTE
    judged: FigureGroup
    inputs_before: list[InputGroup]
    inputs_after: list[InputGroup]


NOT_OF_THE_BICYCLE = ("height_mm", "mass_kg", "sex", "power_w", "cadence_rpm")
"""Keys of the rider and of the effort whose difference is told, for no change of a bicycle brings it about."""
COLUMNS = {2: ("Before", "After"), 3: ("Before", "Between", "After")}
WORDS = {
    "beside": "Side by side",
    "bike": "On the bike",
    "stroke": "The stroke",
    "unknown": "What the model does not know",
}
PAPER = (
    "title",
    "headline",
    "efforts",
    "loads_note",
    "unlike",
    "columns",
    "rows",
    "model_limits",
    "language",
)
PAPER_STROKE = ("legend", "side_views", "bike_note", "front_views", "figures")
"""What of the view, and of its stroke, stands on paper."""


def comparison_pdf(source: Any, language: Language = "en") -> bytes:
    """The comparison as PDF. Raises ReportError."""
    view = compare_view(source, language)
    stroke = {key: plain(getattr(view.stroke, key)) for key in PAPER_STROKE}
    data = {key: plain(getattr(view, key)) for key in PAPER} | {"stroke": stroke, "words": WORDS}
    template = Path(__file__).with_name("compare.typ")
    return set_by_typst(template, in_words(data, language))


def render_comparison(source: Any, language: Language = "en") -> str:
    """The comparison of a compare.json document as one HTML page.

    Raises ReportError for a document of another schema or without something that the page shows.
    """
    return render_page("compare.html.j2", compare_view(source, language))


def compare_view(source: Any, language: Language = "en") -> CompareView:
    """Everything that the page shows of two set-ups. Raises ReportError."""
    document = CompareDocument.read(source)
    before, after = document.before, document.after
    riders = dict.fromkeys(str(ride.fit.get("name", "rider")) for ride in (before, after))
    pair = (
        Shown("before", "before", before, solid=False),
        Shown("after", "after", after, solid=True),
    )
    rides = document.rides
    return CompareView(
        language=language,
        columns=COLUMNS[len(rides)],
        rows=side_by_side(rides, document.judged_by),
        title=f"Before and after: {' / '.join(riders)}",
        headline=headline(document),
        differences=difference_rows(before, after),
        ankle=ankle_cue_between(before, after),
        efforts=_efforts(before, after),
        unlike=unlike(rides, language),
        judged=judged_by(
            document.judged_by, before.objectives, after.objectives, ("before", "after")
        ),
        inputs_before=input_groups(before, "before", before.assumed),
        inputs_after=input_groups(after, "after", after.assumed),
        made=list(document.versions.items()),
        stroke=stroke_view(pair),
    )


def headline(document: CompareDocument) -> str:
    """What the change does to each objective, in one line."""
    parts = []
    for one in document.judged_by:
        then, now = (
            look_up(ride.objectives, one.key, f"{place}.objectives")
            for ride, place in ((document.after, "after"), (document.before, "before"))
        )
        change = round(100 * (then / now - 1)) if now else 0
        parts.append(f"{one.words} {signed(change, 0, '%') if change else 'as before'}")
    return f"{capitalised(', '.join(parts))}."


def unlike(rides: Sequence[Ride], language: Language = "en") -> str:
    """In what rider and effort differ between the set-ups, as a sentence; empty where they are the same."""
    names = [
        inline(adjustment(key).words, language)
        for key in NOT_OF_THE_BICYCLE
        if len({(ride.fit | ride.effort).get(key) for ride in rides}) > 1
    ]
    return say(language, "compare_unlike", names=", ".join(names)) if names else ""


def difference_rows(before: Ride, after: Ride) -> list[DifferenceRow]:
    """Inputs that differ, in the order of the set-up file, and the bar that comes of them."""
    rows = []
    for part in ("fit", "effort"):
        first, second = getattr(before, part), getattr(after, part)
        for key in dict.fromkeys([*first, *second]):
            if key != "name" and first.get(key) != second.get(key):
                rows.append(_difference(key, part, first.get(key), second.get(key)))
    moved = [
        (after.bar_mm.forward - before.bar_mm.forward, "bar_forward_mm", "forward"),
        (after.bar_mm.up - before.bar_mm.up, "bar_up_mm", "up"),
    ]
    for move, key, name in moved:
        if abs(move) >= 0.5:
            values = (getattr(before.bar_mm, name), getattr(after.bar_mm, name))
            rows.append(_numbers(adjustment(key), f"bar_mm.{name}", *values))
    return rows


def _difference(key: str, part: str, first: Any, second: Any) -> DifferenceRow:
    numbers = [v for v in (first, second) if isinstance(v, int | float) and not isinstance(v, bool)]
    one = adjustment(key)
    if len(numbers) == 2:
        return _numbers(one, f"{part}.{key}", *numbers)
    return DifferenceRow(
        input_name(key),
        one.measured_along,
        Cell(input_text(key, first)),
        Cell(input_text(key, second)),
        NOTHING,
    )


def _numbers(one: Adjustment, path: str, first: float, second: float) -> DifferenceRow:
    return DifferenceRow(
        capitalised(one.words),
        one.measured_along,
        shown_number(first, one.decimals, one.unit.symbol, f"before.{path}"),
        shown_number(second, one.decimals, one.unit.symbol, f"after.{path}"),
        Cell(signed(second - first, one.decimals, one.unit.symbol)),
    )


def _efforts(before: Ride, after: Ride) -> str:
    """At what power and cadence each is ridden."""
    first, second = effort_words(before, "before"), effort_words(after, "after")
    if first == second:
        return f"{first}."
    return f"{first} before, {second[:1].lower()}{second[1:]} after."
