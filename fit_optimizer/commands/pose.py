"""`pedalfit pose`: a rider as a film or a motion system measured them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

import typer

from fit_optimizer.commands.arguments import Changes
from fit_optimizer.commands.pose_tables import pose_tables
from fit_optimizer.commands.terminal import console, notes
from fit_optimizer.documents.pose import PoseDocument
from fit_optimizer.files import check_writable, write_json
from fit_optimizer.pose.formats import format_names
from fit_optimizer.pose.measure import Told, measured_file
from fit_optimizer.pose.series import PoseError
from fit_optimizer.pose_check.compare import check_pose
from fit_optimizer.pose_check.pose_document import pose_measured
from fit_optimizer.setup.refusals import explained
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import read_set_up
from fit_optimizer.setup.tables import SetUp

Filmed = Annotated[
    Literal["left", "right"] | None,
    typer.Option("--side", help="leg that was filmed; found if not given"),
]
FrameRate = Annotated[
    float | None,
    typer.Option(
        "--frame-rate", min=1, max=100_000, help="frames a second, where the file tells none"
    ),
]
CrankLength = Annotated[
    float | None,
    typer.Option(
        "--crank-length-mm", min=120, max=200, help="known length that gives the scale of pixels"
    ),
]
ImageSize = Annotated[
    str | None,
    typer.Option(
        "--image-size", metavar="WIDTHxHEIGHT", help="pixels of the image, for shares of it"
    ),
]
Angles = Annotated[
    Literal["markers", "centres"] | None,
    typer.Option("--angles", help="whether points lie on the skin or in the joints' centres"),
]
View = Annotated[
    Literal["side", "front"] | None, typer.Option("--view", help="from where a film was taken")
]


def pose(
    file: Annotated[Path, typer.Argument(help=f"points or joint angles: {format_names()}")],
    against: Annotated[Path | None, typer.Option(help="set-up to show beside it")] = None,
    changes: Changes = None,
    side: Filmed = None,
    frame_rate: FrameRate = None,
    crank_length_mm: CrankLength = None,
    image_size: ImageSize = None,
    angles: Angles = None,
    view: View = None,
    json: Annotated[Path | None, typer.Option(help="write curves and figures here")] = None,
) -> None:
    """Joint angles of a rider from a film or motion system, and how a set-up's model compares."""
    check_writable(json, inputs=(file, against))
    set_up = None if against is None else read_set_up(against, changes or [])
    told = Told(
        side=side,
        frame_rate_hz=frame_rate,
        crank_length_m=_crank_m(crank_length_mm, set_up),
        image_size_px=None if image_size is None else _size(image_size),
        reads=angles,
        view=view,
        cadence_rpm=None if set_up is None else set_up.riding.cadence_rpm,
    )
    measured = measured_file(file, told)
    check = None
    if set_up is not None:
        with explained(set_up):
            check = check_pose(set_up, measured)
    document = PoseDocument.of_measured(pose_measured(measured, check)).plain()
    if json is not None:
        write_json(json, document.as_json())
    for table in pose_tables(document):
        console.print(table)
    notes(document.notes)


def _crank_m(told_mm: float | None, set_up: SetUp | None) -> float | None:
    if told_mm is not None:
        return told_mm / 1000
    return None if set_up is None else seat_rider(set_up).bicycle.crank_length_m


def _size(text: str) -> tuple[int, int]:
    """Width and height of `1920x1080`. Raises PoseError."""
    found = re.fullmatch(r"\s*(\d{2,5})\s*[xX*]\s*(\d{2,5})\s*", text)
    if found is None:
        raise PoseError(
            f"--image-size is {text[:40]}: width and height in pixels are wanted, as 1920x1080."
        )
    return int(found[1]), int(found[2])
