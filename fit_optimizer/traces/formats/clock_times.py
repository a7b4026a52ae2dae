"""Moments in time as files write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime

DATE = re.compile(r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})[ T]+(.*)")
"""A date written with points or strokes, before a time."""

HALF_DAY = re.compile(r"(.*?)(\d{1,2}:\d\d)(:\d\d(?:[.,]\d+)?)?\s*([ap])\.?m\.?", re.IGNORECASE)
"""A time of the twelve-hour clock: what stands before, hours and minutes, seconds, a or p."""

LONGEST = 64
"""Characters of a time's text (a guess); a longer one is none."""


def seconds_of(text: str, hundredths: bool = False) -> float:
    """Seconds of an ISO 8601 date and time (since 1970, UTC unless it says) or of h:mm:ss or m:ss.

    `hundredths` says that three parts are minutes, seconds and hundredths, as Wattbike Expert writes
    them; four parts always end in hundredths. A twelve-hour
    clock has AM or PM behind it. Dates may stand in the order day, month, year or with
    points and strokes. Raises `ValueError` where the text is none of these, `OverflowError` where no
    clock shows it.
    """
    clock = text.strip().removesuffix(" UTC")
    if len(clock) > LONGEST:
        raise ValueError("too long for a time")
    half = HALF_DAY.fullmatch(clock)
    if half is not None:
        seconds = seconds_of(half[1] + half[2] + (half[3] or ":00"))
        noon = 43_200.0
        return seconds - noon * (int(half[2].split(":")[0]) == 12) + noon * (half[4] in "pP")
    parts = clock.replace(",", ".").split(":")
    if len(parts) in (2, 3, 4) and all(part.replace(".", "", 1).isdigit() for part in parts):
        return _of_clock([float(part) for part in parts], hundredths)
    moment = datetime.fromisoformat(_six_decimals(_iso_date(clock.replace("Z", "+00:00"))))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.timestamp()


def _of_clock(parts: list[float], hundredths: bool) -> float:
    """Seconds of the parts of a clock time, the last one hundredths where there are four."""
    if len(parts) == 4 or (hundredths and len(parts) == 3):
        return _of_clock(parts[:-1], False) + 0.01 * parts[-1]
    seconds = 0.0
    for part in parts:
        seconds = 60.0 * seconds + part
    return seconds


def _iso_date(text: str) -> str:
    """The text with its date in the order year, month, day; what is no such date stays as it is."""
    date = DATE.fullmatch(text)
    if date is None:
        return text
    first, month, last = date[1], int(date[2]), date[3]
    year, day = (int(first), int(last)) if len(first) == 4 else (int(last), int(first))
    if month > 12:
        month, day = day, month
    clock = date[4].strip()
    padded = f"0{clock}" if clock[1:2] == ":" else clock
    return f"{year:04d}-{month:02d}-{day:02d}T{padded}"


def _six_decimals(text: str) -> str:
    """The text with six digits after the point of its seconds, which is all that Python reads."""
    whole, point, rest = text.partition(".")
    if not point:
        return text
    digits = rest[: len(rest) - len(rest.lstrip("0123456789"))]
    return f"{whole}.{digits[:6]:0<6}{rest[len(digits) :]}"
