"""What coaches say, ridden by a set-up's rider."""

from __future__ import annotations

from fit_optimizer.api.errors import WrongKind, of_kind
from fit_optimizer.documents.technique import TechniqueDocument
from fit_optimizer.plain_text import shown
from fit_optimizer.recommendation.kinds import place_saddle_for
from fit_optimizer.setup.named_rows import AS_EVER
from fit_optimizer.setup.refusals import explained
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import with_changes
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.technique.laboratory import technique_document


def techniques(set_up: SetUp, *names: str) -> TechniqueDocument:
    """The techniques side by side as `pedalfit technique` writes them: those named, else all.

    Raises PedalfitError for an unknown name, with the nearest, and where riding as ever or the only technique named is
    beyond the rider.
    """
    for name in names:
        if not isinstance(name, str):
            raise WrongKind(
                f"{shown(name)} is no technique's name: they are given one by one, as pf.techniques(rider, *names)"
            )
    as_ever = with_changes(of_kind(set_up, SetUp, "set_up"), {"technique": AS_EVER})
    with explained(as_ever):
        seat_rider(as_ever).simulate()
    return technique_document(set_up, names, place_saddle=place_saddle_for)
