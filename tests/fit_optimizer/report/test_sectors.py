"""The sectors of the clock in a coach's words: hours as on its face, and refusals of documents that lack a part."""

import pytest

from fit_optimizer.documents.part import ReportError
from fit_optimizer.documents.ride import LegWork, PartWork
from fit_optimizer.report.tables.sectors import SHOWN_SECTORS, clock_hours, group_power, sector
from sim.work_sectors import SECTORS


def part(name: str, start_deg: float, end_deg: float) -> PartWork:
    return PartWork(
        part=name,
        from_deg=start_deg,
        to_deg=end_deg,
        crank_w=1.0,
        muscle_w={"glutes": 2.0},
        limb_w=0.0,
    )


@pytest.mark.parametrize(
    ("start_deg", "end_deg", "hours"),
    [(0.0, 90.0, "12\u20133"), (120.0, 180.0, "4\u20136"), (300.0, 360.0, "10\u201312")],
)
def test_a_sector_is_told_in_hours_and_the_top_is_twelve(start_deg, end_deg, hours):
    assert clock_hours(part("any", start_deg, end_deg)) == hours


def test_the_table_begins_with_the_sector_that_leads_over_the_top():
    assert SHOWN_SECTORS[0].arc[1] == 360.0
    assert sorted(one.key for one in SHOWN_SECTORS) == sorted(one.key for one in SECTORS)
    ends = [one.arc for one in SHOWN_SECTORS]
    assert all(
        one[1] % 360 == other[0] for one, other in zip(ends, ends[1:] + ends[:1], strict=True)
    )


def test_a_sector_or_a_group_that_a_document_lacks_is_named():
    work = LegWork(mean_crank_power_w=1.0, sectors=[part("push", 0.0, 90.0)], hours=[])
    assert sector(work, "push", "work.left") == (0, work.sectors[0])
    with pytest.raises(ReportError, match=r"lacks the sector lift in work\.left\.sectors"):
        sector(work, "lift", "work.left")
    assert group_power(work.sectors[0], "glutes", "here") == 2.0
    with pytest.raises(ReportError, match=r"lacks here\.muscle_w\.calf"):
        group_power(work.sectors[0], "calf", "here")
