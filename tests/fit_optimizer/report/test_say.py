"""Reports in two languages: the same sentences, the same blanks, and nothing left out of the page."""

from __future__ import annotations

import re
from html import unescape

import pytest

from fit_optimizer.recommendation.cranks import OPENED_BY_CRANKS
from fit_optimizer.recommendation.measure_first import HOW
from fit_optimizer.report import render_report
from fit_optimizer.report.fit_view import fit_view
from fit_optimizer.report.pdf import plain, render_pdf
from fit_optimizer.report.say import LANGUAGES, in_language, in_words, say, table, word
from fit_optimizer.report.wording import capitalised
from fit_optimizer.setup.adjustments import ADJUSTMENTS
from fit_optimizer.setup.complaints import TABLE
from tests.fit_optimizer.report.conftest import checked, stored, uneven

BLANK = re.compile(r"{(\w+)}")
ENGLISH = re.compile(
    r"\b(the|and|of|with|from|what|which|where|rider|saddle|knee|seat|now|recommended|load|is|are|to)\b"
)


def test_every_language_has_the_same_sentences_with_the_same_blanks() -> None:
    first = table("en")["sentences"]
    for language in LANGUAGES:
        sentences = table(language)["sentences"]
        assert sentences.keys() == first.keys()
        for key, text in sentences.items():
            assert set(BLANK.findall(text)) == set(BLANK.findall(first[key])), key


def test_styles_and_scripts_are_in_no_language() -> None:
    style = "<style>\n.a > b { border-left: 1.5px; }\n</style>"
    script = "<script>\nif (1 > 0.5 && 0.5 < 1) left;\n</script>"
    german = in_language(f"<title>fit</title>\n{style}\n{script}\n<p>left</p> <p>1.5</p>", "de")
    assert style in german
    assert script in german
    assert "<p>links</p> <p>1,5</p>" in german


def test_a_sentence_is_filled_in() -> None:
    assert say("de", "raise_saddle", by="5\u00a0mm", to="700\u00a0mm") == (
        "Sattel 5\u00a0mm höher, auf 700\u00a0mm"
    )


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("Saddle height", "Sattelhöhe"),
        ("left 394 mm, right 399.5 mm", "links 394 mm, rechts 399,5 mm"),
        ("numpy 2.4.1", "numpy 2.4.1"),
        ("33 to 43\u00b0", "33 bis 43\u00b0"),
    ],
)
def test_a_text_is_turned_whole_or_by_its_parts_and_gets_the_decimal_comma(
    english: str, german: str
) -> None:
    assert word(english, "de") == german
    assert word(english, "en") == english


def test_markup_numbers_and_scripts_of_a_page_stay_as_they_are() -> None:
    page = '<p data-key="a" x="1.5">Now 1.5</p><script>const now = 1.5</script>'
    assert in_language(page, "de") == (
        '<p data-key="a" x="1.5">Now 1,5</p><script>const now = 1.5</script>'
    )


def spoken() -> set[str]:
    """Texts that the makers of a document write into it for a client to read."""
    found = {text for row in TABLE.values() for text in (row.words, row.first, row.unseen)}
    return {*found, *HOW.values(), *OPENED_BY_CRANKS, "front of the hip"} - {""}


@pytest.mark.parametrize("text", sorted(spoken()))
def test_what_a_document_says_in_words_has_german_words(text: str) -> None:
    assert text in table("de")["words"]


@pytest.mark.usefixtures("undrawn")
def test_the_lines_that_paper_alone_has_are_german_too() -> None:
    document = stored() | {"change_needed": False, "changes": [], "steps": []}
    paper = in_words(plain(fit_view(document, "de")), "de")
    stroke, moves = paper["stroke"], paper["advice"]["moves"]
    for line in (paper["ends"], stroke["legend"], stroke["bike_note"], *moves):
        assert not ENGLISH.search(line), line


def test_german_paper_is_set() -> None:
    assert render_pdf(uneven(checked(stored())), "de").startswith(b"%PDF-")


ONLY_ENGLISH = set(
    "the and with which than from knee rider saddle height now recommended most least between "
    "both legs left right riders customary seen against where while each other nothing have has "
    "are is be been this these what why how of for to not".split()
)
"""Words that no German sentence has."""


def test_no_english_word_is_left_on_a_german_page() -> None:
    """Texts, labels and the alternatives of pictures, of legs that differ and with a recording."""
    html = render_report(uneven(checked(stored())), "de").replace("turbo rider", "")
    html = re.sub(r"(?s)<(script|style).*?</\1>", "", html)
    texts = re.findall(r">([^<>]+)<", html) + re.findall(r'(?:alt|aria-label)="([^"]*)"', html)
    left = {}
    for text in map(unescape, texts):
        found = {w.lower() for w in re.findall(r"[^\W\d_]+", text)} & ONLY_ENGLISH
        if found:
            left[" ".join(text.split())[:90]] = sorted(found)
    assert left == {}
    assert '<html lang="de">' in html


@pytest.mark.parametrize("one", ADJUSTMENTS, ids=lambda one: one.key)
def test_every_adjustment_has_german_words_as_table_and_sentence_write_them(one):
    for text in (one.words, capitalised(one.words), one.measured_along):
        assert word(text, "de") != text
