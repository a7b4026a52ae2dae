"""The validation for the terminal: a table, then why each failure failed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.console import Group
from rich.table import Table
from rich.text import Text

from fit_optimizer.validation.document import count
from fit_optimizer.validation.runner import Outcome, accepted, number

STYLES = {"pass": "green", "fail": "bold red", "not represented": "dim"}


WIDTHS = {"published": 14, "accepted": 12, "simulated": 11, "verdict": 11}
"""Characters of each column; the check's words have the rest, 28 of 80 characters."""


def validation_table(outcomes: Sequence[Outcome]) -> Group:
    """Every check: published, accepted, simulated, verdict; below, why all but passes are none."""
    parts: list[Table | Text] = [Text("Published experiments, re-run\n", style="bold")]
    parts.append(_rows([tuple(Text(name, style="dim") for name in ("check", *WIDTHS))]))
    for key, group in groupby(outcomes, key=lambda outcome: outcome.experiment.key):
        parts.append(Text(f"\n{key.replace('_', ' ')}", style="bold"))
        parts.append(_rows([_cells(outcome) for outcome in group]))
    reasons = [
        Text.assemble(
            (outcome.verdict, STYLES[outcome.verdict]),
            f" {outcome.experiment.key.replace('_', ' ')}, {outcome.check.label}: {outcome.why}",
        )
        for outcome in outcomes
        if outcome.verdict != "pass"
    ]
    return Group(*parts, Text(""), *reasons, Text(summary(outcomes), style="bold"))


def _rows(rows: Sequence[tuple[Text, ...]]) -> Table:
    """Rows without lines between them, in columns that are the same under every experiment."""
    table = Table(box=None, show_header=False, expand=True, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column(ratio=1)
    for width in WIDTHS.values():
        table.add_column(width=width)
    for row in rows:
        table.add_row(*row)
    return table


def summary(outcomes: Sequence[Outcome]) -> str:
    """How many checks passed, failed and were not represented, in words."""
    counted = count(outcomes)
    return (
        f"{len(outcomes)} checks: {counted['pass']} pass, {counted['fail']} fail, "
        f"{counted['not represented']} not represented"
    )


def _cells(outcome: Outcome) -> tuple[Text, ...]:
    check = outcome.check
    simulated = "" if outcome.value is None else f"{number(outcome.value)} {check.unit}".strip()
    plain = (f"  {check.label}", check.published, accepted(check), simulated)
    return (*(Text(text) for text in plain), Text(outcome.verdict, style=STYLES[outcome.verdict]))
