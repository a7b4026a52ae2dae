"""A fit from Python: the command line's for the same seed, whatever the workers."""

from contextlib import nullcontext
from pathlib import Path

import pytest

import fit_optimizer as pf
from fit_optimizer.workers import pool
from tests.fit_optimizer.workers.in_this_process import InThisProcess

RIDER = Path(__file__).parents[3] / "examples" / "turbo_rider.toml"


@pytest.fixture(scope="module")
def found():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pool, "_local_pool", lambda *_: nullcontext(InThisProcess()))
        return pf.fit(pf.set_up(RIDER), trials=8)


def test_a_fit_keeps_to_its_own_bands_and_shows_every_variable(found):
    assert found.document.bands
    for key, band in found.document.bands.items():
        assert band.low <= found.document.recommended.values[key] <= band.high
    assert found._repr_html_().count("<tr>") == 1 + len(found.document.bands)


@pytest.mark.slow
def test_two_workers_find_the_fit_that_is_found_without(found):
    again = pf.fit(pf.set_up(RIDER), trials=8, workers=2)
    assert again.document.recommended == found.document.recommended
    assert again.document.bands == found.document.bands


@pytest.mark.slow
def test_a_power_that_no_muscle_gives_is_refused_in_one_sentence():
    with pytest.raises(pf.PedalfitError) as refused:
        pf.fit(pf.set_up(RIDER, power_w=1800), trials=10)
    assert "W" in str(refused.value)
    assert "\n" not in str(refused.value)
