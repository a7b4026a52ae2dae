"""What the air takes at another torso angle, so that a lower torso is weighed and not only paid for.

At the rider's speed on the flat a higher torso needs more power at the cranks: drag area times half the
air's density times speed cubed. The frontal area is that of Bassett et al. 1999 (MSSE 31:1665) for the body, and
changes with the torso's angle as a plate of the trunk's length and of a breadth that is turned into the wind:
by it hoods (43 deg) and aero bars (12 deg) differ by 0.08 m2, as positions gathered by Debraux et al. 2011 (Sports
Biomech 10:197) do.
"""

from __future__ import annotations

from math import sin

from fit_optimizer.setup.rider_on_bike import RiderOnBike

AIR_DENSITY = 1.2
"""kg/m3 at 20 degrees Celsius and sea level."""
DRAG_COEFFICIENT = 0.8
"""Drag area over frontal area: 0.7-0.9 in the positions gathered by Debraux et al. 2011."""
SHOULDERS_OVER_HEIGHT = 0.23
"""Breadth of the trunk that the wind sees: 0.28 of stature over the deltoids (ANSUR II) less what arms and head
hide. A guess that gives the difference above."""
ROLLING = 0.005
"""Rolling resistance over weight: a road tyre on asphalt (0.004-0.006)."""
BICYCLE_KG = 9.0
GRAVITY = 9.81
RACING_TORSO = 0.5
"""Torso angle (rad) at which Bassett's equation holds: riders on drops."""
DELTA_EFFICIENCY = 0.22
"""Power at the cranks over metabolic power for one more watt: 20.6-23.8 % (Chavarren & Calbet 1999)."""


def drag_area_m2(on: RiderOnBike) -> float:
    """Drag area (m2) of a rider at the torso angle ridden."""
    rider = on.rider
    racing = 0.0293 * rider.height_m**0.725 * rider.mass_kg**0.425 + 0.0604
    plate = SHOULDERS_OVER_HEIGHT * rider.height_m * rider.torso_m
    turned = sin(on.riding.torso_angle) - sin(RACING_TORSO)
    return float(DRAG_COEFFICIENT * (racing + plate * turned))


def speed_m_s(on: RiderOnBike, given_kmh: float | None) -> float:
    """The speed (m/s) that is given, or that of the power on the flat without wind."""
    if given_kmh is not None:
        return given_kmh / 3.6
    rolling = ROLLING * GRAVITY * (on.rider.mass_kg + BICYCLE_KG)
    drag = 0.5 * AIR_DENSITY * drag_area_m2(on)
    low, high = 0.0, 30.0
    for _ in range(40):
        middle = (low + high) / 2
        if drag * middle**3 + rolling * middle < on.riding.power_w:
            low = middle
        else:
            high = middle
    return low


def air_cost_w(now: RiderOnBike, then: RiderOnBike, given_kmh: float | None) -> float:
    """Metabolic power (W) that another torso angle costs more (+) or less at the same speed."""
    if now.riding.torso_angle == then.riding.torso_angle:
        return 0.0
    speed = speed_m_s(now, given_kmh)
    more = drag_area_m2(then) - drag_area_m2(now)
    return 0.5 * AIR_DENSITY * more * speed**3 / DELTA_EFFICIENCY
