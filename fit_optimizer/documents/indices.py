"""The document of a sweep's sensitivity indices, `sweep-indices --json`."""

from __future__ import annotations

from fit_optimizer.documents.part import Document, Part, Schema


class MetricIndices(Part):
    """Sobol's indices of one metric of one rider, by key; none where the metric does not vary."""

    rider_file: str
    """Set-up of the rider."""
    metric: str
    """The metric whose variance is divided up."""
    first: dict[str, float | None]
    """Share of the variance that goes when the key is fixed."""
    first_interval: dict[str, float | None]
    """Half-width of the first index's 95 % interval."""
    total: dict[str, float | None]
    """Share of the variance that stays when all other keys are fixed."""
    total_interval: dict[str, float | None]
    """Half-width of the total index's 95 % interval."""
    mean: float
    """Mean of the metric, in its unit."""
    sd: float
    """Standard deviation of the metric, in its unit."""
    blocks: int
    """Blocks of the design that were used."""
    blocks_left_out: int
    """Blocks of the design that held a row without a stroke."""


class IndicesDocument(Document):
    """The indices of every rider and metric asked for."""

    SCHEMA = Schema("pedalfit.indices", 1)

    indices: list[MetricIndices]
    """One entry for each rider and metric."""
