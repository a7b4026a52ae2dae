"""Published experiments, re-run as simulations: table in `data/published.toml`, verdicts out."""

from fit_optimizer.validation.document import validation_document
from fit_optimizer.validation.experiments import Check, Experiment, load_experiments
from fit_optimizer.validation.page import render_validation
from fit_optimizer.validation.runner import Outcome, run_validation
from fit_optimizer.validation.terminal import validation_table

__all__ = [
    "Check",
    "Experiment",
    "Outcome",
    "load_experiments",
    "render_validation",
    "run_validation",
    "validation_document",
    "validation_table",
]
