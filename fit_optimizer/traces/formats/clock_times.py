"""Moments in time as files write them."""

from __future__ import annotations

from datetime import UTC, datetime


def seconds_of(text: str) -> float:
    """Seconds of an ISO 8601 date and time (since 1970, UTC unless it says) or of h:mm:ss or m:ss.

    Raises `ValueError` where the text is neither, `OverflowError` where no clock shows it.
    """
    clock = text.strip()
    parts = clock.split(":")
    if len(parts) in (2, 3) and all(part.replace(".", "", 1).isdigit() for part in parts):
        seconds = 0.0
        for part in parts:
            seconds = 60.0 * seconds + float(part)
        return seconds
    moment = datetime.fromisoformat(_six_decimals(clock.replace("Z", "+00:00")))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.timestamp()


def _six_decimals(text: str) -> str:
    """Python 3.10 reads fractions of a second of three or six digits only."""
    whole, point, rest = text.partition(".")
    if not point:
        return text
    digits = rest[: len(rest) - len(rest.lstrip("0123456789"))]
    return f"{whole}.{digits[:6]:0<6}{rest[len(digits) :]}"
