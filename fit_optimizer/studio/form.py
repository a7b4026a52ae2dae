"""What the page is built from: keys, sliders and metrics, read from the tables that everything else reads."""

from __future__ import annotations

from fit_optimizer.documents.part import Json
from fit_optimizer.documents.technique_words import TechniqueWords
from fit_optimizer.rides.ride_document import judged_by
from fit_optimizer.setup.adjustments import ADJUSTMENTS, Adjustment, adjustment
from fit_optimizer.setup.key_table import Key, set_up_keys
from fit_optimizer.setup.keys_in_force import by_leg, keys_in_force
from fit_optimizer.setup.measured import MEASURED_KEYS
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import allowed_range
from fit_optimizer.setup.tables import SetUp, flat_keys
from fit_optimizer.setup.techniques import TECHNIQUES
from fit_optimizer.studio.documents import SliderRange
from fit_optimizer.studio.form_documents import (
    Form,
    KeyOfForm,
    MetricOfForm,
    ObjectiveOfForm,
    SliderOfForm,
    WordOf,
)
from rider_models.muscle_groups import COACHED_GROUPS
from rider_models.units import unit_of, words_of
from sim.metric_table import METRICS, Heading, Metric

EFFORT_STEPS = {"power_w": 5.0, "cadence_rpm": 1.0}
"""Steps of power and cadence. Guesses: what a home trainer is set by."""
EFFORT_SPAN = {"power_w": (0.3, 2.5), "cadence_rpm": (0.55, 1.6)}
"""Ends of their sliders as shares of what is ridden. Guesses."""
UNSEARCHED_STEP = {"mm": 1.0, "deg": 0.5}
"""Steps of what no search changes: those of a fitter's tools."""
WIDER = 0.5
"""How much wider than a search's bounds a slider is, to either side, as a share of them. A guess."""
LEAST_SPAN = 20.0
"""Least length of a slider (mm or deg) whose bounds no search has. A guess."""
WHOLE_STROKE = "Power, cost and what a meter shows"
"""Heading of metrics that the command's table shows and the report's does not."""


def form(start: SetUp | None, name: str) -> Form:
    """What the page is built from, opening with a set-up or with an empty one."""
    return Form(
        keys=[_key(key) for key in set_up_keys()],
        sliders=[*_adjusted(), *_effort()],
        metrics=_metrics(),
        objectives=_objectives(),
        muscle_groups=[WordOf(key=one.key, words=one.words) for one in COACHED_GROUPS],
        techniques=[
            TechniqueWords(
                key=one.key,
                words=one.words,
                does=one.does,
                feel=one.feel,
                meter=one.meter,
                source=one.source,
            )
            for one in TECHNIQUES.values()
        ],
        start={} if start is None else tables_of(start),
        start_name=name,
    )


def tables_of(set_up: SetUp) -> Json:
    """The tables of a set-up as its file has them: what it does not say is not among them."""
    tables: Json = set_up.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    return tables


def slider_ranges(set_up: SetUp) -> dict[str, SliderRange]:
    """Where the sliders of a set-up end: a search's bounds and more, within what the tables allow."""
    fit, effort = keys_in_force(set_up)
    custom = 1000 * seat_rider(set_up).custom_saddle_height_m
    found = {}
    for one in _with_sliders():
        legs = by_leg(fit.get(one.key))
        ends = [_ends(one, value, custom) for value in legs.values()]
        found[one.key] = _within(one.key, min(e[0] for e in ends), max(e[1] for e in ends))
    for key, (low, high) in EFFORT_SPAN.items():
        step = EFFORT_STEPS[key]
        found[key] = _within(
            key, step * round(low * effort[key] / step), step * round(high * effort[key] / step)
        )
    return found


def _ends(one: Adjustment, now: float, custom: float) -> tuple[float, float]:
    """Ends of a slider around a value, on whole steps of it."""
    if one.search is None:
        low, high = now - LEAST_SPAN / 2, now + LEAST_SPAN / 2
    else:
        low, high = one.search.usual_bounds(now, custom)
        wider = WIDER * (high - low)
        low, high = min(low, now) - wider, max(high, now) + wider
    step = _step(one)
    return step * round(low / step), step * round(high / step)


def _within(key: str, low: float, high: float) -> SliderRange:
    least, most = allowed_range(key)
    return SliderRange(low=max(low, least), high=min(high, most))


def _step(one: Adjustment) -> float:
    if one.search is not None:
        return one.search.tool_step
    return UNSEARCHED_STEP.get(one.unit.suffix, 1.0)


def _with_sliders() -> list[Adjustment]:
    """Adjustments that are keys of a set-up, what is changed most first; the others follow from them."""
    keys = flat_keys()
    return [one for one in ADJUSTMENTS if one.key in keys]


def _adjusted() -> list[SliderOfForm]:
    return [
        SliderOfForm(
            name=one.key,
            words=one.words,
            measured_along=one.measured_along,
            unit=one.unit.symbol,
            decimals=one.decimals,
            step=_step(one),
            kind=one.kind,
            per_leg=one.per_leg,
            searchable=one.search is not None,
        )
        for one in _with_sliders()
    ]


def _effort() -> list[SliderOfForm]:
    meanings = {key.name: key.meaning for key in set_up_keys()}
    return [
        SliderOfForm(
            name=key,
            words=words_of(key),
            measured_along=meanings[key].removesuffix("."),
            unit=adjustment(key).unit.symbol,
            decimals=0,
            step=step,
            kind="effort",
            per_leg=False,
            searchable=False,
        )
        for key, step in EFFORT_STEPS.items()
    ]


def _key(key: Key) -> KeyOfForm:
    words = {one.key: one.words for one in ADJUSTMENTS}
    default = key.default if isinstance(key.default, float | int | str) else None
    return KeyOfForm(
        path=list(key.path),
        name=key.name,
        words=words.get(key.name, words_of(key.name)),
        meaning=key.meaning,
        unit=key.unit.symbol,
        decimals=key.unit.decimals,
        required=key.required,
        default=default,
        low=key.low,
        high=key.high,
        choices=list(key.choices),
        per_leg=key.per_leg,
        measured=key.name in MEASURED_KEYS,
    )


def _objectives() -> list[ObjectiveOfForm]:
    return [
        ObjectiveOfForm(
            key=one.key,
            words=one.words,
            unit=unit_of(f"{one.key}_{one.unit}").symbol if one.unit else "",
            decimals=one.decimals,
        )
        for one in judged_by()
    ]


def _metrics() -> list[MetricOfForm]:
    """The metrics that are shown, by heading."""
    found = [_metric(one) for one in METRICS if one.heading or one.terminal]
    heads = [WHOLE_STROKE, *(heading.value for heading in Heading)]
    return sorted(found, key=lambda one: heads.index(one.group))


def _metric(one: Metric) -> MetricOfForm:
    return MetricOfForm(
        name=one.name,
        words=one.words,
        unit=one.unit.symbol,
        decimals=one.decimals,
        group=WHOLE_STROKE if one.heading is None else one.heading.value,
    )
