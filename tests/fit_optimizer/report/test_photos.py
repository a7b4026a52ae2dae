"""Photos on the page: small, upright, few, and pictures only."""

from __future__ import annotations

import base64
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from fit_optimizer.report.photos import MOST_PHOTOS, MOST_PIXELS, PhotoError, photo_uri, photo_uris


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A landscape picture that its camera says is to be turned by a quarter."""
    path = tmp_path / "rider.jpg"
    image = Image.new("RGB", (2000, 500), "red")
    exif = image.getexif()
    exif[0x0112] = 6
    image.save(path, exif=exif)
    return path


def test_a_photo_is_upright_small_and_without_what_the_camera_wrote(photo: Path) -> None:
    with Image.open(BytesIO(base64.b64decode(photo_uri(photo).partition(",")[2]))) as shown:
        assert shown.size == (MOST_PIXELS // 4, MOST_PIXELS)
        assert len(shown.getexif()) == 0


def test_more_photos_than_a_report_takes_are_refused_with_the_number_allowed(photo: Path) -> None:
    assert len(photo_uris([photo] * MOST_PHOTOS)) == MOST_PHOTOS
    with pytest.raises(PhotoError, match=f"9 times: a report takes up to {MOST_PHOTOS}"):
        photo_uris([photo] * (MOST_PHOTOS + 1))


def test_what_is_no_picture_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rider.jpg"
    path.write_text("no picture", encoding="utf-8")
    with pytest.raises(PhotoError, match="allowed are pictures"):
        photo_uri(path)
