"""Ended at a random moment, a command leaves no half file and no process, and the same command goes on."""

import json
import random
import re
from urllib.request import urlopen

import pytest

from fit_optimizer.commands.command_table import COMMANDS as NAMES
from tests.faults.commands import (
    COMMANDS,
    DISTURBED,
    INTERRUPT,
    KILL,
    assert_goes_on,
    assert_no_other,
    ended,
    files_of,
    finish,
    orphans,
    said,
    signal_all,
    start,
    undisturbed_run,
    write_inputs,
)
from tests.faults.sizes import KILLS, SEED

pytestmark = pytest.mark.slow


FEW = 8
"""Of fewer random moments all may come after a command's end."""


@pytest.fixture(params=DISTURBED)
def undisturbed(request):
    """A command's name, how long it takes, and what it makes, undisturbed."""
    duration, made = undisturbed_run(request.param)
    return request.param, duration, made


def test_ctrl_c_at_any_moment_is_one_line_exit_code_130_and_nothing_left(undisturbed, tmp_path):
    name, duration, made = undisturbed
    chance = random.Random(SEED + name)
    interrupted = 0
    for attempt in range(KILLS):
        folder = tmp_path / str(attempt)
        write_inputs(folder)
        code, err = ended(name, folder, chance.uniform(0, duration), INTERRUPT)
        left = files_of(folder)
        if code == 0:
            assert left >= set(made)
            continue
        interrupted += 1
        assert code == 130, err
        assert re.fullmatch(r"pedalfit: interrupted[^\n]*\.\n", said(err)), err
        assert left <= {*made, *COMMANDS[name].keeps}, left
    assert interrupted or KILLS < FEW


def test_killed_at_any_moment_the_same_command_ends_as_if_nothing_had_been(undisturbed, tmp_path):
    name, duration, made = undisturbed
    chance = random.Random(f"{SEED}{name} killed")
    folder = tmp_path / "killed"
    write_inputs(folder)
    killed = 0
    for _ in range(KILLS):
        code, _ = ended(name, folder, chance.uniform(0, duration), KILL, from_its_start=True)
        killed += code == -KILL
        assert_no_other(folder, made)
    assert killed or KILLS < FEW
    assert_goes_on(name, folder, made)


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
    assert err == f"pedalfit: interrupted; {NAMES['studio'].goes_on}.\n"
    assert files_of(tmp_path) == set()


def test_the_fit_that_is_disturbed_searches():
    """The saddle's height alone is found without trials, and keeps none to go on from."""
    _, made = undisturbed_run("fit")
    words = COMMANDS["fit"].words
    assert json.loads(made["result/fit.json"])["trials"] == int(words[words.index("--trials") + 1])


def test_every_command_is_disturbed_but_those_that_end_at_once():
    at_once = {"new", "report", "sweep-indices"}
    assert {command.words[0] for command in COMMANDS.values()} >= set(NAMES) - at_once - {"studio"}
