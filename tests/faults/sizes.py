"""How much of the fault suite is run."""

import os

NIGHTLY = os.environ.get("PEDALFIT_FAULTS") == "nightly"
SEED = os.environ.get("PEDALFIT_FAULTS_SEED", "")
"""Another seed gives other damage, other moments and other riders."""


def _count(of: str, nightly: int, small: int) -> int:
    """How many of something, or what `PEDALFIT_FAULTS_` and its name say."""
    return int(os.environ.get(f"PEDALFIT_FAULTS_{of}", str(nightly if NIGHTLY else small)))


KILLS = _count("KILLS", 30, 2)
"""Kills of each command at random moments."""
DAMAGED = _count("DAMAGED", 2_000, 60)
"""Damaged inputs of each reader."""
RIDERS = _count("RIDERS", 1_000, 25)
"""Random riders whose refusals are held against the model."""
