"""A set-up from a file, from keys, or from a file with some keys changed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from fit_optimizer.api.errors import no_set_up
from fit_optimizer.setup.setup_file import read_set_up, set_up_of_keys, with_changes
from fit_optimizer.setup.tables import SetUp


def set_up(file: str | os.PathLike[str] | SetUp | None = None, /, **keys: Any) -> SetUp:
    """The set-up of a file (or another set-up) with some keys changed, or of keys alone.

    Keys are named as in the file, without their table (`saddle_height_mm=720`), units in the names; a
    value that differs between the legs is `thigh_mm={"left": 430, "right": 424}`. A file's keys are changed before
    anything follows from them, as with `--set`; a set-up that is handed in keeps its seat tube. Only `height_mm`,
    `mass_kg`, `power_w` and `cadence_rpm` must be given: the rest follows from body size and custom.
    Raises PedalfitError naming the key, the value and what is allowed, with the nearest key where one
    is misspelt.
    """
    if file is None:
        return set_up_of_keys(keys)
    if isinstance(file, SetUp):
        return with_changes(file, keys) if keys else file
    if isinstance(file, str | os.PathLike):
        return read_set_up(Path(file), keys=keys)
    raise no_set_up(file)
