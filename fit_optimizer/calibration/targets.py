"""The table `data/calibration.toml`: what the default coordination and natural ankle curve are fitted to."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

from pydantic import Field

from fit_optimizer.setup.toml_text import Tables
from fit_optimizer.validation.published_table import PublishedTable

CALIBRATION_TABLE = Path(__file__).parents[1] / "data" / "calibration.toml"


class Ridden(PublishedTable):
    """Tables of a set-up, each as far as it is not left to custom."""

    rider: Tables = Field(default_factory=dict)
    bicycle: Tables = Field(default_factory=dict)

    def tables(self, riding: Tables) -> dict[str, Tables]:
        """The tables of the set-up, ridden so."""
        return {"rider": dict(self.rider), "bicycle": dict(self.bicycle), "riding": dict(riding)}


class Condition(Ridden):
    """A ride, and by metric the value wanted, or the least and the most, with the spread behind it."""

    name: str
    source: str
    riding: Tables
    targets: dict[str, tuple[float, float] | tuple[float, float, float]]


class Trend(Ridden, allow_inf_nan=True):
    """Rides from one to the next, and the least and the most by which a metric may change at each step."""

    name: str
    source: str
    riding: list[Tables]
    metric: str
    step: tuple[float, float]
    spread: float


class CheckTarget(PublishedTable):
    """A check of a published experiment: the least and the most that is wanted, and the spread."""

    experiment: str
    key: str
    wanted: tuple[float, float, float]


class CalibrationTable(PublishedTable):
    """All targets."""

    condition: list[Condition]
    trend: list[Trend]
    check: list[CheckTarget]


@lru_cache(maxsize=1)
def calibration_table() -> CalibrationTable:
    """The table, checked. Raises pydantic's ValidationError, for the table is the project's own."""
    return CalibrationTable.model_validate(
        tomllib.loads(CALIBRATION_TABLE.read_text(encoding="utf-8"))
    )
