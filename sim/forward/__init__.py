"""A solved stroke played forward: two muscle-driven legs turn a crank in PyBullet, unguided."""

from sim.forward.figures import forward_figures
from sim.forward.run import Energies, ForwardRun
from sim.forward.simulation import (
    ROAD_CRANK_INERTIA_KG_M2,
    ForwardDiverged,
    KneePush,
    check_forward,
    ride_forward,
)

__all__ = [
    "ROAD_CRANK_INERTIA_KG_M2",
    "Energies",
    "ForwardDiverged",
    "ForwardRun",
    "KneePush",
    "check_forward",
    "forward_figures",
    "ride_forward",
]
