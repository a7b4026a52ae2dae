"""Pictures of a solved stroke. Only a drawing: nothing of the physics depends on it.

The rider from the right, the near leg's muscles coloured by activation. Importing the package is
cheap; matplotlib is loaded when something is drawn.
"""

from __future__ import annotations

from pathlib import Path

from rider_models.errors import PedalfitError
from sim.stroke import Stroke

ENDINGS = (".gif", ".png")


class UnknownPictureEnding(PedalfitError):
    """A picture was asked for in a format that is not drawn."""


def check_ending(path: Path) -> None:
    """See that a file's ending names a picture. Raises UnknownPictureEnding."""
    if path.suffix.lower() not in ENDINGS:
        raise UnknownPictureEnding(
            f"the picture {path} ends in {path.suffix or 'nothing'}, and allowed are "
            f"{' (moving) and '.join(ENDINGS)} (still)"
        )


def draw_stroke(stroke: Stroke, hand: tuple[float, float], path: Path) -> bytes:
    """Contents of the picture file: a revolution (.gif) or four crank positions (.png).

    `hand` is where the wrist is (x forward, z up from the bottom bracket, m). Raises
    UnknownPictureEnding.
    """
    check_ending(path)
    from sim.pictures.render import stroke_gif, stroke_png  # noqa: PLC0415  loads matplotlib

    draw = stroke_gif if path.suffix.lower() == ".gif" else stroke_png
    return draw(stroke, hand)
