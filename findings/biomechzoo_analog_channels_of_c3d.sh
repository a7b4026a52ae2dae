#!/bin/sh
# biomechzoo 0.8.25 (PyPI, October 2026) with ezc3d 1.7.2 (PyPI, August 2026): of a C3D file with more than one analog
# channel, c3d2zoo_data gives channels that each hold a bit of all.
#
# Input: a C3D file of 4 s with one marker at 100 Hz and the three forces of a plate at 1000 Hz, 10 N across, 20 N along
# and 700 N upward from the first sample to the last, written by ezc3d, which reads it back right.
#
# Expected: Fx is 10 N, Fy 20 N and Fz 700 N in every sample.
# Observed: each of the three starts with 10 N, goes to 20 N after a third of the recording and to 700 N after two
# thirds, and has the mean 243.3 N. ezc3d gives the analog data as (1, channels, samples); biomechzoo takes the same
# numbers as (samples, channels) with a reshape and no transpose. With one channel the two are the same, and the markers
# are right, so that a look at the markers or a test with one channel passes. No error, no warning, names and lengths are
# right.
#
# Consequence: forces, moments and EMG out of biomechzoo belong to other channels and other instants than it says. Way
# round: c3d["data"]["analogs"][0, channel] of ezc3d itself.
#
# Exit status 0: as observed above. 1: the behaviour changed. Needs python3.11 (biomechzoo's only one) and network for
# pip. biomechzoo's __init__ loads the plots and their large packages (dash, kaleido, polars), which the modules used here
# do not need: the wheel is installed without them, and the __init__ is passed over.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3.11}" -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check numpy==2.2.6 scipy==1.16.3 ezc3d==1.7.2
venv/bin/pip install --quiet --disable-pip-version-check --no-deps biomechzoo==0.8.25
cat > check.py <<'PY'
import importlib.util
import sys
from types import ModuleType

import ezc3d
import numpy as np

package = ModuleType("biomechzoo")
package.__path__ = list(importlib.util.find_spec("biomechzoo").submodule_search_locations)
sys.modules["biomechzoo"] = package

from biomechzoo.conversion.c3d2zoo_data import c3d2zoo_data

MARKER_HZ, ANALOG_HZ, SECONDS = 100, 1000, 4
NEWTONS = {"Fx": 10.0, "Fy": 20.0, "Fz": 700.0}


def read_back(newtons):
    file = ezc3d.c3d()
    frames = MARKER_HZ * SECONDS
    file["parameters"]["POINT"]["RATE"]["value"] = [MARKER_HZ]
    file["parameters"]["POINT"]["LABELS"]["value"] = ("KNEE",)
    points = np.ones((4, 1, frames))
    points[:3, 0] = np.array([[100.0], [200.0], [500.0]])
    file["data"]["points"] = points
    file["parameters"]["ANALOG"]["RATE"]["value"] = [ANALOG_HZ]
    file["parameters"]["ANALOG"]["LABELS"]["value"] = tuple(newtons)
    file["data"]["analogs"] = np.repeat(np.array(list(newtons.values()))[None, :, None], ANALOG_HZ * SECONDS, axis=2)
    file.write("plate.c3d")
    return ezc3d.c3d("plate.c3d")


def first_middle_last_mean(line):
    line = np.asarray(line, dtype=float).ravel()
    assert line.size == ANALOG_HZ * SECONDS, line.size
    return [round(float(one), 1) for one in (line[0], line[line.size // 2], line[-1], line.mean())]


file = read_back(NEWTONS)
by_ezc3d = dict(zip(NEWTONS, file["data"]["analogs"][0]))
zoo = c3d2zoo_data(file)
found = {name: first_middle_last_mean(zoo[name]["line"]) for name in NEWTONS}
right = {name: first_middle_last_mean(by_ezc3d[name]) for name in NEWTONS}
alone = first_middle_last_mean(c3d2zoo_data(read_back({"Fz": 700.0}))["Fz"]["line"])
for name in NEWTONS:
    print(f"{name}: first, middle, last, mean in N: ezc3d {right[name]}, biomechzoo {found[name]}")
print("Fz as the only channel:", alone, "- the marker:", zoo["KNEE"]["line"][-1])
as_observed = (
    all(right[name] == [newtons] * 4 for name, newtons in NEWTONS.items())
    and all(found[name][:3] == [10.0, 20.0, 700.0] for name in NEWTONS)
    and all(abs(found[name][3] - sum(NEWTONS.values()) / 3) < 0.5 for name in NEWTONS)
    and alone == [700.0] * 4
    and np.allclose(zoo["KNEE"]["line"], [100.0, 200.0, 500.0])
)
sys.exit(0 if as_observed else 1)
PY
venv/bin/python check.py
