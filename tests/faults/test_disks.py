"""A disk that is full, slow or not to be written costs no result that is there, and leaves no half file."""

import os
import random
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.commands import (
    COMMANDS,
    DISTURBED,
    INPUTS,
    INTERRUPT,
    KILL,
    ROOT,
    assert_goes_on,
    assert_no_other,
    ended,
    files_of,
    finish,
    orphans,
    said,
    start,
    undisturbed_run,
    write_inputs,
)
from tests.faults.sizes import KILLS, NIGHTLY, SEED

pytestmark = pytest.mark.slow

ROOM_KB = (0, 4, 40, 120, 400, 1200) if NIGHTLY else (40,)
"""What is free on a disk beside a command's inputs."""
WHOLE_KB = 200_000
"""More than any command writes."""
DELAY_S = 0.15
"""What each step to a slow disk takes: some twenty times that of a turning one."""

Disk = Callable[[str], Path]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """Mounts a small disk of its own, or has it mounted anew with other options."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = False

    def mount(options: str) -> Path:
        nonlocal mounted
        again = "remount," if mounted else ""
        words = ["mount", "-t", "tmpfs", "-o", again + options, "pedalfit", str(folder)]
        if subprocess.run(words, capture_output=True, check=False).returncode != 0:
            pytest.skip("only root may mount a disk")
        mounted = True
        return folder

    yield mount
    if mounted:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("name", DISTURBED)
def test_on_a_full_disk_a_sentence_says_so_and_with_room_the_same_command_goes_on(disk, name):
    command = COMMANDS[name]
    _, made = undisturbed_run(name)
    folder = disk(f"size={WHOLE_KB}k")
    write_inputs(folder)
    before = {file: (folder / file).read_bytes() for file in INPUTS}
    used = WHOLE_KB - free_kb(folder)
    for room in ROOM_KB:
        disk(f"size={used + room}k")
        running = start(command.words, folder, environment={"TMPDIR": str(folder)})
        code, _, err = finish(running)
        assert orphans(running.pid) == []
        assert code in ((0, 2) if room else (2,)), err
        assert "Traceback" not in err
        if code == 2:
            assert re.fullmatch(r"(pedalfit: [^\n]*\n)+", said(err)), err
            assert re.search("No space left|disk is full", err), err
        assert files_of(folder) <= {*command.makes, *command.keeps}
        assert {file: (folder / file).read_bytes() for file in INPUTS} == before
        assert_no_other(folder, made)
    disk(f"size={WHOLE_KB}k")
    assert_goes_on(name, folder, made, {"TMPDIR": str(folder)})


def free_kb(folder: Path) -> int:
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize // 1024


@pytest.mark.parametrize("name", DISTURBED)
def test_a_disk_that_may_only_be_read_is_refused_before_computing(disk, name):
    folder = disk(f"size={WHOLE_KB}k")
    write_inputs(folder)
    disk("ro")
    began = time.monotonic()
    code, _, err = finish(start(COMMANDS[name].words, folder))
    assert code == 2, err
    assert re.fullmatch(r"pedalfit: [^\n]*Read-only file system[^\n]*\n", err), err
    assert time.monotonic() - began < 0.7 * undisturbed_run(name)[0] + 5
    assert files_of(folder) == set()


SLOW = {
    "PYTHONPATH": f"{ROOT / 'tests' / 'faults' / 'slow_disk'}{os.pathsep}{ROOT}",
    "PEDALFIT_FAULTS_DELAY_S": str(DELAY_S),
}


@pytest.mark.parametrize("number", [KILL, INTERRUPT])
@pytest.mark.parametrize("name", COMMANDS if NIGHTLY else ("sweep",))
def test_ended_while_a_slow_disk_is_written_a_command_leaves_nothing_half(tmp_path, name, number):
    command = COMMANDS[name]
    quickest, made = undisturbed_run(name)
    chance = random.Random(f"{SEED}{name} slow")
    began = time.monotonic()
    write_inputs(tmp_path / "whole")
    assert_goes_on(name, tmp_path / "whole", made, SLOW)
    slowly = time.monotonic() - began
    folder = tmp_path / "ended"
    write_inputs(folder)
    for _ in range(KILLS):
        code, err = ended(name, folder, chance.uniform(0.5 * quickest, slowly), number, SLOW)
        assert_no_other(folder, made)
        if number == INTERRUPT and code != 0:
            assert code == 130, err
            assert files_of(folder) <= {*command.makes, *command.keeps}
    assert_goes_on(name, folder, made)
