#!/bin/sh
# emg-toolbox 1.1.0 (PyPI, the newest of November 2026): extract_all_features puts the features of the windows in another
# order than the windows, and in another at every call.
#
# Input: 80 s of EMG at 1000 Hz in windows of one second (without overlap): quiet for 40 s, then a contraction whose mean
# power frequency falls by 1 Hz from window to window.
#
# Expected: the row that says start = 5000, end = 5999 holds the features of these samples, so that the muscle is on from
# start = 40000 to the end and off before, the frequency falls from row to row, and two calls with one signal agree.
# Observed: the columns `start` and `end` are in order, and the features beside them belong to other windows, seconds
# away (on the mean 3 to 6 s, at most some 20 s); a tenth of the rows or less have their own. The muscle switches on and off
# several times around 40 s, and the next call says otherwise. The windows are handed to threads and collected with
# concurrent.futures.as_completed, which gives what is ready in no order. All windows are there once, so that means,
# spreads and, roughly, slopes over the whole recording are right. No error, no warning.
#
# Consequence: onsets, and features set against force, angle or the label of a window (a classifier's), are of another
# instant, and no result can be repeated.
# Way round: sliding_window(data, window, step, fRMS), which keeps the order, or a call for each window.
#
# Exit status 0: as observed above. 1: the behaviour changed. Needs python3 (3.10 or later) and network for pip.
# emg-toolbox asks for seaborn and matplotlib, which the features do not need: the wheel is installed without them.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check numpy==2.2.6 scipy==1.15.3 pandas==2.3.3
venv/bin/pip install --quiet --disable-pip-version-check --no-deps emg-toolbox==1.1.0
cat > check.py <<'PY'
import sys

import numpy as np
from emg_toolbox.features import extract_all_features, fMPF, fRMS, sliding_window

RATE_HZ, WINDOW, WINDOWS, ON = 1000, 1000, 80, 40


def second(one):
    time_s = np.arange(WINDOW) / RATE_HZ
    return (0.01 if one < ON else 1.0) * np.sin(2 * np.pi * (150 - one) * time_s)


signal = np.concatenate([second(one) for one in range(WINDOWS)])
right_hz = sliding_window(signal, WINDOW, WINDOW, fMPF, fs=RATE_HZ)
right_rms = sliding_window(signal, WINDOW, WINDOW, fRMS)
assert np.all(np.diff(right_hz) < -0.5) and np.array_equal(right_rms > 0.1, np.arange(WINDOWS) >= ON)
print("sliding_window: on once, at 40 s; the frequency falls from row to row")
own_rows, away_s, switches, tables = [], [], [], []
for _ in range(3):
    one = extract_all_features(signal, RATE_HZ, window_size=WINDOW, step_size=WINDOW, return_dataframe=True)
    hz, rms = one["MeanPowerFrequency"].to_numpy(), one["RootMeanSquare"].to_numpy()
    assert np.array_equal(one["start"], np.arange(WINDOWS) * WINDOW)
    assert np.allclose(np.sort(hz), np.sort(right_hz)) and np.allclose(np.sort(rms), np.sort(right_rms))
    of_window = np.abs(hz[:, None] - right_hz[None, :]).argmin(axis=1)
    distance = np.abs(of_window - np.arange(WINDOWS))
    own_rows.append(int((distance == 0).sum()))
    away_s.append((float(distance.mean()), int(distance.max())))
    switches.append(int(np.abs(np.diff((rms > 0.1).astype(int))).sum()))
    tables.append(hz)
    print(f"extract_all_features: {own_rows[-1]} of {WINDOWS} rows have the features of their own window, the others are",
          f"{away_s[-1][0]:.1f} s away on the mean and up to {away_s[-1][1]} s; on or off {switches[-1]} times")
agree = all(np.array_equal(tables[0], one) for one in tables[1:])
print("three calls with the same signal agree:", agree)
as_observed = max(own_rows) < WINDOWS / 2 and min(mean for mean, _ in away_s) > 1 and not agree
sys.exit(0 if as_observed else 1)
PY
venv/bin/python check.py
