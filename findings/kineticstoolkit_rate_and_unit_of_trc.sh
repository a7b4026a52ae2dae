#!/bin/sh
# Kinetics Toolkit 0.17.0 (PyPI kineticstoolkit, September 2025; the newest of November 2026): write_trc_file writes a
# data rate that grows with the length of the recording, and millimetres as metres.
#
# Input: a knee and a hip marker at 100 Hz for 1, 5 and 60 s, in a TimeSeries whose info says "mm", as read_c3d with
# convert_point_unit=False leaves it; written with ktk.kinematics.write_trc_file.
#
# Expected: DataRate, CameraRate and OrigDataRate 100 in each file, and Units mm for the knee at 500 (or m for 0.5).
# Observed: 10000, 50000 and 600000, as the rate is the number of frames divided by the time between two of them, where
# 1 is divided by it; and Units m beside 500, so that the knee is half a kilometre up. The reader trc-data-reader 0.4.1
# gives both on, and so does OpenSim 4.6 (MarkerData.getDataRate and MarkersReference.getSamplingFrequency say 50000).
# A gap is written as nan: the copy that fill_missing_samples fills is thrown away. No error, no warning; markers in
# metres are right, and the time column is.
#
# Consequence: a filter or a velocity made with the file's own rate is off by the number of frames, and a model scaled to
# such markers by a thousand. Way round: DataRate and Units corrected by hand, or the TRC written by OpenSim.
#
# Exit status 0: as observed above. 1: the behaviour changed. Needs python3 (3.10 or later) and network for pip.
# Of the packages that Kinetics Toolkit asks for, those that it does not load here (PyQt5, requests) are left out.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check numpy==2.2.6 scipy==1.15.3 pandas==2.3.3 matplotlib==3.10.7 \
    scikit-learn==1.7.2 ezc3d==1.7.2 c3d==0.6.0 tqdm==4.70.1
venv/bin/pip install --quiet --disable-pip-version-check --no-deps \
    kineticstoolkit==0.17.0 limitedinteraction==1.0 trc-data-reader==0.4.1
cat > check.py <<'PY'
import sys

import kineticstoolkit as ktk
import numpy as np
from trc import TRCData

RATE_HZ = 100
KNEE_MM, HIP_MM = (100.0, 200.0, 500.0), (80.0, 200.0, 900.0)


def written(seconds, scale=1.0, unit="mm"):
    frames = RATE_HZ * seconds
    markers = ktk.TimeSeries(time=np.arange(frames) / RATE_HZ)
    for name, place in (("KNEE", KNEE_MM), ("HIP", HIP_MM)):
        points = np.ones((frames, 4))
        points[:, :3] = scale * np.array(place)
        markers = markers.add_data(name, points).add_info(name, "Unit", unit)
    assert abs(markers.get_sample_rate() - RATE_HZ) < 1e-9
    ktk.kinematics.write_trc_file(markers, "markers.trc")
    return read()


def read():
    file = TRCData()
    file.load("markers.trc")
    with open("markers.trc") as lines:
        header = lines.read().splitlines()[2].split("\t")
    rate, unit = float(header[0]), header[4]
    assert (rate, unit) == (file["DataRate"], file["Units"])
    interval_s = file["Time"][1] - file["Time"][0]
    return {"rate in Hz": rate, "unit": unit, "knee": file["KNEE"][0][2], "by the time column in Hz": 1 / interval_s}


found = {seconds: written(seconds) for seconds in (1, 5, 60)}
for seconds, one in found.items():
    print(f"{seconds} s at {RATE_HZ} Hz, a knee at {KNEE_MM[2]:g} mm:", one)
in_metres = written(5, scale=0.001, unit="m")
print("5 s, in metres:", in_metres)
as_observed = (
    all(abs(one["rate in Hz"] / (RATE_HZ**2 * seconds) - 1) < 1e-6 for seconds, one in found.items())
    and all((one["unit"], one["knee"]) == ("m", KNEE_MM[2]) for one in found.values())
    and all(abs(one["by the time column in Hz"] - RATE_HZ) < 1e-6 for one in found.values())
    and (in_metres["unit"], in_metres["knee"]) == ("m", KNEE_MM[2] / 1000)
)
sys.exit(0 if as_observed else 1)
PY
venv/bin/python check.py
