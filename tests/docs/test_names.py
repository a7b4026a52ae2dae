"""`docs/names.md` is what the tables of the code say, and nothing in it lacks words."""

import runpy
from pathlib import Path

import pytest

from fit_optimizer.setup.key_table import set_up_keys
from fit_optimizer.setup.tables import flat_keys
from rider_models.coordination import COORDINATION_KEYS, COORDINATION_WORDS
from rider_models.units import UNITS

ROOT = Path(__file__).parents[2]
NAMES = runpy.run_path(str(ROOT / "docs" / "make_names.py"))


@pytest.fixture(scope="module")
def page() -> str:
    return NAMES["names_page"]()


def test_the_page_is_the_one_that_the_tables_make(page):
    stored = NAMES["PAGE"].read_text(encoding="utf-8")
    assert stored == page, "run python docs/make_names.py"


@pytest.mark.parametrize(
    "kind",
    [*NAMES["DOCUMENTS"], *NAMES["parts_within"](NAMES["DOCUMENTS"])],
    ids=lambda kind: kind.__name__,
)
def test_every_field_of_a_document_says_what_it_is(kind):
    docs = NAMES["field_docs"](kind)
    assert set(docs) >= set(kind.model_fields)
    assert all(docs[name].endswith((".", ").")) for name in kind.model_fields)


@pytest.mark.parametrize("key", set_up_keys(), ids=lambda key: key.name)
def test_every_key_says_what_it_is_and_what_is_allowed(key):
    assert key.meaning.endswith(".")
    assert key.low is not None or key.choices or key.name == "name"
    assert key.unit in UNITS or not key.name.endswith(tuple(f"_{u.suffix}" for u in UNITS))


def test_every_key_of_the_file_is_a_row():
    assert [key.name for key in set_up_keys()] == list(flat_keys())
    assert set(COORDINATION_WORDS) == set(COORDINATION_KEYS)


def test_no_cell_that_says_what_something_is_is_empty(page):
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert len(rows) > 250
    assert [row for row in rows if row.endswith("|  |")] == []
