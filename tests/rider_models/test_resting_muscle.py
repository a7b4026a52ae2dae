"""Muscles at rest: pulls and stretches that a spring in series with a stiffening one can have."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rider_models.data_tables import DATA
from rider_models.muscle_table import muscle_rows
from rider_models.resting_muscle import resting_muscle, resting_pull, tendon_strain

EVERY = np.ones((1, len(muscle_rows())))
TABLE = json.loads((DATA / "resting_muscles.json").read_text())
KNOTS = np.array(TABLE["room"])
rooms = st.floats(1e-5, 3.0)


def test_the_tabled_points_are_met():
    rest = resting_muscle(KNOTS[:, None] * EVERY)
    for i, row in enumerate(muscle_rows()):
        tabled = TABLE["muscles"][row.name]
        assert rest.pull[:, i] == pytest.approx(tabled["pull"], abs=1e-12)
        assert rest.tendon_stretch[:, i] == pytest.approx(tabled["tendon_stretch"], abs=1e-12)


@given(rooms, st.floats(1e-6, 0.5))
def test_a_longer_path_pulls_no_less_and_stretches_tendon_and_fibre_both(room, more):
    shorter, longer = resting_muscle(room * EVERY), resting_muscle((room + more) * EVERY)
    assert (longer.pull >= shorter.pull - 1e-12).all()
    gained = longer.tendon_stretch - shorter.tendon_stretch
    assert (gained >= -1e-12).all()
    assert (gained < more).all()


@given(rooms)
def test_the_tendons_share_is_the_slope_of_its_stretch_and_less_than_all(room):
    by = 1e-6
    behind, here, ahead = (resting_muscle((room + d) * EVERY) for d in (-by, 0.0, by))
    slope = (ahead.tendon_stretch - behind.tendon_stretch) / (2 * by)
    assert here.stretch_share == pytest.approx(slope, abs=1e-4)
    assert (here.stretch_share >= 0).all()
    assert (here.stretch_share < 0.7).all()


def test_a_tendon_is_stretched_where_and_only_where_it_pulls():
    rest = resting_muscle(np.linspace(0.01, 2.4, 500)[:, None] * EVERY)
    assert (rest.tendon_stretch[rest.pull > 1e-3] > 0).all()
    assert (rest.pull[rest.tendon_stretch > 1e-3] > 0).all()
    assert (rest.pull[0] == 0).all()
    assert (rest.pull[-1] > 0).all()


def test_every_tendon_has_the_strain_and_stiffness_of_the_published_curve():
    """4.9 % at the maximum isometric force, 28.1 per strain from two thirds of it on (Millard et al. 2013)."""
    slack = np.array([r.tendon_slack_length_m / r.optimal_fibre_length_m for r in muscle_rows()])
    rest = resting_muscle(np.linspace(0.5, 2.4, 2000)[:, None] * EVERY)
    for pull, strain in ((0.8, 0.049 - 0.2 / 28.1), (1.0, 0.049), (1.2, 0.049 + 0.2 / 28.1)):
        met = [
            np.interp(pull, rest.pull[:, i], rest.tendon_stretch[:, i]) for i in range(len(slack))
        ]
        assert met / slack == pytest.approx(strain, abs=1e-4)


def test_beyond_the_table_pull_and_stretch_go_on_straight():
    last = KNOTS[-1]
    rests = [resting_muscle((last + d) * EVERY) for d in (0.0, 0.3, 0.6)]
    for curve in ("pull", "tendon_stretch"):
        first, second, third = (getattr(rest, curve) for rest in rests)
        assert third - second == pytest.approx(second - first)


@given(rooms)
def test_fibres_that_reach_as_far_pull_as_they_do_at_rest(room):
    rest = resting_muscle(room * EVERY)
    assert resting_pull(room - rest.tendon_stretch) == pytest.approx(rest.pull, abs=2e-3)


def test_the_tendons_strain_is_opensims():
    """The tendon's own curve in the reference model, asked the other way round."""
    opensim = pytest.importorskip("opensim")
    curve = opensim.TendonForceLengthCurve()
    force = np.linspace(0.0, 2.5, 60)
    strain = tendon_strain(force)
    assert [curve.calcValue(1 + s) for s in strain] == pytest.approx(force, abs=1e-3)
    assert (np.diff(strain) > 0).all()
