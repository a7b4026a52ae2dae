#!/bin/sh
# neurokit2 0.3.0 (PyPI, 2026): emg_activation(method="pelt") calls the rest between contractions the activity, and its
# shortest duration, said to be in seconds, is taken in samples.
#
# Input: (a) 5 s of EMG at 1000 Hz, rest with a standard deviation of 0.02 and contractions with 0.5 from 0.7 to 1.2, 2.1 to
# 2.6 and 3.5 to 4.0 s, by method="pelt" with a penalty of 50. (b) an amplitude of 0 with one contraction of 1 s and ten
# spikes of 10 ms, threshold 0.5, with duration_min="default" and with duration_min=0.05.
#
# Expected: (a) active in the three contractions ("Label as 1 to parts that have the larger SD (likely to be activations)"
# says the source). (b) "The minimum duration of a period of activity or non-activity in seconds. If default, will be set
# to 0.05 (50 ms)": both find one contraction.
# Observed: (a) active from 1.2 to 2.1 and from 2.6 to 3.5 s, which is the rest between: the limits are found to the
# sample, and then the labels are swapped when the active part has the larger standard deviation, instead of when it has
# the smaller: 0.02 in the active parts, 0.34 in the others. (b) one contraction with "default", which is 50 samples, and
# eleven with 0.05, which is a twentieth of a sample. No error, no warning.
#
# Consequence: onsets are the ends of contractions and the reverse, so that a muscle's timing in the crank cycle is that
# of its rest; and a minimum given as documented does nothing. Way round: 1 - activity; duration_min in samples.
#
# Exit status 0: as observed above. 1: the behaviour changed. Needs python3 (3.10 or later) and network for pip.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check numpy==2.2.6 scipy==1.15.3 pandas==2.3.3 matplotlib==3.10.7 \
    scikit-learn==1.7.2 PyWavelets==1.9.0 requests==2.34.2 "setuptools<82"
venv/bin/pip install --quiet --disable-pip-version-check --no-deps neurokit2==0.3.0
cat > check.py <<'PY'
import sys

import neurokit2
import numpy as np

RATE_HZ, SAMPLES = 1000, 5000
CONTRACTED = [(700, 1200), (2100, 2600), (3500, 4000)]


def spans(active):
    steps = np.diff(np.r_[0, active.astype(int), 0])
    return [(int(a), int(b)) for a, b in zip(np.flatnonzero(steps == 1), np.flatnonzero(steps == -1))]


def by_pelt(emg, **how):
    table, _ = neurokit2.emg_activation(emg_cleaned=emg, sampling_rate=RATE_HZ, method="pelt", **how)
    return table["EMG_Activity"].to_numpy() > 0


def made(seed):
    random = np.random.default_rng(seed)
    emg = 0.02 * random.standard_normal(SAMPLES)
    for first, end in CONTRACTED:
        emg[first:end] = 0.5 * random.standard_normal(end - first)
    return emg


def off_by(found, right):
    return max(abs(a - b) for one, other in zip(found, right, strict=True) for a, b in zip(one, other))


between = [(one[1], other[0]) for one, other in zip(CONTRACTED, CONTRACTED[1:])]
emg = made(seed=0)
active = by_pelt(emg, penalty=50)
spread = float(emg[active].std()), float(emg[~active].std())
print(f"(a) active from and to (ms): {spans(active)}, contracted {CONTRACTED};",
      f"standard deviation active {spread[0]:.3f}, else {spread[1]:.3f}")
amplitude = np.zeros(SAMPLES)
amplitude[1000:2000] = 1.0
for spike in range(10):
    amplitude[2300 + 250 * spike : 2310 + 250 * spike] = 1.0
counts = {}
for shortest in ("default", 0.05, 50):
    _, events = neurokit2.emg_activation(
        emg_amplitude=amplitude, sampling_rate=RATE_HZ, method="threshold", threshold=0.5, duration_min=shortest)
    counts[shortest] = len(events["EMG_Onsets"])
print("(b) contractions found by duration_min:", counts)
as_observed = (
    off_by(spans(active), between) <= 5
    and spread[0] < 0.03 < 0.25 < spread[1]
    and counts == {"default": 1, 0.05: 11, 50: 1}
)
sys.exit(0 if as_observed else 1)
PY
venv/bin/python check.py
