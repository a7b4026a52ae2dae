"""The validation as a table for the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.markup import escape
from rich.table import Table

from fit_optimizer.validation.document import count
from fit_optimizer.validation.runner import Outcome, accepted, number

STYLES = {"pass": "green", "fail": "bold red", "not represented": "dim"}


def validation_table(outcomes: Sequence[Outcome]) -> Table:
    """Every check: published, accepted, simulated, verdict, and why for all but passes."""
    table = Table(title="Published experiments, re-run", caption=summary(outcomes))
    table.add_column("experiment", overflow="fold")
    table.add_column("check", overflow="fold")
    for column in ("published", "accepted", "simulated"):
        table.add_column(column, justify="right", overflow="fold")
    for column in ("unit", "verdict", "why"):
        table.add_column(column, overflow="fold")
    for key, group in groupby(outcomes, key=lambda outcome: outcome.experiment.key):
        for place, outcome in enumerate(group):
            table.add_row(
                key.replace("_", " ") if place == 0 else "",
                escape(outcome.check.label),
                escape(outcome.check.published),
                accepted(outcome.check),
                "" if outcome.value is None else number(outcome.value),
                outcome.check.unit,
                f"[{STYLES[outcome.verdict]}]{outcome.verdict}[/]",
                "" if outcome.verdict == "pass" else escape(outcome.why),
            )
        table.add_section()
    return table


def summary(outcomes: Sequence[Outcome]) -> str:
    """How many checks passed, failed and were not represented, in words."""
    counted = count(outcomes)
    return (
        f"{len(outcomes)} checks: {counted['pass']} pass, {counted['fail']} fail, "
        f"{counted['not represented']} not represented"
    )
