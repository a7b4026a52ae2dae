"""`pedalfit validate`: the table is complete, every comparison measures what it says, broken entries say so."""

import json
import tomllib
from dataclasses import replace
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
import tomli_w
from rich.console import Console

from fit_optimizer.setup.rider_on_bike import RiderOnBike, seat_rider
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.validation import load_experiments, run_validation, validation_document
from fit_optimizer.validation.comparisons import COMPARISONS, NothingToMeasure
from fit_optimizer.validation.document import verdict_of
from fit_optimizer.validation.experiments import TABLE, read_experiment
from fit_optimizer.validation.pages.page import render_validation
from fit_optimizer.validation.pages.terminal import validation_table
from fit_optimizer.validation.published_curves import column, read_columns
from fit_optimizer.validation.runner import judge
from fit_optimizer.validation.set_ups import build_set_up
from rider_models.errors import PedalfitError
from sim.stroke_values import ExperimentError, StrokeValues

SHARED = Path(__file__).parents[4] / "shared"
CURVES_OWN = {"wilkinson_curves", "park_curves"}
ANGLE = np.arange(0, 360, 6.0)
PARK = "park_two_leg_31rpm.csv"


def needs(path):
    return pytest.mark.skipif(not path.exists(), reason=f"{path} is absent")


def burst(start, end):
    """Activation ramping up around start and down around end, half its peak in both."""
    middle, half = start + ((end - start) % 360) / 2, ((end - start) % 360) / 2
    away = np.abs((ANGLE - middle + 180) % 360 - 180)
    return 0.01 + 0.5 * np.clip((half - away) / 24 + 0.5, 0, 1)


STROKES = {
    "one": StrokeValues(
        {"a": 2.0, "b": 4.0, "hip": 50.0, "knee": 30.0, "nought": 0.0, "bowl": 9.0},
        {
            "wave": -np.cos(np.deg2rad(ANGLE - 10)),
            "flat": np.ones(60),
            "activation.early": burst(330, 100),
            "activation.late": burst(10, 120),
            "activation.silent": np.full(60, 0.01),
        },
    ),
    "two": StrokeValues(
        {"a": 3.0, "b": 6.0, "hip": 45.0, "knee": 40.0, "nought": 0.0, "bowl": 1.0}, {}
    ),
    "three": StrokeValues(
        {"a": 2.5, "b": 8.0, "hip": 40.0, "knee": 50.0, "nought": 0.0, "bowl": 1.0}, {}
    ),
}

MEASURED = [
    ("value", {"set_up": "one", "metric": "a"}, 2.0),
    ("ratio", {"set_up": "one", "metric": "a", "over": "b"}, 0.5),
    ("change", {"before": "one", "after": "two", "metric": "a"}, 1.0),
    ("change", {"before": "one", "after": "two", "metric": "a", "percent": True}, 50.0),
    ("change_per_change", {"before": "one", "after": "two", "metric": "a", "per": "b"}, 0.5),
    ("monotonic", {"set_ups": ["one", "two", "three"], "metric": "b", "direction": "rising"}, 2.0),
    (
        "monotonic",
        {"set_ups": ["one", "two", "three"], "metric": "a", "direction": "rising"},
        -0.5,
    ),
    ("monotonic", {"set_ups": ["one", "two"], "metric": "hip", "direction": "falling"}, 5.0),
    ("spread", {"set_ups": ["one", "two", "three"], "metric": "a"}, 40.0),
    ("least_at", {"set_ups": ["one", "two", "three"], "metric": "bowl", "at": "b"}, 7.0),
    ("largest", {"set_ups": ["one", "two"], "metric": "hip", "others": ["knee", "a"]}, 5.0),
    ("largest", {"set_ups": ["one", "three"], "metric": "hip", "others": ["knee"]}, -10.0),
    ("crossing", {"set_up": "one", "curve": "wave", "direction": "rising"}, 100.0),
    ("crossing", {"set_up": "one", "curve": "wave", "direction": "falling"}, 280.0),
    ("burst_start", {"set_up": "one", "muscle": "early", "threshold": 0.5}, 330.0),
    ("burst_end", {"set_up": "one", "muscle": "early", "threshold": 0.5}, 100.0),
    ("burst_middle", {"set_up": "one", "muscle": "early"}, 35.0),
    ("burst_lead", {"set_up": "one", "muscle": "early", "before": "late"}, 40.0),
    ("burst_lead", {"set_up": "one", "muscle": "late", "before": "early"}, -40.0),
]


@pytest.mark.parametrize(("name", "keys", "wanted"), MEASURED)
def test_a_comparison_measures_hand_made_figures(name, keys, wanted):
    measured = COMPARISONS[name].model_validate(keys).measure(STROKES)
    assert measured.value == pytest.approx(wanted, abs=0.6 if "burst" in name else 0.15)


def test_every_registered_comparison_is_tested():
    tested = {name for name, _, _ in MEASURED} | {name for name, _, _ in CURVES_MEASURED}
    assert tested == set(COMPARISONS)


def published_stroke(name, spreads=0.0, factor=1.0):
    """A stroke whose curve is a published one, moved by some SD and scaled."""
    at = column(PARK, "crank_angle_deg")
    moved = factor * column(PARK, f"{name}_mean_N") + spreads * column(PARK, f"{name}_sd_N")
    return {"one": StrokeValues({}, {"force": moved[np.isin(at, ANGLE)]})}


BASE = {"set_up": "one", "curve": "force", "table": PARK, "column": "V_mean_N"}
SD = {"sd_column": "V_sd_N"}
CURVES_MEASURED = [
    ("curve_correlation", {}, 1.0),
    ("curve_rms", {}, 41.5),
    ("curve_within_sd", SD, 100.0),
    ("curve_within_sd", SD | {"spreads": 1.0}, 0.0),
]


@pytest.mark.parametrize(("name", "keys", "wanted"), CURVES_MEASURED)
def test_a_curve_is_compared_with_a_column(name, keys, wanted):
    """The published mean plus 1.5 SD."""
    strokes = published_stroke("V", spreads=1.5)
    measured = COMPARISONS[name].model_validate(BASE | keys).measure(strokes)
    if name == "curve_rms":
        wanted = 1.5 * np.sqrt((column(PARK, "V_sd_N") ** 2).mean())
    assert measured.value == pytest.approx(wanted, rel=0.03, abs=1.0 if keys else 0.05)
    assert measured.curves is not None


def test_shape_alone_is_compared_where_asked():
    strokes = published_stroke("V", factor=2.5)
    rms = COMPARISONS["curve_rms"]
    plain = rms.model_validate(BASE).measure(strokes).value
    scaled = rms.model_validate(BASE | {"scaled": True}).measure(strokes).value
    assert plain > 100
    assert scaled < 1
    moved = {"one": StrokeValues({}, {"force": strokes["one"].curve("force") / 2.5 + 70})}
    assert rms.model_validate(BASE).measure(moved).value == pytest.approx(70, abs=0.5)
    assert rms.model_validate(BASE | {"centred": True}).measure(moved).value < 0.5


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("crossing", {"set_up": "one", "curve": "flat", "direction": "rising"}),
        (
            "crossing",
            {"set_up": "one", "curve": "wave", "direction": "rising", "within_deg": [120, 270]},
        ),
        ("burst_start", {"set_up": "one", "muscle": "silent"}),
        ("ratio", {"set_up": "one", "metric": "a", "over": "nought"}),
        ("change_per_change", {"before": "one", "after": "two", "metric": "a", "per": "nought"}),
        ("change", {"before": "one", "after": "two", "metric": "nought", "percent": True}),
        ("least_at", {"set_ups": ["one", "two", "three"], "metric": "a", "at": "b"}),
    ],
)
def test_nothing_to_measure_is_a_failure_with_a_reason(name, keys):
    with pytest.raises(NothingToMeasure):
        COMPARISONS[name].model_validate(keys).measure(STROKES)
    outcome = judged(read_experiment("x", entry(compare=name, **keys)))
    assert outcome.verdict == "fail"
    assert outcome.why
    assert outcome.value is None


def judged(experiment):
    """The outcome of the experiment's first check on the hand-made strokes."""
    return judge(experiment, experiment.checks[0], STROKES)


SET_UP = {
    "rider": {"height_mm": 1750, "mass_kg": 70},
    "riding": {"power_w": 150, "cadence_rpm": 80},
}


def entry(**check):
    """An experiment of three set-ups and one check."""
    keys = {"compare": "value", "set_up": "one", "metric": "a"} if "compare" not in check else {}
    return {
        "what": "something",
        "source": "a paper",
        "use": "value",
        "represented": "as it stands",
        "value": 2.1,
        "set_ups": {"one": SET_UP, "two": {"from": "one"}, "three": {"from": "one"}},
        "check": [
            {"key": "a", "label": "a", "published": 2.1, "accept": [1.5, 2.5]} | keys | check
        ],
    }


@pytest.mark.parametrize(
    ("accept", "verdict"), [([1.5, 2.5], "pass"), ([2.1, 2.5], "fail"), ([1, 1.9], "fail")]
)
def test_a_number_passes_within_its_range_only(accept, verdict):
    experiment = read_experiment("x", entry(accept=accept))
    outcome = judged(experiment)
    assert outcome.verdict == verdict
    assert outcome.value == 2.0
    assert outcome.why.startswith("2 is")


def test_a_check_is_found_by_its_key_and_no_two_have_one():
    read = read_experiment("x", entry())
    assert read.check("a") is read.checks[0]
    with pytest.raises(ExperimentError, match="x has no check b; it has a"):
        read.check("b")
    twice = entry()
    twice["check"] *= 2
    with pytest.raises(ExperimentError, match="x has 2 checks with the key a"):
        read_experiment("x", twice)


def test_a_new_experiment_is_one_entry_of_the_table(tmp_path):
    table = tmp_path / "published.toml"
    new = entry(
        compare="value", set_up="one", metric="mean_crank_power_w", accept=[149, 151], published=150
    )
    others = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    table.write_text(tomli_w.dumps({**others, "a_new_one": new}), encoding="utf-8")
    *known, read = load_experiments(table)
    assert [one.key for one in known] == list(others)
    (outcome,) = run_validation(experiments=(read,))
    assert outcome.verdict == "pass"
    assert outcome.value == pytest.approx(150, abs=0.5)
    document = validation_document([outcome]).as_json()
    assert document["experiments"]["a_new_one"]["checks"][0]["verdict"] == "pass"
    assert 'id="a_new_one"' in render_validation([outcome])
    console = Console(width=200, file=StringIO())
    console.print(validation_table([outcome]))
    assert "a new one" in console.file.getvalue().lower().replace("_", " ")


def test_a_failure_gives_the_known_reason():
    experiment = read_experiment("x", entry(accept=[3, 4], why="tendons are rigid"))
    assert judged(experiment).why == "2 is 1 too little: tendons are rigid"


@pytest.mark.parametrize(
    ("accept", "verdict"), [([310, 350], "pass"), ([310, 10], "pass"), ([340, 10], "fail")]
)
def test_a_range_of_angles_may_run_over_the_top(accept, verdict):
    keys = {"compare": "burst_start", "set_up": "one", "muscle": "early", "threshold": 0.5}
    experiment = read_experiment("x", entry(accept=accept, **keys))
    assert judged(experiment).verdict == verdict


def test_what_is_not_represented_is_no_pass():
    check = {
        "key": "a",
        "label": "a",
        "published": "b",
        "not_represented": "the model has none",
    }
    experiment = read_experiment("x", entry() | {"check": [check]})
    outcome = judged(experiment)
    assert (outcome.verdict, outcome.why) == ("not represented", "the model has none")
    assert verdict_of([outcome.verdict]) == "not represented"
    assert verdict_of(["pass", "fail", "not represented"]) == "fail"


def changed(**keys):
    return entry() | keys


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ("text", "x is 'text'"),
        (changed(use="maybe"), "x.use is 'maybe'"),
        ({k: v for k, v in entry().items() if k != "source"}, "x.source is missing"),
        (changed(check=[]), r"x needs set-ups .* \[\[x.check\]\]"),
        (changed(chekc=[{}]), "x.chekc is .* a number or a list"),
        (entry(compare="guess"), "x.check 1.compare is 'guess', allowed is value, ratio"),
        (entry(accept=[3, 1]), "x.check 1.accept is .* the lowest comes first"),
        (entry(metrik="b"), "x.check 1.metrik is not a key"),
        (entry(compare="value", set_up="one"), "x.check 1.metric is missing"),
        (entry(set_up="four"), "x.check 1 names the set-up four, the entry has one, two, three"),
        (entry(not_represented="no"), "x.check 1 is not represented and yet has"),
        (changed(set_ups={"one": {"from": "nil"}}), "x.set_ups.one.from names the set-up nil"),
        (changed(set_ups={"one": SET_UP | {"speed": 1}}), "x.set_ups.one.speed is not a key"),
    ],
)
def test_a_broken_entry_gives_one_sentence_that_names_it(broken, words):
    with pytest.raises(ExperimentError, match=words) as error:
        read_experiment("x", broken)
    assert isinstance(error.value, PedalfitError)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (entry(metric="dead_center_size_pct"), "did you mean dead_centre_size_pct"),
        (changed(set_ups={"one": {"riding": SET_UP["riding"]}}), "x: rider is missing"),
        (changed(set_ups={"one": {"from": "one"}}), "x: .* made from itself"),
        (changed(set_ups={"one": SET_UP | {"scale": {"speed": 2}}}), "x: speed"),
        (
            entry(
                compare="curve_rms",
                set_up="one",
                curve="crank_torque_nm",
                table="no.csv",
                column="c",
            ),
            "x: there is no table of curves no.csv",
        ),
        (
            entry(
                compare="curve_rms", set_up="one", curve="crank_torque_nm", table=PARK, column="c"
            ),
            f"x: {PARK} has no column c",
        ),
    ],
)
def test_a_broken_entry_stops_the_run_with_one_sentence(broken, words):
    with pytest.raises(ExperimentError, match=words):
        run_validation(experiments=[read_experiment("x", broken)])


def test_a_refused_stroke_is_a_failure():
    strong = {"from": "one", "set": {"power_w": 2000}}
    recipes = {"one": SET_UP, "two": strong, "three": {"from": "one"}}
    experiment = read_experiment(
        "x", changed(set_ups=recipes) | {"check": entry(set_up="two")["check"]}
    )
    (outcome,) = run_validation(experiments=[experiment])
    assert outcome.verdict == "fail"
    assert "no stroke for two" in outcome.why


def test_every_rider_is_put_on_the_bicycle_by_the_seat_that_is_given():
    def seat(set_up: SetUp) -> RiderOnBike:
        on = seat_rider(set_up)
        return replace(on, bicycle=replace(on.bicycle, saddle_height_m=0.5))

    recipes = {"one": SET_UP, "two": {"from": "one"}, "three": {"from": "one"}}
    experiment = read_experiment("x", changed(set_ups=recipes))
    (outcome,) = run_validation(experiments=[experiment], seat=seat)
    assert "no stroke for one" in outcome.why
    lowered = read_experiment(
        "x", changed(set_ups=recipes | {"two": {"from": "one", "add": {"saddle_height_mm": 10}}})
    )
    two = build_set_up("two", lowered.set_ups, lambda _: True, seat)
    assert two.bicycle.saddle_height_mm == pytest.approx(510)


def test_a_table_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(ExperimentError, match="cannot be read"):
        load_experiments(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_text("[x")
    with pytest.raises(ExperimentError, match="not valid TOML"):
        load_experiments(tmp_path / "bad.toml")


def test_set_ups_are_made_from_one_another():
    recipes = read_experiment(
        "x",
        changed(
            set_ups={
                "one": SET_UP,
                "two": {"from": "one", "set": {"saddle_height_mm": 700}},
                "three": {
                    "from": "two",
                    "scale": {"saddle_height_mm": 0.95, "vasti": 0.5},
                    "add": {"power_w": 20},
                },
            }
        ),
    ).set_ups
    one, three = (build_set_up(name, recipes, lambda _: True) for name in ("one", "three"))
    assert three.bicycle.saddle_height_mm == pytest.approx(665)
    assert three.riding.power_w == 170
    assert three.rider.coordination.vasti == one.rider.coordination.vasti / 2


@pytest.mark.parametrize(("limit_w", "found_w"), [(437, 430), (900, 600), (100, 150)])
def test_the_highest_power_is_found(limit_w, found_w):
    recipes = read_experiment(
        "x",
        changed(
            set_ups={"one": SET_UP, "two": SET_UP | {"highest_power_up_to_w": 600}, "three": SET_UP}
        ),
    ).set_ups

    def can_ride(set_up: SetUp) -> bool:
        return set_up.riding.power_w <= limit_w

    assert build_set_up("two", recipes, can_ride).riding.power_w == found_w


@needs(SHARED / "published.toml")
def test_every_published_figure_is_in_the_table():
    published = tomllib.loads((SHARED / "published.toml").read_text())
    table = tomllib.loads(TABLE.read_text())
    assert set(table) >= set(published) | CURVES_OWN
    for key, figures in published.items():
        assert {name: table[key].get(name) for name in figures} == figures, key


@needs(SHARED / "pedal_forces")
@pytest.mark.parametrize("name", ["wilkinson_seated_70rpm.csv", PARK])
def test_the_curves_are_those_published(name):
    lines = (SHARED / "pedal_forces" / name).read_text().splitlines()
    header, rows = lines[0].split(","), [[float(x) for x in line.split(",")] for line in lines[1:]]
    kept = [row for row in rows if row[0] < 360]
    assert list(read_columns(name)) == ["crank_angle_deg", *header[1:]]
    np.testing.assert_array_equal(np.column_stack(list(read_columns(name).values())), kept)
    assert TABLE.with_name(name).read_text().startswith("# ")


@pytest.fixture(scope="module")
def outcomes():
    heard = []
    found = run_validation(lambda done, whole: heard.append((done, whole)))
    assert heard == [(n, len(load_experiments())) for n in range(1, len(load_experiments()) + 1)]
    return found


def test_every_check_of_the_table_is_judged(outcomes):
    assert len(outcomes) == sum(len(e.checks) for e in load_experiments())
    for outcome in outcomes:
        known = outcome.value is not None
        assert known or outcome.verdict != "pass"
        assert outcome.why
        if known:
            assert (outcome.verdict == "pass") == outcome.check.accepts(outcome.value)


def test_the_document_holds_every_outcome(outcomes):
    document = json.loads(json.dumps(validation_document(outcomes).as_json(), allow_nan=False))
    assert document["schema"] == "pedalfit.validation/1"
    checks = [check for e in document["experiments"].values() for check in e["checks"]]
    assert [check["verdict"] for check in checks] == [o.verdict for o in outcomes]
    assert sum(document["checks"].values()) == len(outcomes)
    curves = [check for check in checks if "curves" in check]
    assert all(len(c["curves"]["simulated"]) == len(c["curves"]["published"]) for c in curves)


DRAWN = ("park_curves", "knee_moment_sign", "joint_ranges")
"""Experiments with curves, with a failure and with numbers alone: the page draws all alike."""


def test_the_page_and_the_table_show_failures(outcomes):
    outcomes = [one for one in outcomes if one.experiment.key in DRAWN]
    page = render_validation(outcomes)
    assert "http-equiv" in page
    assert "<script" not in page
    for outcome in outcomes:
        assert f'id="{outcome.experiment.key}"' in page
    failed = sum(outcome.verdict == "fail" for outcome in outcomes)
    assert failed
    assert page.count('<td><span class="verdict fail">') == failed
    assert page.count("<svg") == page.count("</svg>") >= len(DRAWN)
    console = Console(width=600, file=StringIO())
    console.print(validation_table(outcomes))
    shown = console.file.getvalue()
    for outcome in outcomes:
        assert f"  {outcome.check.label} " in shown
        assert outcome.verdict == "pass" or outcome.why in shown
