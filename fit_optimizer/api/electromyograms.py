"""Electromyograms: read, cut into revolutions, and set beside a stroke."""

from __future__ import annotations

import os
from pathlib import Path

from fit_optimizer.api.errors import of_kind, one_of
from fit_optimizer.documents.emg import EmgDocument
from fit_optimizer.emg.compare import DELAY_MS
from fit_optimizer.emg.cycles import THRESHOLD, Reading
from fit_optimizer.emg.emg_document import emg_beside
from fit_optimizer.emg.envelopes import LOW_PASS_HZ
from fit_optimizer.setup.tables import SetUp
from rider_models.arrays import SIDES, Side


def read_emg(
    file: str | os.PathLike[str],
    against: SetUp | None = None,
    *,
    side: Side = "right",
    cadence_rpm: float | None = None,
    pulse_deg: float = 0.0,
    low_pass_hz: float = LOW_PASS_HZ,
    threshold_pct: float = 100 * THRESHOLD,
    delay_ms: float = DELAY_MS,
) -> EmgDocument:
    """A recording over the crank: of each muscle in `.muscles` mean, spread, onset and offset by degree.

    With a set-up, `.simulated` of a muscle has its group's activation in that stroke, with correlation and
    lag. The other values are those of `pedalfit emg`. Raises PedalfitError where the file cannot be used.
    """
    if against is not None:
        of_kind(against, SetUp, "set_up")
    one_of("side", side, SIDES)
    reading = Reading(side, pulse_deg, cadence_rpm, low_pass_hz, threshold_pct / 100)
    return emg_beside(Path(file), reading, against, delay_ms)
