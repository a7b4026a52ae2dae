"""FIT files built byte by byte from the protocol's definition, with nothing of the reader's own."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

FitBuilder = Callable[..., bytes]

# Number in the profile: base type, struct code, number of values, value that means invalid.
RECORD_FIELDS: dict[int, tuple[int, str, int, int]] = {
    253: (0x86, "I", 1, 0xFFFFFFFF),
    7: (0x84, "H", 1, 0xFFFF),
    4: (0x02, "B", 1, 0xFF),
    30: (0x02, "B", 1, 0xFF),
    43: (0x02, "B", 1, 0xFF),
    44: (0x02, "B", 1, 0xFF),
    45: (0x02, "B", 1, 0xFF),
    46: (0x02, "B", 1, 0xFF),
    47: (0x02, "B", 1, 0xFF),
    53: (0x02, "B", 1, 0xFF),
    67: (0x01, "b", 1, 0x7F),
    68: (0x01, "b", 1, 0x7F),
    69: (0x02, "B", 2, 0xFF),
    70: (0x02, "B", 2, 0xFF),
    71: (0x02, "B", 2, 0xFF),
    72: (0x02, "B", 2, 0xFF),
}
EVENT_FIELDS = {253: RECORD_FIELDS[253], 0: (0x00, "B", 1, 0xFF), 3: (0x86, "I", 1, 0xFFFFFFFF)}
SPORT_FIELDS = {0: (0x00, "B", 1, 0xFF)}
SESSION_FIELDS = {
    2: RECORD_FIELDS[253],
    7: (0x86, "I", 1, 0xFFFFFFFF),
    5: (0x00, "B", 1, 0xFF),
}
DEVICE_FIELDS = {
    1: (0x02, "B", 1, 0xFF),
    2: (0x84, "H", 1, 0xFFFF),
    4: (0x84, "H", 1, 0xFFFF),
    25: (0x00, "B", 1, 0xFF),
}
PROFILE = {
    20: RECORD_FIELDS,
    21: EVENT_FIELDS,
    12: SPORT_FIELDS,
    18: SESSION_FIELDS,
    23: DEVICE_FIELDS,
}
Message = tuple[int, Mapping[int, int | tuple[int, ...] | None]]


def crc16(data: bytes) -> int:
    """CRC-16/ARC bit by bit (polynomial 0x8005 reflected), the checksum of the FIT protocol."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0xA001 if crc & 1 else 0)
    return crc


def build_fit(
    messages: Sequence[Message], *, big_endian: bool = False, data_size: int | None = None
) -> bytes:
    """A whole FIT file with valid checksums; `data_size` lies about its length where given."""
    order = ">" if big_endian else "<"
    body = b""
    for number, values in messages:
        known = PROFILE[number]
        body += struct.pack(f"{order}BBBHB", 0x40, 0, int(big_endian), number, len(values))
        for field in values:
            base, code, count, _ = known[field]
            body += bytes([field, struct.calcsize(code) * count, base])
        body += b"\0"
        for field, value in values.items():
            _, code, count, invalid = known[field]
            given = (invalid,) * count if value is None else value
            given = given if isinstance(given, tuple) else (given,)
            body += struct.pack(f"{order}{count}{code}", *given)
    size = len(body) if data_size is None else data_size
    header = struct.pack("<BBHI4s", 14, 0x20, 2132, size, b".FIT")
    header += struct.pack("<H", crc16(header))
    return header + body + struct.pack("<H", crc16(header + body))


@pytest.fixture(scope="session")
def fit_bytes() -> FitBuilder:
    """`build_fit`."""
    return build_fit


def pedalling_record(second: int, **changes: int | tuple[int, ...] | None) -> Message:
    """A record of both legs as a pair of pedals sends it; fields by `f` and their number."""
    values: dict[int, int | tuple[int, ...] | None] = {
        253: 1_000_000_000 + second,
        7: 200,
        4: 85,
        30: 0x80 | 52,
        43: 160,
        44: 150,
        45: 46,
        46: 44,
        67: 2,
        68: -3,
        69: (250, 136),
        70: (48, 88),
        71: (4, 140),
        72: (44, 84),
    }
    values.update({int(name[1:]): value for name, value in changes.items()})
    return 20, values


@pytest.fixture(scope="session")
def pedalling() -> Callable[..., Message]:
    """`pedalling_record`."""
    return pedalling_record


@pytest.fixture(scope="session")
def real_ride() -> Path:
    """The shared Assioma DUO ride; tests that need it are skipped where it is not there."""
    path = Path(__file__).parents[3].parent / "shared" / "traces" / "assioma_duo_turbo.fit"
    if not path.exists():
        pytest.skip(f"{path.name} is not in ../shared/traces")
    return path
