"""What the page is built from, as the server tells it: keys, sliders, metrics and techniques."""

from __future__ import annotations

from typing import Literal

from fit_optimizer.documents.part import Json, Part
from fit_optimizer.documents.technique_words import TechniqueWords


class KeyOfForm(Part):
    """One key of a set-up as a form shows it."""

    path: list[str]
    """Tables that lead to it, its name last."""
    name: str
    """The key."""
    words: str
    """The key in words."""
    meaning: str
    """What the key is."""
    unit: str
    """Symbol of the key's unit; empty of a word or a pure number."""
    decimals: int
    """Decimals shown."""
    required: bool
    """Whether it must be given."""
    default: float | str | None
    """Default that no other key changes; null where there is none."""
    low: float | None
    """Least value allowed."""
    high: float | None
    """Greatest value allowed."""
    choices: list[str]
    """Words allowed, where not any."""
    per_leg: bool
    """Whether the legs may differ."""
    measured: bool
    """Whether it is a measurement that is turned into other keys (`/api/with`)."""


class SliderOfForm(Part):
    """A key that has a slider."""

    name: str
    """The key."""
    words: str
    """The key in words."""
    measured_along: str
    """The line or angle on which the value is read."""
    unit: str
    """Symbol of the key's unit."""
    decimals: int
    """Decimals shown."""
    step: float
    """Step of the slider and of the arrow keys."""
    kind: Literal["bike", "technique", "effort"]
    """Turned with a key, learnt, or ridden."""
    per_leg: bool
    """Whether the legs may differ."""
    searchable: bool
    """Whether a search can change it, and a map show it."""


class MetricOfForm(Part):
    """A metric as a table shows it."""

    name: str
    """Name of the metric in `metrics`."""
    words: str
    """The metric in words."""
    unit: str
    """Symbol of the metric's unit."""
    decimals: int
    """Decimals shown."""
    group: str
    """Heading under which it stands."""


class ObjectiveOfForm(Part):
    """What a fit is judged by."""

    key: str
    """Name of the objective in `objectives`."""
    words: str
    """The objective in words."""
    unit: str
    """Symbol of the objective's unit; empty of a pure number."""
    decimals: int
    """Decimals shown."""


class WordOf(Part):
    """A key and its words."""

    key: str
    """The key."""
    words: str
    """What it is called."""


class Form(Part):
    """All that the page is built from."""

    keys: list[KeyOfForm]
    """Every key of a set-up."""
    sliders: list[SliderOfForm]
    """Keys that have a slider."""
    metrics: list[MetricOfForm]
    """Metrics that are shown."""
    objectives: list[ObjectiveOfForm]
    """What a fit is judged by."""
    muscle_groups: list[WordOf]
    """Muscle groups of the work by hour."""
    techniques: list[TechniqueWords]
    """Techniques, in the order in which they are shown; the first is a rider told nothing."""
    start: Json
    """Tables of the set-up that the page opens with."""
    start_name: str
    """Name of that set-up's file; empty where there is none."""
