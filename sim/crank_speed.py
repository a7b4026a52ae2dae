"""Crank speed over the revolution: what the legs' torque leaves over of the resistance speeds the crank up.

Against the crank angle theta, I w dw/dtheta = torque of both legs - resistance. The resistance is a
constant torque, the mean of the legs', as in the forward simulation: a brake or a gradient that
does not follow the speed within a revolution.
"""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from typing import Protocol, TypeVar

import numpy as np

from rider_models.arrays import Array
from rider_models.errors import PedalfitError

LOWEST_CRANK_INERTIA_KG_M2 = 0.05
"""Least crank inertia that is simulated: the pedals' own swing about the crank axis, which is part of it, has
0.006. A guess."""

SPEED_TOLERANCE = 1e-3
"""Share of the cadence by which the speed may miss what the torque makes of it: 0.1 rpm at 100."""
MOST_ROUNDS = 30
"""Rounds after which the crank speed is given up. A guess."""
STALLED_ROUNDS = 10
"""Rounds in which the least miss must be halved. Of 40 light cranks the slowest that settled took six; what does not
settle stays about where it is. A guess."""
HOPELESS_ROUNDS = 2
"""Rounds running that no muscles can ride, after which no other crank speed is tried: at the cadence throughout, and at
what the torque lacking there would make of it. A guess."""
REMEMBERED = 8
"""Rounds that Anderson's acceleration mixes."""
SQUARE_TOLERANCE = 1e-12
"""Newton's last step, as a share of the squared cadence: about where rounding ends."""
MOST_STEPS = 60
"""More than Newton's method ever takes: it first trebles a square that is far too small, and 60
positions start within a factor of 3600 (3^8)."""


class CrankSpeedUnsettled(PedalfitError):
    """No crank speed was found that the torque made at it keeps up."""


class _Pedalled(Protocol):
    @property
    def crank_speed(self) -> Array: ...
    @property
    def total_crank_torque(self) -> Array: ...


P = TypeVar("P", bound=_Pedalled)


def settle_crank_speed(
    ride: Callable[[Array], P],
    start: Array,
    cadence: float,
    inertia_kg_m2: float,
    hopeless: Callable[[P], bool],
) -> P:
    """Ride at one crank speed after another until the torque keeps up the speed it was made at.

    `ride` pedals at a crank speed (n, rad/s, evenly spaced in crank angle); `start` is the first
    one, `cadence` the mean (rad/s, over time); `hopeless` tells of a ride whether muscles are far
    too weak for it. Anderson's acceleration on the energy of the crank (Walker & Ni 2011, SIAM J
    Numer Anal 49:1715), for plain repetition overshoots where the legs are heavy against the
    crank: what quickens it takes torque to quicken them.

    Returns the last ride, whose crank speed is within `SPEED_TOLERANCE` of what its torque makes
    of it, or which was hopeless like the one before. Raises CrankSpeedUnsettled.
    """
    unit = inertia_kg_m2 * cadence**2
    energy = start**2 / 2 / cadence**2
    energies: list[Array] = []
    missed: list[Array] = []
    misses: list[float] = []
    running = 0
    for _ in range(MOST_ROUNDS):
        ridden = ride(crank_speed(unit * energy, cadence, inertia_kg_m2))
        running = running + 1 if hopeless(ridden) else 0
        if running == HOPELESS_ROUNDS:
            break
        energies.append(energy - energy.mean())
        missed.append(crank_energy(ridden.total_crank_torque) / unit - energies[-1])
        misses.append(float(np.abs(missed[-1]).max()))
        if misses[-1] < SPEED_TOLERANCE:
            break
        if _stalled(misses):
            raise _unsettled(inertia_kg_m2)
        energy = _accelerated(np.array(energies[-REMEMBERED:]), np.array(missed[-REMEMBERED:]))
    else:
        raise _unsettled(inertia_kg_m2)
    return ridden


def _stalled(misses: list[float]) -> bool:
    """Whether the last rounds' least miss is more than half of that of all rounds before them."""
    before = misses[:-STALLED_ROUNDS]
    return bool(before) and min(misses[-STALLED_ROUNDS:]) > 0.5 * min(before)


def _unsettled(inertia_kg_m2: float) -> CrankSpeedUnsettled:
    return CrankSpeedUnsettled(
        f"crank_inertia_kg_m2 is {inertia_kg_m2:g}: the crank speed does not settle; "
        "allowed at this power and cadence is a larger one"
    )


def _accelerated(tried: Array, missed: Array) -> Array:
    """The next try after k (k x n each): the mix of all that would have missed least, less its miss."""
    steps, changes = np.diff(tried, axis=0), np.diff(missed, axis=0)
    share = np.linalg.lstsq(changes.T, missed[-1])[0]
    return np.asarray(tried[-1] + missed[-1] - share @ (steps + changes))


def crank_energy(torque: Array) -> Array:
    """Kinetic energy of the crank (n, J, less its mean) under both legs' torque (n, Nm).

    The antiderivative by crank angle of torque less resistance, by Fourier series. The highest
    frequency of an even number of samples is dropped.
    """
    n = len(torque)
    order = np.fft.rfftfreq(n, 1 / n)
    spectrum = np.fft.rfft(torque)
    spectrum[0] = 0.0
    if n % 2 == 0:
        spectrum[-1] = 0.0
    order[0] = 1.0
    return np.asarray(np.fft.irfft(spectrum / (1j * order), n=n), dtype=np.float64)


def crank_speed(energy: Array, cadence: float, inertia_kg_m2: float) -> Array:
    """Crank speed (n, rad/s) of a mean `cadence` (rad/s) from the crank's energy (n, J) but for a constant.

    The mean is over time: a revolution lasts 2 pi / cadence. Newton's method finds the square of the
    slowest speed: the mean of 1 / speed falls with that square and is convex, so from a square that
    is too small every step stays below the solution and comes nearer.
    """
    swing = 2 * (energy - energy.min()) / inertia_kg_m2
    square = cadence**2
    slowest_squared = max(square / len(swing) ** 2, square - float(swing.max()))
    for _ in range(MOST_STEPS):
        speed = np.sqrt(slowest_squared + swing)
        step = 2 * (np.mean(1 / speed) - 1 / cadence) / np.mean(speed**-3)
        slowest_squared += float(step)
        if step <= SQUARE_TOLERANCE * square:
            break
    return np.asarray(np.sqrt(slowest_squared + swing))


def check_crank_inertia(inertia_kg_m2: float) -> None:
    """Raise PedalfitError for an inertia that makes no sense."""
    if not (isfinite(inertia_kg_m2) and inertia_kg_m2 >= LOWEST_CRANK_INERTIA_KG_M2):
        raise PedalfitError(
            f"crank_inertia_kg_m2 is {inertia_kg_m2:g}, "
            f"allowed is {LOWEST_CRANK_INERTIA_KG_M2:g} and more"
        )
