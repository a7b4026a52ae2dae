"""The validation as one HTML page that needs nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from fit_optimizer.drawing.svg import Picture
from fit_optimizer.validation.document import verdict_of
from fit_optimizer.validation.experiments import Experiment
from fit_optimizer.validation.pages.figures import pictures_of
from fit_optimizer.validation.pages.terminal import summary
from fit_optimizer.validation.runner import Outcome, accepted, number

HERE = Path(__file__).parent
STYLE = HERE.parents[1] / "report"


def render_validation(outcomes: Sequence[Outcome]) -> str:
    """The page: a summary, then every experiment with its checks and pictures."""
    environment = Environment(
        loader=FileSystemLoader([HERE, STYLE]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    sections = [
        _section(list(group)) for _, group in groupby(outcomes, key=lambda o: o.experiment.key)
    ]
    template = environment.get_template("page.html.j2")
    return template.render(summary=summary(outcomes), sections=sections)


@dataclass(frozen=True)
class Section:
    """What the page shows of an experiment; each row holds the texts of a check by name."""

    experiment: Experiment
    name: str
    verdict: str
    rows: list[dict[str, str]]
    pictures: list[Picture]


def _section(outcomes: list[Outcome]) -> Section:
    experiment = outcomes[0].experiment
    return Section(
        experiment=experiment,
        name=experiment.key.replace("_", " ").capitalize(),
        verdict=verdict_of([outcome.verdict for outcome in outcomes]),
        rows=[_row(outcome) for outcome in outcomes],
        pictures=pictures_of(outcomes),
    )


def _row(outcome: Outcome) -> dict[str, str]:
    check = outcome.check
    return {
        "label": check.label,
        "published": check.published,
        "accepted": accepted(check),
        "simulated": "\u2013"
        if outcome.value is None
        else f"{number(outcome.value)} {check.unit}".strip(),
        "behind": ", ".join(f"{_words(n)} {number(value)}" for n, value in outcome.behind),
        "verdict": outcome.verdict,
        "why": outcome.why,
        "effort": _efforts(outcome),
    }


def _efforts(outcome: Outcome) -> str:
    """Power and cadence of the strokes, each pair once."""
    every = (f"{power:.0f}\u00a0W, {cadence:.0f}\u00a0rpm" for _, power, cadence in outcome.efforts)
    return "; ".join(dict.fromkeys(every))


def _words(name: str) -> str:
    return name.replace("_", " ")
