"""Published experiments, re-run as simulations: table in `data/published.toml`, verdicts out.

The pages that show the verdicts stand in `validation.pages`: a calibration's workers load no figures.
"""

from fit_optimizer.validation.document import validation_document
from fit_optimizer.validation.experiments import Check, Experiment, load_experiments
from fit_optimizer.validation.runner import Outcome, run_validation

__all__ = [
    "Check",
    "Experiment",
    "Outcome",
    "load_experiments",
    "run_validation",
    "validation_document",
]
