"""The API: what it answers agrees with the packages, and what it refuses is a sentence."""

import os
import signal
import time
import tomllib
from pathlib import Path

import numpy as np
import pytest
from jsonschema import Draft202012Validator

import fit_optimizer as pf
from fit_optimizer.criteria.evaluation import evaluate
from fit_optimizer.pose.measure import measured_file
from fit_optimizer.pose_check.compare import check_pose
from fit_optimizer.pose_check.pose_document import pose_measured
from fit_optimizer.rides.stroke_document import simulate_set_up
from fit_optimizer.setup.adjustments import ADJUSTMENTS
from fit_optimizer.setup.setup_file import allowed_range, parse_set_up
from fit_optimizer.setup.tables import flat_keys
from fit_optimizer.setup.techniques import TECHNIQUES
from fit_optimizer.studio.form import tables_of
from tests.fit_optimizer.pose import written
from tests.fit_optimizer.pose.films import Film, a_set_up, filmed
from tests.fit_optimizer.studio.recordings import RIGHT_PCT, balance_only

EXAMPLES = Path(__file__).parents[3] / "examples"


def test_the_form_has_every_key_and_a_slider_for_every_adjustment_that_is_a_key(client):
    form = client.get("/api/form").json()
    assert [key["name"] for key in form["keys"]] == [*flat_keys()]
    sliders = {one["name"] for one in form["sliders"]}
    others = {"power_w", "cadence_rpm"}
    assert sliders == {one.key for one in ADJUSTMENTS} & {*flat_keys()} | others
    assert [one["unit"] for one in form["objectives"]] == ["\u00d7\u00a0BW", "", "W"]
    assert [one["key"] for one in form["techniques"]] == [*TECHNIQUES]
    assert form["start"]["rider"]["height_mm"] == 1780
    assert form["start_name"] == "turbo_rider.toml"


def test_the_sliders_hold_the_value_in_force_and_stay_within_what_is_allowed(client, with_keys):
    asked = with_keys()
    ranges = client.post("/api/sliders", json=asked).json()
    moved = client.post("/api/moved", json=asked).json()
    for key, ends in ranges.items():
        low, high = allowed_range(key)
        now = moved["fit"].get(key, moved["effort"].get(key))
        assert low <= ends["low"] <= now <= ends["high"] <= high
        assert ends["low"] < ends["high"]


@pytest.mark.parametrize("body", [b"\xff\xfe{", b"[" * 100_000, b'{"tab": ' + b"9" * 5000 + b"}"])
def test_a_request_that_is_no_json_is_refused_in_our_words(client, body):
    headers = {"content-type": "application/json"}
    answer = client.post("/api/sliders", content=body, headers=headers)
    assert answer.status_code == 400
    assert answer.json() == {
        "refusal": "the request cannot be read: JSON of a few tables is wanted"
    }
    assert client.get("/nowhere").json() == {"refusal": "the studio has nothing here (Not Found)"}


def test_the_movement_is_that_of_the_stroke(client, with_keys):
    asked = with_keys({"saddle_height_mm": 700})
    moved = client.post("/api/moved", json=asked).json()
    ridden = client.post("/api/ridden", json=asked).json()
    assert moved["refusal"] == ""
    assert moved["side_view_mm"] == ridden["side_view_mm"]
    assert "saddle_height_mm" not in moved["assumed"]
    assert "saddle_setback_mm" in moved["assumed"]


def test_the_stroke_is_that_of_the_packages(client, with_keys):
    asked = with_keys({"saddle_height_mm": 705})
    ridden = client.post("/api/ridden", json=asked).json()
    set_up = parse_set_up(asked["set_up"])
    metrics = pf.metrics(pf.simulate(set_up))
    for name in ("dead_centre_size_pct", "patellofemoral_force_peak_n", "metabolic_power_w"):
        assert ridden["metrics"][name] == pytest.approx(metrics[name], rel=1e-6)
    judged = evaluate(set_up, {})
    assert ridden["objectives"] == pytest.approx(judged.objectives)
    assert ridden["feasible"] is judged.feasible


def test_loads_of_knee_hip_and_achilles_tendon_are_those_of_the_strokes_curves(client, with_keys):
    asked = with_keys()
    ridden = client.post("/api/ridden", json=asked).json()
    right = simulate_set_up(parse_set_up(asked["set_up"]))[1].as_json()["curves"]["right"]
    for name in ("patellofemoral_force_n", "hip_contact_force_n", "achilles_tendon_force_n"):
        assert ridden["curves"]["right"][name] == right[name]


def test_a_limit_that_is_broken_is_said_with_its_unit(client, with_keys):
    asked = with_keys({"saddle_height_mm": 640}, torso_angle_deg=10)
    ridden = client.post("/api/ridden", json=asked).json()
    broken = {name for name, excess in ridden["limits"].items() if excess > 0}
    assert "thigh-to-trunk clearance" in broken
    assert len(ridden["broken"]) == len(broken)
    for sentence in ridden["broken"]:
        assert sentence.endswith("mm." if "clearance" in sentence else "deg.")
    assert client.post("/api/ridden", json=with_keys()).json()["broken"] == []


def test_a_saddle_tilted_down_turns_in_the_picture_and_flexes_the_hip_more(client, with_keys):
    asked = with_keys({"saddle_tilt_deg": -9.0})
    tilted, level = (client.post("/api/moved", json=one).json() for one in (asked, with_keys()))
    lines = [np.array(one["scenery"]["saddle"]) for one in (tilted, level)]
    middles = [line.mean(axis=0) for line in lines]
    assert middles[0] == pytest.approx(level["side_view_mm"]["saddle"])
    assert middles[1] == pytest.approx(level["side_view_mm"]["saddle"])
    (x, z), (ahead, up) = (line[1] - line[0] for line in lines)
    assert np.rad2deg(np.arctan2(z, x)) == pytest.approx(-9.0)
    assert (up, np.hypot(x, z)) == pytest.approx((0.0, ahead))
    turned = client.post("/api/ridden", json=asked).json()["metrics"]
    plain = client.post("/api/ridden", json=with_keys()).json()["metrics"]
    assert turned["hip_flexion_max_deg"] == pytest.approx(plain["hip_flexion_max_deg"] + 3.0)


def test_what_was_measured_otherwise_is_turned_into_what_sliders_move(client, with_keys):
    form = client.get("/api/form").json()
    measured = {key["name"] for key in form["keys"] if key["measured"]}
    assert {"nose_to_bar_mm", "saddle_to_bar_drop_mm", "saddle_height_to_pedal_mm"} <= measured
    assert not measured & {one["name"] for one in form["sliders"]}
    asked = with_keys({"nose_to_bar_mm": 520, "saddle_to_bar_drop_mm": 60})
    turned = client.post("/api/with", json={**asked, "values": {}}).json()["set_up"]
    assert not measured & {*turned["bicycle"]}
    first, then = (
        client.post("/api/moved", json={"set_up": tables}).json()
        for tables in (asked["set_up"], turned)
    )
    assert first["side_view_mm"]["hand"] == pytest.approx(then["side_view_mm"]["hand"], abs=0.1)


def test_candidates_are_judged_as_a_search_judges_them(client, with_keys):
    asked = with_keys()
    candidates = [{"saddle_height_mm": 690.0}, {"saddle_height_mm": 710.0, "torso_angle_deg": 40.0}]
    found = client.post("/api/tried", json={**asked, "candidates": candidates}).json()
    for one, values in zip(found["outcomes"], candidates, strict=True):
        expected = evaluate(parse_set_up(asked["set_up"]), values)
        assert one["objectives"] == pytest.approx(expected.objectives)
        assert one["values"] == values


def test_a_fit_is_taken_over_with_legs_that_differ_kept_apart(client, with_keys):
    asked = with_keys({"cleat_setback_mm": {"left": 4, "right": 8}})
    values = {"cleat_setback_mm": 10.0, "saddle_height_mm": 700.0}
    found = client.post("/api/with", json={**asked, "values": values}).json()["set_up"]["bicycle"]
    assert found["saddle_height_mm"] == 700
    assert found["cleat_setback_mm"] == {"left": 8, "right": 12}
    refused = client.post("/api/with", json={**asked, "values": {"height_mm": 1700}})
    assert "cannot be searched" in refused.json()["refusal"]


def test_a_set_up_that_cannot_be_ridden_is_answered_with_its_sentence(client, with_keys):
    asked = with_keys({"saddle_height_mm": 900})
    moved = client.post("/api/moved", json=asked).json()
    assert "reach" in moved["refusal"]
    assert moved["side_view_mm"] is None
    assert client.post("/api/ridden", json=asked).json()["refusal"]
    why = client.post("/api/why", json=asked)
    assert why.status_code == 422
    assert "saddle_height_mm" in why.json()["refusal"]


@pytest.mark.parametrize(
    ("bicycle", "said"),
    [
        ({"saddle_height_mm": 2000}, "bicycle.saddle_height_mm is 2000, allowed is 400 to 1000"),
        ({"saddle_heigth_mm": 700}, "did you mean saddle_height_mm?"),
        ({"saddle_height_mm": "700"}, "without quotes"),
        ({"cleat_setback_mm": {"left": 5}}, "given for both"),
    ],
)
def test_a_value_that_is_not_allowed_is_refused_in_the_words_of_the_file(
    client, with_keys, bicycle, said
):
    answer = client.post("/api/moved", json=with_keys(bicycle))
    assert answer.status_code == 422
    assert said in answer.json()["refusal"]


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"[]", b"null", b'{"set_up": 3}', b'{"set_up": {}}'),
        b'{"set_up": {"rider": 4, "riding": []}}',
        b'{"set_up": {"rider": {"height_mm": 1e999, "mass_kg": 66}}}',
        b"[" * 5000,
        b'{"set_up": {"rider": {"height_mm": NaN}}}',
    ],
)
def test_what_is_no_question_is_refused_with_a_sentence(client, body):
    answer = client.post("/api/ridden", content=body, headers={"content-type": "application/json"})
    assert answer.status_code in (400, 422)
    assert answer.json().get("refusal") or answer.json().get("detail")


def test_a_file_is_opened_and_saved_as_it_was(client):
    text = (EXAMPLES / "time_trial_rider.toml").read_bytes()
    opened = client.post("/api/open", params={"name": "t.toml"}, content=text).json()
    saved = client.post("/api/save", json={"set_up": opened["set_up"]})
    assert tomllib.loads(saved.text) == tomllib.loads(text.decode())
    assert "attachment" in saved.headers["content-disposition"]


@pytest.mark.parametrize(
    ("contents", "name", "said"),
    [
        (b"rider = 3", "a.toml", "table"),
        (b"\xff\xfe\x00", "a.toml", "UTF-8"),
        (b"<html>", "a.toml", "HTML"),
        (b"{}", "stroke.json", "schema"),
        (b"a" * 100 + b"=", "../../etc/passwd", "no value on line 1"),
    ],
)
def test_a_file_that_is_no_set_up_is_refused_with_a_sentence(client, contents, name, said):
    answer = client.post("/api/open", params={"name": name}, content=contents)
    assert answer.status_code == 422
    assert said in answer.json()["refusal"]


def test_a_recording_is_read_and_compared(client, with_keys):
    contents = (EXAMPLES / "turbo_ride_bins.csv").read_bytes()
    read = client.post("/api/recordings", params={"name": "../../x.csv"}, content=contents).json()
    assert read["document"]["bins"]
    asked = {**with_keys(), "recording": read["recording"]}
    job = client.post("/api/jobs/check", json=asked).json()
    done = ended(client, job["job"])
    assert done["state"] == "done", done["words"]
    assert len(done["check"]["bins"]) == len(read["document"]["bins"])
    assert done["check"]["verdict"]


def test_a_film_is_measured_and_compared_with_a_set_up(client, with_keys, tmp_path):
    contents = written.trc(filmed(a_set_up(), Film(seconds=4.6)))
    (tmp_path / "film.trc").write_text(contents)
    read = client.post("/api/films", params={"name": "../x.trc"}, content=contents.encode()).json()
    figures = read["document"]["legs"]["right"]["figures"]
    assert {one["model"] for one in figures.values()} == {None}
    assert {*figures} <= {one["key"] for one in read["figures"]}
    asked = {"set_up": tables_of(a_set_up()), "film": read["film"]}
    found = client.post("/api/films/compare", json=asked).json()
    measured = measured_file(tmp_path / "film.trc")
    expected = pose_measured(measured, check_pose(a_set_up(), measured)).as_json()
    for side in ("left", "right"):
        for key, one in expected["legs"][side]["figures"].items():
            assert found["legs"][side]["figures"][key]["model"] == pytest.approx(one["model"])
    unknown = client.post("/api/films/compare", json={**with_keys(), "film": "none"})
    assert unknown.status_code == 404


def test_a_file_that_is_no_film_is_refused_with_a_sentence(client):
    answer = client.post("/api/films", params={"name": "a.trc"}, content=b"nothing")
    assert answer.status_code == 422
    assert "film.trc" in answer.json()["refusal"]


def test_a_file_that_is_no_recording_is_refused_with_a_sentence(client):
    answer = client.post("/api/recordings", params={"name": "a.fit"}, content=b"nothing")
    assert answer.status_code == 422
    assert "FIT" in answer.json()["refusal"]
    assert "tmp" not in answer.json()["refusal"]


@pytest.mark.parametrize("path", ["/api/jobs/none", "/api/jobs/none/report.pdf"])
def test_a_job_that_there_is_not_is_said(client, path):
    assert client.get(path).status_code == 404


def test_a_recording_that_there_is_not_is_said(client, with_keys):
    answer = client.post("/api/jobs/check", json={**with_keys(), "recording": "none"})
    assert answer.status_code == 404
    assert "drop its file again" in answer.json()["refusal"]


def test_workers_that_are_killed_are_replaced_and_the_page_notices_nothing(
    client, studio, with_keys
):
    client.post("/api/moved", json=with_keys())
    for process in list(studio.desk._pool.current()._processes.values()):
        os.kill(process.pid, signal.SIGKILL)
    answer = client.post("/api/ridden", json=with_keys())
    assert answer.status_code == 200
    assert answer.json()["metrics"]


def test_the_schema_describes_what_is_asked_and_answered(client):
    schema = client.get("/api/openapi.json").json()
    posted = schema["paths"]["/api/ridden"]["post"]
    assert posted["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    parts = schema["components"]["schemas"]
    assert parts["BicycleTable"]["properties"]["seat_tube_angle_deg"]["minimum"] == 65
    assert {"RiddenNow", "Moved", "JobState", "FitDocument"} <= {*parts}


def test_answers_are_what_the_published_schema_says(client, with_keys):
    schema = client.get("/api/openapi.json").json()
    asked = with_keys({"cleat_setback_mm": {"left": 4, "right": 8}})
    refused = with_keys({"saddle_height_mm": 900})
    contents = (EXAMPLES / "turbo_ride_bins.csv").read_bytes()
    recording = client.post("/api/recordings", params={"name": "r.csv"}, content=contents)
    job = client.post("/api/jobs/check", json={**asked, "recording": recording.json()["recording"]})
    ended(client, job.json()["job"])
    answers = [
        ("get", "/api/form", client.get("/api/form")),
        ("get", "/api/alive", client.get("/api/alive")),
        ("post", "/api/sliders", client.post("/api/sliders", json=asked)),
        ("post", "/api/moved", client.post("/api/moved", json=asked)),
        ("post", "/api/moved", client.post("/api/moved", json=refused)),
        ("post", "/api/ridden", client.post("/api/ridden", json=asked)),
        ("post", "/api/ridden", client.post("/api/ridden", json=refused)),
        ("post", "/api/why", client.post("/api/why", json=refused)),
        ("post", "/api/body", client.post("/api/body", json=asked)),
        ("post", "/api/tried", client.post("/api/tried", json={**asked, "candidates": [{}]})),
        ("post", "/api/with", client.post("/api/with", json={**asked, "values": {}})),
        ("post", "/api/recordings", recording),
        ("get", "/api/jobs/{job}", client.get(f"/api/jobs/{job.json()['job']}")),
        ("get", "/api/jobs/{job}", client.get("/api/jobs/none")),
    ]
    for method, path, answer in answers:
        told = schema["paths"][path][method]["responses"][str(answer.status_code)]
        form = told["content"]["application/json"]["schema"]
        checker = Draft202012Validator({**form, "components": schema["components"]})
        wrong = [error.message[:200] for error in checker.iter_errors(answer.json())]
        assert not wrong, (path, answer.status_code, wrong)


def test_a_set_up_that_the_schema_refuses_is_refused_by_the_studio_too(client, with_keys):
    schema = client.get("/api/openapi.json").json()
    asked = schema["paths"]["/api/moved"]["post"]["requestBody"]["content"]["application/json"]
    checker = Draft202012Validator({**asked["schema"], "components": schema["components"]})
    assert checker.is_valid(with_keys({"saddle_height_mm": 700}))
    for wrong in ({"saddle_height_mm": 2000}, {"saddle_heigth_mm": 700}, {"cranks": "square"}):
        assert not checker.is_valid(with_keys(wrong))
        assert client.post("/api/moved", json=with_keys(wrong)).status_code == 422


def test_the_api_is_documented_without_pages_that_load_from_other_hosts(client):
    assert client.get("/docs").status_code == 404
    assert client.get("/redoc").status_code == 404


def ended(client, job):
    """How a job ends."""
    for _ in range(1200):
        state = client.get(f"/api/jobs/{job}").json()
        if state["state"] != "running":
            return state
        time.sleep(0.05)
    raise AssertionError(state)


@pytest.mark.slow
def test_a_fit_is_found_in_the_background_and_its_report_can_be_had(client, with_keys):
    asked = {**with_keys({"saddle_height_mm": 660}), "trials": 8}
    job = client.post("/api/jobs/fit", json=asked).json()["job"]
    assert client.get(f"/api/jobs/{job}/report.html").status_code == 404
    assert client.post("/api/moved", json=with_keys()).status_code == 200
    done = ended(client, job)
    assert done["state"] == "done", done["words"]
    then = done["set_up"]["bicycle"]["saddle_height_mm"]
    assert then == done["fit"]["recommended"]["values"]["saddle_height_mm"]
    page = client.get(f"/api/jobs/{job}/report.html")
    assert page.text.startswith("<!doctype html>") or "<html" in page.text
    assert client.get(f"/api/jobs/{job}/report.pdf").content.startswith(b"%PDF")
    assert client.get(f"/api/jobs/{job}/fit.json").json()["schema"].startswith("pedalfit.fit/")


def test_a_search_that_is_cancelled_ends(client, studio, with_keys):
    job = client.post("/api/jobs/fit", json={**with_keys(), "trials": 5000}).json()["job"]
    assert client.delete(f"/api/jobs/{job}").json()["state"] == "cancelled"
    assert ended(client, job)["state"] == "cancelled"
    deadline = time.monotonic() + 20
    while studio.desk.waiting and time.monotonic() < deadline:
        time.sleep(0.05)
    assert client.get("/api/alive").json()["waiting"] == 0


def test_what_the_profile_leaves_nothing_to_search_is_said(client, with_keys):
    asked = with_keys()
    fixed = dict.fromkeys(("saddle_height_mm", "heel_drop_deg", "ankle_range_deg"), "fixed")
    asked["set_up"]["search"] = fixed
    job = client.post("/api/jobs/fit", json=asked).json()["job"]
    done = ended(client, job)
    assert done["state"] == "failed"
    assert "search" in done["words"]


@pytest.mark.slow
def test_the_fit_that_is_found_is_that_of_the_command(client, with_keys):
    asked = {**with_keys({"saddle_height_mm": 660}), "trials": 24, "seed": 5}
    done = ended(client, client.post("/api/jobs/fit", json=asked).json()["job"])
    expected = pf.fit(parse_set_up(asked["set_up"]), trials=24, seed=5, workers=2)
    assert done["fit"]["recommended"]["values"] == expected.document.recommended.values
    assert done["fit"]["bands"] == expected.document.as_json()["bands"]


def test_a_calibration_ends_with_a_rider_who_is_nearer_the_recording_and_can_be_ridden(
    client, with_keys
):
    read = client.post("/api/recordings", params={"name": "x.csv"}, content=balance_only()).json()
    asked = {**with_keys(), "recording": read["recording"]}
    done = ended(client, client.post("/api/jobs/calibrate", json=asked).json()["job"])
    assert done["state"] == "done", done["words"]
    assert "left against right strength" in done["notes"][0]
    errors = {one["words"]: one for one in done["errors"]}
    assert errors["balance right"]["after"] < 0.5 * errors["balance right"]["before"]
    simulated = [one["simulated"]["both"]["balance_right_pct"] for one in done["check"]["bins"]]
    assert simulated == pytest.approx([RIGHT_PCT] * len(simulated), abs=2)
    ridden = client.post("/api/ridden", json={"set_up": done["set_up"]}).json()
    assert ridden["metrics"]["mean_crank_power_w"] == pytest.approx(200, abs=1)


@pytest.mark.slow
def test_a_calibration_tells_how_far_it_is_and_can_be_cancelled(client, with_keys):
    contents = (EXAMPLES / "turbo_ride_bins.csv").read_bytes()
    read = client.post("/api/recordings", params={"name": "x.csv"}, content=contents).json()
    asked = {**with_keys(), "recording": read["recording"]}
    job = client.post("/api/jobs/calibrate", json=asked).json()["job"]
    deadline = time.monotonic() + 240
    while "candidates tried" not in client.get(f"/api/jobs/{job}").json()["words"]:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert 0 < client.get(f"/api/jobs/{job}").json()["done"] < 1
    assert client.delete(f"/api/jobs/{job}").json()["state"] == "cancelled"
    assert ended(client, job)["state"] == "cancelled"
