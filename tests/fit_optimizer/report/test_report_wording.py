"""Values in a fitter's words."""

from __future__ import annotations

import pytest

from fit_optimizer.report import wording


@pytest.mark.parametrize(
    ("cue", "text"),
    [
        (wording.saddle_cue(22), "raise the saddle 22\u00a0mm"),
        (wording.saddle_cue(-3.2), "lower the saddle 3\u00a0mm"),
        (wording.saddle_cue(0.2), ""),
        (wording.heel_cue(5.2), "let the heel drop about 5\u00b0 more"),
        (wording.heel_cue(-5.2), "carry the heel about 5\u00b0 higher"),
        (wording.heel_cue(0.4), ""),
        (wording.bar_move(-12, -7), "7\u00a0mm down and 12\u00a0mm back"),
        (wording.bar_move(0.2, 0.1), ""),
        (wording.torso_cue(43, 43, ""), ""),
        (
            wording.ankling_cue(20, 26),
            "move the ankle more: 26\u00b0 instead of 20\u00b0 over a stroke",
        ),
        (wording.setback_cue(0.0), "leave"),
        (wording.signed(-0.04, 1, "%"), "0.0\u00a0%"),
        (wording.signed(3.0, 1, "\u00b0"), "+3.0\u00b0"),
        (wording.number(-3.5, 1), "\u22123.5"),
        (wording.headline([]), "Nothing needs to change."),
        (wording.headline(["", "raise it", "turn it"]), "Raise it; turn it."),
    ],
)
def test_words(cue: str, text: str) -> None:
    assert cue == text
