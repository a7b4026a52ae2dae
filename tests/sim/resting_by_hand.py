"""Muscles at rest read off `rider_models/data` one at a time, without the project's own reader."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from scipy.interpolate import pchip_interpolate

DATA = Path(__file__).parents[2] / "rider_models" / "data"


@cache
def _table() -> dict[str, Any]:
    return json.loads((DATA / "resting_muscles.json").read_text())


def rest(name: str, room: float) -> tuple[float, float, float]:
    """A resting tendon's stretch, its share of a lengthening, and its pull."""
    rooms, of = _table()["room"], _table()["muscles"][name]
    inside = min(max(room, rooms[0]), rooms[-1])
    stretch, share = pchip_interpolate(rooms, of["tendon_stretch"], inside, der=[0, 1])
    return float(stretch), float(share), float(pchip_interpolate(rooms, of["pull"], inside))
