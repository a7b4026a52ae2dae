"""The forward simulation against its bars: `python -m tests.validation.forward_table`.

Ten revolutions of each example rider at several cadences, a push on one knee, and light cranks
as of an ergometer. Prints departures from the solved stroke; an asterisk marks a bar not met.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import read_set_up
from rider_models.errors import PedalfitError
from sim.forward import KneePush, forward_metrics, ride_forward
from sim.forward.forward_metrics import angle_departures
from sim.stroke import Stroke

EXAMPLES = Path(__file__).parents[2] / "examples"
RIDERS = ("turbo_rider", "small_rider", "time_trial_rider")
CADENCES_RPM = (60, 90, 110)
REVOLUTIONS = 10
BARS = {
    "cadence_error_pct": 2.0,
    "hip_flexion_rms_deg": 3.0,
    "hip_adduction_rms_deg": 3.0,
    "hip_rotation_rms_deg": 3.0,
    "knee_flexion_rms_deg": 3.0,
    "ankle_dorsiflexion_rms_deg": 3.0,
    "subtalar_inversion_rms_deg": 3.0,
    "crank_torque_rms_pct": 8.0,
    "cleat_gap_max_mm": 0.2,
    "energy_error_pct": 1.0,
    "run_time_over_real_time": 1.0,
}
LIGHT_CRANK_INERTIAS_KG_M2 = (5.0, 3.0, 1.0)


def solved(rider: str, *changes: str) -> Stroke:
    return seat_rider(read_set_up(EXAMPLES / f"{rider}.toml", changes)).simulate()


def row(name: str, figures: dict[str, float]) -> str:
    cells = [
        f"{figures[key]:.3f}{'*' if figures[key] >= bar else ' '}" for key, bar in BARS.items()
    ]
    return f"{name:28s}" + "".join(f"{cell:>10s}" for cell in cells)


def print_rides() -> None:
    words = [key.split("_rms")[0].split("_error")[0].split("_max")[0][:9] for key in BARS]
    print(f"{'':28s}" + "".join(f"{word:>10s}" for word in words))
    for rider in RIDERS:
        for cadence in CADENCES_RPM:
            name = f"{rider} {cadence} rpm"
            try:
                stroke = solved(rider, f"cadence_rpm={cadence}")
                figures = forward_metrics(stroke, ride_forward(stroke, REVOLUTIONS))
            except PedalfitError as error:
                print(f"{name:28s}  {error}")
                continue
            print(row(name, figures))


def print_pushes() -> None:
    print("\n20 N for 0.1 s backwards on the right knee: farthest from the ride left alone (deg)")
    for rider in RIDERS:
        stroke = solved(rider)
        push = KneePush("right", (-20.0, 0.0, 0.0), start_s=0.2, duration_s=0.1)
        pushed, alone = ride_forward(stroke, 6, push=push), ride_forward(stroke, 6)
        away = angle_departures(stroke, pushed) - angle_departures(stroke, alone)
        away = np.rad2deg(np.abs(away).max(axis=(1, 2)))
        turn = ((pushed.crank_angle - pushed.crank_angle[0]) // (2 * np.pi)).astype(int)
        peaks = [f"{away[turn == k].max():.2f}" for k in range(turn.max()) if (turn == k).any()]
        print(f"{rider:28s}by revolution {', '.join(peaks)}")


def print_light_cranks() -> None:
    print("\nLight cranks")
    for rider in RIDERS:
        for inertia in LIGHT_CRANK_INERTIAS_KG_M2:
            name = f"{rider} {inertia:g} kg m2"
            try:
                stroke = solved(rider, f"crank_inertia_kg_m2={inertia}")
                run = ride_forward(stroke, REVOLUTIONS)
            except PedalfitError as error:
                print(f"{name:28s}  {error}")
                continue
            planned, ridden = (
                f"{speed.min():.2f}-{speed.max():.2f}"
                for speed in (stroke.crank_speed, run.crank_speed)
            )
            figures = forward_metrics(stroke, run)
            print(row(name, figures) + f"   planned {planned}, ridden {ridden} rad/s")


if __name__ == "__main__":
    print_rides()
    print_pushes()
    print_light_cranks()
