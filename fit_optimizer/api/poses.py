"""Riders as filmed: read, a set-up fitted to them, and the muscles behind them."""

from __future__ import annotations

import os
from pathlib import Path

from fit_optimizer.api.errors import number_within, of_kind, one_of
from fit_optimizer.calibration.fit_pose import PoseFit
from fit_optimizer.calibration.fit_pose import fit_pose as fitted
from fit_optimizer.filmed.filmed_stroke import FilmedStroke, filmed_stroke
from fit_optimizer.filmed.forces import read_forces
from fit_optimizer.pose.measure import MeasuredPose, Told, measured_file
from fit_optimizer.pose.series import Reads
from fit_optimizer.setup.argument_limits import FRAME_RATES_HZ
from fit_optimizer.setup.setup_file import allowed_range
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.trace_check.bins import crank_length_mm
from rider_models.arrays import SIDES, Side


def read_pose(
    file: str | os.PathLike[str],
    *,
    side: Side | None = None,
    frame_rate_hz: float | None = None,
    crank_mm: float | None = None,
    image_size_px: tuple[int, int] | None = None,
    reads: Reads | None = None,
    mm_per_px: float | None = None,
) -> MeasuredPose:
    """A rider as a film or a motion system measured them: curves over the crank angle and figures, by leg.

    Reads TRC, MOT, OpenPose and MediaPipe JSON, Kinovea's exports and CSV (`docs/pose.md`). `reads` is
    "markers" or "centres". The scale of pixels is that of `crank_mm`, or `mm_per_px` where another length is known
    in the image. Raises PedalfitError.
    """
    one_of("side", side, (None, *SIDES))
    one_of("reads", reads, (None, "markers", "centres"))
    if frame_rate_hz is not None:
        frame_rate_hz = number_within("frame_rate_hz", frame_rate_hz, *FRAME_RATES_HZ)
    if crank_mm is not None:
        crank_mm = number_within("crank_mm", crank_mm, *allowed_range("crank_length_mm"))
    crank_m = None if crank_mm is None else crank_mm / 1000
    m_per_px = None if mm_per_px is None else mm_per_px / 1000
    told = Told(side, frame_rate_hz, crank_m, image_size_px, reads, m_per_px=m_per_px)
    return measured_file(Path(file), told)


def fit_pose(set_up: SetUp, pose: MeasuredPose | None = None) -> PoseFit:
    """A set-up whose movement is nearest to a film, or to its own `[measured]` figures: `.set_up` is the new one.

    Raises PedalfitError.
    """
    of_kind(set_up, SetUp, "set_up")
    return fitted(set_up, None if pose is None else of_kind(pose, MeasuredPose, "read_pose"))


def inverse(
    set_up: SetUp, pose: MeasuredPose, forces: str | os.PathLike[str] | None = None
) -> FilmedStroke:
    """The muscles and joint loads behind a film: `.inverse.stroke` is the stroke.

    `forces` is a file of crank torque or pedal forces over the crank angle, which are held; else they are predicted.
    Raises PedalfitError.
    """
    of_kind(set_up, SetUp, "set_up")
    of_kind(pose, MeasuredPose, "read_pose")
    if forces is None:
        return filmed_stroke(set_up, pose)
    recording = read_forces(Path(forces), crank_length_mm(set_up), set_up.rider.mass_kg)
    return filmed_stroke(set_up, pose, recording)
