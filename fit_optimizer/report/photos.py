"""A client's photos beside the drawings: read, made small enough for a page, and put into it."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from fit_optimizer.files import read_bytes
from rider_models.errors import PedalfitError

MOST_PIXELS = 1400
"""Longer side of a photo on the page: some 150 dots per cm of half an A4 page's width."""
QUALITY = 82
MOST_PHOTOS = 8
"""Quality of the pictures as JPEG (of 100), and how many a report takes. Guesses."""
MOST_BYTES, LARGEST_PIXELS = 60_000_000, 60_000_000
"""Largest photo in the file, and unpacked, where every pixel takes 3 bytes three times over: 0.5 GB."""


class PhotoError(PedalfitError):
    """A photo that cannot be shown."""


def photo_uris(paths: Sequence[Path]) -> tuple[str, ...]:
    """The photos as data URIs, in their order. Raises PhotoError, for too many too."""
    if len(paths) > MOST_PHOTOS:
        raise PhotoError(f"--photo is given {len(paths)} times: a report takes up to {MOST_PHOTOS}")
    return tuple(photo_uri(path) for path in paths)


def photo_uri(path: Path) -> str:
    """The photo as a data URI, upright, without what the camera wrote into it. Raises PhotoError."""
    contents = read_bytes(path, "photo", PhotoError, MOST_BYTES)
    try:
        with Image.open(BytesIO(contents)) as opened:
            if opened.width * opened.height > LARGEST_PIXELS:
                raise PhotoError(
                    f"the photo {path} has {opened.width} x {opened.height} pixels: allowed are up "
                    f"to {LARGEST_PIXELS / 1e6:.0f} million"
                )
            upright = ImageOps.exif_transpose(opened).convert("RGB")
            upright.thumbnail((MOST_PIXELS, MOST_PIXELS))
            out = BytesIO()
            upright.save(out, "JPEG", quality=QUALITY)
    except PhotoError:
        raise
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, ValueError):
        raise PhotoError(
            f"the photo {path} is no picture that can be read: allowed are pictures such as JPEG and PNG"
        ) from None
    return f"data:image/jpeg;base64,{base64.b64encode(out.getvalue()).decode()}"


def as_svg(uri: str) -> str:
    """A photo's data URI as an SVG document, for Typst."""
    data = base64.b64decode(uri.partition(",")[2])
    with Image.open(BytesIO(data)) as opened:
        width, height = opened.size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}"><image width="{width}" height="{height}" href="{uri}"/></svg>'
    )
