"""What a pose file holds, whatever program wrote it: points of a body over time, or joint angles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from fit_optimizer.traces.recording import TraceError
from fit_optimizer.traces.wording import sentences
from rider_models.arrays import Array, Flags

Reads = Literal["markers", "centres"]
"""Whether points lie on the skin (trochanter, epicondyle, malleolus), or angles are between such points, or
at the centres of the joints."""

Unit = Literal["m", "px", "image"]
"""Unit of points: metres, pixels, or shares of the image's width and height (MediaPipe)."""

MOST_FRAMES = 150_000
"""Frames read of one file: 40 minutes at 60 Hz, which take some 7 s."""


class PoseError(TraceError):
    """A pose that cannot be used; the message is one sentence for a fitter."""


@dataclass(frozen=True, eq=False)
class PointSeries:
    """Points of a body over n frames, under names such as `right.knee` (`landmarks.POINTS`), or `near.knee`
    where the file tells no side.

    `points` are n x 2 (side or front view) or n x 3, in `unit`, NaN where a point was not found, along
    whatever axes the program has. `seen` holds, by the same names, the program's confidence from 0 to 1
    (n), where it gives any. `time_s` (n) rises; None where the file tells no frame rate.
    """

    time_s: Array | None
    points: Mapping[str, Array]
    unit: Unit
    reads: Reads
    source: str
    seen: Mapping[str, Array]
    losses: tuple[str, ...] = ()

    @property
    def frames(self) -> int:
        """Number of frames."""
        return len(next(iter(self.points.values())))

    def with_time(self, time_s: Array) -> PointSeries:
        """The same points at other times (s)."""
        return replace(self, time_s=time_s)

    def with_points(self, points: Mapping[str, Array], *losses: str) -> PointSeries:
        """Other points at the same times, and what to say of it."""
        return replace(self, points=points, losses=sentences([*self.losses, *losses]))

    def taken(self, chosen: Flags) -> PointSeries:
        """The chosen frames only."""
        return replace(
            self,
            time_s=None if self.time_s is None else self.time_s[chosen],
            points={name: each[chosen] for name, each in self.points.items()},
            seen={name: each[chosen] for name, each in self.seen.items()},
        )


@dataclass(frozen=True, eq=False)
class AngleSeries:
    """Joint angles over n frames in degrees, under names such as `right.knee_flexion` (`landmarks.ANGLES`).

    NaN where an angle was not found. `time_s` (n) rises; None where the file tells no time.
    `crank_angle_deg` (n) is the right crank's, where the file tells it; without time it makes the file a
    mean curve over one revolution. `crank_speed_rad_s` (n) is its speed, where a column gives it. `reads` says what
    the knee angle is between.
    """

    time_s: Array | None
    angles_deg: Mapping[str, Array]
    crank_angle_deg: Array | None
    reads: Reads
    source: str
    losses: tuple[str, ...] = ()
    crank_speed_rad_s: Array | None = None

    @property
    def frames(self) -> int:
        """Number of frames."""
        return len(next(iter(self.angles_deg.values())))

    def with_time(self, time_s: Array) -> AngleSeries:
        """The same angles at other times (s)."""
        return replace(self, time_s=time_s)

    def with_angles(self, angles_deg: Mapping[str, Array], *losses: str) -> AngleSeries:
        """Other angles at the same times, and what to say of it."""
        return replace(self, angles_deg=angles_deg, losses=sentences([*self.losses, *losses]))


def middle(values: Array) -> float:
    """The median of the values that are known; NaN where none is."""
    known = values[np.isfinite(values)]
    return float(np.median(known)) if known.size else float("nan")


PoseSeries = PointSeries | AngleSeries
"""What a reader gives."""
