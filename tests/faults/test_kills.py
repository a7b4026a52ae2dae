"""Ended at a random moment, a command leaves no half file and no process, and the same command goes on."""

import json
import random
import re
import time
from urllib.request import urlopen

import pytest

from fit_optimizer.cli import COMMANDS as NAMES
from fit_optimizer.cli import GOES_ON
from tests.faults.commands import (
    COMMANDS,
    INTERRUPT,
    KILL,
    SHORT,
    files_of,
    finish,
    orphans,
    signal_all,
    start,
    wait_until_it_answers,
    write_inputs,
)
from tests.faults.sizes import KILLS, NIGHTLY, SEED

pytestmark = pytest.mark.slow

DISTURBED = tuple(COMMANDS) if NIGHTLY else SHORT


@pytest.fixture(scope="module", params=DISTURBED)
def undisturbed(request, tmp_path_factory):
    """A command's name, how long it takes, and what it makes, undisturbed."""
    folder = tmp_path_factory.mktemp(request.param)
    write_inputs(folder)
    began = time.monotonic()
    code, _, err = finish(start(COMMANDS[request.param].words, folder))
    assert code == 0, err
    made = {name: (folder / name).read_bytes() for name in COMMANDS[request.param].makes}
    return request.param, time.monotonic() - began, made


def test_ctrl_c_at_any_moment_is_one_line_exit_code_130_and_nothing_left(undisturbed, tmp_path):
    name, duration, made = undisturbed
    chance = random.Random(SEED + name)
    for attempt in range(KILLS):
        folder = tmp_path / str(attempt)
        write_inputs(folder)
        running = start(COMMANDS[name].words, folder)
        wait_until_it_answers(running)
        time.sleep(chance.uniform(0, duration))
        signal_all(running, INTERRUPT)
        code, _, err = finish(running)
        assert orphans(running.pid) == []
        left = files_of(folder)
        if code == 0:
            assert left >= set(made)
            continue
        assert code == 130, err
        assert re.fullmatch(r"pedalfit: interrupted[^\n]*\.\n", err.replace("\x1b[?25h", "")), err
        assert left <= {*made, *COMMANDS[name].keeps}, left


def test_killed_at_any_moment_the_same_command_ends_as_if_nothing_had_been(undisturbed, tmp_path):
    name, duration, made = undisturbed
    chance = random.Random(f"{SEED}{name} killed")
    folder = tmp_path / "killed"
    write_inputs(folder)
    for _ in range(KILLS):
        running = start(COMMANDS[name].words, folder)
        time.sleep(chance.uniform(0, duration))
        signal_all(running, KILL)
        finish(running)
        assert orphans(running.pid) == []
        for file in made:
            if (folder / file).exists() and file not in COMMANDS[name].keeps:
                assert comparable(file, (folder / file).read_bytes()) == comparable(
                    file, made[file]
                )
    code, _, err = finish(start(COMMANDS[name].words, folder))
    assert code == 0, err
    for file, contents in made.items():
        if file not in COMMANDS[name].keeps:
            assert comparable(file, (folder / file).read_bytes()) == comparable(file, contents)


def comparable(file: str, contents: bytes) -> object:
    """A file without what differs from run to run: how long the computing took."""
    if not file.endswith(".json"):
        return contents
    text = re.sub(
        r'"(solve_time_ms|run_time_over_real_time)": [\d.e+-]+', r'"\1": 0', contents.decode()
    )
    return json.loads(text)


@pytest.mark.parametrize("idle", [True, False])
def test_ctrl_c_closes_the_studio_in_one_line_with_its_workers(tmp_path, idle):
    write_inputs(tmp_path)
    words = ("studio", "rider.toml", "--no-browser", "--port", "0", "--workers", "2")
    running = start(words, tmp_path)
    said = running.stderr.readline()
    address = re.search(r"http://\S+", said)[0]
    if not idle:
        urlopen(address, timeout=60).read()
    signal_all(running, INTERRUPT)
    code, _, err = finish(running, within_s=60)
    assert orphans(running.pid) == []
    assert code == 130, err
    assert err == f"pedalfit: interrupted; {GOES_ON['studio']}.\n"
    assert files_of(tmp_path) == set()


def test_every_command_is_disturbed_but_those_that_end_at_once():
    at_once = {"new", "report", "sweep-indices"}
    assert {command.words[0] for command in COMMANDS.values()} >= set(NAMES) - at_once - {"studio"}
