"""The document of a validation, `validate --json`: every published figure beside the simulated one."""

from __future__ import annotations

from fit_optimizer.documents.part import Document, Part, Schema


class EffortMade(Part):
    """Power and cadence at which a check was simulated."""

    power_w: float
    """Mean power."""
    cadence_rpm: float
    """Cadence."""


class CheckedCurves(Part):
    """A simulated curve beside the published one, in the check's unit."""

    crank_angle_deg: list[float]
    """Crank angle, from the top dead centre of the side in question."""
    simulated: list[float]
    """The model's curve."""
    published: list[float]
    """The published mean."""
    published_sd: list[float] | None = None
    """The published standard deviation, where there is one."""


class Check(Part):
    """One figure of an experiment: published, simulated, accepted range, verdict."""

    label: str
    """What is compared."""
    unit: str
    """Unit of the figures."""
    published: str
    """The published figure, in words."""
    simulated: float | None
    """The model's figure; none where no stroke came out."""
    accept: tuple[float | None, float | None]
    """Lowest and highest figure that pass; none is an open end."""
    verdict: str
    """`pass`, `fail` or `not represented`."""
    why: str
    """Why the check fails or is not represented."""
    behind: dict[str, float]
    """The figures that the simulated one is made of."""
    efforts: dict[str, EffortMade]
    """Efforts ridden, by the name of the set-up."""
    curves: CheckedCurves | None = None
    """The curves compared, where the check is of curves."""


class ExperimentChecked(Part):
    """An experiment with its checks."""

    what: str
    """What was measured."""
    source: str
    """Who published the experiment."""
    use: str
    """Whether the model was fitted to the experiment."""
    conditions: str
    """Riders and efforts."""
    represented: str
    """How far the model represents the conditions."""
    figures: dict[str, str | float | list[float]]
    """Published figures by name."""
    checks: list[Check]
    """Every check of the experiment."""
    verdict: str
    """The verdicts in one: a failure outweighs all."""


class ValidationDocument(Document):
    """Every experiment, and how many checks passed, failed and were not represented."""

    SCHEMA = Schema("pedalfit.validation", 1)

    version: str
    """Version of the package."""
    checks: dict[str, int]
    """Number of checks by verdict."""
    experiments: dict[str, ExperimentChecked]
    """Experiments by their key."""
