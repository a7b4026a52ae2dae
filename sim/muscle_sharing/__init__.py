"""Muscles sharing the work: one convex quadratic problem for the whole pedalling cycle.

Unknown at every crank position of a leg: activations, the pedal's wrench on the foot, reserve
moments and the tibiofemoral compression. Nothing prescribes the crank torque. `docs/solver.md` says
how it is solved.
"""

from sim.muscle_sharing.assembly import assemble
from sim.muscle_sharing.sharing import LegCoordination, coordinate
from sim.muscle_sharing.solve import CoordinationFailed, SolverReport

__all__ = ["CoordinationFailed", "LegCoordination", "SolverReport", "assemble", "coordinate"]
