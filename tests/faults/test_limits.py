"""With too little room, memory or too few files, a command ends in one sentence or goes on, never in a traceback."""

import resource
from functools import partial

import pytest

from tests.faults.commands import (
    COMMANDS,
    DISTURBED,
    files_of,
    finish,
    orphans,
    start,
    write_inputs,
)
from tests.faults.sizes import NIGHTLY

pytestmark = pytest.mark.slow

LIMITS = {
    "room": (resource.RLIMIT_FSIZE, (0, 1, 20, 200) if NIGHTLY else (1,), 10**3),
    "memory": (resource.RLIMIT_AS, (60, 225, 300, 400, 500, 655) if NIGHTLY else (150, 655), 10**6),
    "open files": (resource.RLIMIT_NOFILE, (10, 14, 20, 30) if NIGHTLY else (14,), 1),
}


@pytest.mark.parametrize("kind", LIMITS)
@pytest.mark.parametrize("name", DISTURBED)
def test_what_a_command_lacks_is_said_in_one_sentence(tmp_path, name, kind):
    which, sizes, unit = LIMITS[kind]
    for size in sizes:
        folder = tmp_path / str(size)
        write_inputs(folder)
        limit = (size * unit, size * unit)
        running = start(COMMANDS[name].words, folder, partial(resource.setrlimit, which, limit))
        code, _, err = finish(running)
        assert orphans(running.pid) == []
        assert "Traceback" not in err, f"{size} {kind}: {err[-3000:]}"
        too_little_for_any = size == sizes[0] and kind != "open files"
        assert code or not too_little_for_any
        if kind == "memory" and code < 0:  # compiled libraries end a process that lacks memory
            code, _, err = finish(start(COMMANDS[name].words, folder))
            assert code == 0, err
        elif code != 0:
            assert code == 2, f"{size} {kind}: {code} {err}"
        assert files_of(folder) <= {*COMMANDS[name].makes, *COMMANDS[name].keeps}
