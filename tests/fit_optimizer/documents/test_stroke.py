"""A stroke file stands for the set-up that was ridden; any other JSON is refused in one sentence."""

import json
from pathlib import Path

import pytest

from fit_optimizer.documents.stroke import StrokeDocument, StrokeFileError
from fit_optimizer.rides.stroke_document import simulate_set_up
from fit_optimizer.setup.setup_file import read_set_up

TURBO = Path(__file__).parents[3] / "examples" / "turbo_rider.toml"


def test_a_stroke_file_rides_the_same_stroke_again(tmp_path):
    ridden = read_set_up(TURBO, ["saddle_height_mm=705", "thigh_mm.left=420", "thigh_mm.right=425"])
    _, document = simulate_set_up(ridden)
    path = tmp_path / "stroke.json"
    path.write_text(json.dumps(document.as_json()))
    assert read_set_up(path) == ridden
    assert read_set_up(path, ["saddle_height_mm=710"]).bicycle.saddle_height_mm == 710


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (
            json.dumps({"schema": "pedalfit.stroke/9", "set_up": {}}),
            "has schema 'pedalfit.stroke/9'",
        ),
        (
            json.dumps({"schema": "pedalfit.fit/1"}),
            r"no set-up, it has schema 'pedalfit.fit/1': wanted is a set-up file \(TOML\)",
        ),
        (json.dumps([1, 2]), "names no schema"),
        (json.dumps({"schema": str(StrokeDocument.SCHEMA)}), "lacks set_up"),
        ('{"schema": ', "not valid JSON"),
    ],
)
def test_json_that_is_no_stroke_of_this_schema_is_refused_by_name(tmp_path, text, complaint):
    path = tmp_path / "other.json"
    path.write_text(text)
    with pytest.raises(StrokeFileError, match=complaint) as refused:
        read_set_up(path)
    assert str(path) in str(refused.value)
    assert "\n" not in str(refused.value)
