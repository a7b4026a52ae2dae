"""What a fitter tells of a film on the command line."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import Annotated, Any, Literal, get_type_hints

import typer

from fit_optimizer.pose.measure import Told
from fit_optimizer.pose.series import PoseError
from fit_optimizer.setup.argument_limits import FRAME_RATES_HZ
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.tables import SetUp

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
        "--frame-rate",
        min=FRAME_RATES_HZ[0],
        max=FRAME_RATES_HZ[1],
        help="frames a second, where the file tells none",
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


@dataclass(frozen=True)
class FilmFlags:
    """What a command line tells of a film, each flag by its option."""

    side: Filmed = None
    frame_rate: FrameRate = None
    image_size: ImageSize = None
    known_length: KnownLength = None
    angles: Angles = None

    def check_given(self, pose: Path | None) -> None:
        """Raises BadParameter where something is told of a film and none is given."""
        for field in fields(self):
            if pose is None and getattr(self, field.name) is not None:
                option = f"--{field.name.replace('_', '-')}"
                raise typer.BadParameter(
                    "it tells of a film: give one with --pose", param_hint=option
                )

    def told(self, set_up: SetUp | None) -> Told:
        """What is told of a film, cadence and crank length from the set-up where there is one. Raises PoseError."""
        return Told(
            side=self.side,
            frame_rate_hz=self.frame_rate,
            crank_length_m=None if set_up is None else seat_rider(set_up).bicycle.crank_length_m,
            image_size_px=None if self.image_size is None else _size(self.image_size),
            reads=self.angles,
            cadence_rpm=None if set_up is None else set_up.riding.cadence_rpm,
            m_per_px=None if self.known_length is None else _m_per_px(self.known_length),
        )


@dataclass(frozen=True)
class LoneFilmFlags(FilmFlags):
    """What is told of a film that may stand without a set-up: the crank's length and the view, too."""

    crank_length_mm: CrankLength = None
    view: View = None

    def told(self, set_up: SetUp | None) -> Told:
        """What is told of a film; a crank length that is told comes before the set-up's. Raises PoseError."""
        found = replace(super().told(set_up), view=self.view)
        if self.crank_length_mm is None:
            return found
        return replace(found, crank_length_m=self.crank_length_mm / 1000)


UNTOLD, UNTOLD_ALONE = FilmFlags(), LoneFilmFlags()
"""Nothing told of a film."""


def with_flags(command: Callable[..., None]) -> Callable[..., None]:
    """The command with the flags of a dataclass as options of its own, where its parameter of that class stands.

    Typer makes an option of every parameter and knows no group of them.
    """
    hints = get_type_hints(command, include_extras=True)
    name, flags = next((n, t) for n, t in hints.items() if is_dataclass(t) and isinstance(t, type))
    of_flags = get_type_hints(flags, include_extras=True)
    parameters: list[Parameter] = []
    for one in signature(command).parameters.values():
        if one.name != name:
            parameters.append(one.replace(annotation=hints[one.name]))
            continue
        parameters += [
            Parameter(f.name, one.kind, default=f.default, annotation=of_flags[f.name])
            for f in fields(flags)
        ]

    @wraps(command)
    def with_grouped(**given: Any) -> None:
        told = {f.name: given.pop(f.name) for f in fields(flags)}
        command(**given, **{name: flags(**told)})

    with_grouped.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    with_grouped.__annotations__ = {one.name: one.annotation for one in parameters}
    return with_grouped


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
