"""A pain is told of with what this bicycle gives reason for, and no move is offered that the page calls none."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from fit_optimizer.documents.fit import FitDocument
from fit_optimizer.report.say import LANGUAGES, table, word
from fit_optimizer.report.tables.advice import advice
from fit_optimizer.report.tables.angles import ROWS
from fit_optimizer.report.tables.pain_words import KNEE_WORDS
from fit_optimizer.report.tables.what_it_does import effects, words_of_metric
from fit_optimizer.report.wording import capitalised
from fit_optimizer.setup.complaints import AERO_NOSE_DOWN_DEG, TABLE
from fit_optimizer.setup.customary_ranges import BOTTOM_KNEE_DEG
from sim.metric_table import METRIC
from tests.fit_optimizer.report.conftest import stored

SADDLE = "saddle_height_mm"


def hurting(complaint: str, **changes: Any) -> dict[str, Any]:
    """A document that changes nothing, of a rider with a pain, everything measured."""
    document = deepcopy(stored()) | {"change_needed": False, "changes": [], "steps": []}
    document["recommended"]["values"] = dict(document["current"]["values"])
    document["saddle"] |= dict(zip(("knee_low_deg", "knee_high_deg"), BOTTOM_KNEE_DEG, strict=True))
    row = TABLE[complaint]
    relief = {"complaint": complaint, "words": row.words, "first": row.first, "unseen": ""}
    document["relief"] = {**relief, "source": row.source, "tried": []}
    return document | {"complaint": complaint, "assumed": []} | changes


def first(document: dict[str, Any], language: Any = "en") -> str:
    """The headline's first line."""
    return advice(FitDocument.read(document), language).moves[0].replace("\u00a0", " ")


def slide(start: float, end: float, after: float = 980.0) -> dict[str, Any]:
    metric = "patellofemoral_force_peak_n"
    tried = {"key": "saddle_setback_mm", "start": start, "end": end, "metric": metric}
    return {**tried, "before": 1000.0, "after": after, "helps": True, "refused": ""}


@pytest.mark.parametrize(("knee_mm", "offered"), [(-43.0, False), (-20.0, True)])
def test_a_saddle_is_not_slid_farther_back_than_the_same_page_calls_usual(
    knee_mm: float, offered: bool
) -> None:
    """Two per cent of a knee's force were offered for a knee that stood too far back already."""
    document = hurting("front_of_knee")
    document["relief"]["tried"] = [slide(195, 205)]
    for leg in document["angles"]["recommended"].values():
        leg["knee_over_pedal_mm"] = knee_mm
    assert ("Saddle setback 195 mm" in first(document)) == offered
    (told,) = (one for one in advice(FitDocument.read(document), "en").relief if "195" in one)
    assert ("farther back than is usual already" in told) != offered


def test_gains_that_the_table_calls_no_difference_are_called_so_in_the_headline() -> None:
    for after, counts in ((980.0, False), (850.0, True)):
        document = hurting("front_of_knee")
        document["relief"]["tried"] = [slide(195, 205, after)]
        for leg in document["angles"]["recommended"].values():
            leg["knee_over_pedal_mm"] = -20.0
        assert ("no difference that counts" in first(document)) != counts


def test_cranks_longer_than_usual_are_named_at_once_where_the_pain_is_laid_to_them() -> None:
    """Saddle and setback were right: the cranks were what was left of what is looked at first."""
    cranks = {"now_mm": 170.0, "length_mm": 170.0, "reason": "", "tried": [], "usual_mm": 165.0}
    told = "cranks here, 170 mm, are longer than the 165 mm"
    assert told in first(hurting("front_of_knee", cranks=cranks))
    assert told not in first(hurting("back_of_knee", cranks=cranks))
    assert told not in first(hurting("front_of_knee", cranks={**cranks, "usual_mm": 170.0}))
    assumed = hurting("front_of_knee", cranks=cranks, assumed=["inseam_mm"])
    assert told not in first(assumed)


@pytest.mark.parametrize(
    ("discipline", "tilt", "start"),
    [
        ("time_trial", -AERO_NOSE_DOWN_DEG, False),
        ("time_trial", -AERO_NOSE_DOWN_DEG - 1, True),
        ("time_trial", 3.0, True),
        ("road", -AERO_NOSE_DOWN_DEG, True),
    ],
)
def test_a_nose_that_is_down_on_aero_bars_is_left_where_the_saddle_numbs(
    discipline: str, tilt: float, start: bool
) -> None:
    """Level was advised to a numb time-trial rider, which is what numbs."""
    document = hurting("saddle", discipline=discipline)
    document["current"]["fit"]["saddle_tilt_deg"] = tilt
    assert ("start there" in first(document)) == start


def test_a_saddle_above_most_riders_is_one_to_lower_where_that_is_tried_for_the_pain() -> None:
    for usual, told in ((12.0, True), (2.0, False), (-12.0, False)):
        document = hurting("saddle")
        height = document["current"]["values"][SADDLE]
        document["saddle"]["usual"] = height - usual
        assert ("try it lower" in first(document)) == told
    assert "try it lower" not in first(hurting("hands"))
    for after, told in ((1010.0, False), (900.0, True)):
        document = hurting("achilles")
        height = document["current"]["values"][SADDLE]
        document["saddle"]["usual"] = height - 12
        lower = {"key": SADDLE, "start": height, "end": height - 5, "before": 1000.0}
        force = {"metric": "achilles_tendon_force_peak_n", "after": after, "refused": ""}
        document["relief"]["tried"] = [{**lower, **force, "helps": after < 1000}]
        assert ("try it lower" in first(document)) == told, (
            "the model's own answer is the other way"
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_saddle_that_moves_says_whether_that_is_what_is_tried_for_the_pain(language: Any) -> None:
    sentences = table(language)["sentences"]
    for by, key in ((-20.0, "also_lower"), (20.0, "against_lower")):
        document = hurting("achilles", change_needed=True)
        (change,) = stored()["changes"]
        start = change["start"]
        document["changes"] = [change | {"end": start + by, "why": "loads"}]
        document["recommended"]["values"][SADDLE] = start + by
        said = first(document, language)
        assert sentences[key].split("{")[0].strip() in said
        painless = document | {"relief": None, "complaint": "none"}
        assert sentences[key].split("{")[0].strip() not in first(painless, language)


def test_a_bar_raised_for_a_limit_says_that_the_pain_asks_for_it_too() -> None:
    """The next line told to look at a higher reach, as if nothing were changed of it."""
    torso = {"key": "torso_angle_deg", "start": 40.0, "end": 44.0, "why": "limit", "rank": 100.0}
    told = "A higher bar is also among what is tried for pain at the lower back"
    changes = [torso | {"numbers": {"limit": "hamstring length"}}]
    assert told in first(hurting("lower_back", change_needed=True, changes=changes))
    assert "higher bar" not in first(hurting("achilles", change_needed=True, changes=changes))
    lowered = [changes[0] | {"start": 48.0}]
    assert "higher bar" not in first(hurting("lower_back", change_needed=True, changes=lowered))


def test_every_saddle_that_is_tried_for_a_pain_without_a_knee_of_its_own_has_its_sentences() -> (
    None
):
    for row in TABLE.values():
        ways = {"lower" if t.by < 0 else "higher" for t in row.trials if t.key == SADDLE}
        for way in ways if row.knee_bottom_deg is None else ():
            for language in LANGUAGES:
                known = table(language)["sentences"]
                assert {f"also_{way}", f"against_{way}", f"try_{way}"} <= {*known}


def test_a_knee_in_the_usual_range_is_not_called_advised_where_nothing_is_advised_for_the_pain() -> (
    None
):
    document = hurting("saddle")
    metric = "knee_flexion_by_markers_min_deg"
    lower = {"key": SADDLE, "start": 765.0, "end": 760.0, "metric": metric}
    document["relief"]["tried"] = [
        {**lower, "before": 36.0, "after": 38.0, "helps": True, "refused": ""}
    ]
    (told,) = (one for one in advice(FitDocument.read(document), "en").relief if "765" in one)
    assert "already in the range that riders have" in told


def test_long_cranks_are_decided_on_before_a_saddle_that_they_bring_down() -> None:
    """A saddle was to go 19 mm down on cranks 15 mm too long: with others it would have come back up."""
    document = deepcopy(stored())
    shorter = {"length_mm": 160.0, "hip_opens_deg": 3.0, "knee_range_deg": 3.0, "saddle_up_mm": 15}
    document["cranks"] |= {"now_mm": 175.0, "length_mm": 175.0, "usual_mm": 160.0}
    document["cranks"]["tried"] = [shorter]
    document["assumed"] = [key for key in document["assumed"] if key != "inseam_mm"]
    height = document["recommended"]["values"][SADDLE] + 15
    told = f"with those the saddle would lie at {height:.0f} mm"
    assert "Decide on the cranks first: 175 mm are long" in first(document)
    assert told in first(document)
    assert "cranks first" not in first(document | {"assumed": ["inseam_mm"]})
    document["cranks"]["usual_mm"] = 170.0
    assert "cranks first" not in first(document)


def test_what_a_change_is_for_is_told_once() -> None:
    """The headline and the line under it both told how far the hamstrings are stretched."""
    document = deepcopy(stored())
    limit = "hamstring length"
    freed = {"key": "torso_angle_deg", "start": 40.0, "end": 44.0, "bar_up_mm": 50.0}
    cranks = {"key": "crank_length_mm", "start": 175.0, "end": 160.0}
    broken = {"limit": limit, "excess": 2.3, "unit": "deg", "freed_by": [freed]}
    raised = {"key": "torso_angle_deg", "start": 40.0, "end": 44.0, "why": "limit", "rank": 100.0}
    document["changes"] = [raised | {"numbers": {"limit": limit}}]
    document["limits_broken"] = [broken]
    said = advice(FitDocument.read(document), "en")
    assert "hamstrings are stretched" in said.moves[0]
    assert not said.limits
    document["limits_broken"] = [broken | {"freed_by": [freed, cranks]}]
    (left,) = advice(FitDocument.read(document), "en").limits
    assert left.startswith("What would keep that limit as well: cranks of 160")
    assert "torso" not in left
    document["recommended"]["limits"][limit] = 1.5
    (left,) = advice(FitDocument.read(document), "en").limits
    assert "a torso of at least 44" in left
    document["changes"] = []
    (left,) = advice(FitDocument.read(document), "en").limits
    assert left.startswith("As it is, the hamstrings are stretched")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_force_has_the_clients_name_for_it_in_headline_and_table(language: Any) -> None:
    """The headline said patellofemoral force, the table under it the force behind the kneecap."""
    document = hurting("front_of_knee")
    document["relief"]["tried"] = [slide(195, 205)]
    for leg in document["angles"]["recommended"].values():
        leg["knee_over_pedal_mm"] = -20.0
    (row, *_) = effects(FitDocument.read(document))
    assert word(row.name, language)[1:] in first(document, language)
    assert words_of_metric("hip_flexion_max_deg") == capitalised(
        METRIC["hip_flexion_max_deg"].words
    )
    assert KNEE_WORDS in {name for name, *_ in ROWS}
