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


def validation_table(outcomes: Sequence[Outcome]) -> Group:
    """Every check: published, accepted, simulated, verdict; below, why all but passes are none."""
    table = Table(title="Published experiments, re-run")
    for heading in ("check", "published", "accepted", "simulated", "verdict"):
        table.add_column(heading, overflow="fold")
    for key, group in groupby(outcomes, key=lambda outcome: outcome.experiment.key):
        table.add_row(Text(key.replace("_", " "), style="bold"))
        for outcome in group:
            table.add_row(*_cells(outcome))
        table.add_section()
    reasons = [
        Text.assemble(
            (outcome.verdict, STYLES[outcome.verdict]),
            f" {outcome.experiment.key.replace('_', ' ')}, {outcome.check.label}: {outcome.why}",
        )
        for outcome in outcomes
        if outcome.verdict != "pass"
    ]
    return Group(table, *reasons, Text(summary(outcomes), style="bold"))


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
