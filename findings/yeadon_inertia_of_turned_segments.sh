#!/bin/sh
# yeadon 2.0.1 (PyPI, September 2026): the inertia tensors of segments and of the whole human are turned the wrong way,
# so that the moments of inertia of a stiff body change when it leans.
#
# Input: the sample measurements male1.txt of the package itself; (a) a stretched body at somersault angles of 0, 30, 45
# and 90 degrees; (b) an arm raised sideways by 45 degrees; (c) a rider: trunk forward, hips and knees bent, arms out.
#
# Expected: (a) a stiff body has the same principal moments however it is turned: 0.545, 9.631 and 9.995 kg m2. (b) the
# upper arm has along its own axis the 0.00114 kg m2 of its rel_inertia. (c) the sum over the segments of R I R^T + the
# parallel axis, R being rot_mat, which "on the left" of a vector of the segment's frame gives that of the global frame.
# Observed: (a) the smallest is 0.545, 1.048, 1.230 (2.3 times too much) and 0.545, the largest 9.995, 9.631, 9.631 and
# 9.995, as each tensor is turned back by the angle by which it should be turned forward. (b) 0.00840, 7.3 times too
# much. (c) the product of inertia is 1.676 where 1.891 kg m2 are right, the smallest principal moment 1.733 for 1.560.
# Segment and solid call rotate_inertia(rot_mat, rel_inertia), which is R^T I R: by its own docstring it takes a tensor
# from the global frame to the segment's, and is given one of the segment's. Masses and centres of mass are right, and so
# are all tensors at 0 and 90 degrees about one axis, where a check is easiest. No error, no warning.
#
# Consequence: inertia of a rider for a bicycle's dynamics, of a jumper or an astronaut in any bent posture is wrong. Way
# round: the sum in (c), from rel_inertia, rot_mat, mass and center_of_mass of the segments.
#
# Exit status 0: as observed above. 1: the behaviour changed. Needs python3 (3.10 or later) and network for pip.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check numpy==2.2.6 pyyaml==6.0.3
venv/bin/pip download --quiet --disable-pip-version-check --no-deps --no-binary yeadon yeadon==2.0.1
venv/bin/pip install --quiet --disable-pip-version-check --no-deps ./yeadon-2.0.1.tar.gz
tar xzf yeadon-2.0.1.tar.gz yeadon-2.0.1/misc/samplemeasurements/male1.txt
cat > check.py <<'PY'
import sys

import numpy as np
from yeadon import Human

MEASURED = "yeadon-2.0.1/misc/samplemeasurements/male1.txt"
RIDER_DEG = {"somersault": 45, "PJ1extension": -60, "PK1extension": -110, "J1J2flexion": 70, "K1K2flexion": 110,
             "CA1extension": -80, "CB1extension": -80, "A1A2extension": -20, "B1B2extension": -20}


def human(**degrees):
    return Human(MEASURED, dict.fromkeys(Human.CFGnames, 0.0) | {k: np.radians(v) for k, v in degrees.items()})


def right_inertia(one):
    total = np.zeros((3, 3))
    for segment in one.segments:
        turn = np.asarray(segment.rot_mat)
        away = np.ravel(segment.center_of_mass - one.center_of_mass)
        total += turn @ segment.rel_inertia @ turn.T + segment.mass * (away @ away * np.eye(3) - np.outer(away, away))
    return total


def principal(tensor):
    return np.linalg.eigvalsh(tensor)


upright = principal(human().inertia)
leaning = {}
for angle in (0, 30, 45, 90):
    one = human(somersault=angle)
    leaning[angle] = principal(one.inertia)
    assert np.allclose(principal(right_inertia(one)), upright)
    print(f"(a) somersault {angle}: {leaning[angle].round(3)} kg m2, {principal(right_inertia(one)).round(3)} is right")

arm = human(CB1abduction=45).B1
axis = np.asarray(arm.rot_mat) @ np.array([0.0, 0.0, 1.0])
along = float(axis @ arm.inertia @ axis), float(arm.rel_inertia[2, 2])
assert np.allclose(np.abs(axis), [0.5**0.5, 0.0, 0.5**0.5])
print(f"(b) upper arm at 45 degrees, along its own axis: {along[0]:.5f} kg m2, {along[1]:.5f} is right")

rider = human(**RIDER_DEG)
product = float(rider.inertia[1, 2]), float(right_inertia(rider)[1, 2])
smallest = float(principal(rider.inertia)[0]), float(principal(right_inertia(rider))[0])
print(f"(c) rider: product of inertia {product[0]:.3f} ({product[1]:.3f} is right),",
      f"smallest principal moment {smallest[0]:.3f} ({smallest[1]:.3f} is right) kg m2")
as_observed = (
    np.allclose(leaning[0], upright)
    and np.allclose(leaning[90], upright)
    and np.allclose(leaning[30], [1.0483, 9.4917, 9.6309], atol=1e-3)
    and np.allclose(leaning[45], [1.2300, 9.3101, 9.6309], atol=1e-3)
    and np.allclose(along, [0.008403, 0.001144], atol=1e-5)
    and np.allclose(product, [1.676, 1.891], atol=2e-3)
    and np.allclose(smallest, [1.733, 1.560], atol=2e-3)
)
sys.exit(0 if as_observed else 1)
PY
venv/bin/python check.py
