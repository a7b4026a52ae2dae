"""Any pose file, told by what it holds rather than by its name."""

from __future__ import annotations

import os
from pathlib import Path

from fit_optimizer.pose import formats
from fit_optimizer.pose.formats.openpose_json import is_openpose_folder, read_openpose
from fit_optimizer.pose.series import PoseError, PoseSeries
from fit_optimizer.traces.file_start import look_at
from fit_optimizer.traces.other_formats import PICTURE, VIDEO, other_format


def read_pose(path: str | os.PathLike[str]) -> PoseSeries:
    """The points or angles of a pose file, in any of `formats.FORMATS`, or of a folder of OpenPose's.

    Raises `PoseError`, or `TraceError` where there is no such file: one sentence for everything that cannot
    be used.
    """
    file = Path(path)
    if "\0" not in str(file) and is_openpose_folder(file):
        return read_openpose(file)
    start = look_at(file)
    taken_for = other_format(start.raw)
    if taken_for in (PICTURE, VIDEO):
        raise PoseError(
            f"{start.name} is {taken_for}: wanted are the points or joint angles that a program such as "
            f"Kinovea or OpenPose takes from a film; what can be read is {formats.format_names()}."
        )
    if taken_for is not None:
        raise PoseError(f"{start.name} is {taken_for}.")
    chosen = next((each for each in formats.FORMATS if each.recognises(start)), None)
    if chosen is None:
        web = start.root == "html" or "<html" in start.text[:4096].lower()
        what = "a web page, not a pose" if web else "no pose of a known format"
        raise PoseError(f"{start.name} is {what}; what can be read is {formats.format_names()}.")
    try:
        return chosen.read(file)
    except OSError as error:
        raise PoseError(f"{start.name} cannot be read ({error.strerror}).") from error
