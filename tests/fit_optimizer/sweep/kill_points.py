"""Kills a sweep of stand-in rows before each of its writes in turn, and finishes it each time.

`python -m tests.fit_optimizer.sweep.kill_points FOLDER` prints how many kills there were. It is a
program of its own because it forks, which a process with threads must not.
"""

import itertools
import os
import signal
import sys
from pathlib import Path

import pandas  # noqa: F401  (pyarrow would import it in every fork)
import pyarrow.parquet as pq

from fit_optimizer.sweep import execute
from fit_optimizer.sweep.journal import Journal
from tests.fit_optimizer.sweep.stand_in import COLUMNS, inline_work, plan_of

ROWS = 5


def counted(owner, name: str, steps, kill_at: int) -> None:
    """Have a function kill this process, before or after its work, when its turn has come."""
    inner = getattr(owner, name)

    def step(*args, **kwargs):
        if next(steps) == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        result = inner(*args, **kwargs)
        if next(steps) == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, step)


def in_child(out: Path, kill_at: int) -> bool:
    """Run the sweep in a fork, killed at a step (-1: never). Whether it ended by itself."""
    child = os.fork()
    if child == 0:
        steps = itertools.count()
        for owner, name in (
            (Journal, "__init__"),
            (Journal, "add"),
            (pq.ParquetWriter, "__init__"),
            (pq.ParquetWriter, "write_table"),
            (os, "fsync"),
            (os, "replace"),
            (Path, "unlink"),
        ):
            counted(owner, name, steps, kill_at)
        execute.execute(plan_of(ROWS), out, inline_work())
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return not os.WIFSIGNALED(status)


def main(folder: Path) -> None:
    """Kill at every step; each time the finished file must be the uninterrupted one."""
    execute.columns = lambda plan: COLUMNS
    whole = folder / "whole.parquet"
    assert in_child(whole, -1)
    wanted = whole.read_bytes()
    for kill_at in itertools.count():
        out = folder / f"{kill_at}.parquet"
        if in_child(out, kill_at):
            break
        assert in_child(out, -1)
        assert out.read_bytes() == wanted, kill_at
        assert sorted(p.name for p in folder.glob(f"*{out.name}*")) == [out.name], kill_at
    print(kill_at)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
