"""The page of the technique laboratory: whole, of its own, and of what the document says."""

import re

import pytest

from fit_optimizer.documents.part import ReportError
from fit_optimizer.documents.technique import TechniqueDocument
from fit_optimizer.report.technique_sentences import (
    engagement_told,
    headline,
    just_right_told,
    plan_lines,
    plan_told,
)
from fit_optimizer.report.technique_view import render_technique, technique_pdf, technique_view
from fit_optimizer.setup.setup_file import parse_set_up
from fit_optimizer.technique.drills import drill_document
from tests.strategies import set_up


@pytest.fixture
def document(techniques: TechniqueDocument) -> TechniqueDocument:
    return techniques


@pytest.fixture
def page(techniques_html: str) -> str:
    return techniques_html


def test_the_page_needs_nothing_else(page):
    assert not re.search(r'(?:src|href)="(?!#)', page)
    assert "://" not in page.replace("http://www.w3.org/", "")
    assert "default-src 'none'" in page


def test_every_technique_has_a_row_a_card_and_a_curve(document, page):
    for one in document.techniques:
        assert f"<h3>{one.words}</h3>" in page
        if one.key != "as_ever":
            assert f"torque-{one.key}" in page
            assert f"lift-{one.key}-carried" in page
    assert page.count("<animation") == 0
    assert 'id="animation-data"' in page


def test_the_table_shows_the_documents_figures(document):
    plain = document.model_copy(update={"as_ever": None, "compared": None})
    view = technique_view(plain)
    row = next(row for row in view.rows if row.name.startswith("torque effectiveness"))
    for text, one in zip(row.texts, document.techniques, strict=True):
        assert text == f"{one.metrics['torque_effectiveness_pct']:.0f}"


def test_a_refused_technique_shows_its_reason_and_no_figures(document):
    refused = document.techniques[1].model_copy(
        update={"refusal": "the hip cannot", "metrics": {}, "crank_torque_nm": []}
    )
    changed = document.model_copy(
        update={
            "techniques": [document.techniques[0], refused, document.techniques[2]],
            "as_ever": None,
            "compared": None,
            "compared_key": "",
        }
    )
    page = render_technique(changed)
    assert "the hip cannot." in page
    assert "torque-pull" not in page


def test_a_name_that_would_be_markup_is_text(document):
    name = "<script>alert(1)</script>"
    hostile = document.model_copy(update={"rider": name, "as_ever": None, "compared": None})
    assert "<script>alert" not in render_technique(hostile)


def test_the_paper_is_a_pdf_of_a_few_pages_that_is_the_same_again(document):
    paper = technique_pdf(document)
    assert paper.startswith(b"%PDF-")
    assert paper == technique_pdf(document)
    count = re.search(rb"/Type/Pages/Count (\d+)", paper)
    assert count
    assert 3 <= int(count.group(1)) <= 8


def test_a_drill_has_a_page_and_a_paper_without_an_animation():
    drilled = drill_document(parse_set_up(set_up(power_w=120.0)))
    page = render_technique(drilled)
    assert technique_pdf(drilled).startswith(b"%PDF-")
    assert "One leg alone" in page
    assert "energy of the leg" in page
    assert 'id="animation-data"' not in page


def test_a_document_of_another_schema_is_refused():
    with pytest.raises(ReportError, match=r"pedalfit\.technique/1"):
        render_technique({"schema": "pedalfit.fit/1"})


def test_sentences_tell_the_figures(document):
    for cue in document.plan:
        assert f"at {cue.power_w:.0f} W and {cue.cadence_rpm:.0f} rpm" in plan_told(cue)
    for one in document.just_right:
        assert one.words in just_right_told(one).lower()
    assert "by leg length" in engagement_told(document.engagement)
    assert engagement_told([]) == ""


def with_plan(document, *counts):
    cue = document.plan[0]
    plan = [cue.model_copy(update={"counts": one}) for one in counts]
    return document.model_copy(update={"plan": plan, "as_ever": None, "compared": None})


def test_a_plan_that_gains_less_than_can_be_told_says_so_first(document):
    tried = with_plan(document, False)
    assert headline(tried).startswith("No technique here gains as much as can be told")
    view = technique_view(tried)
    assert view.plan_heading == "Something to try"
    assert "Practise" not in f"{headline(tried)} {view.plan}"


def test_only_what_counts_is_to_be_practised(document):
    mixed = with_plan(document, True, False)
    words = document.plan[0].words
    assert headline(mixed).startswith("Practise: ")
    assert headline(mixed).count(words) == 1
    first, second = plan_lines(mixed)
    assert "something to try" not in first
    assert second.endswith("something to try.")


def test_a_meter_tells_no_change_that_its_noise_hides(document):
    meter = {
        "torque_effectiveness_pct": 78.0,
        "pedal_smoothness_pct": 22.0,
        "power_phase_start_deg": 357.0,
        "power_phase_end_deg": 188.0,
    }
    cue = document.plan[0].model_copy(update={"before": meter, "after": meter})
    same = {**meter, "torque_effectiveness_pct": 77.0, "power_phase_start_deg": 1.0}
    other = {**meter, "torque_effectiveness_pct": 84.0, "power_phase_start_deg": 10.0}
    assert "No meter shows it" in plan_told(cue.model_copy(update={"after": same}))
    told = plan_told(cue.model_copy(update={"after": other}))
    assert (
        "torque effectiveness 78 \u2192 84\u00a0%, start of the power phase 357 \u2192 10\u00b0"
        in told
    )
