"""The laboratory's document against strokes that are ridden one by one."""

import numpy as np
import pytest

from fit_optimizer.documents.technique import TechniqueDocument
from fit_optimizer.setup.setup_file import with_changes
from fit_optimizer.setup.techniques import TechniqueError
from fit_optimizer.technique.laboratory import technique_document
from sim.pedalling_metrics import stroke_metrics
from tests.fit_optimizer.technique.conftest import CHOSEN
from tests.strategies import seated


def test_riding_as_ever_comes_first_and_then_what_was_asked_for(laboratory):
    assert [one.key for one in laboratory.techniques] == ["as_ever", *CHOSEN]


def test_the_figures_are_those_of_the_stroke(laboratory):
    stroke = seated(technique="lift").simulate()
    shown = next(one for one in laboratory.techniques if one.key == "lift")
    for name in ("torque_effectiveness_pct", "metabolic_power_w", "dead_centre_size_pct"):
        assert shown.metrics[name] == pytest.approx(stroke_metrics(stroke)[name], abs=1e-5)
    np.testing.assert_allclose(shown.crank_torque_nm, stroke.right.crank_torque, atol=1e-3)


def test_the_sectors_add_up_to_the_leg(laboratory):
    for one in laboratory.techniques:
        assert sum(part.crank_w for part in one.sectors) == pytest.approx(100, abs=0.1)


def test_what_lifts_the_leg_adds_up(laboratory):
    for one in laboratory.techniques:
        found = one.recovery
        given = sum(found.lifters_w.values()) + found.others_w + found.passive_w
        given += found.pelvis_w + found.carried_w
        assert given == pytest.approx(found.lifted_w, abs=0.01)


def test_the_document_reads_back_as_it_was_written(laboratory):
    assert TechniqueDocument.read(laboratory.as_json()) == laboratory


def test_what_changes_is_told_and_riding_as_ever_changes_nothing(laboratory):
    as_ever, *others = laboratory.techniques
    assert as_ever.told == []
    assert as_ever.gain == 0
    for one in others:
        assert any("meter" in line for line in one.told)
        assert any("costs" in line for line in one.told)


def test_the_first_asked_for_is_drawn_beside_riding_as_ever(laboratory):
    assert laboratory.compared_key == CHOSEN[0]
    assert laboratory.compared.fit["technique"] == "pull"
    assert laboratory.as_ever.fit["technique"] == "as_ever"


@pytest.mark.usefixtures("techniques_alone")
def test_a_set_up_with_a_technique_of_its_own_is_compared_with_riding_as_ever(rider, laboratory):
    told = technique_document(with_changes(rider, {"technique": "pull"}), ["lift"])
    assert told.techniques[0].metrics == laboratory.techniques[0].metrics


@pytest.mark.usefixtures("techniques_alone")
def test_the_only_technique_asked_for_is_refused_in_one_sentence_where_it_cannot_be_done(rider):
    stiff = with_changes(rider, {"ankle_range_deg": 8})
    with pytest.raises(
        TechniqueError, match=r"ankle_locked .* is beyond this rider at 200 W and 90 rpm"
    ):
        technique_document(stiff, ["ankle_locked"])


@pytest.mark.usefixtures("techniques_alone")
def test_among_others_it_keeps_its_place_with_the_reason(rider):
    stiff = with_changes(rider, {"ankle_range_deg": 8})
    found = technique_document(stiff, ["ankle_locked", "lift"]).techniques
    assert [bool(one.refusal) for one in found] == [False, True, False]
    assert not found[1].metrics


def test_bursts_stand_beside_every_electrode_of_the_studies(laboratory):
    assert {one.study for one in laboratory.agreement} == {"li_caldwell", "wilkinson"}
    assert all(-180 <= one.late_deg <= 180 for one in laboratory.agreement)
