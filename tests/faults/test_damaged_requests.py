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
from tests.faults.damage import bounded, damaged
from tests.faults.sizes import DAMAGED, NIGHTLY, SEED
from tests.fit_optimizer.traces.formats import damage as recordings

pytestmark = pytest.mark.slow

QUESTIONS = ("sliders", "moved", "save", "tried", "with")
JSON = {"content-type": "application/json"}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    studio = Studio(Desk(1), parse_set_up(tomllib.loads(TURBO)), "turbo_rider.toml")
    app = studio_app(studio, Door("127.0.0.1", 8437))
    with TestClient(app, base_url="http://127.0.0.1:8437") as found:
        yield found


def assert_answered(answer) -> None:
    """It is an answer, or a refusal in words."""
    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400:
        said = answer.json()["refusal"]
        assert isinstance(said, str)
        assert 0 < len(said) <= 500, said
        assert "Traceback" not in said


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_damaged_question_is_answered_or_refused(client, question):
    asked = {
        "set_up": {
            "rider": {"height_mm": 1780, "mass_kg": 66, "thigh_mm": {"left": 430, "right": 428}},
            "bicycle": {"saddle_height_mm": 705, "crank_length_mm": 170},
            "riding": {"power_w": 200, "cadence_rpm": 81, "torso_angle_deg": 42},
        },
        "tab": "one",
        "candidates": [{"saddle_height_mm": 700}],
        "values": {"saddle_height_mm": 700},
    }
    text = json.dumps(asked, indent=1)
    chance = random.Random(SEED + question)
    for _ in range(DAMAGED if NIGHTLY else DAMAGED // len(QUESTIONS)):
        with bounded():
            answer = client.post(f"/api/{question}", content=damaged(text, chance), headers=JSON)
        assert_answered(answer)


@pytest.mark.parametrize("kind", ["open", "recordings", "films"])
def test_a_damaged_file_that_is_uploaded_is_read_or_refused(client, kind):
    whole = {
        "open": TURBO.encode(),
        "recordings": recordings_made()["ride.fit"],
        "films": recordings_made()["film.trc"],
    }[kind]
    chance = random.Random(SEED + kind)
    for number in range(DAMAGED // 4 if kind == "films" else DAMAGED):
        contents = recordings.damaged(whole, chance.randrange(2**40))
        with bounded():
            answer = client.post(f"/api/{kind}", params={"name": f"{number}"}, content=contents)
        assert_answered(answer)
