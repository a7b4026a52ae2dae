#!/bin/sh
# pyomeca 2026.0.2 (PyPI, August 2026) with xarray 2026.9.0: Rototrans.from_transposed_rototrans, its inverse of a pose,
# gives the rotation back as it was.
#
# Input: a thigh 30 degrees forward and a shank of a knee bent by 40 degrees, as poses made by Rototrans.from_euler_angles;
# and a marker stuck to the thigh while the thigh swings from -30 to 30 degrees.
#
# Expected: the documentation calls it the inverse, so that inverse times pose is the identity, inverse of the thigh times
# shank is a turn of 40 degrees, and the marker seen from the thigh stands still.
# Observed: the rotation comes back untransposed, and the translation is counted with it: inverse times pose is off the
# identity by 0.87, the knee bends by 100 degrees (30 + 70 where -30 + 70 is right), and the marker wanders by 0.35 m.
# pyomeca assigns rotation.transpose("col", "row", "time") to the first three rows and columns; xarray puts the values
# where their names belong, which undoes the transpose. Up to xarray 2023.8.0 it went by position, and the same pyomeca
# was right; pyomeca asks for no version of xarray. No error, no warning; for a pose without rotation the answer is right.
#
# Consequence: joint angles, joint centres and marker clusters in a segment's frame are wrong. Way round: the rotation by
# numpy, rt.values[:3, :3].transpose(1, 0, 2).
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
import sys

import numpy as np
from pyomeca import Angles, Markers, Rototrans


def pose(flexion_deg, at_m):
    turn = np.radians(np.atleast_1d(flexion_deg)).astype(float)[None, None, :]
    place = np.repeat(np.array(at_m, dtype=float)[:, None, None], turn.shape[2], axis=2)
    return Rototrans.from_euler_angles(Angles(turn), "z", translations=Angles(place))


def product(first, second):
    return np.einsum("ijk,jlk->ilk", np.asarray(first), np.asarray(second))


def right_inverse(rt):
    return np.linalg.inv(rt.values.transpose(2, 0, 1)).transpose(1, 2, 0)


def bend_deg(rt):
    return round(float(np.degrees(np.arctan2(rt[1, 0, 0], rt[0, 0, 0]))), 6)


def wandering_m(inverse):
    local = product(inverse, marker)[:3, 0]
    return round(float(np.ptp(local, axis=1).max()), 4)


thigh, shank = pose(30, (0.0, 0.9, 0.0)), pose(70, (0.2, 0.5, 0.0))
swing = pose(np.linspace(-30, 30, 61), (0.0, 0.9, 0.0))
marker = product(swing, Markers(np.repeat(np.array([0.05, -0.2, 0.04])[:, None, None], 61, axis=2)))
upright = pose(0, (0.0, 0.9, 0.0))
found = {}
for name, inverse in (("pyomeca", Rototrans.from_transposed_rototrans), ("numpy", right_inverse)):
    found[name] = {
        "off the identity": round(float(np.abs(product(inverse(thigh), thigh)[..., 0] - np.eye(4)).max()), 4),
        "knee in degrees": bend_deg(product(inverse(thigh), shank)),
        "marker's way in m": wandering_m(inverse(swing)),
        "off the identity, upright": round(float(np.abs(product(inverse(upright), upright)[..., 0] - np.eye(4)).max()), 4),
    }
    print(name, found[name])
given_back = np.array_equal(Rototrans.from_transposed_rototrans(thigh).values[:3, :3], thigh.values[:3, :3])
print("pyomeca's inverse has the rotation of the pose itself:", given_back)
as_observed = (
    list(found["numpy"].values()) == [0.0, 40.0, 0.0, 0.0]
    and found["pyomeca"]["off the identity"] > 0.5
    and found["pyomeca"]["knee in degrees"] == 100.0
    and found["pyomeca"]["marker's way in m"] > 0.1
    and found["pyomeca"]["off the identity, upright"] == 0.0
    and given_back
)
sys.exit(0 if as_observed else 1)
PY
venv/bin/python check.py
