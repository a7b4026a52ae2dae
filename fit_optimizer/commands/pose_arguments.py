"""What a fitter tells of a film on the command line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

import typer

from fit_optimizer.pose.measure import Told
from fit_optimizer.pose.series import PoseError, Reads
from fit_optimizer.pose.views import ViewFrom
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.tables import SetUp
from rider_models.arrays import Side

KNOWN_MM = (50.0, 5000.0)
"""Shortest and longest length (mm) that gives a scale: from a pedal to a wall behind the bicycle (guesses)."""
LEAST_PX = 20.0
"""Fewest pixels that it may span: two of them are a tenth then (a guess)."""

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
KnownLength = Annotated[
    str | None,
    typer.Option(
        "--known-length",
        metavar="MM=PX",
        help="another length that gives it, as a wheel's diameter of 668 mm that spans 412 pixels: 668=412",
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


def check_film_given(
    pose: Path | None,
    side: Side | None,
    frame_rate: float | None,
    image_size: str | None,
    known_length: str | None,
    angles: Reads | None,
) -> None:
    """Raises BadParameter where something is told of a film and none is given."""
    told = {
        "--side": side,
        "--frame-rate": frame_rate,
        "--image-size": image_size,
        "--known-length": known_length,
        "--angles": angles,
    }
    for option, value in told.items():
        if pose is None and value is not None:
            raise typer.BadParameter("it tells of a film: give one with --pose", param_hint=option)


def told_of(
    set_up: SetUp | None,
    side: Side | None = None,
    frame_rate: float | None = None,
    crank_length_mm: float | None = None,
    image_size: str | None = None,
    angles: Reads | None = None,
    view: ViewFrom | None = None,
    known_length: str | None = None,
) -> Told:
    """What is told of a film, cadence and crank length from the set-up where there is one. Raises PoseError."""
    return Told(
        side=side,
        frame_rate_hz=frame_rate,
        crank_length_m=_crank_m(crank_length_mm, set_up),
        image_size_px=None if image_size is None else _size(image_size),
        reads=angles,
        view=view,
        cadence_rpm=None if set_up is None else set_up.riding.cadence_rpm,
        m_per_px=None if known_length is None else _m_per_px(known_length),
    )


def _crank_m(told_mm: float | None, set_up: SetUp | None) -> float | None:
    if told_mm is not None:
        return told_mm / 1000
    return None if set_up is None else seat_rider(set_up).bicycle.crank_length_m


def _m_per_px(text: str) -> float:
    """The scale of `668=412`: a length in mm and how many pixels it spans. Raises PoseError."""
    number = r"(\d{1,5}(?:[.,]\d{1,3})?)"
    found = re.fullmatch(rf"\s*{number}\s*(?:mm)?\s*=\s*{number}\s*(?:px)?\s*", text)
    mm, px = (
        (0.0, 0.0) if found is None else (float(one.replace(",", ".")) for one in found.groups())
    )
    if not (KNOWN_MM[0] <= mm <= KNOWN_MM[1] and px >= LEAST_PX):
        raise PoseError(
            f"--known-length is {text[:40]}: a length of {KNOWN_MM[0]:g} to {KNOWN_MM[1]:g} mm and the pixels that it "
            f"spans ({LEAST_PX:g} at least) are wanted, as 668=412."
        )
    return mm / 1000 / px


def _size(text: str) -> tuple[int, int]:
    """Width and height of `1920x1080`. Raises PoseError."""
    found = re.fullmatch(r"\s*(\d{2,5})\s*[xX*]\s*(\d{2,5})\s*", text)
    if found is None or 0 in (int(found[1]), int(found[2])):
        raise PoseError(
            f"--image-size is {text[:40]}: width and height in pixels are wanted, as 1920x1080."
        )
    return int(found[1]), int(found[2])
