"""`[measured]`: figures typed by hand, for both legs or each, refused with key, value and what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from fit_optimizer.pose.figure_table import FIGURES
from fit_optimizer.pose_check.typed import typed_figures
from fit_optimizer.setup.setup_file import SetUpError, read_set_up, with_values
from fit_optimizer.setup.tables import flat_keys

RIDER = "[rider]\nheight_mm = 1780\nmass_kg = 66\n[riding]\npower_w = 200\ncadence_rpm = 81\n[measured]\n"


def written(tmp_path: Path, line: str) -> Path:
    path = tmp_path / "rider.toml"
    path.write_text(RIDER + line + "\n")
    return path


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("knee_botom_deg = 30", r"did you mean measured\.knee_bottom_deg"),
        ("knee_bottom_deg = 300", "allowed is 5 to 70"),
        ("knee_bottom_deg = { left = 30 }", "right is missing"),
        ('reads = "skin"', "'markers' or 'centres'"),
    ],
)
def test_a_wrong_figure_is_refused_in_a_sentence(tmp_path: Path, line: str, sentence: str) -> None:
    with pytest.raises(SetUpError, match=sentence):
        read_set_up(written(tmp_path, line))


def test_every_figure_can_be_typed_for_each_leg(tmp_path: Path) -> None:
    middle = {kind.key: (kind.low + kind.high) / 2 for kind in FIGURES}
    lines = [f"{key} = {{ left = {value}, right = {value + 1} }}" for key, value in middle.items()]
    found = typed_figures(read_set_up(written(tmp_path, "\n".join(lines))))
    assert found == {key: {"left": value, "right": value + 1} for key, value in middle.items()}


def test_what_was_measured_is_no_key_of_a_stroke_and_stays_when_another_key_changes(
    tmp_path: Path,
) -> None:
    set_up = read_set_up(written(tmp_path, "torso_deg = 40"))
    assert "torso_deg" not in flat_keys()
    changed = with_values(set_up, {"saddle_height_mm": 700})
    assert typed_figures(changed) == {"torso_deg": {"left": 40.0, "right": 40.0}}
