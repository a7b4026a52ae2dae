"""A fit from Python: the command line's for the same seed, whatever the workers."""

from pathlib import Path

import pytest

import fit_optimizer as pf

RIDER = Path(__file__).parents[3] / "examples" / "turbo_rider.toml"


@pytest.fixture(scope="module")
def found():
    return pf.fit(pf.set_up(RIDER), trials=16)


def test_a_fit_keeps_to_its_own_bands_and_shows_every_variable(found):
    assert found.document.bands
    for key, band in found.document.bands.items():
        assert band.low <= found.document.recommended.values[key] <= band.high
    assert found._repr_html_().count("<tr>") == 1 + len(found.document.bands)


def test_two_workers_find_the_fit_of_one(found):
    again = pf.fit(pf.set_up(RIDER), trials=16, workers=2)
    assert again.document.recommended == found.document.recommended
    assert again.document.bands == found.document.bands


@pytest.mark.slow
def test_a_power_that_no_muscle_gives_is_refused_in_one_sentence():
    with pytest.raises(pf.PedalfitError) as refused:
        pf.fit(pf.set_up(RIDER, power_w=1800), trials=10)
    assert "W" in str(refused.value)
    assert "\n" not in str(refused.value)
