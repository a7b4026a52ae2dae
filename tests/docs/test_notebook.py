"""The notebook of the site is its script's cells, executed, with the numbers that they print today."""

import contextlib
import importlib.util
import io
import json
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
BOOK = json.loads((DOCS / "notebooks" / "maps.ipynb").read_text(encoding="utf-8"))
NUMBER = re.compile(r"-?\d+\.?\d*")


def cells() -> tuple[tuple[str, str], ...]:
    """Kind and text of the script's cells; the packages that execute them are not needed for it."""
    pytest.importorskip("nbformat")
    pytest.importorskip("nbclient")
    spec = importlib.util.spec_from_file_location("make_notebook", DOCS / "make_notebook.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made.CELLS


def printed(cell: dict) -> str:
    return "".join(
        "".join(out["text"]) for out in cell["outputs"] if out["output_type"] == "stream"
    )


def test_the_notebook_holds_the_cells_of_its_script():
    found = [(cell["cell_type"], "".join(cell["source"])) for cell in BOOK["cells"]]
    assert found == [*cells()]


def test_every_cell_of_code_was_executed_and_shows_something():
    code = [cell for cell in BOOK["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == [*range(1, len(code) + 1)]
    assert all(cell["outputs"] for cell in code)
    kinds = {out["output_type"] for cell in code for out in cell["outputs"]}
    assert "error" not in kinds
    pictures = sum("image/png" in out.get("data", {}) for cell in code for out in cell["outputs"])
    assert pictures == 3  # the map, the bodies, the objective


@pytest.mark.slow
def test_what_the_notebook_prints_is_what_its_cells_print_today():
    import matplotlib as mpl  # noqa: PLC0415  slow to load

    mpl.use("Agg")
    names: dict = {}
    for cell in BOOK["cells"]:
        if cell["cell_type"] != "code":
            continue
        with contextlib.redirect_stdout(io.StringIO()) as out:
            exec("".join(cell["source"]), names)
        then, now = (
            [float(n) for n in NUMBER.findall(text)] for text in (printed(cell), out.getvalue())
        )
        assert now == pytest.approx(then, rel=0.03)
