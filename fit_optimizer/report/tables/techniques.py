"""Techniques side by side: figures, co-activation, who carries the leg, and power by sector."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from fit_optimizer.documents.technique import TechniqueShown
from fit_optimizer.report.wording import number

FIGURES: tuple[tuple[str, str, str, int], ...] = (
    ("torque_effectiveness_pct", "torque effectiveness", "%", 0),
    ("pedal_smoothness_pct", "pedal smoothness", "%", 0),
    ("force_effectiveness", "force effectiveness", "", 2),
    ("dead_centre_size_pct", "dead-centre size", "%", 0),
    ("dead_spot_width_deg", "dead spot", "\u00b0", 0),
    ("patellofemoral_force_peak_bw", "kneecap force, peak", "BW", 2),
    ("tibiofemoral_compression_peak_bw", "knee force, peak", "BW", 2),
    ("hip_contact_force_peak_bw", "hip force, peak", "BW", 2),
    ("achilles_tendon_force_peak_bw", "Achilles force, peak", "BW", 2),
    ("muscle_effort", "muscle effort", "", 4),
    ("metabolic_power_w", "energy", "W", 0),
    ("leg_metabolic_power_w", "energy of the leg", "W", 0),
    ("gross_efficiency_pct", "gross efficiency", "%", 1),
)
"""Metrics of the side-by-side table: name, words, unit, decimals. Those that no technique has are left out."""
JOINTS = ("hip", "knee", "ankle")
SECTOR_WORDS = {
    "kick_over_top": "kick over the top (10\u201312)",
    "push": "push (12\u20133)",
    "pull_through_bottom": "pull through the bottom (4\u20136)",
    "lift": "lift (6\u20139)",
}


@dataclass(frozen=True)
class Row:
    """A row of a table: its name and a text per column."""

    name: str
    texts: tuple[str, ...]


def figure_rows(shown: Sequence[TechniqueShown]) -> list[Row]:
    """The side-by-side table: metrics, co-activation, and who carries the leg."""
    rows = [
        Row(
            f"{words}, {unit}" if unit else words,
            tuple(number_text(one.metrics.get(name), decimals) for one in shown),
        )
        for name, words, unit, decimals in FIGURES
        if any(name in one.metrics for one in shown)
    ]
    for joint in JOINTS:
        values = (one.co_activation and one.co_activation.index_pct[joint] for one in shown)
        rows.append(
            Row(f"co-activation at the {joint}, %", tuple(number_text(v, 0) for v in values))
        )
    lost = (one.co_activation and one.co_activation.lengthened_power_w for one in shown)
    rows.append(
        Row("taken up by stretched muscles of a leg, W", tuple(number_text(v, 0) for v in lost))
    )
    carried = (one.recovery and one.recovery.carried_w for one in shown)
    rows.append(Row("carried up by the other leg, W", tuple(number_text(v, 0) for v in carried)))
    return rows


def sector_rows(shown: Sequence[TechniqueShown]) -> list[Row]:
    """What each sector of the clock adds to a leg's power, and its two strongest muscle groups."""
    return [
        Row(words, tuple(_sector_text(one, key) for one in shown))
        for key, words in SECTOR_WORDS.items()
    ]


def _sector_text(one: TechniqueShown, key: str) -> str:
    part = next((p for p in one.sectors if p.part == key), None)
    if part is None:
        return "\u2013"
    first = sorted(part.muscle_w.items(), key=lambda item: -item[1])[:2]
    by = ", ".join(f"{g.replace('_', ' ')} {w:.0f}" for g, w in first if w >= 1)
    return f"{number_text(part.crank_w, 0)}" + (f" ({by})" if by else "")


def number_text(value: Any, decimals: int) -> str:
    """Return a number to some decimals with a true minus; a dash where there is none."""
    if value is None or not isfinite(value):
        return "\u2013"
    return number(value, decimals)
