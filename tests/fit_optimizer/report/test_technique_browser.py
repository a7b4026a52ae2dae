"""The page of techniques in a browser: on a screen, a phone and paper."""

from pathlib import Path

import pytest

from tests.fit_optimizer.report.test_report_browser import (
    CUT_TEXTS,
    DESKTOP,
    LEAST_PT,
    OVERFLOWING,
    PAPER,
    PHONE,
    TYPE_PT,
)


@pytest.fixture(scope="module")
def page_file(techniques_html: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("page") / "technique.html"
    file.write_text(techniques_html, encoding="utf-8")
    return file


def opened(browser, file, size, media="screen"):
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    said = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text))
    page.emulate_media(media=media)
    page.goto(file.as_uri())
    assert said == []
    return page


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_nothing_runs_out_of_the_screen(browser, page_file, size):
    page = opened(browser, page_file, size)
    assert page.evaluate(OVERFLOWING) == []
    page.close()


def test_no_label_is_cut_off(browser, page_file):
    page = opened(browser, page_file, DESKTOP)
    assert page.evaluate(CUT_TEXTS) == []
    page.close()


def test_type_on_paper_can_be_read(browser, page_file):
    page = opened(browser, page_file, PAPER, media="print")
    assert min(page.evaluate(TYPE_PT)) >= LEAST_PT
    page.close()


def test_both_strokes_move(browser, page_file):
    page = opened(browser, page_file, DESKTOP)
    assert page.locator("#animation .stage svg").count() == 2
    before = page.locator("#animation .numbers").all_inner_texts()
    page.locator("#animation input").fill("120")
    assert page.locator("#animation .numbers").all_inner_texts() != before
    page.close()
