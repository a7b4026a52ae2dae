#!/bin/sh
# bicycleparameters 1.5.2 (PyPI, October 2026): plot_eigenvectors draws other vectors than the eigenvectors as soon as
# there is more than one speed, as in the example of its own description.
#
# Input: the benchmark bicycle with a rider that comes with the package (meijaard2007_browser_jason), in
# plot_eigenvectors of Meijaard2007Model: with v=[1.0, 3.0, 5.0], which is the description's example, with the four
# speeds 4, 5, 6 and 7 m/s, and with 1, 3 and 5 m/s each alone. The lines are read back from the axes.
#
# Expected: "Polar plot axes for each eigenvector (columns). The rows correspond to a varied parameter": in each of the
# axes four lines, for roll, steer and their rates, as long as the components of that mode at that speed, which
# calc_eigen gives, divided by the largest, and at their angles. So it is with one speed; the two modes of a conjugate
# pair have lines of the same length.
# Observed: none of the 12 axes of the example, and none of the 16 of the four speeds, shows its eigenvector. The weave
# at 5 m/s has 0.43, 0.33, 1.00 and 0.78 (the roll rate is the largest); drawn are 1.00, 0.89, 0.82 and 0.80, and for
# its conjugate 0.26, 0.45, 0.92 and 1.00. In row k and column i there is a line for each speed, which is the component
# i of the mode k at that speed, in all 28: evecs.T turns round all three axes of (speed, component, mode), where only
# the last two are meant. With three speeds there are three lines beside four names in the legend; with four there are
# four, and nothing looks wrong. The titles, with the eigenvalues, are right. No error, no warning.
#
# Consequence: which mode is weave, capsize or caster, and how much and how late steer follows roll, is read from lines
# that mix modes and speeds. Way round: a call for each speed, or calc_eigen.
#
# Exit status 0: as observed above. 1: the behaviour changed. Needs python3 (3.10 or later) and network for pip.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check numpy==2.2.6 scipy==1.15.3 matplotlib==3.10.7 \
    uncertainties==3.2.3 pyyaml==6.0.3
venv/bin/pip install --quiet --disable-pip-version-check --no-deps \
    DynamicistToolKit==0.7.0 yeadon==2.0.1 bicycleparameters==1.5.2
cat > check.py <<'PY'
import sys

import matplotlib

matplotlib.use("Agg")

import numpy as np
from bicycleparameters.models import Meijaard2007Model
from bicycleparameters.parameter_dicts import meijaard2007_browser_jason
from bicycleparameters.parameter_sets import Meijaard2007ParameterSet

MODEL = Meijaard2007Model(Meijaard2007ParameterSet(meijaard2007_browser_jason, True))
MODES = 4


def drawn(axes):
    """Each line's end as a complex number: its length, and its angle from the axis to the right."""
    ends = [line.get_xydata()[-1] for line in axes.get_lines()]
    return np.array([length * np.exp(1j * angle) for angle, length in ends])


def right(speed, mode):
    vector = MODEL.calc_eigen(v=float(speed))[1][:, mode]
    return vector / np.abs(vector).max()


def same(one, other):
    return one.shape == other.shape and np.allclose(one, other, atol=1e-9)


def right_of_all(speeds):
    axes = MODEL.plot_eigenvectors(v=speeds)
    shown = [same(drawn(axes[k, i]), right(speed, i)) for k, speed in enumerate(speeds) for i in range(MODES)]
    return axes, sum(shown), len(shown), [len(axes[k, 0].get_lines()) for k in range(len(speeds))]


alone = [
    same(drawn(MODEL.plot_eigenvectors(v=speed)[0, i]), right(speed, i))
    for speed in (1.0, 3.0, 5.0)
    for i in range(MODES)
]
print(f"one speed: {sum(alone)} of {len(alone)} axes show their eigenvector")
found = {}
for speeds in ([1.0, 3.0, 5.0], [4.0, 5.0, 6.0, 7.0]):
    axes, good, total, lines = right_of_all(speeds)
    found[len(speeds)] = axes, good, lines
    print(f"{speeds} m/s: {good} of {total} axes show their eigenvector, lines in the axes of each row {lines}")
pair = found[4][0][1, 2:]
lengths = np.array([np.abs(drawn(one)) for one in pair])
for mode, one in zip((2, 3), pair):
    print(f"four speeds, row of 5 m/s, {one.get_title()}: drawn {np.abs(drawn(one)).round(2)},",
          f"right {np.abs(right(5.0, mode)).round(2)}")
mixed = [
    same(drawn(axes[k, i]), component / np.abs(component).max())
    for axes, speeds in ((found[4][0], [4.0, 5.0, 6.0, 7.0]), (found[3][0], [1.0, 3.0, 5.0]))
    for k in range(len(speeds))
    for i in range(MODES)
    for component in [MODEL.calc_eigen(v=speeds)[1][:, i, k]]
]
print(f"{sum(mixed)} of {len(mixed)} axes show component i of mode k over the speeds, in row k and column i")
as_observed = (
    all(alone)
    and found[3][1] == found[4][1] == 0
    and found[3][2] == [3] * 3
    and found[4][2] == [4] * 4
    and all(mixed)
    and np.allclose(np.abs(right(5.0, 2)), np.abs(right(5.0, 3)))
    and np.abs(lengths[0] - lengths[1]).max() > 0.1
)
sys.exit(0 if as_observed else 1)
PY
venv/bin/python check.py
