"""Files that are often taken for recordings or for the points of a film: told by their first bytes."""

from __future__ import annotations

PICTURE, VIDEO = "a picture", "a video"
OTHER_FORMATS = {
    b"\x1f\x8b": "packed with gzip; unpack it first",
    b"PK\x03\x04": "a ZIP archive or spreadsheet; unpack it, or export it as CSV, first",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet or document; export it as CSV first",
    b"7z\xbc\xaf\x27\x1c": "packed with 7-Zip; unpack it first",
    b"Rar!": "packed with RAR; unpack it first",
    b"%PDF": "a PDF document",
    b"\x89PNG": PICTURE,
    b"\xff\xd8\xff": PICTURE,
    b"\x1a\x45\xdf\xa3": VIDEO,
    b"\x00\x00\x01\xba": VIDEO,
    b"\x00\x00\x01\xb3": VIDEO,
    b"\x30\x26\xb2\x75": VIDEO,
    b"PAR1": "a Parquet table; export it as CSV first",
}
"""First bytes of files that are often taken for recordings, and what to say of them."""
BOXES = (b"ftyp", b"moov", b"mdat", b"wide")
"""Names of the first box of an MP4 or QuickTime file, behind the four bytes of its length (ISO/IEC 14496-12)."""
LETTERS = b" "
"""First of the bytes that begin a text; a box whose length begins with one would be of 512 MB or more."""


def other_format(raw: bytes) -> str | None:
    """What a file that begins so is, in words behind "is"; None where it is none of these."""
    boxed = raw[:1] < LETTERS and raw[4:8] in BOXES
    if boxed or (raw.startswith(b"RIFF") and raw[8:12] == b"AVI "):
        return VIDEO
    return next((said for magic, said in OTHER_FORMATS.items() if raw.startswith(magic)), None)
