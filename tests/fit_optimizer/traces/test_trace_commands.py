"""`pedalfit trace` and `calibrate` as a fitter runs them: files whole, or one sentence and exit code 2."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fit_optimizer.calibration.physiology import Row
from tests.fit_optimizer.traces.text_files import tcx

TURBO = str(Path(__file__).parents[3] / "examples" / "turbo_rider.toml")
Build = Callable[..., bytes]
GPS_TCX = """<?xml version="1.0"?><TrainingCenterDatabase><Activities><Activity Sport="Biking"><Lap>
<Track><Trackpoint><Time>2021-07-22T18:52:00Z</Time></Trackpoint></Track></Lap></Activity>
</Activities></TrainingCenterDatabase>"""


@pytest.fixture
def pedalfit(run_here: Callable[..., tuple[int, str, str]]) -> Callable[..., tuple[int, str, str]]:
    """Runs the command in an empty folder."""
    return run_here


def left_only(pedalling: Any) -> list[Any]:
    """A minute of a one-sided meter."""
    silent: dict[str, Any] = {f"f{n}": None for n in (30, 44, 46, 68, 71, 72)}
    return [pedalling(s, **silent) for s in range(60)]


def bad_files(build: Build, pedalling: Any) -> dict[str, tuple[bytes, str]]:
    record = [(20, {253: 1_000_000_000 + s, 7: 210, 4: 90}) for s in range(60)]
    whole = build([pedalling(s) for s in range(60)])
    lines = [f"{s},{90},{210}" for s in range(60)]
    return {
        "power_only.fit": (build(record), "no pedalling figures"),
        "no_power.fit": (build([(20, {253: 1_000_000_000, 4: 90})]), "holds no power"),
        "run.fit": (build([(12, {0: 1}), *record]), "recorded as running"),
        "swim.fit": (build([*record, (18, {2: 999_999_999, 7: 90_000, 5: 5})]), "swimming"),
        "no_records.fit": (build([]), "no records"),
        "cut_in_header.fit": (whole[:9], "not a FIT file"),
        "gps.tcx": (GPS_TCX.encode(), "holds no power"),
        "page.json": (b"<!doctype html><html><body>Log in</body></html>", "web page"),
        "fit.json": (b'{"schema": "pedalfit.fit/1"}', "not a ride that GoldenCheetah wrote"),
        "run.pwx": (b"<pwx><workout><sportType>Run</sportType></workout></pwx>", "recorded as run"),
        "missing.csv": (b"time_s,cadence_rpm\n0,90\n1,91\n", "lacks columns"),
        "swapped.csv": (
            ("time_s,power_w,cadence_rpm\n" + "\n".join(lines)).encode(),
            "are power and cadence swapped?",
        ),
        "text.csv": (b"time_s,power_w\n0,a\n1,b\n", "text where"),
        "[red].csv": (b"x\n", "[red].csv names no columns"),
    }


@pytest.mark.parametrize("name", list(bad_files(lambda *_: b"", lambda *_: None)))
@pytest.mark.parametrize("command", ["trace", "calibrate"])
def test_an_unusable_recording_ends_in_one_sentence_and_leaves_nothing(
    pedalfit: Any, tmp_path: Path, fit_bytes: Build, pedalling: Any, command: str, name: str
) -> None:
    data, sentence = bad_files(fit_bytes, pedalling)[name]
    (tmp_path / name).write_bytes(data)
    words = {
        "trace": ("trace", name, "--json", "t.json", "--plot", "t.svg"),
        "calibrate": ("calibrate", TURBO, "--trace", name, "--out", "out.toml"),
    }[command]
    code, _, said = pedalfit(*words)
    assert code == 2
    assert sentence in said
    assert said.startswith("pedalfit: ")
    assert said.count("\n") == 1
    assert not said.rstrip().endswith("?.")
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_comparison_is_written_drawn_and_said(
    pedalfit: Any, tmp_path: Path, fit_bytes: Build, pedalling: Any
) -> None:
    (tmp_path / "left.fit").write_bytes(fit_bytes(left_only(pedalling)))
    code, said, _ = pedalfit(
        "trace", "left.fit", "--against", TURBO, "--json", "t.json", "--plot", "t.svg"
    )
    assert code == 0
    document = json.loads((tmp_path / "t.json").read_text())
    assert document["schema"] == "pedalfit.trace/1"
    assert document["left_out"]["first seconds"] == 5
    (one,) = document["bins"]
    assert set(one["recorded"]) == set(one["error"]) == {"left"}
    assert one["platform_offset_mm"]["left"]["median"] == 2.0
    assert (tmp_path / "t.svg").read_text().startswith("<svg")
    assert "left leg only" in " ".join(said.split())
    assert "55 of 60 records" in said


def test_the_table_of_bins_that_the_project_ships_is_shown(pedalfit: Any, tmp_path: Path) -> None:
    example = Path(TURBO).parent / "turbo_ride_bins.csv"
    code, said, _ = pedalfit("trace", str(example), "--json", "t.json", "--plot", "t.svg")
    assert code == 0
    assert "2733 of 2733 records are in the bins" in " ".join(said.split())
    document = json.loads((tmp_path / "t.json").read_text())
    assert len(document["bins"]) == 20
    assert document["bins"][0]["recorded"]["left"]["torque_effectiveness_pct"] == 57.0
    assert document["sides"] == "both"


def test_text_of_a_file_moves_no_cursor_and_breaks_no_line(pedalfit: Any, tmp_path: Path) -> None:
    name = "a\x1b[2J\x07b\nc.csv"
    heading = "time_s,power_w,cadence_rpm,left_te,balance \x1b[31m\x9b"
    rows = "".join(f"{s},200,90,80,\x1b]0;x\x07{s}\n" for s in range(30))
    (tmp_path / name).write_text(f"{heading}\n{rows}")
    code, said, _ = pedalfit("trace", name)
    assert code == 0
    assert not any(each in said for each in "\x1b\x07\x9b")
    (tmp_path / name).write_text("nothing of use\x1b[2J\n")
    code, _, said = pedalfit("trace", name)
    assert code == 2
    assert said.count("\n") == 1
    assert not any(each in said for each in "\x1b\x07\x9b")


def test_a_tcx_ride_is_shown_but_there_is_nothing_to_compare(pedalfit: Any, tmp_path: Path) -> None:
    (tmp_path / "ride.tcx").write_text(tcx())
    code, said, _ = pedalfit("trace", "ride.tcx", "--json", "t.json", "--plot", "t.svg")
    assert code == 0
    assert "25 of 30 records are in the bins" in said
    assert "205   88" in said
    assert "no pedalling figures" in said
    code, _, said = pedalfit("trace", "ride.tcx", "--against", TURBO)
    assert code == 2
    assert "no pedalling figures" in said


@pytest.mark.parametrize(("power", "cadence"), [(340, 88), (200, 105), (90, 62)])
def test_rides_at_other_efforts_are_calibrated(
    pedalfit: Any,
    tmp_path: Path,
    fit_bytes: Build,
    pedalling: Any,
    monkeypatch: pytest.MonkeyPatch,
    power: int,
    cadence: int,
) -> None:
    kept = Row("equal torque", "knee_moment_spread_at_most_pct", "10", 5, -5)
    monkeypatch.setattr("fit_optimizer.calibration.least_squares.STARTS", 1)
    monkeypatch.setattr(
        "fit_optimizer.calibration.least_squares.least_squares",
        lambda at, start, *_, **__: at(start),
    )
    monkeypatch.setattr("fit_optimizer.calibration.loss._physiology", lambda *_, **__: ())
    for module in ("calibration.calibrate", "calibration.loss"):
        monkeypatch.setattr(f"fit_optimizer.{module}.knee_trends", lambda _: [kept])
    records = [pedalling(s, f7=power, f4=cadence) for s in range(60)]
    (tmp_path / "ride.fit").write_bytes(fit_bytes(records))
    code, said, _ = pedalfit("calibrate", TURBO, "--trace", "ride.fit", "--out", "out.toml")
    assert code == 0
    assert f"Fitted bins: {power} W {cadence} rpm." in " ".join(said.split())
    assert "Held-out bins: none." in " ".join(said.split())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.toml", "ride.fit"]
    written = tomllib.loads((tmp_path / "out.toml").read_text())
    assert written["rider"]["strength"]["right"] > 1 > written["rider"]["strength"]["left"]
    assert pedalfit("trace", "ride.fit", "--against", "out.toml")[0] == 0
