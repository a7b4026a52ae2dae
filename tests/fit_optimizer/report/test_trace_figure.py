"""The picture of a recording shows what was recorded and simulated, and nothing that was not."""

import xml.etree.ElementTree as ET

import pytest

from fit_optimizer.documents.trace import TraceDocument
from fit_optimizer.report.figures.recording import standalone_svg, trace_figure, trace_picture


def one_bin(power_w: float, **recorded: dict[str, float]) -> dict:
    return {
        "power_w": power_w,
        "cadence_rpm": 80.0,
        "records": 50,
        "recorded": recorded,
        "spread": {side: dict.fromkeys(figures, 2.0) for side, figures in recorded.items()},
        "simulated": {},
        "refusal": "",
    }


def document(*bins: dict, curve: dict | None = None, verdict: str = "") -> TraceDocument:
    return TraceDocument.model_validate({"bins": list(bins), "curve": curve, "verdict": verdict})


PEDAL = {"torque_effectiveness_pct": 80.0, "power_phase_start_deg": 350.0}


def test_only_figures_that_were_sent_have_a_panel():
    svg = trace_figure(document(one_bin(200, left=PEDAL)))
    assert "torque effectiveness" in svg
    assert "power phase from" in svg
    assert "smoothness" not in svg
    assert "left recorded" in svg
    assert "right recorded" not in svg
    assert "simulated" not in svg.replace("The recording and the simulation", "").split("<g", 1)[1]


def test_the_simulation_is_drawn_beside_and_named():
    compared = one_bin(200, left=PEDAL, right=PEDAL)
    compared["simulated"] = {side: dict(PEDAL) for side in ("left", "right")}
    assert "simulated" in trace_figure(document(compared)).split("</desc>")[1]


@pytest.mark.parametrize("simulated", [True, False])
def test_a_torque_curve_is_drawn_with_its_spread(simulated):
    leg = {"recorded": [20.0] * 180, "spread": [2.0] * 180}
    if simulated:
        leg["simulated"] = [22.0] * 180
    curve = {
        "legs": {"right": leg},
        "crank_angle_deg": [2.0 * i for i in range(180)],
        "positions_known": True,
        "unit": "Nm",
    }
    svg = trace_figure(document(curve=curve))
    assert "right leg: crank torque, Nm" in svg
    assert ("simulated</text>" in svg) == simulated


def test_a_comparison_that_could_not_be_made_is_drawn_all_the_same():
    refused = {"legs": {}, "crank_angle_deg": [], "positions_known": True, "unit": "Nm"}
    assert trace_figure(document(curve=refused)).startswith("<svg")


def test_the_file_is_a_picture_by_itself_and_escapes_what_the_recording_says():
    svg = standalone_svg(
        trace_picture(document(one_bin(200, left=PEDAL), verdict="<script>alert(1)</script>"))
    )
    root = ET.fromstring(svg)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "var(--" not in svg
    assert "<script" not in svg


def test_the_same_document_gives_the_same_picture():
    bins = [one_bin(power, left=PEDAL, right=PEDAL) for power in (150, 200, 250)]
    assert trace_figure(document(*bins)) == trace_figure(document(*bins))
