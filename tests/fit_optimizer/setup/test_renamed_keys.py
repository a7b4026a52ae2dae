"""A file with a renamed key is read under its present name."""

import pytest

from fit_optimizer.setup import renamed_keys
from fit_optimizer.setup.renamed_keys import Renamed, TwoNames
from fit_optimizer.setup.setup_file import read_set_up
from fit_optimizer.setup.tables import flat_keys

RIDER = "[rider]\nheight_mm = 1780\nmass_kg = 66\n[riding]\npower_w = 180\ncadence_rpm = 81\n"


@pytest.fixture(autouse=True)
def height_was_elsewhere(monkeypatch):
    moved = Renamed(("rider", "seat_mm"), ("bicycle", "saddle_height_mm"), "0.2.0")
    monkeypatch.setattr(renamed_keys, "RENAMED", (moved,))


def test_the_old_name_in_a_file_is_read_with_a_warning(tmp_path):
    (tmp_path / "old.toml").write_text(RIDER.replace("[riding]", "seat_mm = 720\n[riding]"))
    with pytest.warns(
        FutureWarning, match=r"rider\.seat_mm is called bicycle\.saddle_height_mm since"
    ):
        assert read_set_up(tmp_path / "old.toml").bicycle.saddle_height_mm == 720


def test_the_old_name_in_a_change_is_taken(tmp_path):
    (tmp_path / "rider.toml").write_text(RIDER)
    assert read_set_up(tmp_path / "rider.toml", ["seat_mm=715"]).bicycle.saddle_height_mm == 715


def test_both_names_are_refused(tmp_path):
    both = RIDER.replace("[riding]", "seat_mm = 720\n[bicycle]\nsaddle_height_mm = 721\n[riding]")
    (tmp_path / "both.toml").write_text(both)
    with pytest.raises(TwoNames, match=r"keep bicycle\.saddle_height_mm"):
        read_set_up(tmp_path / "both.toml")


def test_present_names_are_keys_and_old_ones_are_not(monkeypatch):
    monkeypatch.undo()
    for one in renamed_keys.RENAMED:
        assert flat_keys()[one.new[-1]] == one.new
        assert one.old[-1] not in flat_keys()
