"""A solved stroke played forward: two muscle-driven legs turn a crank in PyBullet, unguided."""

from sim.forward.forward_metrics import forward_metrics
from sim.forward.run import Energies, ForwardRun
from sim.forward.simulation import (
    ForwardDiverged,
    KneePush,
    check_revolutions,
    ride_forward,
)

__all__ = [
    "Energies",
    "ForwardDiverged",
    "ForwardRun",
    "KneePush",
    "check_revolutions",
    "forward_metrics",
    "ride_forward",
]
