"""Text of files reaches the terminal on one line, short and without control characters."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from fit_optimizer.traces import TraceError, read_trace
from fit_optimizer.traces.wording import LONGEST_SENTENCE, sentence, sentences, shown
from tests.fit_optimizer.traces.text_files import written


@given(st.text(max_size=2000))
def test_nothing_but_a_short_line_is_shown(text: str) -> None:
    for found, longest in ((shown(text), 40), (sentence(text), LONGEST_SENTENCE)):
        assert len(found) <= longest
        assert not any(unicodedata.category(each) in ("Cc", "Zl", "Zp") for each in found)


@given(st.text(max_size=500))
def test_an_error_is_one_short_line_whatever_it_quotes(text: str) -> None:
    assert len(str(TraceError(text))) <= LONGEST_SENTENCE
    assert "\n" not in str(TraceError(text))


def test_ordinary_text_stays_as_it_is() -> None:
    assert (
        shown("left_crank_torque [N\u00b7m] \u00fc\u6f22")
        == "left_crank_torque [N\u00b7m] \u00fc\u6f22"
    )
    assert shown("a" * 100) == "a" * 22 + " ... " + "a" * 13


def test_only_so_many_sentences_are_said() -> None:
    said = sentences([f"Loss {n}." for n in range(100)])
    assert len(said) == 20
    assert said[-1] == "81 further sentences of this kind are not shown."


def test_headings_and_cells_are_quoted_harmlessly(tmp_path: Path) -> None:
    heading = "time_s,power_w,cadence_rpm,left_te \x1b]0;title\x07\u202e"
    rows = "".join(f"{s},200,90,\x1b[2Jbad\x9b{'x' * 900}\n" for s in range(20))
    losses = read_trace(written(tmp_path, f"{heading}\n{rows}")).losses
    assert any("hold no number" in each for each in losses)
    assert all(each == sentence(each) for each in losses)
