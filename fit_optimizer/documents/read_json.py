"""Reading a JSON document, within limits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

from fit_optimizer.documents.part import ReportError
from fit_optimizer.documents.ranges import check_numbers
from fit_optimizer.files import read_text
from fit_optimizer.plain_text import plain_document
from rider_models.errors import PedalfitError

MOST_BYTES = 8_000_000
"""Largest document of a report: forty times a `fit.json`. Brackets take the most memory, some 30 times
their size."""


def read_json(path: Path) -> Any:
    """What a JSON file holds, its numbers within measure, its texts made plain. Raises ReportError."""
    text = read_text(path, "JSON file", ReportError, MOST_BYTES)
    document = parse_json(text, path, ReportError)
    check_numbers(document, str(path), ReportError)
    return plain_document(document)


def parse_json(text: str, path: Path, refusal: type[PedalfitError]) -> Any:
    """What a JSON text says. Raises the refusal, which names the file."""
    if text.lstrip("\ufeff \t\r\n").startswith("<"):
        raise refusal(f"{path} is an HTML or XML page, not JSON: give the .json file beside it")
    try:
        return json.loads(text.removeprefix("\ufeff"), parse_constant=_refuse)
    except json.JSONDecodeError as error:
        begun = text.lstrip("\ufeff \t\r\n").startswith(("{", "["))
        if not begun or path.suffix.lower() == ".toml":
            raise refusal(f"{path} is not JSON: give a .json file that pedalfit wrote") from None
        raise refusal(
            f"{path} is not valid JSON from line {error.lineno}, column {error.colno} on: it is "
            "damaged or was cut short"
        ) from None
    except RecursionError:
        raise refusal(f"{path} nests lists or objects too deep") from None
    except _NoNumber as error:
        raise refusal(f"{path} holds {error} where a number is wanted") from None
    except ValueError:  # Python's answer to an integer of thousands of digits
        raise refusal(f"{path} holds a number of too many digits") from None


class _NoNumber(ValueError):
    """NaN or an infinity, which JSON has not."""


def _refuse(constant: str) -> NoReturn:
    raise _NoNumber(constant)
