"""Does a solved stroke pedal by itself? `python examples/forward_ride.py` (numpy and this package).

Solves the turbo rider's stroke, plays it forward with nothing but its activations, and prints how
far the ride departs from the plan, revolution by revolution. Then pushes one knee.
"""

from pathlib import Path

import numpy as np

from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import read_set_up
from sim.forward import ForwardRun, KneePush, forward_metrics, ride_forward
from sim.forward.forward_metrics import angle_departures
from sim.stroke import Stroke

stroke = seat_rider(read_set_up(Path(__file__).parent / "turbo_rider.toml")).simulate()


def print_ride(title: str, stroke: Stroke, run: ForwardRun) -> None:
    away = np.rad2deg(np.abs(angle_departures(stroke, run)).max(axis=(1, 2)))
    turn = (run.crank_angle // (2 * np.pi)).astype(int)
    print(title)
    for k in np.unique(turn):
        print(f"  revolution {k + 1}: a joint angle {away[turn == k].max():5.2f} deg off at most")


run = ride_forward(stroke, revolutions=4)
print_ride("Left to itself", stroke, run)
for name, value in forward_metrics(stroke, run).items():
    print(f"  {name:28s}{value:8.3f}")

# 20 N backwards on the right knee for a tenth of a second: muscles resist, and the stroke returns.
push = KneePush("right", force=(-20.0, 0.0, 0.0), start_s=0.2, duration_s=0.1)
print_ride("Pushed", stroke, ride_forward(stroke, revolutions=4, push=push))
