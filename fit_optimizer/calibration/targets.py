"""The table `data/calibration.toml`: what the weights of a calibrated rider are held to beside the recording."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

from pydantic import Field

from fit_optimizer.setup.toml_text import Tables
from fit_optimizer.validation.published_table import PublishedTable

CALIBRATION_TABLE = Path(__file__).parents[1] / "data" / "calibration.toml"


class Condition(PublishedTable):
    """A published ride, and by metric the value wanted, or the least and the most, with the spread behind it.

    `wants_dynamics`: whether it means nothing without activation dynamics, which shift what muscles do by some degrees.
    """

    name: str
    source: str
    wants_dynamics: bool = False
    rider: Tables = Field(default_factory=dict)
    bicycle: Tables = Field(default_factory=dict)
    riding: Tables
    targets: dict[str, tuple[float, float] | tuple[float, float, float]]

    def tables(self) -> dict[str, Tables]:
        """Return the tables of the ride's set-up, each as far as it is not left to custom."""
        return {
            "rider": dict(self.rider),
            "bicycle": dict(self.bicycle),
            "riding": dict(self.riding),
        }


class CalibrationTable(PublishedTable):
    """All targets."""

    condition: list[Condition]


@lru_cache(maxsize=1)
def calibration_table() -> CalibrationTable:
    """The table, checked. Raises pydantic's ValidationError, for the table is the project's own."""
    return CalibrationTable.model_validate(
        tomllib.loads(CALIBRATION_TABLE.read_text(encoding="utf-8"))
    )
