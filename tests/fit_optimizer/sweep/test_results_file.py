"""Columns of a results file as Arrow has them."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fit_optimizer.sweep.results_file import arrow_column

WHOLE = st.integers(-(2**63), 2**63 - 1)
NUMBERS = st.floats(allow_nan=False)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize(
    ("kind", "values"), [(pa.int64(), WHOLE), (pa.float64(), NUMBERS), (pa.string(), TEXTS)]
)
def test_arrow_reads_from_a_column_what_was_put_in(kind, values):
    @given(st.lists(st.none() | values))
    def alike(cells):
        column = arrow_column(cells, kind)
        column.validate(full=True)
        assert column.to_pylist() == cells

    alike()
