"""What the keys of a set-up mean, from the docstrings under them: read for pages and templates alone.

Pydantic would read them whenever the tables are loaded, by every command and every worker.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from functools import cache
from itertools import pairwise
from typing import Any


@cache
def attribute_docstrings(table: type[Any]) -> dict[str, str]:
    """Return the docstring under each annotated name of a class and of those that it is made of."""
    found: dict[str, str] = {}
    for one in reversed(table.__mro__):
        found |= _own(one)
    return found


def _own(table: type[Any]) -> dict[str, str]:
    try:
        source = inspect.getsource(table)
    except (OSError, TypeError):  # a built-in class, or one made while running
        return {}
    body = next(
        node for node in ast.parse(textwrap.dedent(source)).body if hasattr(node, "body")
    ).body
    return {
        named.target.id: said.value.value
        for named, said in pairwise(body)
        if isinstance(named, ast.AnnAssign)
        and isinstance(named.target, ast.Name)
        and isinstance(said, ast.Expr)
        and isinstance(said.value, ast.Constant)
        and isinstance(said.value.value, str)
    }
