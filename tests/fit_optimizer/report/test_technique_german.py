"""The technique page in German: every text of its tables has an equivalent, numbers have a decimal comma."""

import re
import tomllib
from html import unescape

import pytest

from fit_optimizer.report.say import FOLDER, table, word
from fit_optimizer.report.technique_sentences import headline, just_right_told, plan_told
from fit_optimizer.report.technique_view import render_technique, technique_pdf
from fit_optimizer.setup.kinds import KINDS
from fit_optimizer.setup.techniques import TECHNIQUES
from fit_optimizer.technique.drills import DRILLS


@pytest.fixture(scope="module")
def german(techniques):
    return render_technique(techniques, "de")


SAME_IN_BOTH = re.compile(r"[a-z_]+\.?|pedalfit fit|pybullet-arm64|[\d.a-z]*dev\d+")
"""Keys, commands, packages and versions."""


def texts():
    for told in (*TECHNIQUES.values(), *(drill.told for drill in DRILLS)):
        yield from (told.words, told.does, told.feel, told.meter, told.source)
    for told in TECHNIQUES.values():
        yield told.where_the_strength_is_from
    for kind in KINDS.values():
        yield kind.words
        yield from (kind.strength_source, kind.coordination_source, kind.ankle_source)


@pytest.mark.parametrize("text", sorted({*texts()} - {"sprinter"}))
def test_every_text_of_the_tables_has_a_german_one(text):
    german = word(text, "de")
    assert text in table("de")["words"] or german != text
    assert not re.search(r"\b(the|of|and|is|are|with|from)\b", german)


def test_both_languages_have_the_same_sentences():
    assert table("en")["sentences"].keys() == table("de")["sentences"].keys()


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_text_stands_in_two_tables(language):
    mine, theirs = (
        tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
        for name in (f"technique_{language}.toml", f"{language}.toml")
    )
    for kind, found in mine.items():
        assert not found.keys() & theirs.get(kind, {}).keys()


def nodes(page):
    bare = re.sub(r"(?s)<script.*?</script>|<style.*?</style>", "", page)
    return {" ".join(unescape(text).split()) for text in re.findall(r">([^<>]+)<", bare)}


@pytest.mark.slow
def test_the_page_has_no_english_left(techniques_html, german):
    english, german = nodes(techniques_html), nodes(german)
    shared = {text for text in english & german if re.search(r"[a-z]{4}", text)}
    left = {text for text in shared if not SAME_IN_BOTH.fullmatch(text)}
    assert not left
    mixed = {text for text in german if re.search(r"\b(the|of|and|is|are|with|from)\b", text)}
    assert not mixed


@pytest.mark.slow
def test_numbers_have_a_decimal_comma(german):
    assert '<html lang="de"' in german
    beside = german[german.index("Nebeneinander") : german.index("Kurbelleistung nach Sektoren")]
    cells = re.findall(r"<td>([^<]*)</td>", beside)
    assert any("," in cell for cell in cells)
    assert not any(re.fullmatch(r"\u2212?\d+\.\d+", cell) for cell in cells)


def test_the_sentences_are_german(techniques):
    document = techniques.plain()
    assert headline(document, "de").startswith(("Üben", "Kein"))
    assert all("jeweils einige Minuten" in plan_told(cue, "de") for cue in document.plan)
    assert all("Muskelarbeit" in just_right_told(one, "de") for one in document.just_right)


@pytest.mark.slow
def test_the_paper_is_german_too(techniques):
    assert technique_pdf(techniques, "de").startswith(b"%PDF")
