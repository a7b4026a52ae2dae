#!/bin/sh
# neurokit2 0.3.0 (PyPI, 2026): emg_amplitude is no linear envelope: half the EMG is a quarter of its amplitude, the same
# EMG sampled four times as fast a ninth, and a steady oscillation nothing.
#
# Input: (a) 20 s of EMG (noise from 30 to 300 Hz with a standard deviation of 1) at 1000 Hz, and the same times 0.5 and
# 0.25, as contractions at 100, 50 and 25 % of the maximum; (b) the same EMG sampled at 1000, 2000 and 4000 Hz; (c) a sine
# of 97 Hz and amplitude 1.
#
# Expected: a linear envelope ("Compute electromyography amplitude ..., done by calculating the linear envelope of the
# signal", in the unit of the EMG) is proportional to the EMG: 100, 50 and 25 %; it is the same at every sampling rate
# (rectified and smoothed, the EMG is 0.79 at all three); and 2 / pi = 0.64 for the sine.
# Observed: (a) 100, 25 and 6.3 %; (b) 1.00, 0.38 and 0.11; (c) 0.000. emg_amplitude first makes the Teager-Kaiser energy
# x[n]^2 - x[n-1] x[n+1], which was written to find onsets: it goes with the square of the amplitude and with the square of
# frequency over sampling rate; then it passes that energy through a band pass from 10 to 400 Hz, which takes away its
# mean, before it rectifies and smooths. No argument turns either off, and no warning.
#
# Consequence: EMG_Amplitude of emg_process, and with it the means and maxima of emg_analyze, as a share of a maximal
# contraction are squared (50 % reads 25 %), compare muscles by their frequency, and differ between two recorders.
# Way round: signal_filter(abs(emg_cleaned), highcut=8).
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
from scipy import signal

SECONDS, FINE_HZ, EDGE_S = 20, 8000, 2


def middle_mean(line, rate_hz):
    return float(np.mean(line[EDGE_S * rate_hz : (SECONDS - EDGE_S) * rate_hz]))


def emg(rate_hz, share=1.0):
    noise = np.random.default_rng(0).standard_normal(SECONDS * FINE_HZ)
    band = signal.butter(4, [30, 300], "bandpass", fs=FINE_HZ, output="sos")
    one = signal.sosfiltfilt(band, noise)
    return share * (one / one.std())[:: FINE_HZ // rate_hz]


def amplitude(line, rate_hz):
    return middle_mean(neurokit2.emg_amplitude(line, sampling_rate=rate_hz), rate_hz)


def envelope(line, rate_hz):
    return middle_mean(neurokit2.signal_filter(np.abs(line), sampling_rate=rate_hz, highcut=8), rate_hz)


found = {}
for name, function in (("emg_amplitude", amplitude), ("rectified and smoothed", envelope)):
    whole = function(emg(1000), 1000)
    found[name] = {
        "shares": [round(100 * function(emg(1000, share), 1000) / whole, 1) for share in (1.0, 0.5, 0.25)],
        "rates": [round(function(emg(rate), rate), 2) for rate in (1000, 2000, 4000)],
        "sine": round(function(np.sin(2 * np.pi * 97 * np.arange(SECONDS * 1000) / 1000), 1000), 3),
    }
    print(f"{name}: of 100, 50, 25 % of the EMG {found[name]['shares']} %; at 1000, 2000, 4000 Hz {found[name]['rates']};",
          f"of a sine {found[name]['sine']:.3f}")
wrong, right = found.values()
as_observed = (
    right["shares"] == [100.0, 50.0, 25.0]
    and np.ptp(right["rates"]) < 0.02
    and abs(right["sine"] - 2 / np.pi) < 0.01
    and np.allclose(wrong["shares"], [100.0, 25.0, 6.25], atol=0.1)
    and wrong["rates"][0] > 2 * wrong["rates"][1] > 6 * wrong["rates"][2]
    and abs(wrong["sine"]) < 1e-3
)
sys.exit(0 if as_observed else 1)
PY
venv/bin/python check.py
