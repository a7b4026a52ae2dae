#!/bin/sh
# EMGFlow 1.1.2 (PyPI, February 2026): the integrated EMG grows with the square of the sampling rate, and the spectral
# bandwidth, said to be a standard deviation in Hz, with the square root of the recording's length.
#
# Input: (a) a rectified burst of 0.5 mV for 1 s, sampled at 1000, 2000 and 4000 Hz; (b) noise passed between 100 and
# 300 Hz, 2, 8 and 32 s of it at 2000 Hz, with the spectrum of EMGFlow's own emg_to_psd, normalized as it is by default.
#
# Expected: (a) calc_iemg takes the sampling rate so that the same shape gives the same integral at every rate (its
# documentation says so): 0.5 mV s, and calc_ssi 0.25 mV2 s. (b) calc_sbw "gives the standard deviation around the
# centroid" (its docstring): about 55 Hz at every length, as 200 Hz / sqrt(12) = 58 Hz of an ideal band.
# Observed: (a) calc_iemg 5e5, 2e6 and 8e6, calc_ssi 2.5e8, 2e9 and 1.6e10: the sum is multiplied by the rate where an
# integral divides by it, so that each doubling makes the one fourfold and the other eightfold. (b) calc_sbw about 630,
# 1090 and 2050 Hz, where the recording holds nothing above 1000 Hz and the standard deviation of the same spectrum stays
# at 55 Hz: the sum is not divided by the total power, which grows with the number of frequencies. No warning.
#
# Consequence: subjects recorded at two rates, or for two lengths, cannot be compared by these columns of Features.csv.
# Way round: calc_iemg / rate^2 (calc_ssi / rate^3), and the square root of calc_ss for the bandwidth.
#
# Exit status 0: as observed above. 1: the behaviour changed. Needs python3 (3.10 or later) and network for
# pip. EMGFlow's __init__ loads its dashboard (shiny, uvicorn), which the features do not need: the wheel is installed
# without it, and the __init__ is passed over.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check numpy==2.2.6 scipy==1.15.3 pandas==2.3.3 tqdm importlib-resources
venv/bin/pip install --quiet --disable-pip-version-check --no-deps EMGFlow==1.1.2
cat > check.py <<'PY'
import importlib.util
import sys
from types import ModuleType

import numpy as np
import pandas as pd
from scipy.signal import butter, sosfiltfilt

package = ModuleType("EMGFlow")
package.__path__ = list(importlib.util.find_spec("EMGFlow").submodule_search_locations)
sys.modules["EMGFlow"] = package

from EMGFlow.extract_features import calc_iemg, calc_sbw, calc_ss, calc_ssi
from EMGFlow.preprocess_signals import emg_to_psd


def signal(values, rate_hz):
    return pd.DataFrame({"Time": np.arange(len(values)) / rate_hz, "EMG": values})


def burst(rate_hz):
    time_s = np.arange(2 * rate_hz) / rate_hz
    return signal(np.where((time_s >= 0.5) & (time_s < 1.5), 0.5, 0.0), rate_hz)


def spectrum(seconds, rate_hz=2000):
    band = butter(5, [100, 300], "band", fs=rate_hz, output="sos")
    noise = np.random.default_rng(0).standard_normal(rate_hz * seconds)
    return emg_to_psd(signal(sosfiltfilt(band, noise), rate_hz), "EMG", rate_hz)


def deviation_hz(psd):
    weight = psd["Power"] / psd["Power"].sum()
    centroid = (weight * psd["Frequency"]).sum()
    return float(np.sqrt((weight * (psd["Frequency"] - centroid) ** 2).sum()))


integrals, squares, bandwidths, deviations, spreads = [], [], [], [], []
for rate_hz in (1000, 2000, 4000):
    one = burst(rate_hz)
    integrals.append(float(calc_iemg(one, "EMG", rate_hz)))
    squares.append(float(calc_ssi(one, "EMG", rate_hz)))
    true = one["EMG"].abs().sum() / rate_hz, (one["EMG"] ** 2).sum() / rate_hz
    assert true == (0.5, 0.25), true
    print(f"{rate_hz} Hz: calc_iemg {integrals[-1]:g} for {true[0]} mV s, calc_ssi {squares[-1]:g} for {true[1]} mV2 s")
for seconds in (2, 8, 32):
    psd = spectrum(seconds)
    bandwidths.append(float(calc_sbw(psd)))
    deviations.append(deviation_hz(psd))
    spreads.append(float(np.sqrt(calc_ss(psd))))
    print(f"{seconds} s: calc_sbw {bandwidths[-1]:.0f} Hz for a standard deviation of {deviations[-1]:.1f} Hz")
as_observed = (
    integrals == [5e5, 2e6, 8e6]
    and squares == [2.5e8, 2e9, 1.6e10]
    and all(50 < one < 60 for one in deviations)
    and np.allclose(spreads, deviations)
    and all(one > 10 * deviation for one, deviation in zip(bandwidths, deviations))
    and all(1.6 < after / before < 2.1 for before, after in zip(bandwidths, bandwidths[1:]))
)
sys.exit(0 if as_observed else 1)
PY
venv/bin/python check.py
