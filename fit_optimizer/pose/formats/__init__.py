"""The file formats of poses, one row each: what is told, read, said and documented of them.

A new format is one file with two functions, and one row in `FORMATS`. The command's help, the refusal of
other files and the reader are built from the rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fit_optimizer.plain_text import any_of
from fit_optimizer.pose.formats.csv_file import is_kinovea_csv, is_text_table, read_csv
from fit_optimizer.pose.formats.kinovea_text import is_kinovea_text, read_kinovea_text
from fit_optimizer.pose.formats.kinovea_xml import is_kinovea_xml, read_kinovea_xml
from fit_optimizer.pose.formats.mediapipe_json import is_mediapipe, read_mediapipe
from fit_optimizer.pose.formats.mot_file import is_mot, read_mot
from fit_optimizer.pose.formats.openpose_json import is_openpose, read_openpose
from fit_optimizer.pose.formats.trc_file import is_trc, read_trc
from fit_optimizer.pose.series import PoseSeries
from fit_optimizer.traces.file_start import FileStart


@dataclass(frozen=True, slots=True)
class PoseFormat:
    """One file format: its name, its usual ending, what it holds, how it is recognised and how it is read.

    `recognises` looks at a file's start, never at its name alone. `read` raises `PoseError`.
    """

    name: str
    ending: str
    holds: str
    recognises: Callable[[FileStart], bool]
    read: Callable[[Path], PoseSeries]


FORMATS: tuple[PoseFormat, ...] = (
    PoseFormat("TRC", ".trc", "points of OpenSim, Pose2Sim or Sports2D", is_trc, read_trc),
    PoseFormat("MOT", ".mot or .sto", "joint angles of OpenSim or Sports2D", is_mot, read_mot),
    PoseFormat(
        "OpenPose JSON",
        ".json or a folder of them",
        "points in the image, frame by frame",
        is_openpose,
        read_openpose,
    ),
    PoseFormat(
        "MediaPipe JSON",
        ".json",
        "33 landmarks in the image or in metres",
        is_mediapipe,
        read_mediapipe,
    ),
    PoseFormat("Kinovea text", ".txt", "trajectories", is_kinovea_text, read_kinovea_text),
    PoseFormat(
        "Kinovea XML",
        ".xml or .kva",
        "trajectories of a spreadsheet or annotation file",
        is_kinovea_xml,
        read_kinovea_xml,
    ),
    PoseFormat("Kinovea CSV", ".csv", "trajectories", is_kinovea_csv, read_csv),
    PoseFormat(
        "CSV",
        ".csv or .txt",
        "points (MediaPipe's and others) or joint angles in degrees, named in the headings",
        is_text_table,
        read_csv,
    ),
)
"""Every format, in the order in which they are asked; the text table comes last, for it asks least."""


def format_names() -> str:
    """The names of all formats, in words: `TRC, MOT ... or CSV`."""
    return any_of([each.name for each in FORMATS])
