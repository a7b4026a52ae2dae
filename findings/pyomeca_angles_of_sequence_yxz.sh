#!/bin/sh
# pyomeca 2026.0.2 (PyPI, August 2026) with xarray 2026.9.0: Angles.from_rototrans(rt, "yxz") gives what lay in memory.
#
# Input: 100 poses made by Rototrans.from_euler_angles with angles of up to 0.6 rad (34 degrees), once for each of the six
# sequences of x, y and z. Angles.from_rototrans says of its sequence "Valid values are all permutations of "xyz"".
#
# Expected: the angles that the poses were made of, in all six.
# Observed: right to 1e-14 degrees in five. For "yxz" the answer has the right shape and nothing of the poses in it: it is
# memory that was reserved and never written. After an array of 7.75 of the same size was made and thrown away, most of
# the angles are 7.75 rad (444 degrees), whatever the pose; at other times they are zeros or the numbers of another
# result. from_euler_angles makes poses of "yxz" rightly; the way back has no branch for it, and none that says so, so that
# "yxy" (the humerus in the ISB's recommendation) and "foo" are answered in the same way. No error, no warning.
#
# Consequence: y-x-z is the order of flexion, abduction and rotation where y points across, as in the plug-in gait models:
# the joint angles are numbers of other things, which may look sound. Way round: scipy's Rotation.as_euler("YXZ").
#
# Exit status 0: as observed above. 1: the behaviour changed. Needs python3 (3.11 or later) and network for pip.
# matplotlib, bottleneck and openpyxl, which pyomeca asks for as well, are not needed here and left out.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check numpy==2.2.6 scipy==1.16.3 pandas==2.3.3 xarray==2026.9.0 ezc3d==1.7.2
venv/bin/pip install --quiet --disable-pip-version-check --no-deps pyomeca==2026.0.2
cat > check.py <<'PY'
import itertools
import sys

import numpy as np
from pyomeca import Angles, Rototrans
from scipy.spatial.transform import Rotation

FRAMES = 100
LEFT_BEHIND = 7.75


def leave_behind():
    for _ in range(50):
        np.full((3, 1, FRAMES), LEFT_BEHIND)


def by_scipy(rt, sequence):
    return Rotation.from_matrix(rt.values[:3, :3].transpose(2, 0, 1)).as_euler(sequence.upper()).T[:, None, :]


def off_deg(angles):
    return float(np.degrees(np.abs(angles - right).max()))


right = np.random.default_rng(1).uniform(-0.6, 0.6, (3, 1, FRAMES))
pyomeca_off_deg, scipy_off_deg, left_percent = {}, {}, {}
for sequence in sorted(map("".join, itertools.permutations("xyz"))):
    rt = Rototrans.from_euler_angles(Angles(right.copy()), sequence)
    leave_behind()
    found = Angles.from_rototrans(rt, sequence).values.copy()
    pyomeca_off_deg[sequence] = off_deg(found)
    scipy_off_deg[sequence] = off_deg(by_scipy(rt, sequence))
    left_percent[sequence] = round(100 * float(np.mean(found == LEFT_BEHIND)))
    print(f"{sequence}: off by {pyomeca_off_deg[sequence]:.3g} degrees (scipy {scipy_off_deg[sequence]:.3g});",
          f"{left_percent[sequence]} % of the angles are the number left in memory")
answered = [Angles.from_rototrans(rt, sequence).shape for sequence in ("yxy", "foo")]
print('"yxy" and "foo" are answered with angles of the shapes', answered)
wrong = [sequence for sequence, degrees in pyomeca_off_deg.items() if not degrees < 1e-9]
as_observed = (
    wrong == ["yxz"]
    and not pyomeca_off_deg["yxz"] < 10
    and max(scipy_off_deg.values()) < 1e-9
    and answered == [(3, 1, FRAMES)] * 2
)
sys.exit(0 if as_observed else 1)
PY
venv/bin/python check.py
