"""A rider whose saddle is so high that the legs reach the pedals and the muscles cannot push them."""

from __future__ import annotations

from typing import Any

from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import parse_set_up
from rider_models.errors import PedalfitError

RIDER = {"height_mm": 1760, "mass_kg": 84, "inseam_mm": 815}
BICYCLE = {"saddle_setback_mm": 205, "crank_length_mm": 172.5}
RIDING = {"power_w": 150, "cadence_rpm": 78, "torso_angle_deg": 48}
CUSTOM_MM = 715.0
"""A saddle that this rider can ride (about 0.88 of the inseam)."""
OUT_OF_REACH_MM = 60.0
"""So much higher no pedal is reached."""
STEP_MM = 0.1
"""How near to the highest saddle that can be ridden the first that cannot is looked for."""


def tables(saddle_mm: float, power_w: float = 150.0) -> dict[str, Any]:
    """The set-up's tables with a saddle (mm) and a power (W)."""
    return {
        "rider": RIDER,
        "bicycle": {**BICYCLE, "saddle_height_mm": saddle_mm},
        "riding": {**RIDING, "power_w": power_w},
    }


def as_toml(of: dict[str, Any]) -> str:
    """The tables as a set-up file; all values are numbers."""
    return "\n".join(
        f"[{name}]\n" + "\n".join(f"{key} = {value}" for key, value in keys.items())
        for name, keys in of.items()
    )


def too_high_mm() -> float:
    """The lowest saddle (mm, to `STEP_MM`) that this rider cannot ride."""
    low, high = CUSTOM_MM, CUSTOM_MM + OUT_OF_REACH_MM
    while high - low > STEP_MM:
        middle = (low + high) / 2
        try:
            seat_rider(parse_set_up(tables(middle))).simulate()
            low = middle
        except PedalfitError:
            high = middle
    return high
