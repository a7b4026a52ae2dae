"""Every row of the metric table: complete, of a known unit, and computed by the simulator and by nobody else."""

import math

import numpy as np
import pytest

from rider_models.units import UNITS, unit_of, words_of
from sim.load_metrics import load_curves
from sim.metric_table import (
    FORWARD_METRICS,
    LEG_METRICS,
    METRICS,
    STROKE_METRICS,
    Heading,
    Legs,
    nested,
)
from sim.pedalling_metrics import combine_legs, leg_metrics, reproducible_metrics, stroke_metrics
from tests.strategies import seated

PURE_NUMBERS = {"force_effectiveness", "muscle_effort", "run_time_over_real_time"}


@pytest.fixture(scope="module")
def stroke():
    return seated(thigh_mm={"left": 430, "right": 420}).simulate(activation_dynamics=False)


@pytest.mark.parametrize("metric", [*METRICS, *FORWARD_METRICS], ids=lambda m: m.name)
def test_a_row_says_everything(metric):
    assert metric.words
    assert metric.source
    assert metric.decimals >= 0
    assert metric.unit in UNITS or metric.name in PURE_NUMBERS
    assert metric.words.casefold() not in ("", metric.name)


def test_no_two_rows_have_the_same_name_or_the_same_words_and_unit():
    assert len({metric.name for metric in METRICS}) == len(METRICS)
    assert len({(metric.words, metric.unit) for metric in METRICS}) == len(METRICS)


def test_the_simulator_computes_exactly_the_metrics_of_the_table(stroke):
    leg = leg_metrics(stroke.left, stroke.body_weight_n)
    assert list(leg) == [metric.name for metric in LEG_METRICS]
    assert list(stroke_metrics(stroke)) == [metric.name for metric in METRICS]
    assert all(math.isfinite(value) for value in stroke_metrics(stroke).values())


def test_what_differs_from_run_to_run_is_kept_out_of_results(stroke):
    again = seated(thigh_mm={"left": 430, "right": 420}).simulate(activation_dynamics=False)
    assert reproducible_metrics(again) == reproducible_metrics(stroke)
    assert set(stroke_metrics(stroke)) - set(reproducible_metrics(stroke)) == {"solve_time_ms"}


@pytest.mark.parametrize("metric", LEG_METRICS, ids=lambda m: m.name)
def test_two_legs_make_the_number_that_the_row_says(metric, stroke):
    left, right = (
        leg_metrics(leg, stroke.body_weight_n)[metric.name] for leg in stroke.legs.values()
    )
    both = stroke_metrics(stroke)[metric.name]
    if metric.legs is Legs.DIRECTION:
        middle = np.exp(1j * np.deg2rad([left, right])).sum()
        wanted = float(np.rad2deg(np.angle(middle)) % 360)
    else:
        wanted = {
            Legs.LARGER: max(left, right),
            Legs.SMALLER: min(left, right),
            Legs.MEAN: (left + right) / 2,
        }[metric.legs]
    assert both == pytest.approx(wanted, rel=1e-12)


def test_angles_of_two_legs_meet_around_top_dead_centre():
    left = {metric.name: 350.0 for metric in LEG_METRICS}
    right = {metric.name: 20.0 for metric in LEG_METRICS}
    assert combine_legs(left, right)["power_phase_start_deg"] == pytest.approx(5.0)


def test_peaks_and_impulses_are_those_of_the_more_loaded_leg(stroke):
    loads = load_curves(stroke.left.loads)
    of_loads = [m for m in LEG_METRICS if any(m.name.startswith(load) for load in loads)]
    assert len(of_loads) >= 4 * len(loads)
    assert {metric.legs for metric in of_loads} == {Legs.LARGER}


def test_every_heading_of_the_report_has_metrics():
    assert {metric.heading for metric in METRICS} == {*Heading, None}


def test_a_stroke_metric_is_not_one_of_a_leg():
    assert {*LEG_METRICS} | {*STROKE_METRICS} == {*METRICS}
    assert not {*LEG_METRICS} & {*STROKE_METRICS}


def test_a_file_holds_the_parts_of_a_metric_within_it(stroke):
    document = nested(stroke_metrics(stroke))
    assert set(document["positive_work_pct"]) == {
        "hip_extension",
        "hip_flexion",
        "knee_extension",
        "knee_flexion",
        "ankle_plantarflexion",
    }
    assert document["dead_centre_size_pct"] == stroke_metrics(stroke)["dead_centre_size_pct"]


@pytest.mark.parametrize(
    ("name", "word", "words"),
    [
        ("saddle_height_mm", "mm", "saddle height"),
        ("crank_inertia_kg_m2", "kg m2", "crank inertia"),
        ("tibiofemoral_shear_impulse_kn_s_per_min", "kN s/min", "tibiofemoral shear impulse"),
        ("positive_work_pct.hip_flexion", "%", "positive work"),
        ("vasti", "", "vasti"),
    ],
)
def test_a_name_ends_with_its_unit(name, word, words):
    assert unit_of(name).word == word
    assert words_of(name.partition(".")[0]) == words
