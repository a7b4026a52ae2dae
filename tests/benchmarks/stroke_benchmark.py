"""Where the time of one stroke goes: `python -m tests.benchmarks.stroke_benchmark`.

Prints median CPU times of repeated runs for the turbo rider of the examples, and the counts that do not
depend on the machine.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from pathlib import Path
from time import process_time

from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import read_set_up
from rider_models.muscles import scale_muscles
from sim import muscle_sharing
from sim.dynamics import leg_dynamics
from sim.kinematics import move_leg
from sim.leg_problem import leg_problem
from sim.posture import sit

EXAMPLE = Path(__file__).parents[2] / "examples" / "turbo_rider.toml"
REPEATS = 25


def median_ms(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """Median CPU time of some work (ms), after one run to warm up."""
    work()
    times = []
    for _ in range(repeats):
        began = process_time()
        work()
        times.append(process_time() - began)
    return 1000 * statistics.median(times)


def main() -> None:
    """Time every step of one stroke and print a table."""
    seated = seat_rider(read_set_up(EXAMPLE))
    rider, bicycle, riding = seated.rider, seated.bicycle, seated.riding
    posture = sit(rider, bicycle, riding)

    def move():
        move_leg.cache_clear()
        return move_leg(rider, rider.right, bicycle, bicycle.right_cleat, riding, posture)

    def whole():
        move_leg.cache_clear()
        return seated.simulate()

    cycle = move()
    dynamics = leg_dynamics(cycle)
    muscles = scale_muscles(rider.right, rider.height_m, rider.mass_kg, rider.hip_width_m)
    problem = leg_problem(cycle, dynamics, muscles, rider.coordination)
    weight, prices = rider.mass_kg * 9.81, rider.coordination

    def share(with_activation_dynamics: bool):
        half = riding.power_w / 2
        return muscle_sharing.coordinate([problem], half, weight, prices, with_activation_dynamics)

    rows = {
        "kinematics (closing the leg)": median_ms(move),
        "PyBullet (inverse dynamics, Jacobians)": median_ms(lambda: leg_dynamics(cycle)),
        "muscles (paths, Hill curves, knee)": median_ms(
            lambda: leg_problem(cycle, dynamics, muscles, rider.coordination)
        ),
        "assembly of the problem": median_ms(
            lambda: muscle_sharing.assemble([problem], riding.power_w / 2, weight, prices)
        ),
        "coordination without activation dynamics": median_ms(lambda: share(False)),
        "coordination with activation dynamics": median_ms(lambda: share(True)),
        "whole stroke": median_ms(whole),
    }
    for name, milliseconds in rows.items():
        print(f"{name:42s} {milliseconds:8.1f} ms")
    _, report = share(True)
    print(f"solver: {report.steps} steps of {report.method}, {report.shortened} of them shortened")


if __name__ == "__main__":
    main()
