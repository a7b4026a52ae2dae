"""What ends every band, and what a step within it costs."""

from __future__ import annotations

from dataclasses import dataclass

from fit_optimizer.documents.fit import FitDocument
from fit_optimizer.report.say import Language, word
from fit_optimizer.report.wording import (
    NOT_SEEN,
    band_end,
    capitalised,
    in_print,
    step_cost,
    with_unit,
)
from fit_optimizer.setup.adjustments import adjustment


@dataclass(frozen=True)
class LimitRow:
    """What ends a band on each side, and what a step up costs."""

    name: str
    below: str
    above: str
    step: str
    cost: str


def limit_rows(document: FitDocument) -> list[LimitRow]:
    """What limits each band."""
    rows = []
    words = {one.key: one.words for one in document.judged_by}
    for key, band in document.bands.items():
        one = adjustment(key)
        rows.append(
            LimitRow(
                name=capitalised(one.words),
                below=in_print(band_end(band.limited_low, band.low == band.value, downwards=True)),
                above=in_print(
                    band_end(band.limited_high, band.high == band.value, downwards=False)
                ),
                step=f"+{with_unit(band.step, 0 if band.step % 1 == 0 else 1, one.unit.symbol)}",
                cost=step_cost(band.slope_per_step, words),
            )
        )
    return rows


def ends_of_bands(document: FitDocument, language: Language = "en") -> str:
    """What ends every band that was seen to end, in one line, its parts in a language."""
    ends = [
        f"{word(row.name, language)}: {word(row.below, language)} / {word(row.above, language)}"
        for row in limit_rows(document)
        if (row.below, row.above) != (NOT_SEEN, NOT_SEEN)
    ]
    return f"What ends each band, below / above: {'; '.join(ends)}." if ends else ""
