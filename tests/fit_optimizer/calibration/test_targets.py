"""The table that a calibrated rider is held to is read whole, and a slip in it is refused."""

import tomllib

import pytest
from pydantic import ValidationError

from fit_optimizer.calibration.targets import CALIBRATION_TABLE, CalibrationTable, calibration_table


def test_every_target_of_the_file_is_read():
    file = tomllib.loads(CALIBRATION_TABLE.read_text(encoding="utf-8"))
    table = calibration_table()
    assert [row.name for row in table.condition] == [row["name"] for row in file["condition"]]
    assert all(
        len(row.targets) == len(own["targets"])
        for row, own in zip(table.condition, file["condition"], strict=True)
    )


@pytest.mark.parametrize("slip", ["ridding", "metrics"])
def test_a_misspelt_key_of_a_target_is_refused(slip):
    file = tomllib.loads(CALIBRATION_TABLE.read_text(encoding="utf-8"))
    file["condition"][0][slip] = "turbo"
    with pytest.raises(ValidationError, match=slip):
        CalibrationTable.model_validate(file)
