"""Loaded by Python before anything else where this folder is on its path: a disk that takes its time.

What a program has put on the disk, moved into place or taken away takes a while each, as on a worn card
or a share that others use. No other process notices.
"""

import os
import time
from collections.abc import Callable
from typing import Any

DELAY_S = float(os.environ["PEDALFIT_FAULTS_DELAY_S"])


def _slowly(call: Callable[..., Any]) -> Callable[..., Any]:
    def called(*args: Any, **kwargs: Any) -> Any:
        time.sleep(DELAY_S / 2)
        found = call(*args, **kwargs)
        time.sleep(DELAY_S / 2)
        return found

    return called


for _name in ("fsync", "replace", "rename", "unlink", "ftruncate", "mkdir"):
    setattr(os, _name, _slowly(getattr(os, _name)))
