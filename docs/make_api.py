"""Writes `docs/api.md` from the code's signatures and docstrings: `python docs/make_api.py`."""

from __future__ import annotations

import inspect
import textwrap
from pathlib import Path
from types import ModuleType
from typing import Any

import fit_optimizer as pf
from fit_optimizer.api import plot
from fit_optimizer.api.sweeps import sweep

PAGE = Path(__file__).parent / "api.md"
HEAD = """# From Python

`import fit_optimizer as pf`. This page is made from the code by `python docs/make_api.py`; units stand at the
end of names ([every name](names.md)).
"""


def api_page() -> str:
    """The text of the page."""
    parts = [HEAD]
    for name in pf.__all__:
        found: Any = sweep if name == "sweep" else getattr(pf, name)
        if isinstance(found, ModuleType):
            parts.append(f"\n## pf.{name}\n\n{inspect.getdoc(found)}\n")
            drawn = [one for one in vars(plot).values() if inspect.isfunction(one)]
            own = [
                one for one in drawn if one.__module__ == plot.__name__ and one.__name__[0] != "_"
            ]
            parts += [_entry(f"pf.{name}.{one.__name__}", one, "###") for one in own]
        elif name != "PedalfitError":
            parts.append(_entry(f"pf.{name}", found, "##"))
    return "".join(parts)


def _entry(title: str, found: Any, level: str) -> str:
    """A heading, the signature of a function, and the docstring."""
    signature = (
        f"\n```python\n{title}{_signature(found)}\n```\n" if inspect.isfunction(found) else ""
    )
    words = textwrap.dedent(inspect.getdoc(found) or "")
    return f"\n{level} {title}\n{signature}\n{words}\n"


class _Bare(str):
    """An annotation that is shown without quotes."""

    __slots__ = ()
    __repr__ = str.__str__


def _signature(function: Any) -> inspect.Signature:
    """The signature with annotations as they stand in the code."""
    found = inspect.signature(function)
    named = [one.replace(annotation=_Bare(one.annotation)) for one in found.parameters.values()]
    return found.replace(parameters=named, return_annotation=_Bare(found.return_annotation))


if __name__ == "__main__":
    PAGE.write_text(api_page(), encoding="utf-8")
