#!/bin/sh
# pupyC3D 0.1.3 (PyPI, October 2025): of a C3D file in integers, every negative coordinate and force is read as a
# positive one, 65536 steps higher, and a marker that was not seen counts as seen.
#
# Input: a C3D file in integers, as the format has it by default, in steps of 0.1 mm: a pedal marker that goes round the
# bottom bracket (the origin) once a second at 170 mm, at 100 Hz for 2 s, not seen in the last tenth; and a force from
# -150 to 250 N at 1000 Hz. The same file is read by ezc3d 1.7.2 and c3d 0.6.0.
#
# Expected: c3d.org: "Each 3D coordinate is stored as three 16-bit signed integers", analog samples are "signed 16-bit
# integers" by default, and a residual of -1 "indicates that the point is invalid". pupyC3D says "Full C3D support: Read
# and write C3D files with complete parameter and data access". The marker is 170 mm from the origin, goes from -170 to
# 170 mm both ways and has a residual of -1 where it was not seen; the mean force is 50 N.
# Observed: get_point_data goes from 0 to 6542.9 mm, with jumps of 6.5 m between two frames; the crank, by the angle of
# the marker, stays between 0 and 90 degrees; where the marker was not seen it stands at the origin with the residual
# 6553.5; get_analog_data gives forces up to 3275.9 N with the mean 1423 N. Every integer is read as unsigned. ezc3d and
# c3d read what was put in. Files in floating-point numbers are right, and so are markers whose three coordinates stay
# positive, which hides it where the origin is in a corner of the room. No error, no warning.
#
# Consequence: lengths of segments, angles of joints and centres of pressure are numbers of other things, and gaps are
# not found; the jumps show in a plot of the whole, and not where a coordinate stays negative. Way round: ezc3d, or
# 65536 steps (POINT:SCALE, or ANALOG:SCALE times GEN_SCALE) less wherever a value is above 32767 steps.
#
# Exit status 0: as observed above. 1: the behaviour changed. Needs python3 (3.10 to 3.13) and network for pip.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check numpy==2.2.6 pupyC3D==0.1.3 ezc3d==1.7.2 c3d==0.6.0
cat > check.py <<'PY'
import struct
import sys

import c3d
import ezc3d
import numpy as np
from pupyC3D import C3DFile

FRAMES, SAMPLES_PER_FRAME, POINT_SCALE_MM, FORCE_SCALE_N = 200, 10, 0.1, 0.05
SEEN = np.arange(FRAMES) < 0.9 * FRAMES
ANGLE = 2 * np.pi * np.arange(FRAMES) / 100
PEDAL_MM = 170 * np.column_stack([np.cos(ANGLE), np.zeros(FRAMES), np.sin(ANGLE)])
FORCE_N = 50 + 200 * np.sin(2 * np.pi * np.arange(FRAMES * SAMPLES_PER_FRAME) / 1000)


def words(*numbers):
    return struct.pack(f"<{len(numbers)}h", *(int(one) for one in numbers))


def floats(*numbers):
    return struct.pack(f"<{len(numbers)}f", *numbers)


def group(number, name, *parameters):
    entries = [(-number, name, b"\0")]
    for label, kind, shape, data in parameters:
        entries.append((number, label, struct.pack("<bB", kind, len(shape)) + bytes(shape) + data + b"\0"))
    return b"".join(
        struct.pack("<bb", len(label), owner) + label + struct.pack("<H", 2 + len(rest)) + rest
        for owner, label, rest in entries
    )


def write(name):
    parameters = (
        b"\x01\x50\x02\x54"
        + group(1, b"POINT", (b"USED", 2, [], words(1)), (b"FRAMES", 2, [], words(FRAMES)), (b"UNITS", -1, [2], b"mm"),
                (b"SCALE", 4, [], floats(POINT_SCALE_MM)), (b"RATE", 4, [], floats(100)),
                (b"DATA_START", 2, [], words(4)), (b"LABELS", -1, [5, 1], b"PEDAL"),
                (b"DESCRIPTIONS", -1, [5, 1], b"PEDAL"))
        + group(2, b"ANALOG", (b"USED", 2, [], words(1)), (b"RATE", 4, [], floats(100 * SAMPLES_PER_FRAME)),
                (b"GEN_SCALE", 4, [], floats(1)), (b"SCALE", 4, [1], floats(FORCE_SCALE_N)),
                (b"OFFSET", 2, [1], words(0)), (b"UNITS", -1, [1, 1], b"N"),
                (b"LABELS", -1, [5, 1], b"FORCE"), (b"DESCRIPTIONS", -1, [5, 1], b"FORCE"))
    ).ljust(1024, b"\0")
    header = struct.pack("<BBHHHHHfHHf", 2, 0x50, 1, SAMPLES_PER_FRAME, 1, FRAMES, 10, POINT_SCALE_MM, 4,
                         SAMPLES_PER_FRAME, 100)
    data = b""
    for place, seen, force in zip(PEDAL_MM, SEEN, FORCE_N.reshape(FRAMES, -1)):
        data += words(*np.rint(place * seen / POINT_SCALE_MM), 0 if seen else -1)
        data += words(*np.rint(force / FORCE_SCALE_N))
    with open(name, "wb") as file:
        file.write(header.ljust(512, b"\0") + parameters + data.ljust(-(-len(data) // 512) * 512, b"\0"))


def by_pupyc3d(name):
    file = C3DFile(name)
    point = file.get_point_data("PEDAL")
    return point[:, :3], point[:, 3], file.get_analog_data("FORCE").ravel()


def by_ezc3d(name):
    data = ezc3d.c3d(name)["data"]
    return data["points"][:3, 0].T, data["meta_points"]["residuals"][0, 0], data["analogs"][0, 0]


def by_c3d(name):
    with open(name, "rb") as file:
        frames = list(c3d.Reader(file).read_frames())
    point = np.array([points[0] for _, points, _ in frames])
    return point[:, :3], point[:, 3], np.concatenate([analog[0] for _, _, analog in frames])


write("pedal.c3d")
found = {}
for reader in (by_ezc3d, by_c3d, by_pupyc3d):
    place, residual, force = reader("pedal.c3d")
    place = place[SEEN]
    crank = np.degrees(np.arctan2(place[:, 2], place[:, 0])) % 360
    found[reader.__name__] = {
        "marker from, to in mm": (place.min(), place.max()),
        "largest step in mm": np.linalg.norm(np.diff(place, axis=0), axis=1).max(),
        "crank from, to in degrees": (crank.min(), crank.max()),
        "residual where not seen": np.unique(residual[~SEEN]),
        "force from, to, mean in N": (force.min(), force.max(), force.mean()),
    }
    print(reader.__name__ + ":", "; ".join(f"{key} {np.round(one, 1)}" for key, one in found[reader.__name__].items()))
right, wrong = found["by_ezc3d"], found["by_pupyc3d"]
as_observed = (
    all(np.allclose(found["by_c3d"][key], right[key], atol=1e-3) for key in right)
    and np.allclose(right["marker from, to in mm"], [-170, 170])
    and np.allclose(right["residual where not seen"], -1)
    and np.allclose(right["force from, to, mean in N"], [-150, 250, 50], atol=0.1)
    and np.allclose(wrong["marker from, to in mm"], [0, 6542.9], atol=0.1)
    and wrong["largest step in mm"] > 6500
    and np.allclose(wrong["crank from, to in degrees"], [0, 90], atol=0.1)
    and np.allclose(wrong["residual where not seen"], 6553.5, atol=0.1)
    and np.allclose(wrong["force from, to, mean in N"], [0.3, 3275.9, 1423.0], atol=0.1)
)
sys.exit(0 if as_observed else 1)
PY
venv/bin/python check.py
