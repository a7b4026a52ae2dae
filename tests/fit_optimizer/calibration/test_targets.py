"""The table that the default rider is fitted to is read whole, and a slip in it is refused."""

import tomllib

import pytest
from pydantic import ValidationError

from fit_optimizer.calibration.targets import CALIBRATION_TABLE, CalibrationTable, calibration_table


def test_every_target_of_the_file_is_read():
    file = tomllib.loads(CALIBRATION_TABLE.read_text(encoding="utf-8"))
    table = calibration_table()
    for kind, rows in (("condition", table.condition), ("trend", table.trend)):
        assert [row.name for row in rows] == [row["name"] for row in file[kind]]
    assert [list(one.wanted) for one in table.check] == [one["wanted"] for one in file["check"]]
    assert all(low <= high for low, high in (trend.step for trend in table.trend))


@pytest.mark.parametrize(
    ("kind", "slip"), [("condition", "ridding"), ("trend", "metrics"), ("check", "name")]
)
def test_a_misspelt_key_of_a_target_is_refused(kind, slip):
    file = tomllib.loads(CALIBRATION_TABLE.read_text(encoding="utf-8"))
    file[kind][0][slip] = "turbo"
    with pytest.raises(ValidationError, match=slip):
        CalibrationTable.model_validate(file)
