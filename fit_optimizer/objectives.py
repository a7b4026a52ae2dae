"""What a fit is judged by: knee load, dead spots and muscle effort, each to be made small."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sim.pedalling_metrics import Figures

DEAD_SPOT_REFERENCE_DEG = 90.0
"""Half a revolution has one dead spot; 90 deg below half the mean torque is half of that."""


@dataclass(frozen=True)
class Objectives:
    """Three numbers, smaller is better.

    `knee_load`: mean of peak patellofemoral force and peak tibiofemoral compression (body
    weights). `dead_spots`: mean of 1 - dead-centre size and dead-spot width over 90 deg. `effort`:
    mean squared activation by muscle volume, in percent; the guard that keeps the others honest,
    for a knee can be spared at any price.
    """

    knee_load: float
    dead_spots: float
    effort: float

    def as_dict(self) -> dict[str, float]:
        """By name, in the order of the search's values."""
        return asdict(self)


OBJECTIVE_NAMES = ("knee_load", "dead_spots", "effort")


def objectives(figures: Figures) -> Objectives:
    """Objectives of a stroke from its metrics."""

    def of(name: str) -> float:
        value = figures[name]
        assert isinstance(value, float)
        return value

    knee = of("patellofemoral_force_peak_bw") + of("tibiofemoral_compression_peak_bw")
    weakness = 1 - of("dead_centre_size_pct") / 100
    width = of("dead_spot_width_deg") / DEAD_SPOT_REFERENCE_DEG
    return Objectives(knee / 2, (weakness + width) / 2, 100 * of("muscle_effort"))
