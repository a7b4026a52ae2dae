"""The command `pedalfit`. What takes long to load is loaded by `main`, which ends in order from then on."""

from __future__ import annotations

import atexit
import errno
import gc
import mmap
import os
import signal
import sys
import warnings
from typing import Any

from fit_optimizer.commands.command_table import COMMANDS, HELP_MB

SETTINGS = {
    "PYDANTIC_DISABLE_PLUGINS": "__all__",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}
"""Of the packages, read when they are loaded; what the user has set stays. Looking for plugins reads every installed
package. A stroke's matrices are small: with threads for them it takes twice as long where another core is busy."""

GARBAGE_AFTER = 200_000
"""Objects made before Python looks for circular garbage among all: twice what a stroke's packages are, among which
there is none to find. Python's own 700 takes a twentieth of a short command's time."""

ENDED_BY = {
    getattr(signal, name): code
    for name, code in {"SIGINT": 130, "SIGTERM": 143, "SIGHUP": 129}.items()
    if hasattr(signal, name)  # Windows knows no SIGHUP
}
"""Exit codes by signal, as shells have them: 128 and the signal's number."""


class Ended(BaseException):
    """A signal has asked the command to end; not an error that anything on the way may handle."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def main() -> None:
    """Run the command; bad input ends with one sentence and exit code 2, a signal with one line."""
    gc.set_threshold(GARBAGE_AFTER)
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)
    _open_streams()
    try:
        for number in ENDED_BY:
            if signal.getsignal(number) != signal.SIG_IGN:  # as `nohup` wants it
                signal.signal(number, _end)
        _check_memory()
        _run()
    except (Ended, Exception) as error:
        ended = _ended(error)
        if ended is not None:
            _say_interrupted()
            sys.exit(ended.code)
        of_system = isinstance(error, OSError) and error.errno == errno.ENOMEM
        if not (of_system or isinstance(error, MemoryError)):
            raise
        # plainly: what shows errors takes memory too
        needed = f"{_least_mb()} MB"
        print(f"pedalfit: there is not memory enough: free {needed} or more.", file=sys.stderr)
        sys.exit(2)
    finally:
        atexit.register(_over)


def _ended(error: BaseException | None) -> Ended | None:
    """The signal behind an error: CPython 3.11 makes another error of one that comes while a class is being made."""
    while error is not None and not isinstance(error, Ended):
        error = error.__cause__ or error.__context__
    return error


def _say_interrupted() -> None:
    """Say in one line that the command was ended, and what of it is kept."""
    for number in ENDED_BY:
        signal.signal(number, signal.SIG_IGN)
    kept = COMMANDS[_word()].goes_on if _word() in COMMANDS else ""
    print(f"pedalfit: interrupted{'; ' if kept else ''}{kept}.", file=sys.stderr, flush=True)


def _open_streams() -> None:
    """Have the standard streams lead nowhere that are closed, as `>&-` and some services leave them.

    The next file that is opened would take the place of one, and what is printed would go into it.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # the lowest that is free
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115  (open until the end)
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115


def _check_memory() -> None:
    """Raise MemoryError where there is not enough for the command; none is taken yet."""
    try:
        mmap.mmap(-1, _least_mb() * 10**6).close()
    except (OSError, MemoryError):
        raise MemoryError from None


def _least_mb() -> int:
    """Free address space (MB) that the command takes; of a word that names none, and of help, what help does."""
    return COMMANDS[_word()].least_mb if _word() in COMMANDS else HELP_MB


def _word() -> str:
    """The first word behind `pedalfit`; empty without one."""
    return next(iter(sys.argv[1:]), "")


def _run() -> None:
    from fit_optimizer.commands.app import run  # noqa: PLC0415  (after the signals are in hand)

    run()


def _end(number: int, frame: Any) -> None:
    warnings.simplefilter("ignore")  # of work that is dropped halfway there is nothing to say
    raise Ended(ENDED_BY[signal.Signals(number)])


def _over() -> None:
    """All is done and written: a signal while Python takes itself down would end it as if it were not.

    No garbage is looked for any more: the process gives all its memory back.
    """
    gc.disable()
    for number in ENDED_BY:
        if signal.getsignal(number) is _end:
            signal.signal(number, signal.SIG_IGN)


if __name__ == "__main__":
    main()
