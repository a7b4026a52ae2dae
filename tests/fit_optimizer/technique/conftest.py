"""A rider whose techniques several tests look at."""

import pytest

from fit_optimizer.documents.technique import TechniqueDocument
from fit_optimizer.setup.setup_file import parse_set_up
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.technique.laboratory import technique_document
from tests.fit_optimizer.conftest import leave_out_all_but_techniques
from tests.strategies import set_up

CHOSEN = ("pull", "lift", "heel_raised", "circles")


@pytest.fixture(scope="session")
def rider() -> SetUp:
    return parse_set_up(set_up())


@pytest.fixture(scope="session")
def laboratory(rider: SetUp) -> TechniqueDocument:
    with pytest.MonkeyPatch.context() as patch:
        leave_out_all_but_techniques(patch)
        return technique_document(rider, CHOSEN)
