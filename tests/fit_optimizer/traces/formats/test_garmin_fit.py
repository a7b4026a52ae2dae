"""FIT files: scales, flags, fields not sent, sides, other sports, damage."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fit_optimizer.traces import (
    Recording,
    TraceError,
    group_in_bins,
    read_measured,
    read_trace,
)
from tests.fit_optimizer.traces.conftest import crc16
from tests.fit_optimizer.traces.formats.conformance import TraceFormatConformance

Build = Callable[..., bytes]


class TestFit(TraceFormatConformance):
    """The conformance of `garmin_fit.py`."""

    name = "FIT"
    file = "zero_size_developer_field.fit"


def read(tmp_path: Path, data: bytes, name: str = "ride.fit") -> Recording:
    path = tmp_path / name
    path.write_bytes(data)
    recording = read_trace(path).recording
    assert recording is not None
    return recording


@pytest.mark.parametrize("big_endian", [False, True])
def test_scales_are_applied_once_and_flags_read(
    tmp_path: Path, fit_bytes: Build, pedalling: Any, big_endian: bool
) -> None:
    ride = read(tmp_path, fit_bytes([pedalling(s) for s in range(3)], big_endian=big_endian))
    assert ride.sides == "both"
    assert ride.losses == ()
    np.testing.assert_allclose(ride.time_s, [0.0, 1.0, 2.0])
    np.testing.assert_allclose(ride.left.torque_effectiveness_pct, 80.0)
    np.testing.assert_allclose(ride.right.pedal_smoothness_pct, 22.0)
    np.testing.assert_allclose(ride.left.power_phase_start_deg, 250 * 1.40625, atol=1e-3)
    np.testing.assert_allclose(ride.left.power_phase_end_deg, 136 * 1.40625, atol=1e-3)
    np.testing.assert_allclose(ride.right.peak_power_phase_end_deg, 84 * 1.40625, atol=1e-3)
    np.testing.assert_allclose(ride.balance_right_pct, 52.0)
    np.testing.assert_allclose(ride.balance_left_pct, 48.0)
    np.testing.assert_allclose(ride.right.platform_offset_mm, -3.0)


def test_zero_and_invalid_are_not_sent(tmp_path: Path, fit_bytes: Build, pedalling: Any) -> None:
    records = [
        pedalling(0),
        pedalling(1, f43=0, f45=0, f67=0, f69=(0, 0)),
        pedalling(2, f43=None, f45=None, f67=None, f69=None, f7=None, f4=None, f30=None),
    ]
    ride = read(tmp_path, fit_bytes(records))
    for name in ("torque_effectiveness_pct", "pedal_smoothness_pct"):
        assert np.isnan(ride.left.metric(name)).tolist() == [False, True, True]
    np.testing.assert_equal(ride.left.platform_offset_mm, [2.0, 0.0, np.nan])
    assert np.isnan(ride.left.power_phase_start_deg).tolist() == [False, True, True]
    assert np.isnan(ride.power_w).tolist() == [False, False, True]
    assert np.isnan(ride.balance_right_pct).tolist() == [False, False, True]


def test_phase_that_starts_at_exactly_top_dead_centre_is_kept(
    tmp_path: Path, fit_bytes: Build, pedalling: Any
) -> None:
    ride = read(tmp_path, fit_bytes([pedalling(s, f69=(0, 136)) for s in range(3)]))
    np.testing.assert_allclose(ride.left.power_phase_start_deg, 0.0)


def test_phase_all_the_way_round_is_not_taken_for_an_angle(
    tmp_path: Path, fit_bytes: Build, pedalling: Any
) -> None:
    ride = read(tmp_path, fit_bytes([pedalling(0), pedalling(1, f69=(0, 254), f70=(0, 254))]))
    assert np.isnan(ride.left.peak_power_phase_end_deg).tolist() == [False, True]
    assert any("all the way round" in sentence for sentence in ride.losses)


def test_balance_that_names_no_leg_is_not_taken_for_the_right(
    tmp_path: Path, fit_bytes: Build, pedalling: Any
) -> None:
    ride = read(tmp_path, fit_bytes([pedalling(s, f30=48) for s in range(4)]))
    assert np.isnan(ride.balance_right_pct).all()
    assert any("which leg" in sentence for sentence in ride.losses)


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("silence", [0, None])
def test_single_sided_meter_gives_one_side(
    tmp_path: Path, fit_bytes: Build, pedalling: Any, side: str, silence: int | None
) -> None:
    other = (44, 46, 68, 71, 72) if side == "left" else (43, 45, 67, 69, 70)
    phases = {69, 70, 71, 72}
    pair = None if silence is None else (silence, silence)
    blank = {f"f{n}": pair if n in phases else silence for n in other}
    ride = read(tmp_path, fit_bytes([pedalling(s, **blank) for s in range(20)]))
    assert ride.sides == side
    assert np.isnan(ride.balance_right_pct).all()
    silent = ride.right if side == "left" else ride.left
    assert not silent.sent.any()


def test_spider_smoothness_is_never_a_legs(
    tmp_path: Path, fit_bytes: Build, pedalling: Any
) -> None:
    blank = {f"f{n}": None for n in (45, 46, 67, 68, 69, 70, 71, 72)}
    ride = read(tmp_path, fit_bytes([pedalling(s, f47=96, **blank) for s in range(20)]))
    assert ride.sides == "combined"
    np.testing.assert_allclose(ride.combined_smoothness_pct, 48.0)
    assert np.isnan(ride.left.pedal_smoothness_pct).all()


def test_ant_flag_for_combined_smoothness_is_recognised(
    tmp_path: Path, fit_bytes: Build, pedalling: Any
) -> None:
    blank = {f"f{n}": None for n in (67, 68, 69, 70, 71, 72)}
    ride = read(tmp_path, fit_bytes([pedalling(s, f45=96, f46=0xFE, **blank) for s in range(5)]))
    assert ride.sides == "combined"
    np.testing.assert_allclose(ride.combined_smoothness_pct, 48.0)


def test_power_alone_is_read_and_said_and_refused_for_comparison(
    tmp_path: Path, fit_bytes: Build
) -> None:
    data = fit_bytes([(20, {253: 1_000_000_000 + s, 7: 210, 4: 90}) for s in range(60)])
    ride = read(tmp_path, data)
    assert ride.sides == "none"
    assert any("no pedalling figures" in sentence for sentence in ride.losses)
    assert group_in_bins(ride).used == 55
    with pytest.raises(TraceError, match="no pedalling figures"):
        read_measured(tmp_path / "ride.fit")


@pytest.mark.parametrize(
    ("messages", "sentence"),
    [
        ([], "holds no records"),
        ([(20, {253: 1_000_000_000 + s, 4: 90}) for s in range(9)], "holds no power"),
        ([(12, {0: 1}), (20, {253: 1_000_000_000, 7: 250, 4: 88})], "recorded as running"),
        (
            [
                (20, {253: 1_000_000_000, 7: 250, 4: 88}),
                (18, {2: 999_999_999, 7: 60_000, 5: 5}),
            ],
            "recorded as swimming",
        ),
    ],
)
def test_files_without_a_ride_are_refused_in_one_sentence(
    tmp_path: Path, fit_bytes: Build, messages: list[Any], sentence: str
) -> None:
    with pytest.raises(TraceError, match=sentence) as caught:
        read(tmp_path, fit_bytes(messages))
    assert "\n" not in str(caught.value)
    assert str(caught.value).endswith(".")


def test_run_of_a_triathlon_is_left_out(tmp_path: Path, fit_bytes: Build, pedalling: Any) -> None:
    run = [(20, {253: 1_000_000_100 + s, 7: 300, 4: 88}) for s in range(5)]
    sessions = [
        (18, {2: 1_000_000_000, 7: 50_000, 5: 2}),
        (18, {2: 1_000_000_100, 7: 50_000, 5: 1}),
    ]
    ride = read(tmp_path, fit_bytes([*(pedalling(s) for s in range(7)), *run, *sessions]))
    assert ride.count == 7
    assert any("5 records of running" in sentence for sentence in ride.losses)


def test_standing_is_read_from_rider_position_events(
    tmp_path: Path, fit_bytes: Build, pedalling: Any
) -> None:
    events = [
        (21, {253: 1_000_000_000 + at, 0: 44, 3: position})
        for at, position in ((3, 1), (6, 2), (8, 0))
    ]
    ride = read(tmp_path, fit_bytes([*(pedalling(s) for s in range(10)), *events]))
    assert ride.standing.tolist() == [False] * 3 + [True] * 5 + [False] * 2


def test_power_meter_is_named(tmp_path: Path, fit_bytes: Build, pedalling: Any) -> None:
    device = (23, {1: 11, 2: 263, 4: 12, 25: 1})
    ride = read(tmp_path, fit_bytes([device, pedalling(0)]))
    assert ride.device == "favero electronics assioma duo"


def device(maker: int, product: int, *, source: int | None = 1, kind: int = 11) -> Any:
    fields: dict[int, int] = {1: kind, 2: maker, 4: product}
    return 23, fields if source is None else {**fields, 25: source}


FAVERO, STRYD, TACX = (263, 12), (95, 1), (89, 1)


@pytest.mark.parametrize(
    "order", [(FAVERO, STRYD), (STRYD, FAVERO), (TACX, FAVERO), (FAVERO, TACX)]
)
def test_the_pedals_name_the_ride_wherever_another_meter_stands(
    tmp_path: Path, fit_bytes: Build, pedalling: Any, order: tuple[tuple[int, int], ...]
) -> None:
    meters = [device(*each) for each in order]
    ride = read(tmp_path, fit_bytes([*meters, pedalling(0), *meters]))
    assert ride.device == "favero electronics assioma duo"
    assert any("it also names" in said for said in ride.losses)


def test_the_first_of_two_pedals_names_the_ride(
    tmp_path: Path, fit_bytes: Build, pedalling: Any
) -> None:
    meters = [device(*FAVERO), device(1, 1380)]
    assert read(tmp_path, fit_bytes([*meters, pedalling(0)])).device.startswith("favero")


@pytest.mark.parametrize(("source", "kind"), [(None, 11), (1, 11), (3, 2)])
def test_a_meter_is_known_however_it_is_connected(
    tmp_path: Path, fit_bytes: Build, pedalling: Any, source: int | None, kind: int
) -> None:
    meter = device(*FAVERO, source=source, kind=kind)
    ride = read(tmp_path, fit_bytes([meter, pedalling(0)]))
    assert ride.device == "favero electronics assioma duo"
    heart = device(*FAVERO, source=source, kind=120 if kind == 11 else 1)
    assert read(tmp_path, fit_bytes([heart, pedalling(0)])).device == "unknown power meter"


@pytest.mark.parametrize("tail", [b"\0" * 64, b"\xff" * 500, b"\x0e\x10trailing", b"x", b"\n"])
def test_bytes_after_the_end_are_no_damage(
    tmp_path: Path, fit_bytes: Build, pedalling: Any, tail: bytes
) -> None:
    ride = read(tmp_path, fit_bytes([pedalling(s) for s in range(20)]) + tail)
    assert ride.count == 20
    assert ride.losses == ()


def test_files_one_after_another_are_one_ride(
    tmp_path: Path, fit_bytes: Build, pedalling: Any
) -> None:
    parts = [fit_bytes([pedalling(s) for s in range(n, n + 20)]) for n in (0, 20)]
    ride = read(tmp_path, b"".join(parts))
    assert ride.count == 40
    assert ride.losses == ()


def with_developer_fields(
    body: bytes, developer: list[tuple[int, int, int]], before: bytes = b""
) -> bytes:
    """A FIT file of one record message, repeated 20 times, with developer fields behind it.

    `developer` has each field's number, size and developer index.
    """
    count = body[5]
    definition, data = body[: 6 + 3 * count], body[6 + 3 * count :]
    definition = bytes([definition[0] | 0x20]) + definition[1:]
    definition += bytes([len(developer), *(part for each in developer for part in each)])
    size = sum(each[1] for each in developer)
    records = b"".join(
        data[:1] + struct.pack("<I", 1_000_000_000 + s) + data[5:] + b"\7" * size for s in range(20)
    )
    whole = before + definition + records
    header = struct.pack("<BBHI4s", 12, 0x20, 2132, len(whole), b".FIT")
    return header + whole + struct.pack("<H", crc16(header + whole))


DESCRIBED_BY_NOBODY = struct.pack("<BBBHB", 0x41, 0, 0, 206, 3) + bytes(
    [0, 1, 2, 1, 1, 2, 2, 1, 2, 0x01, 9, 5, 2]
)
"""A field description (message 206) of a developer 9 that no message introduces."""


@pytest.mark.parametrize("before", [b"", DESCRIBED_BY_NOBODY])
@pytest.mark.parametrize(
    "developer",
    [
        [(5, 0, 0)],
        [(5, 0, 0), (6, 2, 0), (7, 0, 3)],
        [(5, 4, 9)],
        [(200, 1, 255), (0, 8, 1)],
    ],
)
def test_developers_fields_of_any_size_and_unknown_developers_are_no_damage(
    tmp_path: Path,
    fit_bytes: Build,
    pedalling: Any,
    developer: list[tuple[int, int, int]],
    before: bytes,
) -> None:
    body = fit_bytes([pedalling(0)])[14:-2]
    ride = read(tmp_path, with_developer_fields(body, developer, before))
    assert ride.count == 20
    assert ride.losses == ()
    np.testing.assert_allclose(ride.power_w, 200.0)
    np.testing.assert_allclose(ride.left.torque_effectiveness_pct, 80.0)


def test_a_native_field_of_size_0_is_no_damage(tmp_path: Path) -> None:
    definition = struct.pack("<BBBHB", 0x40, 0, 0, 20, 4)
    definition += bytes([253, 4, 0x86, 13, 0, 1, 7, 2, 0x84, 4, 1, 2])
    records = b"".join(struct.pack("<BIHB", 0, 1_000_000_000 + s, 200, 90) for s in range(20))
    whole = definition + records
    header = struct.pack("<BBHI4s", 12, 0x20, 2132, len(whole), b".FIT")
    ride = read(tmp_path, header + whole + struct.pack("<H", crc16(header + whole)))
    np.testing.assert_allclose(ride.power_w, 200.0)
    assert not any("damaged" in said for said in ride.losses)


def test_an_offset_of_0_is_an_offset_where_the_meter_sends_others(
    tmp_path: Path, fit_bytes: Build, pedalling: Any
) -> None:
    records = [pedalling(s, f67=0, f68=-3 if s % 2 else 0) for s in range(20)]
    ride = read(tmp_path, fit_bytes(records))
    np.testing.assert_array_equal(ride.left.platform_offset_mm, 0.0)
    assert np.median(ride.right.platform_offset_mm) == -1.5
    none = read(tmp_path, fit_bytes([pedalling(s, f67=0, f68=0) for s in range(20)]))
    assert np.isnan(none.left.platform_offset_mm).all()
    assert np.isnan(none.right.platform_offset_mm).all()


def test_offsets_of_a_one_sided_meter_do_not_make_it_two_sided(
    tmp_path: Path, fit_bytes: Build, pedalling: Any
) -> None:
    silent = {"f44": 0, "f46": 0, "f68": 0, "f71": (0, 0), "f72": (0, 0)}
    ride = read(tmp_path, fit_bytes([pedalling(s, **silent) for s in range(20)]))
    assert ride.sides == "left"


def test_file_cut_in_the_middle_is_used_up_to_the_cut(
    tmp_path: Path, fit_bytes: Build, pedalling: Any
) -> None:
    whole = fit_bytes([pedalling(s) for s in range(20)])
    ride = read(tmp_path, whole[: len(whole) // 2])
    assert 8 <= ride.count <= 10
    assert any("cut short" in sentence for sentence in ride.losses)


@pytest.mark.parametrize("place", [0, 1, 3, 5, 8, 40])
def test_reading_goes_on_after_damage(
    tmp_path: Path, fit_bytes: Build, pedalling: Any, place: int
) -> None:
    one = len(fit_bytes([pedalling(0)])) - 16
    whole = bytearray(fit_bytes([pedalling(s) for s in range(40)]))
    whole[14 + 10 * one + place] ^= 0x4D
    ride = read(tmp_path, bytes(whole))
    assert ride.count >= 37
    assert ride.time_s[-1] == 39.0
    assert ride.losses


def test_wrong_checksum_is_said_and_the_records_used(
    tmp_path: Path, fit_bytes: Build, pedalling: Any
) -> None:
    whole = bytearray(fit_bytes([pedalling(s) for s in range(20)]))
    whole[-1] ^= 0x55
    ride = read(tmp_path, bytes(whole))
    assert ride.count == 20
    assert any("checksum" in sentence for sentence in ride.losses)


def test_recording_that_was_never_closed_is_used(
    tmp_path: Path, fit_bytes: Build, pedalling: Any
) -> None:
    ride = read(tmp_path, fit_bytes([pedalling(s) for s in range(20)], data_size=0)[:-2])
    assert ride.count == 20
    assert any("cut short" in sentence for sentence in ride.losses)


def test_wild_time_stamp_and_power_are_dropped(
    tmp_path: Path, fit_bytes: Build, pedalling: Any
) -> None:
    records = [pedalling(s) for s in range(9)]
    records += [pedalling(9, f253=5), pedalling(9, f7=60_000), pedalling(4)]
    ride = read(tmp_path, fit_bytes(records))
    assert ride.count == 11
    assert np.all(np.diff(ride.time_s) >= 0.0)
    assert np.nanmax(ride.power_w) == 200.0


def test_compressed_time_stamps_count_on(tmp_path: Path, fit_bytes: Build, pedalling: Any) -> None:
    first = fit_bytes([pedalling(0)])[14:-2]
    definition = struct.pack("<BBBHB", 0x41, 0, 0, 20, 2) + bytes([7, 2, 0x84, 4, 1, 0x02])
    offset = (1_000_000_000 + 1) & 0x1F
    compressed = b"".join(
        struct.pack("<BHB", 0x80 | 1 << 5 | (offset + s) & 0x1F, 230, 91) for s in range(40)
    )
    body = first + definition + compressed
    header = struct.pack("<BBHI4s", 12, 0x10, 2132, len(body), b".FIT")
    ride = read(tmp_path, header + body + b"\0\0")
    np.testing.assert_allclose(ride.time_s, np.arange(41.0))


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_damaged_fit_never_raises_anything_but_one_sentence(
    tmp_path: Path, fit_bytes: Build, pedalling: Any, data: st.DataObject
) -> None:
    whole = bytearray(fit_bytes([(12, {0: 2}), *(pedalling(s) for s in range(12))]))
    for _ in range(data.draw(st.integers(1, 12))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(whole)))
    path = tmp_path / "damaged.fit"
    path.write_bytes(bytes(whole[:cut]))
    said = ""
    try:
        trace = read_trace(path)
    except TraceError as error:
        said = str(error)
    else:
        assert trace.recording is not None
        group_in_bins(trace.recording, fewest_records=1)
    assert "\n" not in said


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(body=st.binary(max_size=400))
def test_random_bytes_after_a_fit_header_never_crash(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "random.fit"
    path.write_bytes(struct.pack("<BBHI4s", 12, 0x10, 2132, len(body), b".FIT") + body)
    with pytest.raises(TraceError):
        read_trace(path)
