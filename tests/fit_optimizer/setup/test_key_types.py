"""What a key holds is read off its table: a leg's own value only where both legs have one."""

from __future__ import annotations

import pytest

from fit_optimizer.setup.key_types import field_of, is_per_leg
from fit_optimizer.setup.tables import flat_keys


@pytest.mark.parametrize(("key", "per_leg"), [("strength", True), ("saddle_height_mm", False)])
def test_a_key_is_per_leg_where_each_leg_may_have_its_own_value(key: str, per_leg: bool) -> None:
    assert is_per_leg(flat_keys()[key]) == per_leg


def test_every_key_of_a_stroke_has_a_field_and_no_other_has() -> None:
    assert all(field_of(path) is not None for path in flat_keys().values())
    with pytest.raises(KeyError):
        field_of(("rider", "no_such_key"))
