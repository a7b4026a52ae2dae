#!/bin/sh
# pycycling 0.4.1 (PyPI, January 2025; the newest of November 2026): of a Bluetooth power meter, -12 W is read as 65524
# W, a stroke's smallest torque of -5 Nm as 2043 Nm, and what the meter says that it can do as something else.
#
# Input: notifications of the Cycling Power Measurement (0x2A63) and the value of the Cycling Power Feature (0x2A65), as
# a power meter sends them, handed to CyclingPowerService by a client that needs no radio: (a) a minute with 200 W, in
# which the rider brakes a fixed gear with -12 W for 3 s, and in each the largest and smallest force (520 and -75 N) and
# torque (62.5 and -5 Nm) of the stroke; (b) a meter that measures torque, whose crank length can be set, and which can
# be one of a pair, and each of the other features alone.
#
# Expected: the Bluetooth specification's tables: (a) Instantaneous Power, and Maximum and Minimum of Force and Torque
# Magnitude, are sint16, in W, N and 1/32 Nm. (b) crank length adjustment is bit 12 of the features, the context (0
# force, 1 torque) bit 16, and whether it can be one of a pair bits 20 and 21.
# Observed: (a) 65524 W, 65461 N and 65376 (2043 Nm); the mean of the minute is 3466 W instead of 189.
# int.from_bytes(..., "little") is unsigned where none is told; the power vector (0x2A64) and the trainer's
# IndoorBikeData of the same package are read as signed. (b) The meter is said to measure force, to have a chain weight
# that can be set and no crank length, to know the date of its calibration, and nothing of a pair: extreme angles (bit
# 5) and the offset compensation indicator (bit 8) are left out, so that all names from bit 5 on stand one or two bits
# too low, 12 of 17 features are taken for another one or none, and the pair is looked for in the wrong bits and never
# found. No error, no warning; positive numbers, and features below bit 5, are right.
#
# Consequence: means, work and normalized power of a ride with a moment of negative power, and the torque and force of
# the leg that is lifted, are of no use: the smallest torque is above the largest. A program that asks whether to send a
# crank length sends it to the wrong meters. Way round: x - 65536 * (x >= 32768) for the five numbers; the bits of the
# feature value by the specification.
#
# Exit status 0: as observed above. 1: the behaviour changed. Needs python3 (3.10 or later) and network for pip.
# pycycling asks for bleak, the radio, which its readers do not need: the wheel is installed without it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --no-deps pycycling==0.4.1
cat > check.py <<'PY'
import asyncio
import struct
import sys
from types import SimpleNamespace

from pycycling.cycling_power_service import CyclingPowerService, DistributeSystemSupport, SensorMeasurementContext
from pycycling.ftms_parsers import parse_indoor_bike_data

FORCE_PRESENT, TORQUE_PRESENT = 1 << 6, 1 << 7
RIGHT = {
    "maximum_force_magnitude": 520,
    "minimum_force_magnitude": -75,
    "maximum_torque_magnitude": round(62.5 * 32),
    "minimum_torque_magnitude": round(-5.0 * 32),
}
POWERS_W = [200] * 57 + [-12] * 3
CRANK_LENGTH, TORQUE_BASED, ONE_OF_A_PAIR = 1 << 12, 1 << 16, 2 << 20
FEATURES = {  # the bits of the specification
    "pedal_power_balance_supported": 0,
    "accumulated_torque_supported": 1,
    "wheel_rev_supported": 2,
    "crank_rev_supported": 3,
    "extreme_magnitudes_supported": 4,
    "dead_spot_angles_supported": 6,
    "accumulated_energy_supported": 7,
    "offset_compensation_supported": 9,
    "cycling_power_measurement_content_masking_supported": 10,
    "multiple_locations_supported": 11,
    "crank_length_adjustment_supported": 12,
    "chain_length_adjustment_supported": 13,
    "chain_weight_adjustment_supported": 14,
    "span_length_adjustment_supported": 15,
    "instantaneous_measurement_direction_supported": 17,
    "factory_calibration_date_supported": 18,
    "enhanced_offset_compensation_supported": 19,
}


def sent(power_w):
    return struct.pack("<H5h", FORCE_PRESENT | TORQUE_PRESENT, power_w, *RIGHT.values())


def service(listeners, feature):
    async def start_notify(characteristic, listener):
        listeners[characteristic[4:8]] = listener

    async def read_gatt_char(characteristic):
        return struct.pack("<I", feature)

    return CyclingPowerService(SimpleNamespace(start_notify=start_notify, read_gatt_char=read_gatt_char))


def measurements():
    listeners, received = {}, []
    reader = service(listeners, 0)
    reader.set_cycling_power_measurement_handler(received.append)
    asyncio.run(reader.enable_cycling_power_measurement_notifications())
    for power_w in POWERS_W:
        listeners["2a63"](None, sent(power_w))
    return received


def features(sent_bits):
    return asyncio.run(service({}, sent_bits).get_cycling_power_feature())


def named(found):
    return [name for name in FEATURES if getattr(found, name)]


received = measurements()
powers_w = [one.instantaneous_power for one in received]
last = received[-1]._asdict()
trainer_w = parse_indoor_bike_data(struct.pack("<HHh", 1 << 6, 0, -12)).instant_power
mean_w, right_mean_w = sum(powers_w) / len(powers_w), sum(POWERS_W) / len(POWERS_W)
print(f"(a) power sent {POWERS_W[-1]} W: read {powers_w[-1]} W; as a trainer's power (0x2AD2) {trainer_w} W;",
      f"mean of the minute {mean_w:.1f} W, {right_mean_w:.1f} is right")
for name, right in RIGHT.items():
    unit = "N" if "force" in name else "/ 32 Nm"
    print(f"(a) {name}: read {last[name]} {unit}, {right} is right")
meter = features(CRANK_LENGTH | TORQUE_BASED | ONE_OF_A_PAIR)
print("(b) torque, crank length, one of a pair:", meter.sensor_measurement_context.name, named(meter),
      meter.distribute_system_support.name)
wrong = {name: named(features(1 << bit)) for name, bit in FEATURES.items() if named(features(1 << bit)) != [name]}
for name, read in wrong.items():
    print(f"(b) {name}: read {read}")
as_observed = (
    powers_w == [one % 65536 for one in POWERS_W]
    and abs(mean_w - 3466.2) < 0.1
    and all(last[name] == right % 65536 for name, right in RIGHT.items())
    and trainer_w == -12
    and meter.sensor_measurement_context is SensorMeasurementContext.force_based
    and named(meter) == ["chain_weight_adjustment_supported", "factory_calibration_date_supported"]
    and meter.distribute_system_support is DistributeSystemSupport.unspecified
    and len(wrong) == 12
)
sys.exit(0 if as_observed else 1)
PY
venv/bin/python check.py
