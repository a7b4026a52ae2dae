"""Which quantity, side and unit the heading of a text table's column names.

Headings of meters' exports, GoldenCheetah, FIT field names and laboratory tables are recognised by
their words, whatever joins them: `left_crank_torque_nm`, `Power (W)`, `LTE`, `crank angle [rad]`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from fit_optimizer.traces.formats.csv_units import (
    PERCENT,
    TURNS_A_MINUTE,
    conversion,
    counted_time,
    known_units,
    squeezed,
)
from fit_optimizer.traces.formats.csv_words import (
    CLOCK_HUNDREDTHS,
    DESCRIBING,
    LONGEST_HEADING,
    NOT_DRIVING,
    NOT_OF_THE_CRANK,
    NOT_THE_POWER,
    OVER_SECONDS,
    SHORT_HEADINGS,
    STATISTICS,
    WORDS_OF,
)
from fit_optimizer.traces.wording import shown

Side = Literal["left", "right", "both", ""]

LEGS = ("l", "r")
"""Letters that stand for a leg where they stand alone in brackets."""

CLOCKS = ("utc", "iso", "iso8601")
"""Words that say how a time is written and nothing of what its numbers count."""


@dataclass(frozen=True, slots=True)
class Column:
    """A recognised column: what it holds, of which side, and what to multiply it by.

    `unit` is that of the numbers after multiplying, empty where the heading names none. `rank`
    is 0 for the likeliest of several columns of one quantity. `part` is 0 or 1 for the first or
    second number of a cell that holds a pair. `refusal` is a sentence that says why the column
    cannot be used, for whoever has no other; `assumed` says that the heading names no unit.
    """

    index: int
    heading: str
    quantity: str
    side: Side
    factor: float
    unit: str
    rank: int = 0
    part: int | None = None
    refusal: str = ""
    assumed: bool = False


def columns_of(headings: list[str]) -> tuple[Column, ...]:
    """The columns that a line of headings names; those of no use here are left out."""
    found: list[Column] = []
    for index, heading in enumerate(headings):
        column = column_of(index, heading)
        if column is None:
            continue
        if column.quantity.endswith("power_phase"):
            edges = (f"{column.quantity}_start_deg", f"{column.quantity}_end_deg")
            found += [replace(column, quantity=edge, part=n) for n, edge in enumerate(edges)]
        else:
            found.append(column)
    return tuple(found)


def column_of(index: int, heading: str) -> Column | None:
    """The column a heading names, or None where it is of no use here."""
    spelt = SHORT_HEADINGS.get(re.sub(r"[\s_]", "", heading.lower()), heading)
    words, bracket = _outside_brackets(spelt)
    if squeezed(bracket) in PERCENT and bracket:
        words, bracket = f"{words} percent", ""
    elif bracket and not _is_unit_text(bracket):
        words, bracket = _spaced(f"{words} {bracket}"), ""
    named = _named_by(words) if bracket else _with_unit_in_words(words)
    if named is None and squeezed(heading) in TURNS_A_MINUTE:
        named = "cadence_rpm", "cadence", "rpm"
    if named is None:
        return None
    quantity, before, unit = named
    unit = bracket or unit
    if quantity == "power_w" and (squeezed(unit) or "-") in PERCENT:
        quantity = "balance"
    tokens = set(_tokens(before))
    column = Column(index, shown(heading), quantity, _side(tokens), 1.0, "")
    if quantity == "power_w":
        judged = _judged_power(column, before, unit)
        return None if judged is None else _with_unit(judged, unit, before)
    return _with_unit(column, unit, before)


def _outside_brackets(heading: str) -> tuple[str, str]:
    """The heading without its last pair of brackets, spaced into words, and what stands in them."""
    found = re.search(r"[\[({]([^\[\](){}]*)[\])}]\s*$", heading.strip())
    if found is None:
        return _spaced(heading), ""
    return _spaced(heading.strip()[: found.start()]), found[1].strip()


def _spaced(heading: str) -> str:
    """The heading in lower case with blanks between its words, `leftTorqueNm` being three."""
    apart = re.sub(r"([a-z])([A-Z])", r"\1 \2", heading[:LONGEST_HEADING])
    return " ".join(re.sub(r"[^\w/%°\u00ba\ufffd]|_", " ", apart).lower().split())


def _tokens(words: str) -> list[str]:
    return re.findall(r"[^\W\d]+|\d+|[/%°\u00ba\ufffd]", words)


def _is_unit_text(bracket: str) -> bool:
    """Whether what stands in brackets is a unit, known or not, and not `left` or `mean`."""
    known = set().union(*WORDS_OF.values()) | DESCRIBING | STATISTICS
    plain = _tokens(_spaced(bracket))
    return (
        not plain
        or not all(word in known and (len(word) > 1 or word in LEGS) for word in plain)
        or bool(conversion("time_s", bracket))
    )


def _named_by(words: str) -> tuple[str, str, str] | None:
    quantity = _quantity(set(_tokens(words)))
    return None if quantity is None else (quantity, words, "")


def _with_unit_in_words(words: str) -> tuple[str, str, str] | None:
    """Quantity, the words that name it, and the unit that the last words are, where they are one."""
    tokens = _tokens(words)
    for count in range(min(5, len(tokens) - 1), 0, -1):
        before, unit = tokens[:-count], "".join(tokens[-count:])
        quantity = _quantity(set(before))
        per_kg = quantity == "power_w" and squeezed(unit).endswith("kg")
        if quantity is not None and (per_kg or conversion(quantity, unit) is not None):
            return quantity, " ".join(before), unit
    return _named_by(words)


def _side(words: set[str]) -> Side:
    if words & WORDS_OF["both"] or (words & WORDS_OF["left"] and words & WORDS_OF["right"]):
        return "both"
    if words & WORDS_OF["left"]:
        return "left"
    return "right" if words & WORDS_OF["right"] else ""


def _quantity(words: set[str]) -> str | None:
    pedalling = _pedalling_figure(words)
    if pedalling is not None or "phase" in words:
        return None if words & STATISTICS else pedalling
    of_power = words & WORDS_OF["power"] and not words & (WORDS_OF["torque"] | {"time", "angle"})
    if of_power:
        return "power_w"
    if words & STATISTICS or words & NOT_OF_THE_CRANK or "peak" in words:
        return None
    a_time = words & {"time", "zeit"}
    if words & WORDS_OF["torque"]:
        return None if a_time else "torque"
    if words & WORDS_OF["force"] and not words & NOT_DRIVING:
        return None if a_time else "force"
    if words & {"velocity", "omega"} and not words & {"linear", "wheel"}:
        return "cadence_rpm" if words & {"crank", "rad", "deg", "omega"} else None
    if words & WORDS_OF["cadence"]:
        return "cadence_rpm"
    if words & WORDS_OF["angle"] and not words & {"pedal", "gps", "length", "arm"} and not a_time:
        return "angle"
    if words & WORDS_OF["time"] and not words & {"zone", "lap", "moving", "contact", "interval"}:
        return "time_s"
    return None


def _pedalling_figure(words: set[str]) -> str | None:
    if words & {"effectiveness", "te"}:
        return "torque_effectiveness_pct"
    if words & {"smoothness", "ps"}:
        return "pedal_smoothness_pct"
    if words & {"pco"} or {"platform", "offset"} <= words:
        return "platform_offset_mm"
    if words & {"balance"}:
        return "balance"
    if words & {"percent", "percentage", "share", "pct", "%"} and words & WORDS_OF["legs"]:
        one_side = words & (WORDS_OF["left"] | WORDS_OF["right"])
        return "balance" if one_side and not words & WORDS_OF["cadence"] else None
    if "phase" in words or words & {"pp", "ppp"}:
        if words & {"arc", "length", "range", "size", "width"}:
            return None
        peak = "peak_" if words & {"peak", "ppp"} else ""
        for edge in ("start", "end"):
            if words & WORDS_OF[edge]:
                return f"{peak}power_phase_{edge}_deg"
        return f"{peak}power_phase"
    return None


def _judged_power(column: Column, words: str, unit: str) -> Column | None:
    """A power column with its rank, or what it holds instead of the power ridden.

    One per kg, or of the hip, knee or ankle, is not kept at all.
    """
    tokens = set(_tokens(words))
    if "percent" in tokens:
        return replace(column, quantity="balance") if column.side else None
    if "kg" in tokens or squeezed(unit).endswith("kg") or tokens & NOT_OF_THE_CRANK:
        return None
    for meaning, says in NOT_THE_POWER.items():
        if tokens & says:
            return replace(column, refusal=f"its column {column.heading} holds {meaning}", rank=9)
    if OVER_SECONDS.search(words):
        return replace(column, refusal=f"its column {column.heading} holds an average", rank=9)
    known = DESCRIBING | set().union(*WORDS_OF.values())
    return replace(column, rank=min(8, len(tokens - known)))


def _with_unit(column: Column, unit: str, words: str) -> Column:
    """The column with its factor and unit, or refused where its unit is not known."""
    base = {"torque": "Nm", "force": "N"}.get(column.quantity, "")
    if not known_units(column.quantity):
        return column
    if not unit:
        tokens = set(_tokens(words))
        if column.quantity == "cadence_rpm" and tokens & {"velocity", "omega"}:
            unit = "deg/s" if tokens & {"deg", "degree", "degrees"} else "rad/s"
        strange = _strange_words(words) if base else []
        inner = [word for word in strange if conversion(column.quantity, word) is not None]
        unit = unit or " ".join(inner[:1] or strange)
        if not unit:
            return replace(column, unit=base, assumed=bool(base))
    found = conversion(column.quantity, unit)
    if column.quantity == "time_s":
        found = found or counted_time(unit)
    if found is None and _is_a_remark(column.quantity, unit):
        return replace(column, unit=base, rank=column.rank + 1)
    if found is None:
        units = {"torque": "Nm, N cm, lbf in or lbf ft", "force": "N, kgf or lbf", "power_w": "W"}
        units |= {"cadence_rpm": "rpm", "angle": "deg or rad", "time_s": "s, ms or h:mm:ss"}
        asked = units.get(column.quantity, "deg, rad or mm")
        refusal = (
            f'the unit "{shown(unit)}" of its column {column.heading} is not known; use {asked}'
        )
        return replace(column, refusal=column.refusal or refusal, rank=max(column.rank, 7))
    factor, per_kg = found
    named = {"angle": "deg", "time_s": "s", "cadence_rpm": "rpm"}.get(column.quantity, "")
    if column.quantity == "time_s" and squeezed(unit) in CLOCKS:
        named = ""
    if "phase" in column.quantity:
        named = "deg"
    if column.quantity == "time_s" and CLOCK_HUNDREDTHS.search(unit):
        named = "mm:ss:00"
    return replace(column, factor=factor, unit=f"{base}{per_kg}" if base else named)


def _strange_words(words: str) -> list[str]:
    """Words of a torque's or force's heading that neither describe it nor are numbers."""
    known = DESCRIBING | set().union(*WORDS_OF.values())
    tokens = _tokens(words)
    return [word for word in tokens if len(word) > 1 and word not in known and not word.isdigit()]


def _is_a_remark(quantity: str, bracket: str) -> bool:
    """Whether what stands in brackets behind a power or time is no unit but a remark.

    A power's remark is words alone (`Power (Assioma)`); a time's is anything but a count.
    """
    if quantity == "time_s":
        return squeezed(bracket) not in ("frame", "frames", "sample", "samples", "index", "n")
    words = bracket.split()
    return quantity == "power_w" and all(len(each) > 3 and each.isalnum() for each in words)
