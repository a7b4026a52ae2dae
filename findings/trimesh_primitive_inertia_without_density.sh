#!/bin/sh
# trimesh 5.2.0 (PyPI wheel): of a cylinder or a sphere as a primitive, `density` changes `mass` and leaves
# `moment_inertia` as if the density were 1.
#
# Input: a shank of 0.4 m as a cylinder, a ball, a box and a capsule, each with density = 1050 kg/m3 set before anything
# is asked of it.
#
# Expected: `moment_inertia` is the tensor of the body that `mass` weighs, as it is for a mesh: a cylinder of radius r
# and height h has m (3 r^2 + h^2) / 12 across, a ball 2/5 m r^2. `mass_properties.inertia` of the same object says so.
# Observed: across the cylinder 4.39e-05 where 0.0457 kg m2 are right, in the ball 2.43e-05 for 0.0255: some 1050 times too
# small, with `mass` right (3.28 and 5.49 kg). Box and capsule are right, and so is to_mesh() of each. With density 1 all
# agree, so that a check in unit density passes.
#
# Consequence: bodies for a simulator made of primitives with density, mass and moment_inertia turn as if they weighed
# nothing. Way round: primitive.to_mesh() and its density, or mass_properties.
#
# Exit status 0: as observed above. 1: the behaviour changed. Needs python3 (3.10 or later) and network for pip.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check trimesh==5.2.0 scipy
cat > check.py <<'PY'
import sys

from trimesh import primitives

DENSITY = 1050.0


def bodies():
    return {
        "cylinder": primitives.Cylinder(radius=0.05, height=0.4),
        "sphere": primitives.Sphere(radius=0.1077, subdivisions=5),
        "box": primitives.Box(extents=[0.1, 0.1, 0.4]),
        "capsule": primitives.Capsule(radius=0.05, height=0.4),
    }


def across(body):
    return float(body.moment_inertia[0, 0])


found = {}
for name, body in bodies().items():
    body.density = DENSITY
    mesh = body.to_mesh()
    mesh.density = DENSITY
    by_mass = float(body.mass_properties.inertia[0, 0])
    found[name] = {
        "right": across(mesh) / across(body),
        "mass_properties": across(mesh) / by_mass,
        "mass": float(body.mass / mesh.mass),
    }
    print(f"{name}: mass {body.mass:.3f} kg, moment_inertia {across(body):.3g}, of its mesh {across(mesh):.3g} kg m2")
as_observed = all(
    abs(found[name]["right"] / DENSITY - 1) < 0.03 for name in ("cylinder", "sphere")
) and all(
    abs(found[name]["right"] - 1) < 1e-9 for name in ("box", "capsule")
) and all(
    abs(one["mass"] - 1) < 1e-9 and abs(one["mass_properties"] - 1) < 1e-9
    for one in found.values()
)
sys.exit(0 if as_observed else 1)
PY
venv/bin/python check.py
