#!/bin/sh
# biomechzoo 0.8.25 (PyPI, October 2026): filter_data takes the sampling rate of the first channel for all others, of
# the same file and of every later file, and with it another cutoff.
#
# Input: a knee angle at 100 Hz and a pedal force at 1000 Hz in one set of data, made by set_zoosystem and
# addchannel_data; a low pass with cutoff = 6 Hz in a dictionary without `fs`, for which filter_data looks up the rate of
# each channel. The force swings at 20 Hz and the angle at 3 Hz.
#
# Expected: whatever the order, 20 Hz is damped to below 1 % of its amplitude (Butterworth of second order, forward and
# backward: 1 / (1 + (20 / 6)^4) = 0.8 %) and 3 Hz passes with 94 %.
# Observed: of [knee, force] the force keeps 98.8 % of its 20 Hz, as its cutoff is 60 Hz; of [force, knee] the angle
# keeps 0.2 % of its 3 Hz, as its cutoff is 0.6 Hz; each channel asked for alone is right. The rate of the first channel
# is written into the caller's dictionary, and from then on it counts as given: the same dictionary for the next trial, at
# 500 Hz, gives that trial's force a cutoff of 30 Hz (84 % of its 20 Hz is left). BiomechZoo.filter hands one dictionary
# to all files of a folder. No error, no warning.
#
# Way round: one call for each channel with dict(filt), or `fs` in the dictionary and a call for each rate.
#
# Exit status 0: as observed above. 1: the behaviour changed. Needs python3.11 (biomechzoo's only one) and network for
# pip. biomechzoo's __init__ loads the plots and their large packages (dash, kaleido, polars), which the modules used here
# do not need: the wheel is installed without them, and the __init__ is passed over.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3.11}" -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check numpy==2.2.6 scipy==1.16.3
venv/bin/pip install --quiet --disable-pip-version-check --no-deps biomechzoo==0.8.25
cat > check.py <<'PY'
import importlib.util
import sys
from types import ModuleType

import numpy as np

package = ModuleType("biomechzoo")
package.__path__ = list(importlib.util.find_spec("biomechzoo").submodule_search_locations)
sys.modules["biomechzoo"] = package

from biomechzoo.biomech_ops.filter_data import filter_data
from biomechzoo.processing.addchannel_data import addchannel_data
from biomechzoo.utils.set_zoosystem import set_zoosystem

SECONDS = 8


def swing(hz, rate_hz):
    return np.sin(2 * np.pi * hz * np.arange(rate_hz * SECONDS) / rate_hz)


def trial(angle_rate_hz=100, force_rate_hz=1000):
    data = {"zoosystem": set_zoosystem()}
    data["zoosystem"]["Video"]["Freq"] = angle_rate_hz
    data["zoosystem"]["Analog"]["Freq"] = force_rate_hz
    data = addchannel_data(data, "knee", swing(3.0, angle_rate_hz), section="Video")
    return addchannel_data(data, "force", swing(20.0, force_rate_hz), section="Analog")


def low_pass():
    return {"ftype": "butter", "order": 2, "cutoff": 6, "btype": "lowpass", "filtfilt": True}


def left_percent(data, channel):
    line = np.asarray(data[channel]["line"]).ravel()
    middle = line[line.size // 4 : -line.size // 4]
    return round(100 * float(np.sqrt(2) * np.std(middle)), 1)


def left_after(channels):
    filtered = filter_data(trial(), channels, low_pass())
    return left_percent(filtered, "knee"), left_percent(filtered, "force")


found = {
    "alone": (left_after(["knee"])[0], left_after(["force"])[1]),
    "knee, then force": left_after(["knee", "force"]),
    "force, then knee": left_after(["force", "knee"]),
}
shared = low_pass()
first = filter_data(trial(), "knee", shared)
second = filter_data(trial(force_rate_hz=500), "force", shared)
found["next trial, same dictionary"] = (left_percent(first, "knee"), left_percent(second, "force"))
for how, (knee, force) in found.items():
    print(f"{how}: left of the knee's 3 Hz {knee} %, of the force's 20 Hz {force} %")
print("written into the caller's dictionary:", {key: shared[key] for key in shared if key not in low_pass()})
as_observed = (
    found["alone"] == (94.3, 0.8)
    and found["knee, then force"][1] > 98
    and found["force, then knee"][0] < 0.5
    and found["next trial, same dictionary"][0] == 94.3
    and 80 < found["next trial, same dictionary"][1] < 86
    and shared["fs"] == 100
)
sys.exit(0 if as_observed else 1)
PY
venv/bin/python check.py
