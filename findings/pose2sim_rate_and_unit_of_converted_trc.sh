#!/bin/sh
# Pose2Sim 0.10.49 (PyPI, July 2026): c3d_to_trc writes metres as millimetres and another rate than the C3D file's, and
# trc_desample says a rate that the samples do not have.
#
# Input: (a) a C3D file of a knee 500 mm up that swings once a second, 20 s at 59.94 Hz (the rate of video), in mm as most
# systems write it, made by ezc3d; and the same in m; (b) a TRC file of the knee, 20 s at 100 Hz, for trc_desample to 60, 40
# and 30 Hz.
#
# Expected: (a) a TRC file of a knee at 500 in mm (or 0.5 in m), with 20 swings in 20 s and DataRate 59.94. (b) samples at
# the rate asked for, or an error; and a header that tells the rate of the samples and their number.
# Observed: (a) Units mm beside 0.5, so that the knee is half a millimetre up: the coordinates are multiplied by 0.001, and
# the unit stays the C3D file's. DataRate and CameraRate 59, and a time column that runs to 20.32 s, as the rate is cut to
# a whole number: each swing takes 1.016 s, and at 23.976 Hz it would take 1.042. The file in m keeps its coordinates. (b)
# DataRate 60, 40 and 30 over samples at 100, 50 and 33.3 Hz, as each int(100 / rate)-th sample is kept; NumFrames 1200,
# 800 and 600 with 2000, 1000 and 667 rows. At rates that divide 100 it is right. No error, and no warning of it.
#
# Consequence: OpenSim scales a model to a rider of 2 mm; cadence and angular velocity are 1.6 % low; a filter or a
# velocity made with the rate in the header has up to 1.67 times another cutoff or speed. Way round: Units corrected by
# hand and the time column made from the C3D file's rate; rates that divide the recording's.
#
# Exit status 0: as observed above. 1: the behaviour changed. Needs python3 (3.10 or later) and network for pip.
# Pose2Sim's own packages (detection of poses) are large and not needed here: the wheel is installed without them.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check numpy==2.2.6 pandas==2.3.3 c3d==0.6.0 ezc3d==1.7.2
venv/bin/pip install --quiet --disable-pip-version-check --no-deps pose2sim==0.10.49
cat > check.py <<'PY'
import contextlib
import io
import sys

import ezc3d
import numpy as np
import pandas as pd

from Pose2Sim.Utilities.c3d_to_trc import c3d_to_trc_func
from Pose2Sim.Utilities.trc_desample import trc_desample_func

SECONDS, VIDEO_HZ, TRC_HZ = 20, 59.94, 100


def knee_mm(times_s):
    return np.array([100.0 * np.sin(2 * np.pi * times_s), np.full(len(times_s), 500.0), np.full(len(times_s), 80.0)])


def write_c3d(path, unit, scale):
    file = ezc3d.c3d()
    file["parameters"]["POINT"]["RATE"]["value"] = [VIDEO_HZ]
    file["parameters"]["POINT"]["UNITS"]["value"] = [unit]
    file["parameters"]["POINT"]["LABELS"]["value"] = ("KNEE",)
    times_s = np.arange(round(SECONDS * VIDEO_HZ)) / VIDEO_HZ
    points = np.ones((4, 1, len(times_s)))
    points[:3, 0] = knee_mm(times_s) * scale
    file["data"]["points"] = points
    file.write(path)


def write_trc(path):
    times_s = np.arange(SECONDS * TRC_HZ) / TRC_HZ
    frames = len(times_s)
    with open(path, "w") as trc:
        trc.write(f"PathFileType\t4\t(X/Y/Z)\t{path}\n")
        trc.write("DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames\n")
        trc.write(f"{TRC_HZ}\t{TRC_HZ}\t{frames}\t1\tmm\t{TRC_HZ}\t1\t{frames}\n")
        trc.write("Frame#\tTime\tKNEE\t\t\n\t\tX1\tY1\tZ1\n")
        for frame, (time, knee) in enumerate(zip(times_s, knee_mm(times_s).T), start=1):
            trc.write("\t".join(map(str, [frame, time, *knee])) + "\n")


def read_trc(path):
    with open(path) as trc:
        lines = [next(trc).rstrip("\n").split("\t") for _ in range(3)]
    table = pd.read_csv(path, sep="\t", skiprows=5, header=None)
    return dict(zip(lines[1], lines[2])), table.iloc[:, 1].to_numpy(), table.iloc[:, 2:5].to_numpy()


def quietly(function, *arguments):
    with contextlib.redirect_stdout(io.StringIO()):
        function(*arguments)


def swing_s(times_s, across):
    upward = np.flatnonzero((across[:-1] < 0) & (across[1:] >= 0))
    crossings = times_s[upward] - across[upward] * np.diff(times_s)[upward] / np.diff(across)[upward]
    return float(np.diff(crossings).mean())


found = {}
for unit, scale in (("mm", 1.0), ("m", 0.001)):
    write_c3d(f"{unit}.c3d", unit, scale)
    quietly(c3d_to_trc_func, f"{unit}.c3d", f"{unit}.trc")
    header, times_s, knee = read_trc(f"{unit}.trc")
    found[unit] = (header["Units"], round(float(knee[0, 1]), 4), header["DataRate"], round(swing_s(times_s, knee[:, 0]), 3))
    print(f"(a) C3D in {unit} at {VIDEO_HZ} Hz: Units {header['Units']}, knee {found[unit][1]},",
          f"DataRate {header['DataRate']}, last time {times_s[-1]:.2f} s, a swing {found[unit][3]} s")
write_trc("knee.trc")
for asked_hz in (60, 40, 30, 50, 20):
    quietly(trc_desample_func, "knee.trc", asked_hz)
    header, times_s, _ = read_trc(f"knee_{asked_hz}fps.trc")
    found[asked_hz] = header["DataRate"], round(float(1 / np.diff(times_s).mean()), 1), header["NumFrames"], len(times_s)
    print(f"(b) {asked_hz} Hz: DataRate {found[asked_hz][0]}, samples at {found[asked_hz][1]} Hz,",
          f"NumFrames {found[asked_hz][2]}, {found[asked_hz][3]} rows")
as_observed = (
    found["mm"] == ("mm", 0.5, "59", 1.016)
    and found["m"] == ("m", 0.5, "59", 1.016)
    and found[60] == ("60", 100.0, "1200", 2000)
    and found[40] == ("40", 50.0, "800", 1000)
    and found[30] == ("30", 33.3, "600", 667)
    and found[50] == ("50", 50.0, "1000", 1000)
    and found[20] == ("20", 20.0, "400", 400)
)
sys.exit(0 if as_observed else 1)
PY
venv/bin/python check.py
