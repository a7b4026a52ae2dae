"""The muscles under electrodes on the skin: names of their channels, and the functional group of each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from rider_models.arrays import Side
from rider_models.data_tables import DATA, table_rows
from rider_models.errors import PedalfitError
from rider_models.nearest import nearest

AMBIGUOUS = {"gm": ("gluteus_maximus", "gastrocnemius_medialis")}
"""Short names that studies use for more than one muscle."""
MISSPELT = 0.75
"""How alike a name has to be to a muscle's to be taken for it misspelt. Names of muscles share their words: flexor
hallucis longus is 0.59 like peroneus longus, vastus laterals 0.97 like vastus lateralis (a guess between)."""
_SIDES: dict[str, Side] = {"left": "left", "l": "left", "right": "right", "r": "right"}
_NOISE = frozenset(["emg", "m", "musculus", "channel", "ch", "raw", "envelope", "muscle", "signal"])
"""Words of a channel's name that say nothing of the muscle."""

NAMED = 8
"""Of how many muscles a refusal names, so that it stays a sentence."""


class UnknownMuscle(PedalfitError):
    """A channel whose name is that of no muscle, or of two."""


@dataclass(frozen=True)
class Electrode:
    """The muscle under an electrode, its functional group, and the side told by the channel's name, if any."""

    muscle: str
    group: str
    side: Side | None = None


@cache
def _by_name() -> dict[str, Electrode]:
    """Electrodes by every name that `data/electrodes.csv` knows."""
    found: dict[str, Electrode] = {}
    for row in table_rows(DATA / "electrodes.csv"):
        for name in (row["electrode"], *row["names"].split()):
            if name in found:
                raise ValueError(f"two electrodes are called {name}")
            found[name] = Electrode(row["electrode"], row["group"])
    return found


def electrode_names() -> tuple[str, ...]:
    """The full names of the muscles that are known under electrodes."""
    return tuple(dict.fromkeys(one.muscle for one in _by_name().values()))


def electrode_of(channel: str, heading: str = "") -> Electrode:
    """The muscle that a channel's name means: `EMG R Vastus Lateralis`, `VL_left`, `bflh`.

    Raises UnknownMuscle, which names the channel as its `heading` does, with the nearest name.
    """
    words = re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", channel).lower())
    sides = {_SIDES[word] for word in words if word in _SIDES}
    side = sides.pop() if len(sides) == 1 else None
    name = "_".join(word for word in words if word not in _SIDES and word not in _NOISE)
    if name in AMBIGUOUS:
        first, second = AMBIGUOUS[name]
        raise UnknownMuscle(
            f"{heading or channel} may be {first} or {second}: name the column by one of them"
        )
    found = _by_name().get(name)
    if found is not None:
        return Electrode(found.muscle, found.group, side)
    near = nearest(name, _by_name(), MISSPELT)
    names = electrode_names()
    hint = (
        f"did you mean {_by_name()[near].muscle}?"
        if near is not None
        else f"known are {', '.join(names[:NAMED])} and {len(names) - NAMED} more (docs/emg.md)"
    )
    raise UnknownMuscle(
        f"{heading or channel} is no muscle that is known under an electrode; {hint}"
    )
