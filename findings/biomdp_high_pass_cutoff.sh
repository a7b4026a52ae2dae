#!/bin/sh
# biomdp 0.11.2 (PyPI, September 2026): filter_butter with kind="high" cuts off at 1.55 times the frequency asked for.
#
# Input: sines at 1000 Hz through filter_butter (Butterworth of second order, forward and backward) with fc = 20 Hz, once
# as a low pass and once as a high pass.
#
# Expected: `fc` is the "Cut-off frequency", and filter_butter corrects it for the two passes by Winter's factor 0.802, so
# that at 20 Hz 71 % (-3 dB) of the amplitude is left, of a low pass as of a high pass.
# Observed: 71 % of the low pass, 29 % (-10.7 dB) of the high pass; the high pass leaves 71 % at 31.0 Hz. Two passes move
# the -3 dB point of a low pass down, so the frequency of one pass has to be divided by 0.802; they move that of a high
# pass up, so it has to be multiplied. filter_butter divides for both, and the correction doubles the error (with fourth
# order 25 Hz for 20). filter_butter_bandpass corrects nothing: 50 % at both ends. No warning.
#
# Consequence: EMG and forces high-passed at "20 Hz" lack most of what lies between 20 and 31 Hz; band and high pass of one
# study have other edges. Way round: fc * 0.643 for a high pass of second order (0.802 squared), fc * 0.802 of fourth.
#
# Exit status 0: as observed above. 1: the behaviour changed. Needs python3 (3.11 or later) and network for pip.
# biomdp asks for many packages that its filters do not need: the wheel is installed without them.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check numpy==2.2.6 scipy==1.15.3 pandas==2.3.3 xarray==2025.6.1
venv/bin/pip install --quiet --disable-pip-version-check --no-deps biomdp==0.11.2
cat > check.py <<'PY'
import sys

import numpy as np
from biomdp.filter_butter import filter_butter, filter_butter_bandpass

RATE_HZ, ASKED_HZ, HALF_POWER = 1000, 20.0, 0.5**0.5
TIME_S = np.arange(10 * RATE_HZ) / RATE_HZ


def left(hz, passed):
    sine = np.sin(2 * np.pi * hz * TIME_S)
    middle = slice(len(TIME_S) // 4, -len(TIME_S) // 4)
    return float(np.std(passed(sine)[middle]) / np.std(sine[middle]))


def cutoff_hz(passed):
    return min(np.arange(10.0, 60.0, 0.1), key=lambda hz: abs(left(hz, passed) - HALF_POWER))


found = {}
for order in (2, 4):
    for kind in ("low", "high"):
        def passed(sine):
            return filter_butter(sine, fr=RATE_HZ, fc=ASKED_HZ, order=order, kind=kind)

        found[order, kind] = left(ASKED_HZ, passed), float(cutoff_hz(passed))
        print(f"order {order}, {kind} pass, fc = {ASKED_HZ:g} Hz: {found[order, kind][0]:.1%} left there,",
              f"-3 dB at {found[order, kind][1]:.1f} Hz")
ends = [left(hz, lambda sine: filter_butter_bandpass(sine, fr=RATE_HZ, fclow=20, fchigh=400)) for hz in (20, 400)]
print("band pass 20 to 400 Hz:", ", ".join(f"{one:.1%}" for one in ends), "left at its ends")
as_observed = (
    all(abs(found[order, "low"][0] - HALF_POWER) < 0.005 for order in (2, 4))
    and all(0.28 < found[order, "high"][0] < 0.31 for order in (2, 4))
    and 30.5 < found[2, "high"][1] < 31.7
    and 24.5 < found[4, "high"][1] < 25.5
    and all(abs(one - 0.5) < 0.01 for one in ends)
)
sys.exit(0 if as_observed else 1)
PY
venv/bin/python check.py
