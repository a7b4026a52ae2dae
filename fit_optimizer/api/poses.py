"""Riders as filmed: read, a set-up fitted to them, and the muscles behind them."""

from __future__ import annotations

import os
from pathlib import Path

from fit_optimizer.calibration.from_pose import PoseFit
from fit_optimizer.calibration.from_pose import fit_pose as fitted
from fit_optimizer.filmed.from_pose import FilmedStroke, filmed_stroke
from fit_optimizer.pose.measure import MeasuredPose, Told, measured_file
from fit_optimizer.pose.series import Reads
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.traces import Measured, read_measured
from rider_models.arrays import Side


def read_pose(
    file: str | os.PathLike[str],
    *,
    side: Side | None = None,
    frame_rate_hz: float | None = None,
    crank_length_mm: float | None = None,
    image_size_px: tuple[int, int] | None = None,
    reads: Reads | None = None,
) -> MeasuredPose:
    """A rider as a film or a motion system measured them: curves over the crank angle and figures, by leg.

    Reads TRC, MOT, OpenPose and MediaPipe JSON, Kinovea's exports and CSV (`docs/pose.md`). `reads` is
    "markers" or "centres". Raises PedalfitError.
    """
    crank_m = None if crank_length_mm is None else crank_length_mm / 1000
    told = Told(side, frame_rate_hz, crank_m, image_size_px, reads)
    return measured_file(Path(file), told)


def fit_pose(set_up: SetUp, pose: MeasuredPose | None = None) -> PoseFit:
    """A set-up whose movement is nearest to a film, or to its own `[measured]` figures: `.set_up` is the new one.

    Raises PedalfitError.
    """
    return fitted(set_up, pose)


def inverse(
    set_up: SetUp, pose: MeasuredPose, torque: str | os.PathLike[str] | Measured | None = None
) -> FilmedStroke:
    """The muscles and joint loads behind a film: `.inverse.stroke` is the stroke.

    `torque` is a recording of crank torque over the crank angle, which is held; else the pedal forces are predicted.
    Raises PedalfitError.
    """
    if torque is not None and not isinstance(torque, Measured):
        crank_mm = 1000 * seat_rider(set_up).bicycle.crank_length_m
        torque = read_measured(torque, crank_mm, to_compare=False)
    return filmed_stroke(set_up, pose, torque)
