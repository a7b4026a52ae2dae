"""Mean curves over the crank angle: how far frames lie about them."""

from __future__ import annotations

import numpy as np
import pytest

from fit_optimizer.pose import curves
from fit_optimizer.pose.curves import mean_curve, percentiles_of_stretches


@pytest.mark.parametrize("long", [1, 2000])
@pytest.mark.parametrize("percent", [0.0, 31.0, 68.0, 100.0])
def test_percentiles_of_all_stretches_are_those_of_each(
    monkeypatch: pytest.MonkeyPatch, percent: float, long: int
) -> None:
    monkeypatch.setattr(curves, "LONG_STRETCH", long)
    chance = np.random.default_rng(1)
    values = np.round(chance.standard_exponential(300), 2)  # some values are alike
    first = np.append(chance.integers(0, 300, 200), [0, 299, 300])
    last = np.append(np.minimum(first[:200] + chance.integers(0, 40, 200), 300), [300, 300, 300])
    found = percentiles_of_stretches(values, first, last, percent)
    for k, (i, j) in enumerate(zip(first, last, strict=True)):
        wanted = np.percentile(values[i:j], percent) if j > i else np.nan
        assert np.array_equal(found[k], wanted, equal_nan=True)


def test_the_spread_is_wide_where_frames_lie_far_off_and_holds_68_percent() -> None:
    chance = np.random.default_rng(2)
    angle = chance.uniform(0, 2 * np.pi, 40_000)
    far = np.where(np.sin(angle) > 0, 3.0, 1.0)  # deg, larger over the first half of the turn
    values = 40 + 20 * np.cos(angle) + far * chance.standard_normal(len(angle))
    curve = mean_curve(angle, values, np.ones(len(angle), dtype=bool))
    assert curve is not None
    assert curve.spread[15] == pytest.approx(3.0, rel=0.05)
    assert curve.spread[45] == pytest.approx(1.0, rel=0.05)
