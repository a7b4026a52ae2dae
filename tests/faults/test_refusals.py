"""Of random riders, no refusal calls allowed what cannot be ridden, names the program's parts, or takes long."""

import random
import re

import pytest

from fit_optimizer.setup.refusals import explained
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import parse_set_up, with_values
from rider_models.errors import PedalfitError
from tests.faults.riders import random_tables
from tests.faults.sizes import RIDERS, SEED

pytestmark = pytest.mark.slow

NUMBER = r"(-?\d+(?:\.\d+)?)"
ALLOWED = re.compile(
    r"; allowed (?:"
    rf"for this rider and bicycle is {NUMBER} to {NUMBER}"
    rf"|for this rider and bicycle is from {NUMBER} upwards"
    rf"|for this rider and bicycle is up to {NUMBER}"
    rf"|at [\d.]+ rpm is up to {NUMBER}"
    rf"|is what custom has(?:, {NUMBER})?)"
)


def test_what_a_refusal_calls_allowed_can_be_ridden():
    chance = random.Random(f"{SEED}20")
    refused = ridden = 0
    for _ in range(RIDERS):
        set_up = parse_set_up(random_tables(chance))
        try:
            with explained(set_up):
                seat_rider(set_up).simulate()
        except PedalfitError as error:
            refused += 1
            said = str(error)
        else:
            continue
        assert "\n" not in said
        assert len(said) < 500
        assert not re.search(r"PIQP|Newton|interior|iter|QP", said), said
        found = ALLOWED.search(said)
        assert found or "; allowed" not in said, said
        for value in filter(None, found.groups() if found else ()):
            tried = with_values(set_up, {said.partition(" is ")[0]: float(value)})
            seat_rider(tried).simulate()  # raises where the refusal said what is not so
            ridden += 1
    assert refused
    assert ridden
