"""How much of the fault suite is run."""

import os

NIGHTLY = os.environ.get("PEDALFIT_FAULTS") == "nightly"

KILLS = 30 if NIGHTLY else 2
"""Kills of each command at random moments."""
DAMAGED = 2_000 if NIGHTLY else 60
"""Damaged inputs of each reader."""
RIDERS = 1_000 if NIGHTLY else 25
"""Random riders whose refusals are held against the model."""
