"""What the API answers with: short in print, a table in a notebook."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fit_optimizer.documents.fit import FitDocument
from fit_optimizer.setup.adjustments import ADJUSTMENTS
from fit_optimizer.setup.tables import SetUp
from rider_models.errors import PedalfitError
from rider_models.nearest import did_you_mean
from sim.metric_table import METRICS
from sim.pedalling_metrics import stroke_metrics
from sim.stroke import Stroke


class UnknownName(PedalfitError, KeyError):
    """A metric or curve of a name that there is not."""

    def __str__(self) -> str:
        return str(self.args[0])


class Named(dict[str, float]):
    """Numbers by name (units in the names); a misspelt name is answered with the nearest."""

    def __missing__(self, name: str) -> float:
        raise UnknownName(unknown(name, self, "a metric"))

    def _repr_html_(self) -> str:
        return html_table(("metric", "value"), ((k, f"{v:.4g}") for k, v in self.items()))


@dataclass(frozen=True, eq=False, repr=False)
class Ride:
    """A set-up and its solved pedal stroke; `stroke` holds legs, muscles and loads in SI units."""

    set_up: SetUp
    stroke: Stroke

    def __repr__(self) -> str:
        return f"Ride({self.set_up.in_words()})"

    def _repr_html_(self) -> str:
        found = stroke_metrics(self.stroke)
        rows = (
            (
                one.words,
                f"{round(found[one.name], one.decimals) + 0.0:.{one.decimals}f}",
                one.unit.word,
            )
            for one in METRICS
            if one.terminal
        )
        return html_table(("metric", "value", "unit"), rows, self.set_up.in_words())


@dataclass(frozen=True, eq=False, repr=False)
class Fit:
    """A recommended fit; `document` holds all that the report shows, as in `fit.json`."""

    set_up: SetUp
    document: FitDocument

    def _rows(self) -> list[tuple[str, str, str, str, str]]:
        """Words, value now, value recommended, band and unit of each variable."""
        rows = []
        for one in ADJUSTMENTS:
            band = self.document.bands.get(one.key)
            if band is not None:
                now, then = (
                    f"{fit.values[one.key]:.{one.decimals}f}"
                    for fit in (self.document.current, self.document.recommended)
                )
                ends = f"{band.low:.{one.decimals}f} to {band.high:.{one.decimals}f}"
                rows.append((one.words, now, then, ends, one.unit.word))
        return rows

    def __repr__(self) -> str:
        told = ", ".join(
            f"{words} {now} -> {then} {unit}" for words, now, then, _, unit in self._rows()
        )
        return f"Fit({self.document.rider}: {told})"

    def _repr_html_(self) -> str:
        heads = ("", "now", "recommended", "band", "unit")
        return html_table(heads, self._rows(), f"{self.document.rider}: recommended fit")


def html_table(heads: Sequence[str], rows: Iterable[Sequence[str]], caption: str = "") -> str:
    """A table for a notebook, every text escaped."""
    head = "".join(f"<th>{html.escape(one)}</th>" for one in heads)
    body = "".join(
        f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>" for row in rows
    )
    said = f"<caption>{html.escape(caption)}</caption>" if caption else ""
    return f"<table>{said}<tr>{head}</tr>{body}</table>"


def unknown(name: str, among: Iterable[str], kind: str) -> str:
    """A sentence for a name that there is not, with the nearest that there is."""
    return f"{name} is not {kind} of a stroke{did_you_mean(str(name), among)}"
