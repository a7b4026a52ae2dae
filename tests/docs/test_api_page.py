"""`docs/api.md` is what the code says."""

import runpy
from pathlib import Path

API = runpy.run_path(str(Path(__file__).parents[2] / "docs" / "make_api.py"))


def test_the_page_is_the_one_that_the_code_makes():
    assert API["PAGE"].read_text(encoding="utf-8") == API["api_page"](), (
        "run python docs/make_api.py"
    )
