"""The best saddle of another rider: where `pedalfit fit` places one that has to move, for a kind of rider."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from fit_optimizer.criteria.evaluation import Tried
from fit_optimizer.criteria.riding_angles import NothingFound
from fit_optimizer.recommendation.saddle import SaddleFound, place_saddle
from fit_optimizer.setup.adjustments import SADDLE
from fit_optimizer.setup.search_space import search_space
from fit_optimizer.setup.tables import SetUp


def place_saddle_for(set_up: SetUp) -> SaddleFound | None:
    """Return where the saddle goes for a set-up's rider; None where it is held or no height can be ridden.

    A kind's ankle decides the height of its customary knee angle, its strength and coordination which heights beside it
    are as good. A saddle that is as good where it is `fit` lets stay. Simulates some twenty strokes in this process.
    """
    variable = next((one for one in search_space(set_up) if one.key == SADDLE), None)
    if variable is None:
        return None
    with ThreadPoolExecutor(max_workers=1) as pool:
        try:
            return place_saddle(Tried(set_up, pool), variable, {})
        except NothingFound:
            return None
