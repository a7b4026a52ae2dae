"""Faults injected into the project's own commands; outside the fast tests (marker `slow`).

`PEDALFIT_FAULTS=nightly` makes the whole of them: 30 kills per command, 2,000 damaged inputs per
reader, 1,000 random riders. Without it the numbers are small, for a minute or so. In pieces:
`PEDALFIT_FAULTS=nightly python -m pytest -m slow tests/faults/test_kills.py -k calibrate`, and
`PEDALFIT_FAULTS_KILLS`, `_DAMAGED` and `_RIDERS` say how many, `_SEED` which (`sizes`). Disks are
mounted by root alone: for others those tests are skipped, visibly.
"""
