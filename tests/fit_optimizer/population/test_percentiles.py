"""Where a figure lies among simulated riders: in order, fair to the riders themselves, silent where none ride."""

from __future__ import annotations

import numpy as np
import pytest

from fit_optimizer.population.columns import METRICS, TABLE
from fit_optimizer.population.derive_riders import RIDERS, drawn_riders, ridden
from fit_optimizer.population.percentiles import percentile
from rider_models.data_tables import table_rows

ROWS = table_rows(TABLE)


@pytest.mark.parametrize("metric", METRICS)
def test_the_riders_themselves_are_spread_evenly_over_the_percentiles(metric: str) -> None:
    """Whatever they ride at: those who ride hard are no farther up than those who ride easily."""
    for hard in (True, False):
        found = [
            percentile(
                metric, float(row[metric]), float(row["power_w_kg"]), float(row["cadence_rpm"])
            )
            for row in ROWS
            if (float(row["power_w_kg"]) > 2.85) == hard
        ]
        shares = [share for share in found if share is not None]
        assert len(shares) == len(found)
        assert np.mean(shares) == pytest.approx(50, abs=6)
        assert np.mean(np.array(shares) < 25) == pytest.approx(0.25, abs=0.1)


@pytest.mark.parametrize("metric", METRICS)
def test_more_of_a_metric_is_never_less_of_a_percentile(metric: str) -> None:
    values = np.linspace(*np.quantile([float(row[metric]) for row in ROWS], [0.02, 0.98]), 12)
    found = [percentile(metric, float(value), 2.5, 85) for value in values]
    shares = [share for share in found if share is not None]
    assert shares == sorted(shares)
    assert shares[-1] - shares[0] > 50


@pytest.mark.parametrize("metric", METRICS)
def test_nobody_is_beyond_all_riders_or_below_all(metric: str) -> None:
    far = [percentile(metric, value, 2.5, 85) for value in (-1e6, 1e6)]
    assert far == [1, 99]


def test_efforts_and_metrics_of_no_rider_have_no_percentile() -> None:
    assert percentile("gross_efficiency_pct", 18.0, 12.0, 85) is None
    assert percentile("gross_efficiency_pct", 18.0, 2.5, 30) is None
    assert percentile("metabolic_power_w", 900.0, 2.5, 85) is None


def test_the_table_holds_nearly_all_riders_drawn_and_both_sexes() -> None:
    assert len(ROWS) > 0.95 * RIDERS
    women = sum(row["sex"] == "female" for row in ROWS)
    assert women == pytest.approx(len(ROWS) / 2, abs=0.05 * len(ROWS))


@pytest.mark.slow
def test_the_table_is_what_its_script_makes() -> None:
    for rider, row in zip(drawn_riders(), ROWS[:2], strict=False):
        made = ridden(rider)
        assert made is not None
        for name, value in made.items():
            assert row[name] == value or float(row[name]) == pytest.approx(value, rel=0.01)
