"""The strengths in the table are those that the studies' changes come to."""

import pytest

from fit_optimizer.calibration.derive_techniques import change_found, fitted_strength, with_strength
from fit_optimizer.setup.techniques import TECHNIQUES

FITTED = [key for key, told in TECHNIQUES.items() if told.fit is not None]


@pytest.mark.parametrize("key", FITTED)
def test_the_strength_in_the_table_is_the_fitted_one(key):
    told = TECHNIQUES[key]
    assert fitted_strength(told, told.fit) == pytest.approx(told.strength, rel=0.01)


@pytest.mark.parametrize("key", FITTED)
def test_the_studys_riders_change_as_they_were_seen_to(key):
    told = TECHNIQUES[key]
    wanted = told.fit.change if told.fit.change is not None else told.fit.change_pct
    assert change_found(told, told.fit) == pytest.approx(wanted, rel=0.02)


def test_a_strength_is_replaced_in_its_own_row_alone():
    table = '[one]\nwords = "a"\nstrength = 1.5\n[one.fit]\nlargest = 2\n\n[two]\nstrength = 3\n'
    changed = with_strength(table, "two", 4.25)
    assert changed == table.replace("strength = 3", "strength = 4.25")
    assert with_strength(table, "one", 0.1) == table.replace("strength = 1.5", "strength = 0.1")


def test_a_row_without_a_strength_is_refused():
    with pytest.raises(ValueError, match="0 strengths of two"):
        with_strength('[two]\nwords = "a"\n[three]\nstrength = 1\n', "two", 1.0)
