#!/bin/sh
# ahrs 0.4.0 (PyPI, October 2025): AngularRate with method="series" and order 2 or more turns an error of 4 degrees into one
# of 23, and the root of a quaternion is no rotation: both take powers of each element instead of the whole.
#
# Input: (a) a gyroscope at 100 Hz on a crank that turns at 90 revolutions a minute about an axis which is none of the
# sensor's, for 10 s, without noise; (b) turns of 30, 90 and 180 degrees about z as Quaternion(...) ** 0.5 and ** 1.
#
# Expected: (a) the documentation's series, the sum over k of (Omega dt / 2)^k / k!, of which it says "The more terms we
# have, the better our approximation": 3.99 degrees off after 10 s with order 1, 2.00 with 2, below 0.001 with 3 and 4 (and
# 0 with method="closed"). (b) "[cos(a theta), u sin(a theta)]": half the turn, of norm 1, and q ** 1 is q.
# Observed: (a) 3.99, 23.5, 23.2 and 23.2 degrees: AngularRate.update writes S**i for a matrix power, which numpy takes
# element by element, so that every order above 1 makes it worse. With an axis of the sensor itself it is hardly worse than
# order 1, which hides it. (b) Quaternion.__pow__ is np.e ** (a * logarithm), element by element too: [1, 1, 1, 1.14],
# [1, 1, 1, 1.48] and [1, 1, 1, 2.19], of norm 2.07 to 2.79, which are turns of 122 to 138 degrees about an axis near
# (1, 1, 1); and q ** 1 is not q. No error, no warning.
#
# Consequence: angles of crank, thigh or shank from gyroscopes drift six times as fast with the setting that is meant to be
# finer; orientations halved or interpolated by powers are other rotations. Way round: method="closed"; scipy's
# Rotation ** 0.5.
#
# Exit status 0: as observed above. 1: the behaviour changed. Needs python3 (3.10 or later) and network for pip.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check numpy==2.2.6 scipy==1.15.3
venv/bin/pip install --quiet --disable-pip-version-check --no-deps ahrs==0.4.0
cat > check.py <<'PY'
import sys
from math import factorial

import numpy as np
from ahrs import Quaternion
from ahrs.filters import AngularRate
from scipy.spatial.transform import Rotation

RATE_HZ, SECONDS, ORDERS = 100, 10, (1, 2, 3, 4)
AXIS = np.array([1.0, 2.0, 2.0]) / 3
STEPS = RATE_HZ * SECONDS
RATES = np.tile(AXIS * 90 * 2 * np.pi / 60, (STEPS + 1, 1))


def off_deg(quaternion):
    truth = Rotation.from_rotvec(RATES[0] * SECONDS)
    return float(np.degrees((Rotation.from_quat(np.roll(quaternion, -1)) * truth.inv()).magnitude()))


def right_series(order):
    x, y, z = RATES[0] * 0.5 / RATE_HZ
    step = np.array([[0, -x, -y, -z], [x, 0, z, -y], [y, -z, 0, x], [z, y, -x, 0]])
    turn = sum(np.linalg.matrix_power(step, k) / factorial(k) for k in range(order + 1))
    one = np.array([1.0, 0, 0, 0])
    for _ in range(STEPS):
        one = turn @ one
        one /= np.linalg.norm(one)
    return one


def by_ahrs(**how):
    return AngularRate(gyr=RATES, q0=np.array([1.0, 0, 0, 0]), frequency=RATE_HZ, **how).Q[-1]


closed = off_deg(by_ahrs(method="closed"))
series = [off_deg(by_ahrs(method="series", order=order)) for order in ORDERS]
right = [off_deg(right_series(order)) for order in ORDERS]
print(f"(a) off after {SECONDS} s, order 1 to 4: ahrs {np.round(series, 2)} degrees, {np.round(right, 4)} is right,",
      f"closed {closed:.4f}")


def about_z(deg):
    return Quaternion([np.cos(np.radians(deg) / 2), 0.0, 0.0, np.sin(np.radians(deg) / 2)])


roots = {deg: np.asarray(about_z(deg) ** 0.5) for deg in (30, 90, 180)}
for deg, root in roots.items():
    half = np.degrees(Rotation.from_quat(np.roll(root, -1)).magnitude())
    print(f"(b) {deg} degrees ** 0.5: {root.round(2)}, norm {np.linalg.norm(root):.2f}, a turn of {half:.0f} degrees;",
          f"** 1: {np.asarray(about_z(deg) ** 1).round(2)}, right {np.asarray(about_z(deg)).round(2)}")
as_observed = (
    closed < 1e-6
    and np.allclose(right[:2], [3.99, 2.00], atol=0.01)
    and max(right[2:]) < 1e-3
    and abs(series[0] - right[0]) < 1e-6
    and all(23 < one < 24 for one in series[1:])
    and all(np.array_equal(root[:3], [1, 1, 1]) for root in roots.values())
    and np.allclose([root[3] for root in roots.values()], [1.14, 1.48, 2.19], atol=0.01)
    and all(not np.allclose(np.asarray(about_z(deg) ** 1), np.asarray(about_z(deg)), atol=0.1) for deg in roots)
)
sys.exit(0 if as_observed else 1)
PY
venv/bin/python check.py
