"""What a page of the studio asks or uploads, damaged, is answered or refused in a sentence, never a failure."""

import json
import random
import tomllib
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from fit_optimizer.setup.setup_file import parse_set_up
from fit_optimizer.studio.app import Studio, studio_app
from fit_optimizer.studio.desk import Desk
from fit_optimizer.studio.guard import Door
from tests.faults.commands import TURBO, recordings_made
from tests.faults.damage import assert_some_read_and_some_refused, bounded, damaged, damaged_fields
from tests.faults.sizes import DAMAGED, NIGHTLY, SEED
from tests.fit_optimizer.traces.formats import damage as recordings

pytestmark = pytest.mark.slow

RIDDEN = DAMAGED // 4
"""Damaged ones of what takes a worker longer than reading does: a stroke, or a film."""
JSON = {"content-type": "application/json"}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    studio = Studio(Desk(1), parse_set_up(tomllib.loads(TURBO)), "turbo_rider.toml")
    app = studio_app(studio, Door("127.0.0.1", 8437))
    with TestClient(app, base_url="http://127.0.0.1:8437") as found:
        yield found


def refusal_of(answer) -> str:
    """What a refusal says, "" of an answer; what is neither fails."""
    assert answer.status_code < 500, answer.text
    if answer.status_code < 400:
        return ""
    said = answer.json()["refusal"]
    assert isinstance(said, str)
    assert 0 < len(said) <= 500, said
    assert "Traceback" not in said
    return said


SET_UP = {
    "rider": {"height_mm": 1780, "mass_kg": 66, "thigh_mm": {"left": 430, "right": 428}},
    "bicycle": {"saddle_height_mm": 705, "crank_length_mm": 170},
    "riding": {"power_w": 200, "cadence_rpm": 81, "torso_angle_deg": 42},
}
FIT = {"saddle_height_mm": 700, "saddle_setback_mm": 240}
QUESTIONS = {
    "sliders": ({}, DAMAGED),
    "moved": ({}, DAMAGED),
    "save": ({}, DAMAGED),
    "with": ({"values": FIT}, DAMAGED),
    "ridden": ({}, RIDDEN),
    "body": ({}, RIDDEN),
    "tried": ({"candidates": [FIT, {"saddle_height_mm": 710}]}, RIDDEN),
    "films/compare": ({"film": "unknown"}, RIDDEN),
    "jobs/check": ({"recording": "unknown", "seed": 1}, RIDDEN),
}
"""What a page sends besides the set-up, and how many damaged ones are sent."""


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_damaged_question_is_answered_or_refused(client, question):
    more, count = QUESTIONS[question]
    text = json.dumps({"set_up": SET_UP, "tab": "one", **more}, indent=1)
    chance = random.Random(SEED + question)
    whole = client.post(f"/api/{question}", content=text, headers=JSON)
    unknown = "unknown" in more.values()
    assert whole.status_code == (404 if unknown else 200), whole.text
    told = []
    for _ in range(count if NIGHTLY else count // len(QUESTIONS)):
        contents = (damaged if chance.random() < 0.5 else damaged_fields)(text, chance)
        with bounded():
            answer = client.post(f"/api/{question}", content=contents, headers=JSON)
        told.append(refusal_of(answer))
    if not unknown:
        assert_some_read_and_some_refused(told)


UPLOADS = {
    "open": (TURBO.encode, DAMAGED),
    "recordings": (lambda: recordings_made()["ride.fit"], DAMAGED),
    "films": (lambda: recordings_made()["film.trc"], RIDDEN),
}


@pytest.mark.parametrize("kind", UPLOADS)
def test_a_damaged_file_that_is_uploaded_is_read_or_refused(client, kind):
    made, count = UPLOADS[kind]
    whole = made()
    path = f"/api/{kind}"
    assert client.post(path, params={"name": "whole"}, content=whole).status_code == 200
    chance = random.Random(SEED + kind)
    told = []
    for number in range(count):
        contents = recordings.damaged(whole, chance.randrange(2**40))
        with bounded():
            answer = client.post(path, params={"name": f"{number}"}, content=contents)
        told.append(refusal_of(answer))
    assert_some_read_and_some_refused(told)
