"""Reading a JSON document that a report is made from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

from fit_optimizer.report.ride import ReportError


def read_json(path: Path) -> Any:
    """What a JSON file holds. Raises ReportError."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ReportError(f"there is no file {path}") from None
    except IsADirectoryError:
        raise ReportError(f"{path} is a folder, not a fit.json") from None
    except UnicodeDecodeError:
        raise ReportError(f"{path} is not a text file") from None
    except OSError as error:
        raise ReportError(f"{path} cannot be read: {error.strerror}") from None
    try:
        return json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise ReportError(f"{path} is not JSON: {error}") from None
    except (ValueError, RecursionError) as error:
        raise ReportError(f"{path} is not a document of a report: {error}") from None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"it holds {constant} where a number is wanted")
