#!/bin/sh
# scikit-kinematics 0.12.0 (PyPI, July 2026): quat2seq folds joint angles back at 90 degrees, so that a knee bent by 115
# degrees reads 65, and its Euler angles are those of another rotation; rotmat.sequence has no Euler angles for half of all.
#
# Input: (a) a rider's knee from 40 degrees of flexion at the bottom to 115 at the top of the pedal stroke, with 5 and 8
# degrees about the other axes, as quaternions made by rotmat.seq2quat in the sequences "nautical" and "Helmholtz"; (b)
# 1000 poses of three angles up to 60 degrees either way by seq2quat in the sequence "Euler" (z-x-z).
#
# Expected: (a) quat2seq, "takes a quaternion, and calculates the corresponding angles", gives the angles that the
# quaternion was made of, as rotmat.sequence does for the same poses as "nautical". (b) angles that make the pose again:
# three up to 60 degrees, or (alpha +- 180, -beta, gamma +- 180) for the same pose.
# Observed: (a) 40, 70, 90, 80, 70 and 65 degrees for 40, 70, 90, 100, 110 and 115 in both sequences, with the other two
# angles right: quat2seq takes an arcsine where sequence takes arctan2. (b) quat2seq("Euler") makes the pose again in none
# of 1000, and is off by 117 degrees in the median: the first angle is 180 degrees less itself, as a minus is missing in
# its arctan2, so that [20, 40, 30] comes back as [160, 40, 30]. rotmat.sequence(to="Euler") makes it again in those with
# beta above 0, and gives beta = gamma = 0 for every pose with beta below 0, which it takes for a beta close to 0, so that
# the joint is straight where it is bent by up to 60 degrees. No error, no warning.
#
# Consequence: knee flexion in cycling, squats and rowing has its maximum at 90 degrees and a dip where it should have its
# peak; Euler angles of a segment or a sensor are wrong. Way round: scipy's Rotation.as_euler("ZYX"), ("YZX")
# and ("ZXZ").
#
# Exit status 0: as observed above. 1: the behaviour changed. Needs python3 (3.11 or later) and network for pip. The
# package asks for Python 3.12 and for packages (pygame, pandas) that the functions used here do not need, its __init__
# loads them, and the wheel holds its author's 16000 files of a virtual environment: only the modules are unpacked, and the
# __init__ is passed over.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check numpy==2.2.6 scipy==1.15.3 sympy==1.14.0 deprecated==1.3.1 \
    matplotlib==3.10.7
venv/bin/pip download --quiet --disable-pip-version-check --no-deps --ignore-requires-python scikit-kinematics==0.12.0
venv/bin/python - <<'PY'
from glob import glob
from zipfile import ZipFile

with ZipFile(*glob("scikit_kinematics-*.whl")) as wheel:
    wheel.extractall(members=[name for name in wheel.namelist() if name.startswith("skinematics/")])
PY
cat > check.py <<'PY'
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
from scipy.spatial.transform import Rotation

package = ModuleType("skinematics")
package.__path__ = [str(Path("skinematics").resolve())]
sys.modules["skinematics"] = package

from skinematics import quat, rotmat

FLEXION_DEG = [40, 70, 90, 100, 110, 115]
SEQUENCES = {"nautical": "ZYX", "Helmholtz": "YZX", "Euler": "ZXZ"}


def of_scipy(quaternions):
    return Rotation.from_quat(np.roll(quaternions, -1, axis=1))


def quaternions_of(angles_deg, sequence):
    made = rotmat.seq2quat(angles_deg, sequence)
    right = Rotation.from_euler(SEQUENCES[sequence], angles_deg, degrees=True)
    assert (of_scipy(made) * right.inv()).magnitude().max() < 1e-9
    return made


def off_deg(angles_deg, quaternions):
    return np.degrees((Rotation.from_euler("ZXZ", angles_deg, degrees=True) * of_scipy(quaternions).inv()).magnitude())


knee = np.column_stack([FLEXION_DEG, np.full(6, 5.0), np.full(6, 8.0)])
found = {name: quat.quat2seq(quaternions_of(knee, name), name) for name in ("nautical", "Helmholtz")}
matrices = of_scipy(quaternions_of(knee, "nautical")).as_matrix().reshape(-1, 9)
found["nautical by rotmat.sequence"] = np.degrees(rotmat.sequence(matrices, "nautical"))
for name, angles in found.items():
    print(f"(a) {name}: {np.round(angles[:, 0], 1).tolist()} for {FLEXION_DEG} degrees,",
          f"the others {angles[-1, 1:].round(1)}")

posed = np.random.default_rng(0).uniform(-60, 60, (1000, 3))
poses = quaternions_of(posed, "Euler")
by_quaternion = quat.quat2seq(poses, "Euler")
by_matrix = np.degrees([rotmat.sequence(one, "Euler") for one in of_scipy(poses).as_matrix()])
lost = (by_matrix[:, 1] == 0) & (by_matrix[:, 0] == 0)
example = quat.quat2seq(quaternions_of(np.array([[20.0, 40.0, 30.0]]), "Euler"), "Euler")[0]
print(f"(b) quat2seq: off by {np.median(off_deg(by_quaternion, poses)):.0f} degrees in the median,",
      f"right in {int((off_deg(by_quaternion, poses) < 0.1).sum())} of 1000; [20, 40, 30] comes back as {example.round(1)}")
print(f"    rotmat.sequence: beta = gamma = 0 in {int(lost.sum())}, {int((posed[:, 1] < 0).sum())} have a beta below 0;",
      f"off there by {off_deg(by_matrix, poses)[lost].mean():.0f} degrees on the mean, elsewhere by",
      f"{off_deg(by_matrix, poses)[~lost].max():.1f}")
as_observed = (
    all(np.allclose(found[name], np.column_stack([[40, 70, 90, 80, 70, 65], knee[:, 1:]]), atol=1e-4)
        for name in ("nautical", "Helmholtz"))
    and np.allclose(found["nautical by rotmat.sequence"], knee)
    and 110 < np.median(off_deg(by_quaternion, poses)) < 125
    and (off_deg(by_quaternion, poses) < 0.1).sum() == 0
    and np.allclose(example, [160, 40, 30])
    and np.array_equal(lost, posed[:, 1] < 0)
    and 25 < off_deg(by_matrix, poses)[lost].mean() < 36
    and off_deg(by_matrix, poses)[~lost].max() < 1e-6
)
sys.exit(0 if as_observed else 1)
PY
venv/bin/python check.py
