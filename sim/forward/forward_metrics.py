"""How a forward ride compares with the stroke it was made from, units in the names."""

from __future__ import annotations

import numpy as np

from rider_models.arrays import Array
from rider_models.muscle_table import COORDINATES
from sim.forward.run import ForwardRun
from sim.stroke import LegStroke, Stroke

AT_ONCE = 2000
"""Angles at which a Fourier series is summed at once: 1 MB of 31 complex numbers each."""


def forward_metrics(stroke: Stroke, run: ForwardRun) -> dict[str, float]:
    """Departures of a ride from the plan, the worse leg of the two.

    The cadence error is that of the worst whole revolution (of the whole ride where it is
    shorter); joint angles and crank torques are compared at equal crank angle, root mean square;
    the torque against the plan's peak; the energy error is what constraints and time steps lost or
    made, against the muscles' work.
    """
    metrics = {"cadence_error_pct": 100 * _cadence_error(stroke, run)}
    away = angle_departures(stroke, run)
    worst = np.rad2deg(np.sqrt((away**2).mean(axis=0)).max(axis=0))
    metrics |= {f"{name}_rms_deg": float(v) for name, v in zip(COORDINATES, worst, strict=True)}
    energies = run.energies
    return metrics | {
        "crank_torque_rms_pct": 100 * max(_torque_error(stroke, run)),
        "cleat_gap_max_mm": 1000 * float(run.cleat_gap.max()),
        "cleat_turn_max_deg": float(np.rad2deg(run.cleat_turn.max())),
        "energy_error_pct": 100
        * float(np.abs(energies.dissipation).max() / abs(energies.muscle_work[-1])),
        "run_time_over_real_time": run.run_time_s / float(run.time[-1]),
    }


def angle_departures(stroke: Stroke, run: ForwardRun) -> Array:
    """Joint angles of a ride less those of the plan at the same crank angle (n x 2 x 6, rad)."""
    planned = [_fourier(leg.problem.cycle.leg_angles, angle) for leg, angle in _sides(stroke, run)]
    return np.asarray(run.leg_angles - np.stack(planned, axis=1))


def planned_crank_torque(stroke: Stroke, run: ForwardRun) -> Array:
    """The plan's crank torque of each leg at the crank angles of a ride (n x 2, Nm)."""
    torques = []
    for leg, angle in _sides(stroke, run):
        nodes = leg.problem.cycle.crank_angle
        torques.append(np.interp(angle, nodes, leg.crank_torque, period=2 * np.pi))
    return np.stack(torques, axis=1)


def _sides(stroke: Stroke, run: ForwardRun) -> list[tuple[LegStroke, Array]]:
    """Each leg with its own crank's angle during a ride."""
    return [(stroke.left, run.crank_angle + np.pi), (stroke.right, run.crank_angle)]


def _torque_error(stroke: Stroke, run: ForwardRun) -> tuple[float, ...]:
    """Root-mean-square departure of each leg's crank torque over its planned peak."""
    away = run.crank_torque - planned_crank_torque(stroke, run)
    peaks = [leg.crank_torque.max() for leg in (stroke.left, stroke.right)]
    return tuple((np.sqrt((away**2).mean(axis=0)) / peaks).tolist())


def _cadence_error(stroke: Stroke, run: ForwardRun) -> float:
    """Largest relative error of a revolution's mean crank speed."""
    planned = float(1 / np.mean(1 / stroke.right.problem.cycle.crank_speed))
    turns = np.arange(0, run.crank_angle[-1] + 1e-9, 2 * np.pi)
    if len(turns) < 2:
        turns = run.crank_angle[[0, -1]]
    times = np.interp(turns, run.crank_angle, run.time)
    speeds = np.diff(turns) / np.diff(times)
    return float(np.abs(speeds / planned - 1).max())


def _fourier(curve: Array, angle: Array) -> Array:
    """A periodic curve (n x k, evenly spaced from 0) at any angles (rad): its Fourier series."""
    n = len(curve)
    orders = np.arange(n // 2 + 1)
    share = np.where((orders == 0) | (2 * orders == n), 1.0, 2.0)[:, None] / n
    spectrum = np.fft.rfft(curve, axis=0) * share
    blocks = np.array_split(angle, len(angle) // AT_ONCE + 1)
    return np.concatenate([(np.exp(1j * np.outer(b, orders)) @ spectrum).real for b in blocks])
