"""Reading a JSON document that a report is made from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

from fit_optimizer.documents.ride import ReportError
from fit_optimizer.files import read_text


def read_json(path: Path) -> Any:
    """What a JSON file holds. Raises ReportError."""
    text = read_text(path, "file of a report", ReportError)
    try:
        return json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise ReportError(f"{path} is not JSON: {error}") from None
    except (ValueError, RecursionError) as error:
        raise ReportError(f"{path} is not a document of a report: {error}") from None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"it holds {constant} where a number is wanted")
