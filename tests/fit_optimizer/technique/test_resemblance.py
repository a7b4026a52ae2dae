"""Which technique a recording resembles: bins and curves, written from strokes of a known technique."""

from math import inf

import pytest

from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import with_changes
from fit_optimizer.technique.resemblance import likenesses
from fit_optimizer.trace_check.bins import COMPARED
from fit_optimizer.traces import Bin, BinTable, LegMetrics, Measured, Summary
from sim.pedalling_metrics import meter_metrics
from tests.fit_optimizer.workers.in_this_process import InThisProcess

NOTHING = Summary(float("nan"), float("nan"))
SPREAD = {"torque_effectiveness_pct": 3.0, "pedal_smoothness_pct": 1.5}
"""Of a rider's records about their median; of angles 8 deg."""


def recorded(set_up, efforts) -> Measured:
    bins = []
    for power_w, cadence_rpm in efforts:
        ridden = with_changes(set_up, {"power_w": power_w, "cadence_rpm": cadence_rpm})
        leg = seat_rider(ridden).simulate().right
        found = meter_metrics(leg)
        sent = {name: Summary(found[name], SPREAD.get(name, 8.0)) for name in COMPARED}
        legs = LegMetrics(
            **{name: sent.get(name, NOTHING) for name in LegMetrics.__dataclass_fields__}
        )
        bins.append(
            Bin(
                power_from_w=power_w - 5,
                power_to_w=power_w + 5,
                cadence_from_rpm=cadence_rpm - 5,
                cadence_to_rpm=cadence_rpm + 5,
                records=100,
                power_w=Summary(power_w, 5.0),
                cadence_rpm=Summary(cadence_rpm, 2.0),
                balance_right_pct=NOTHING,
                combined_smoothness_pct=NOTHING,
                left=legs,
                right=legs,
            )
        )
    table = BinTable(
        bins=tuple(bins),
        records=200,
        used=200,
        left_out={},
        sides="both",
        device="meter",
        losses=(),
    )
    return Measured("ride.fit", table, None)


@pytest.mark.parametrize("made_by", ["as_ever", "pull", "circles"])
def test_the_technique_that_made_the_ride_is_the_nearest(rider, made_by):
    ride = recorded(with_changes(rider, {"technique": made_by}), [(150.0, 80.0), (200.0, 90.0)])
    found = likenesses(rider, ride, ["as_ever", "pull", "circles"], InThisProcess())
    assert found[0].key == made_by
    assert found[0].distance < 1e-3
    assert found[0].unit == "spreads"
    assert found[1].distance > 0.5


def test_a_technique_that_cannot_be_ridden_there_is_the_farthest(rider):
    stiff = with_changes(rider, {"ankle_range_deg": 8})
    found = likenesses(
        stiff, recorded(stiff, [(200.0, 90.0)]), ["ankle_locked", "as_ever"], InThisProcess()
    )
    assert [one.key for one in found] == ["as_ever", "ankle_locked"]
    assert found[1].distance == inf
