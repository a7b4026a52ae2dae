"""A table of bins that pedalfit wrote is a recording like others."""

from __future__ import annotations

from pathlib import Path

import pytest

from fit_optimizer.traces import TraceError, read_bins_csv, read_measured
from tests.fit_optimizer.traces.formats.conformance import TraceFormatConformance

EXAMPLE = Path(__file__).parents[4] / "examples" / "turbo_ride_bins.csv"


class TestTableOfBins(TraceFormatConformance):
    """The conformance of `bins_file.py`."""

    name = "pedalfit's table of bins"
    file = "turbo_ride_bins.csv"

    def whole(self) -> bytes:
        """The example that the project ships."""
        return EXAMPLE.read_bytes()

    def check(self, path: Path) -> None:
        """The bins are those of the example."""
        measured = read_measured(path)
        assert str(measured.table.bins) == str(read_bins_csv(EXAMPLE))
        assert measured.table.sides == "both"
        assert measured.table.used == sum(each.records for each in measured.table.bins)


@pytest.mark.parametrize(
    ("found", "put", "sentence"),
    [
        (",175,", ",many,", r'"many" in cadence_to_rpm is no number'),
        ("87.5,112.5,85,95,21,96", "87.5,112.5,85,95,21,", "power_median_w must be"),
        ("87.5,112.5,85,95,21,96", "87.5,112.5,85,95,21,inf", "power_median_w must be"),
        ("87.5,112.5,85,95,21", "87.5,112.5,85,95,-3", "records must be"),
        ("87.5,112.5,85,95,21,96,", "87.5,112.5,85,95,21,96,,", "power_spread_w is empty"),
    ],
)
def test_a_cell_that_cannot_be_is_named(
    tmp_path: Path, found: str, put: str, sentence: str
) -> None:
    path = tmp_path / "bins.csv"
    text = EXAMPLE.read_text().replace(",85,95,21,", ",85,175,21,", 1) if "175" in found else ""
    path.write_text((text or EXAMPLE.read_text()).replace(found, put, 1))
    with pytest.raises(TraceError, match=sentence):
        read_measured(path)


def test_bins_of_power_and_cadence_alone_are_shown_but_not_compared(tmp_path: Path) -> None:
    head, names, first = EXAMPLE.read_text().splitlines()[:3]
    cells = first.split(",")
    silent = [cell if place < 9 else "" for place, cell in enumerate(cells)]
    (tmp_path / "bins.csv").write_text("\n".join([head, names, ",".join(silent)]) + "\n")
    assert read_measured(tmp_path / "bins.csv", to_compare=False).table.sides == "none"
    with pytest.raises(TraceError, match="no pedalling figures"):
        read_measured(tmp_path / "bins.csv")


def test_a_table_without_a_row_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bins.csv").write_text("\n".join(EXAMPLE.read_text().splitlines()[:2]) + "\n")
    with pytest.raises(TraceError, match="without a row"):
        read_measured(tmp_path / "bins.csv")
