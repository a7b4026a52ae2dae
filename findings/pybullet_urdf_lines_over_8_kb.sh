#!/bin/sh
# PyBullet 3.2.7 (PyPI wheel): a URDF file with a line of more than 8191 bytes gets a line break put in every 8191 bytes,
# in the middle of a tag, a name or a number: some files are refused, and others load with another mass or inertia.
#
# Input: a chain of 40 links of 12.5 kg and 1.25 kg m2 on hinges, as well-formed URDF of 10.6 kB, written (a) with each
# link and joint on a line of its own, (b) on one line, as xml.etree.ElementTree.tostring and minifiers write it; a
# comment of 0 to 299 letters at the beginning shifts the text. All 600 files say the same robot.
#
# Expected: white space between tags means nothing in XML, so all 600 load alike.
# Observed: (a) all 300 load right. (b) 118 of 300 do. 161 raise "Cannot load URDF file." with a parser's message in the
# middle of a tag, or a link that is said not to be there; 9 load with a joint whose name has a line break in it, so that
# nobody finds it by its name; 9 load with an inertia and 3 with a mass that is cut off behind its first digits (1 or 12
# for 12.500 kg, 1 or 1.2 for 1.25 kg m2), without a word.
#
# Consequence: a model written by a program loads until one more link, or one more digit in a number, moves a tag over
# the 8191st byte; where a number is cut, the dynamics are those of another robot. Way round: xml.etree.ElementTree.indent
# before the text is written, and a look at getDynamicsInfo and getJointInfo of what was loaded.
#
# Exit status 0: as observed above. 1: the behaviour changed. Needs CPython 3.11 (PYTHON=python3.11) and network for pip.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3.11}" -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check numpy==2.2.6 pybullet==3.2.7
cat > check.py <<'PY'
import os
import sys
from collections import Counter
from itertools import count
from pathlib import Path
from xml.etree import ElementTree

import pybullet

LINKS, MASS_KG, INERTIA_KG_M2, SHIFTS = 40, 12.5, 1.25, 300
SEEN = {
    "a line each": {"right": 300},
    "one line": {"right": 118, "refused": 161, "another name": 9, "another inertia": 9, "another mass": 3},
}


def urdf(shift, between):
    inertia = " ".join(f'{axes}="{INERTIA_KG_M2 if axes[1] == axes[2] else 0}"' for axes in AXES)
    body = f'<inertial><mass value="{MASS_KG:.3f}"/><inertia {inertia}/></inertial>'
    parts = [f"<robot name=\"chain\"><!--{'x' * shift}-->", f'<link name="base">{body}</link>']
    above = "base"
    for i in range(LINKS):
        parts.append(f'<link name="segment_{i}">{body}</link>')
        ends = f'<parent link="{above}"/><child link="segment_{i}"/>'
        parts.append(f'<joint name="hinge_{i}" type="continuous">{ends}<axis xyz="0 1 0"/></joint>')
        above = f"segment_{i}"
    return between.join([*parts, "</robot>"])


NUMBER = count()
AXES = ("ixx", "ixy", "ixz", "iyy", "iyz", "izz")


def loaded(text, others):
    ElementTree.fromstring(text)
    file = f"robot_{next(NUMBER)}.urdf"  # PyBullet keeps what it has read of a name
    Path(file).write_text(text)
    try:
        body = pybullet.loadURDF(file, useFixedBase=True, flags=pybullet.URDF_USE_INERTIA_FROM_FILE)
    except pybullet.error:
        return "refused"
    joints = range(pybullet.getNumJoints(body))
    names = [pybullet.getJointInfo(body, i)[1].decode() for i in joints]
    dynamics = [pybullet.getDynamicsInfo(body, i) for i in joints]
    pybullet.removeBody(body)
    masses = {one[0] for one in dynamics} - {MASS_KG}
    inertias = {value for one in dynamics for value in one[2]} - {INERTIA_KG_M2}
    others["kg"] |= masses
    others["kg m2"] |= inertias
    if names != [f"hinge_{i}" for i in range(LINKS)]:
        return "another name"
    if masses:
        return "another mass"
    return "another inertia" if inertias else "right"


def main():
    said = os.dup(1)  # PyBullet prints what it refuses
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(1, 2)
    pybullet.connect(pybullet.DIRECT)
    found, others = {}, {"kg": set(), "kg m2": set()}
    for way, between in (("a line each", "\n"), ("one line", "")):
        found[way] = dict(Counter(loaded(urdf(shift, between), others) for shift in range(SHIFTS)))
    lines = [f"{way}: {outcomes}" for way, outcomes in found.items()]
    lines += [f"{unit} loaded instead of what was written: {sorted(values)}" for unit, values in others.items()]
    os.write(said, ("\n".join(lines) + "\n").encode())
    return 0 if found == SEEN else 1


sys.exit(main())
PY
venv/bin/python check.py
