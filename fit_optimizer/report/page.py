"""From a fit.json document to the page: what is shown, in the template's order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from fit_optimizer.report.changes import change_rows, headline_of, limit_rows
from fit_optimizer.report.comparison import figure_groups
from fit_optimizer.report.document import FitDocument, RefusedFit, look_up, read_document
from fit_optimizer.report.inputs import input_groups
from fit_optimizer.report.knee_load_figure import knee_loads
from fit_optimizer.report.pareto_figure import pareto_front
from fit_optimizer.report.side_view import side_views
from fit_optimizer.report.torque_figures import torque_clock, torque_curves

MODEL_LIMITS = (
    "The crank turns at constant speed; a real one slows at the dead spots.",
    "Tendons are rigid, so muscles store no spring energy.",
    "The pelvis is fixed on the saddle: no rocking, no sliding, no standing.",
    "Muscles are generic ones scaled by body size, not measured on this rider.",
    "Joint forces are estimates: trust differences between fits more than the numbers themselves.",
    "Air resistance, comfort, saddle pressure and handling are not judged.",
    "This is no medical advice; pain belongs before a clinician.",
)


def render_report(document: dict[str, Any]) -> str:
    """The fit report as one HTML page that needs nothing else.

    Raises ReportError for a document of another schema or without something that the page shows.
    """
    checked = read_document(document)
    template = _environment().get_template("template.html.j2")
    return template.render(**_view(checked))


def _view(document: FitDocument) -> dict[str, Any]:
    current = document.current
    return {
        "rider": document.rider,
        "headline": headline_of(document),
        "checked": _check(document.trace_check),
        "reason": document.reason,
        "change_needed": document.change_needed,
        "refusal": current.refusal if isinstance(current, RefusedFit) else "",
        "power_w": look_up(current.effort, "power_w", "current.effort"),
        "cadence_rpm": look_up(current.effort, "cadence_rpm", "current.effort"),
        "changes": change_rows(document),
        "limits": limit_rows(document),
        "figure_groups": figure_groups(document),
        "side_views": side_views(document),
        "figures": [
            torque_curves(document),
            torque_clock(document),
            knee_loads(document),
            pareto_front(document),
        ],
        "input_groups": input_groups(document),
        "model_limits": MODEL_LIMITS,
        "versions": document.versions,
        "seed": document.seed,
        "trials": document.trials,
    }


def _check(trace_check: dict[str, Any] | None) -> str:
    """What is said about the comparison with a recording."""
    if trace_check is None:
        return "Not checked against a recording."
    verdict = trace_check.get("verdict")
    if isinstance(verdict, str):
        return f"Checked against a recording: {verdict}"
    return "Compared with a recording; the comparison is in fit.json."


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
