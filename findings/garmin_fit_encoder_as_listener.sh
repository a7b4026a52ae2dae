#!/bin/sh
# Garmin's FIT SDK for Python 21.218.0 (PyPI garmin-fit-sdk, whose Encoder came with 21.200.0 in 2026): a recording copied
# by giving Encoder.on_mesg to Decoder.read as its listener, which the docstring of on_mesg offers, is another recording.
#
# Input: a minute at 8 m/s as head units of the first years write it, with the packed `compressed_speed_distance` (12 bits
# of speed, 12 of distance, which the reader counts on). It is read without an error.
#
# Expected: a copy is read as what was copied: enhanced_speed 8, and 480 m at the end.
# Observed: the decoder adds what it works out of the packed bytes (speed, distance, enhanced_speed) to the message, the
# encoder writes that beside the bytes as if it had been measured, and the copy's own reader works it out once more: the
# distance at the end goes 480 -> 3040 m in the copy and -> 19168 m in the copy of the copy, and enhanced_speed is the
# list [8, 8]. No error, no warning, checksums are right.
# And a message whose array lacks one value (a power phase that has begun and has no end, which the decoder gives as
# [start, None]) cannot be copied at all: the encoder says that None is no number.
#
# Way round: read with expand_components=False and merge_heart_rates=False when the messages go to an Encoder; leave out
# arrays with None.
#
# Exit status 0: as observed above. 1: the behaviour changed. Needs python3 (3.9 or later) and network for pip.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check garmin-fit-sdk==21.218.0
cat > check.py <<'PY'
import datetime
import sys

from garmin_fit_sdk import Decoder, Profile, Stream
from garmin_fit_sdk.encoder import Encoder

START = datetime.datetime(2026, 5, 1, 8, tzinfo=datetime.timezone.utc)
AS_WRITTEN = {"expand_components": False, "merge_heart_rates": False}
RECORD = Profile["mesg_num"]["RECORD"]


def recording(records):
    encoder = Encoder()
    encoder.on_mesg(Profile["mesg_num"]["FILE_ID"], {"type": "activity", "manufacturer": "development", "product": 1,
                                                     "time_created": START, "serial_number": 1})
    for second, record in enumerate(records):
        encoder.on_mesg(RECORD, {"timestamp": START + datetime.timedelta(seconds=second), "power": 200, **record})
    return bytes(encoder.close())


def decoder(data):
    return Decoder(Stream.from_byte_array(bytearray(data)))


def last_record(data):
    messages, errors = decoder(data).read()
    assert not errors and decoder(data).check_integrity(), errors
    return messages["record_mesgs"][-1]


def copied(data, **how):
    encoder = Encoder()
    decoder(data).read(mesg_listener=encoder.on_mesg, **how)
    return bytes(encoder.close())


def packed(speed_m_s, distance_m):
    bits = round(100 * speed_m_s) & 0xFFF | (round(16 * distance_m) & 0xFFF) << 12
    return [bits & 255, bits >> 8 & 255, bits >> 16]


counted = recording([{"compressed_speed_distance": packed(8.0, 8.0 * second)} for second in range(1, 61)])
found = {
    "enhanced speed": [last_record(data)["enhanced_speed"] for data in (counted, copied(counted))],
    "distance": [last_record(data)["distance"] for data in (counted, copied(counted), copied(copied(counted)))],
    "distance, not expanded": last_record(copied(counted, **AS_WRITTEN))["distance"],
}
phase = recording([{"left_power_phase": [351.5625, 0xFF / 0.7111111]}])
found["power phase without an end"] = last_record(phase)["left_power_phase"]
copy_errors = decoder(phase).read(mesg_listener=Encoder().on_mesg)[1]
for name, value in found.items():
    print(name, value)
print("copying the power phase:", *copy_errors)
as_observed = (
    found["enhanced speed"] == [8, [8, 8]]
    and found["distance"] == [480, 3040, 19168]
    and found["distance, not expanded"] == 480
    and found["power phase without an end"][1] is None
    and any("None" in str(error) for error in copy_errors)
)
sys.exit(0 if as_observed else 1)
PY
venv/bin/python check.py
