"""Faults injected into the project's own commands; outside the fast tests (marker `slow`).

`PEDALFIT_FAULTS=nightly` makes the whole of them: 30 kills per command, 2,000 damaged inputs per
reader, 1,000 random riders. Without it the numbers are small, for a minute or so.
"""
