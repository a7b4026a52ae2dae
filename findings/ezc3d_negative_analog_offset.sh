#!/bin/sh
# ezc3d 1.7.2 (PyPI, August 2026): a negative ANALOG:OFFSET of a C3D file is taken as a positive one, and samples that
# the file says are unsigned are read as signed, so that forces and centres of pressure are others.
#
# Input: C3D files of a force plate (type 2) with the same load in every sample: 50, -30 and -700 N, of which the centre
# of pressure is at 21.4 and -28.6 mm; (a) with the offsets +12, +25, +40, +8, +30 and +5 of an auto-zeroed amplifier,
# with the same ones negative, and with those as floating-point samples; (b) with ANALOG:FORMAT "UNSIGNED" and 16-bit
# samples around the offset 32768. Each file is read by ezc3d, with extract_forceplat_data, and by c3d 0.6.0.
#
# Expected: c3d.org, ANALOG:OFFSET: "integer values that are subtracted from each analog measurement before the
# individual ANALOG:SCALE scaling factors are applied", which by default "may be either positive or negative numbers in
# the range of -32768 to +32767"; with "UNSIGNED" samples and offsets go from 0 to 65535. All four files hold one load,
# and c3d reads it.
# Observed: with positive offsets ezc3d agrees. (a) With negative ones each channel is off by twice its offset: 38, -55
# and -780 N, with the centre of pressure at 3.8 and -21.5 mm, in integers and in floating-point numbers; the parameter
# is shown rightly as negative, and its absolute value is subtracted. A file written again by ezc3d has offset 0 and
# keeps the error. (b) 32768 is -32768 as a signed word, which the absolute value mends; but each sample of 32768 or
# more is read 65536 too low, so that 50 N are -32718 N while -30 and -700 N are right: the plate jumps where the load
# crosses zero. No error, no warning.
#
# Consequence: forces, moments and EMG of files that were zeroed by software have a constant error in each channel with
# a negative offset, in pyomeca and Kinetics Toolkit too, which read C3D files by ezc3d, and in sqzc3d 0.4.0 (May 2026),
# which gives the same numbers. Way round: add (abs(offset) - offset) * scale * gen_scale to each channel; c3d 0.6.0 for
# unsigned samples.
#
# Exit status 0: as observed above. 1: the behaviour changed. Needs python3 (3.10 to 3.13) and network for pip.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check numpy==2.2.6 ezc3d==1.7.2 c3d==0.6.0 sqzc3d==0.4.0
cat > check.py <<'PY'
import struct
import sys

import c3d
import ezc3d
import numpy as np
import sqzc3d

FRAMES, SAMPLES_PER_FRAME, CHANNELS = 10, 10, 6
LOAD = np.array([50.0, -30.0, -700.0, 20000.0, 15000.0, 600.0])  # N and N mm
SCALES = np.array([0.5, 0.5, 1.0, 200.0, 200.0, 200.0])
ZEROED = np.array([12, 25, 40, 8, 30, 5])


def words(*numbers):
    return struct.pack(f"<{len(numbers)}H", *(int(one) % 65536 for one in numbers))


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


def write(name, offsets, form=b"SIGNED", as_float=False):
    point_scale = -0.1 if as_float else 0.1
    six = [CHANNELS]
    parameters = (
        b"\x01\x50\x03\x54"
        + group(1, b"POINT", (b"USED", 2, [], words(1)), (b"FRAMES", 2, [], words(FRAMES)), (b"UNITS", -1, [2], b"mm"),
                (b"SCALE", 4, [], floats(point_scale)), (b"RATE", 4, [], floats(100)), (b"DATA_START", 2, [], words(5)),
                (b"LABELS", -1, [4, 1], b"KNEE"), (b"DESCRIPTIONS", -1, [4, 1], b"KNEE"))
        + group(2, b"ANALOG", (b"USED", 2, [], words(CHANNELS)), (b"RATE", 4, [], floats(100 * SAMPLES_PER_FRAME)),
                (b"GEN_SCALE", 4, [], floats(1)), (b"SCALE", 4, six, floats(*SCALES)),
                (b"OFFSET", 2, six, words(*offsets)), (b"UNITS", -1, [4, 6], b"N   N   N   N mmN mmN mm"),
                (b"LABELS", -1, [2, 6], b"FxFyFzMxMyMz"), (b"DESCRIPTIONS", -1, [2, 6], b"FxFyFzMxMyMz"),
                (b"FORMAT", -1, [len(form)], form), (b"BITS", 2, [], words(16)))
        + group(3, b"FORCE_PLATFORM", (b"USED", 2, [], words(1)), (b"TYPE", 2, [1], words(2)),
                (b"ZERO", 2, [2], words(0, 0)), (b"CHANNEL", 2, [6, 1], words(1, 2, 3, 4, 5, 6)),
                (b"CORNERS", 4, [3, 4, 1], floats(200, 300, 0, -200, 300, 0, -200, -300, 0, 200, -300, 0)),
                (b"ORIGIN", 4, [3, 1], floats(0, 0, 0)))
    ).ljust(1536, b"\0")
    header = struct.pack("<BBHHHHHfHHf", 2, 0x50, 1, CHANNELS * SAMPLES_PER_FRAME, 1, FRAMES, 10, point_scale, 5,
                         SAMPLES_PER_FRAME, 100)
    samples = np.rint(LOAD / SCALES).astype(int) + offsets
    put = floats if as_float else words
    frame = put(10, 20, 30, 0) + put(*samples) * SAMPLES_PER_FRAME
    with open(name, "wb") as file:
        file.write(header.ljust(512, b"\0") + parameters + (frame * FRAMES).ljust(4096, b"\0"))


def by_each(name):
    mine = ezc3d.c3d(name, extract_forceplat_data=True)
    plate = mine["data"]["platform"][0]
    with open(name, "rb") as file:
        other = next(iter(c3d.Reader(file).read_frames()))[2][:, 0]
    squeezed = sqzc3d.read(name).analogs[:, 0]
    return mine["data"]["analogs"][0, :, 0], plate["center_of_pressure"][:2, 0], other, squeezed


cases = {
    "positive": (ZEROED, b"SIGNED", False),
    "negative": (-ZEROED, b"SIGNED", False),
    "negative, floating-point": (-ZEROED, b"SIGNED", True),
    "unsigned": (np.full(CHANNELS, 32768), b"UNSIGNED", False),
}
found = {}
for title, (offsets, form, as_float) in cases.items():
    write("plate.c3d", offsets, form, as_float)
    found[title] = by_each("plate.c3d")
    channels, centre, other, squeezed = found[title]
    print(f"{title}: ezc3d {channels[:3].round(1)} N, centre of pressure {centre.round(1)} mm;",
          f"sqzc3d {squeezed[:3].round(1)} N; c3d {other[:3].round(1)} N")
write("plate.c3d", -ZEROED)
again = ezc3d.c3d("plate.c3d")
again.write("again.c3d")
again = ezc3d.c3d("again.c3d")
print("negative, written again by ezc3d:", again["data"]["analogs"][0, :3, 0].round(1),
      "N with the offsets", again["parameters"]["ANALOG"]["OFFSET"]["value"])
twice = LOAD - 2 * ZEROED * SCALES
wrapped = np.where(LOAD >= 0, LOAD - 65536 * SCALES, LOAD)
as_observed = (
    all(np.allclose(other, LOAD) for _, _, other, _ in found.values())
    and all(np.allclose(squeezed, channels) for channels, _, _, squeezed in found.values())
    and np.allclose(found["positive"][0], LOAD)
    and np.allclose(found["positive"][1], [21.4, -28.6], atol=0.1)
    and np.allclose(found["negative"][0], twice)
    and np.allclose(found["negative"][1], [3.8, -21.5], atol=0.1)
    and np.allclose(found["negative, floating-point"][0], twice)
    and np.allclose(found["unsigned"][0], wrapped)
    and np.allclose(again["data"]["analogs"][0, :, 0], twice)
    and not np.any(again["parameters"]["ANALOG"]["OFFSET"]["value"])
)
sys.exit(0 if as_observed else 1)
PY
venv/bin/python check.py
