"""How alike envelopes are to themselves a while later, by which a cadence is found and checked."""

import numpy as np
import pytest

from fit_optimizer.emg.revolutions import likeness_later


@pytest.mark.parametrize("count", [101, 400])
def test_likeness_is_the_mean_correlation_of_the_channels_with_themselves_later(count):
    chance = np.random.default_rng(1)
    time = np.arange(count) / 50
    envelopes = 5 + np.sin(9 * time) + chance.standard_normal((3, count)) * [[0.1], [1.0], [30.0]]
    most = count // 2 - 1
    found = likeness_later(envelopes, most)
    wanted = [
        np.mean([np.corrcoef(one[: count - lag], one[lag:])[0, 1] for one in envelopes])
        for lag in range(most + 1)
    ]
    assert found == pytest.approx(wanted, abs=1e-9)


def test_a_channel_that_is_silent_but_for_its_end_is_like_nothing():
    """Its silence is rounding alone, and of that no correlation is taken."""
    silent = np.full((1, 300), 0.1)
    silent[0, 290:] = 40.0
    assert np.abs(likeness_later(silent, 100)[20:]).max() == 0
