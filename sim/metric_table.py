"""Every metric of a stroke, once: its name, words, decimals, how two legs make one number, and its definition.

The rows are `data/metrics.csv`, those of a forward ride `data/forward_metrics.csv`. What computes
them stands in `pedalling_metrics`, `load_metrics` and `forward.forward_metrics`; whoever shows, stores or
combines metrics reads this table. A metric that has a row and is computed there is in every file,
table and sweep.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from rider_models.data_tables import table_rows
from rider_models.units import Unit, unit_of

DATA = Path(__file__).parent / "data"


class Legs(Enum):
    """How the metrics of two legs make the one of the stroke."""

    LARGER = "larger"
    SMALLER = "smaller"
    MEAN = "mean"
    DIRECTION = "direction"
    """The mean of two crank angles around the circle."""
    STROKE = "stroke"
    """Of both legs together: a leg alone has none."""


class Heading(Enum):
    """Headings of the reports' table of metrics, in its order."""

    LOADS = "Knee and hip load"
    TORQUE = "Crank torque"
    ANGLES = "Joint angles over the stroke"
    WORK = "Share of the work"


@dataclass(frozen=True)
class Metric:
    """One metric. Its unit is the one that its name ends with.

    `words` name it in tables, `decimals` are those shown; `source` says what it is and by whom it
    is so defined. `terminal` metrics are shown by `pedalfit simulate`, those with a `heading` in
    the reports, with their change in percent where `relative`. Meters send what is `by_meter`. A
    metric that is not `reproducible` differs from run to run and is kept out of results.
    """

    name: str
    words: str
    decimals: int
    legs: Legs
    source: str
    terminal: bool = False
    by_meter: bool = False
    reproducible: bool = True
    heading: Heading | None = None
    relative: bool = False

    @property
    def unit(self) -> Unit:
        """The unit that the name ends with."""
        return unit_of(self.name)


SHOWN = ("terminal", "meter", "unreproducible")
"""What the column `shown` may hold, several with a space between."""


def read_metrics(path: Path) -> tuple[Metric, ...]:
    """The rows of a table of metrics. Raises ValueError for a word that no column allows."""
    return tuple(_metric(row) for row in table_rows(path))


def _metric(row: Mapping[str, str]) -> Metric:
    shown = row["shown"].split()
    if unknown := {*shown} - {*SHOWN}:
        raise ValueError(f"{row['metric']} has {sorted(unknown)[0]} in shown: allowed is {SHOWN}")
    return Metric(
        name=row["metric"],
        words=row["words"],
        decimals=int(row["decimals"]),
        legs=Legs(row["legs"]),
        source=row["source"],
        terminal="terminal" in shown,
        by_meter="meter" in shown,
        reproducible="unreproducible" not in shown,
        heading=Heading(row["heading"]) if row["heading"] else None,
        relative=row["change"] == "pct",
    )


METRICS = read_metrics(DATA / "metrics.csv")
"""Every metric of a stroke, in the order of files and tables."""

METRIC = {metric.name: metric for metric in METRICS}
LEG_METRICS = tuple(metric for metric in METRICS if metric.legs is not Legs.STROKE)
STROKE_METRICS = tuple(metric for metric in METRICS if metric.legs is Legs.STROKE)

FORWARD_METRICS = read_metrics(DATA / "forward_metrics.csv")
"""What a forward ride is judged by."""


def nested(metrics: Mapping[str, float]) -> dict[str, float | dict[str, float]]:
    """The metrics as a file holds them: `positive_work_pct.hip_flexion` within `positive_work_pct`."""
    document: dict[str, float | dict[str, float]] = {}
    for name, value in metrics.items():
        stem, _, part = name.partition(".")
        inner = document.setdefault(stem, {}) if part else None
        if isinstance(inner, dict):
            inner[part] = value
        else:
            document[stem] = value
    return document
