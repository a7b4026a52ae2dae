"""The page as a whole: its numbers, its safety, and what it refuses."""

from __future__ import annotations

import re
from copy import deepcopy
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest

from fit_optimizer.documents.part import ReportError
from fit_optimizer.report import render_report
from rider_models.errors import PedalfitError
from tests.fit_optimizer.report.conftest import checked, uneven


class Numbers(HTMLParser):
    """Every `<data data-key value>` of a page with the text it shows."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, float, str]] = []
        self._open: dict[str, str | None] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "data":
            self._open = dict(attrs)

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            key, value = self._open["data-key"], self._open["value"]
            assert key
            assert value
            self.found.append((key, float(value), data))
            self._open = None


def numbers(html: str) -> list[tuple[str, float, str]]:
    """Path, value and text of every number of the document on the page."""
    parser = Numbers()
    parser.feed(html)
    return parser.found


def at(document: Any, path: str) -> Any:
    """What a document holds at a dotted path."""
    for step in path.split("."):
        document = document[int(step) if isinstance(document, list) else step]
    return document


def drop(document: dict[str, Any], path: str) -> dict[str, Any]:
    """The document without what is at a dotted path."""
    way, _, last = path.rpartition(".")
    del (at(document, way) if way else document)[last]
    return document


def test_numbers_equal_those_of_the_document(document: dict[str, Any], html: str) -> None:
    found = numbers(html)
    assert len(found) > 80, "numbers carry their place in the document"
    for key, value, text in found:
        assert value == at(document, key), key
        shown = re.match(r"[\u2212\d.]+", text)
        assert shown, text
        digits = shown.group().replace("\u2212", "-")
        decimals = len(digits.partition(".")[2])
        assert float(digits) == pytest.approx(value, abs=0.5001 * 10**-decimals), key


@pytest.mark.parametrize("fit", ["current", "recommended"])
@pytest.mark.parametrize(
    "key",
    [
        "fit.saddle_height_mm",
        "fit.torso_angle_deg",
        "objectives.knee_load",
        "objectives.dead_spots",
        "objectives.metabolic_power",
        "metrics.patellofemoral_force_peak_n",
        "metrics.tibiofemoral_compression_peak_bw",
        "metrics.dead_centre_size_pct",
        "metrics.dead_spot_width_deg",
        "metrics.knee_flexion_min_deg",
        "metrics.ankle_work_share_pct",
    ],
)
def test_now_and_recommended_are_shown(html: str, fit: str, key: str) -> None:
    assert f"{fit}.{key}" in {path for path, _, _ in numbers(html)}


def test_says_what_to_change_and_that_nothing_was_checked(html: str) -> None:
    headline = html.index(
        "Saddle up 26\u00a0mm, to 754\u00a0mm: at 728\u00a0mm the knee stays bent 46\u00b0"
    )
    assert headline < html.index("Not checked against a recording.") < html.index("<table")
    assert "742 to 765\u00a0mm" in html


def test_the_parts_stand_in_the_order_of_the_work(html: str) -> None:
    parts = "changes why bike animation stroke check inputs limits".split()
    figures = "side0 side90 side180 side270 torque clock force knee muscles shares"
    for names in (parts, figures.split()):
        places = [html.index(f'id="{name}"') for name in names]
        assert places == sorted(places)


def test_moves_are_small_and_in_order_and_say_where_they_start(
    html: str, document: dict[str, Any]
) -> None:
    lines = re.findall(r"<li>([^<]*)</li>", html.split('<ol class="order">')[1].split("</ol>")[0])
    keys = list(dict.fromkeys(step["key"] for step in document["steps"]))
    bars = {"bar_up_mm", "bar_forward_mm"}
    assert len(lines) == len([key for key in keys if key not in bars]) + bool(bars & set(keys))
    assert lines[0].startswith("Saddle height 728 \u2192 754\u00a0mm in 3 moves of about 9\u00a0mm")
    assert "a week or two of riding after each" in lines[0]
    assert "(bottom-bracket centre to saddle top along the seat tube)" in lines[0]
    assert lines[0].endswith(
        "from 742\u00a0mm on the knee is within 33\u201343\u00b0, and a rider who rides well there may stop"
    )
    assert lines[-1].startswith("Bar ")


def test_defaults_are_marked_and_what_made_it_is_named(document: dict[str, Any], html: str) -> None:
    inputs = html.split('<section id="inputs">')[1].split("</section>\n<section id")[0]
    marked = re.findall(r'<dt>([^<]*) <span class="assumed">assumed</span></dt>', inputs)
    plain = re.findall(r"<dt>([^<]*)</dt>", inputs)
    assert len(marked) == len(document["assumed"])
    assert {"Height", "Mass", "Power", "Cadence"} <= set(plain)
    for name, version in {**document["versions"], "Seed": document["seed"]}.items():
        assert re.search(rf"<dt>{name}</dt><dd>{re.escape(str(version))}</dd>", inputs)
    assert "This is no medical advice" in html.split('<section id="limits">')[1]


def test_says_when_nothing_needs_to_change(document: dict[str, Any]) -> None:
    document["change_needed"] = False
    document["recommended"] = deepcopy(document["current"])
    html = render_report(document)
    assert "Nothing needs to change." in html
    assert "recommended-total" not in html


def test_page_asks_for_nothing_outside(html: str) -> None:
    page = html.replace("http://www.w3.org/2000/svg", "")
    for outward in ("http:", "https:", "@import", "<link"):
        assert outward not in page
    assert "default-src 'none'" in html
    assert not re.findall(r"\bsrc\s*=", html)
    assert all(target.startswith("#") for target in re.findall(r'href="([^"]*)"', html))
    assert all(target.startswith("#") for target in re.findall(r"url\(([^)]*)\)", html))


def test_every_reference_and_id_is_good(html: str) -> None:
    ids = re.findall(r'\bid="([^"]*)"', html)
    repeatable = {
        name for name in ids if "far-leg" in name or "bicycle" in name or "dead-spot" in name
    }
    single = [name for name in ids if name not in repeatable]
    assert len(single) == len(set(single))
    for target in re.findall(r'(?:href="#|url\(#)([^")]*)', html):
        assert target in ids


def test_markup_in_a_text_is_escaped(hostile_html: str, html: str) -> None:
    assert hostile_html.count("<script") == html.count("<script") == 2
    assert "<img" not in hostile_html
    assert "&lt;img" in hostile_html


def test_same_document_same_bytes_and_left_alone(document: dict[str, Any], html: str) -> None:
    before = deepcopy(document)
    assert render_report(document) == html
    assert document == before


def test_a_fit_that_cannot_be_ridden_now(document: dict[str, Any]) -> None:
    now = document["current"]
    for key in ("metrics", "bar_mm", "curves", "side_view_mm"):
        del now[key]
    now |= {"refusal": "the saddle is out of reach", "objectives": None, "feasible": False}
    html = render_report(document)
    assert "the saddle is out of reach" in html
    assert "now-total" not in html
    assert "recommended-total" in html


def test_legs_may_differ(uneven_html: str) -> None:
    for side in ("right", "left"):
        assert f"recommended-patellofemoral_force-{side}" in uneven_html
        assert f'<figure id="force-{side}">' in uneven_html
        assert f'<figure id="muscles-{side}">' in uneven_html
        assert f"Power by sector of the clock, {side} leg" in uneven_html
    assert "left 422\u00a0mm, right 432\u00a0mm" in uneven_html


def test_numbers_of_the_check_equal_those_of_the_document(
    uneven_html: str, document: dict[str, Any]
) -> None:
    found = numbers(uneven_html)
    whole = uneven(checked(document))
    assert len([key for key, _, _ in found if key.startswith("trace_check.bins")]) > 100
    assert len([key for key, _, _ in found if ".work.left." in key]) > 40
    assert [key for key, value, _ in found if value != at(whole, key)] == []
    assert whole["trace_check"]["verdict"] in unescape(uneven_html)


@pytest.mark.parametrize(
    "path",
    [
        "reason",
        "bands",
        "current.objectives.knee_load",
        "recommended.fit.saddle_height_mm",
        "current.bar_mm",
        "current.curves.crank_angle_deg",
        "recommended.curves.right",
        "recommended.side_view_mm.right.knee",
        "current.effort.power_w",
    ],
)
def test_what_is_missing_is_named(document: dict[str, Any], path: str) -> None:
    with pytest.raises(ReportError, match=re.escape(path)) as caught:
        render_report(drop(document, path))
    assert "\n" not in str(caught.value)
    assert isinstance(caught.value, PedalfitError)


@pytest.mark.usefixtures("undrawn")
def test_a_metric_that_an_older_document_lacks_is_no_row(document: dict[str, Any]) -> None:
    page = render_report(drop(document, "recommended.metrics.dead_centre_size_pct"))
    assert "Dead-centre size" not in page
    assert "Dead-spot width" in page


def test_other_schema_is_refused(document: dict[str, Any]) -> None:
    document["schema"] = "pedalfit.stroke/1"
    with pytest.raises(ReportError, match=r"pedalfit\.stroke/1.*pedalfit\.fit/1"):
        render_report(document)


@pytest.mark.parametrize("bad", [[1.0, 2.0], "a curve", [float("nan")] * 60, 1.0])
def test_broken_curve_is_refused(document: dict[str, Any], bad: object) -> None:
    document["recommended"]["curves"]["right"]["crank_torque_nm"] = bad
    with pytest.raises(ReportError, match=r"recommended\.curves"):
        render_report(document)
