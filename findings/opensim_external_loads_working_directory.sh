#!/bin/sh
# OpenSim 4.6 (PyPI wheel opensim 4.6, CPython 3.11): ExternalLoads takes its data file from the working directory
# before the folder of its own XML file.
#
# Input: run/loads.xml names the data file `loads.mot`, and run/loads.mot lies beside it (100 N upward on a body of
# 1 kg). Another folder holds a table of the same name for another trial (999 N).
#
# Expected: a relative path in an XML file means the file beside the XML file, wherever the program is started, so that
# the body accelerates upward at 100 - 9.80665 = 90.19335 m/s2 from every working directory.
# Observed: 90.19335 m/s2 from run/ and from an empty folder, 989.19335 m/s2 from the folder with the other table. The
# file beside the XML file is only the second choice, and nothing is said (no warning at any log level).
#
# Consequence: a script that visits the folders of several trials, or makes one trial's loads while it stands in another's
# folder, gets the loads of the wrong trial in silence. Way round: ExternalLoads.setDataFileName with a full path.
#
# Exit status 0: as observed above. 1: the behaviour changed. Needs python3.11 and network for pip.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3.11}" -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check opensim==4.6 numpy==2.4.6
cat > check.py <<'PY'
import os
import sys

import opensim

TABLE = """loads
version=1
nRows=3
nColumns=7
inDegrees=no
endheader
time\tp_vx\tp_vy\tp_vz\tp_px\tp_py\tp_pz
"""
XML = """<?xml version="1.0" encoding="UTF-8"?>
<OpenSimDocument Version="40000"><ExternalLoads name="loads"><objects><ExternalForce name="push">
<applied_to_body>block</applied_to_body>
<force_expressed_in_body>ground</force_expressed_in_body>
<point_expressed_in_body>ground</point_expressed_in_body>
<force_identifier>p_v</force_identifier><point_identifier>p_p</point_identifier>
</ExternalForce></objects><datafile>loads.mot</datafile></ExternalLoads></OpenSimDocument>
"""
opensim.Logger.removeFileSink()
opensim.Logger.setLevelString("Warn")
root = os.getcwd()
for folder, newtons in (("run", 100), ("other_trial", 999), ("empty", None)):
    os.mkdir(folder)
    if newtons is not None:
        rows = "".join(f"{t}\t0\t{newtons}\t0\t0\t0\t0\n" for t in (0.0, 0.5, 1.0))
        with open(os.path.join(folder, "loads.mot"), "w") as file:
            file.write(TABLE + rows)
with open(os.path.join("run", "loads.xml"), "w") as file:
    file.write(XML)


def upward_acceleration(working_directory):
    os.chdir(os.path.join(root, working_directory))
    model = opensim.Model()
    block = opensim.Body("block", 1.0, opensim.Vec3(0), opensim.Inertia(1))
    joint = opensim.FreeJoint("free", model.getGround(), block)
    model.addBody(block)
    model.addJoint(joint)
    model.finalizeConnections()
    loads = opensim.ExternalLoads(os.path.join(root, "run", "loads.xml"), True)
    model.addModelComponent(loads)
    state = model.initSystem()
    model.realizeAcceleration(state)
    return model.getCoordinateSet().get(4).getAccelerationValue(state)


found = {name: upward_acceleration(name) for name in ("run", "empty", "other_trial")}
observed = {"run": 90.19335, "empty": 90.19335, "other_trial": 989.19335}
print(opensim.GetVersion(), found)
for name, value in observed.items():
    if abs(found[name] - value) > 1e-6:
        sys.exit(f"changed: {found[name]} m/s2 from {name}, {value} on record")
print("as on record: from other_trial the loads beside the XML file are not the ones applied")
PY
venv/bin/python check.py
