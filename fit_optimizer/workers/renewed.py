"""A pool of workers that is made when it is first wanted, and made anew when its workers are lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError, Executor
from contextlib import AbstractContextManager, ExitStack
from typing import Any

from fit_optimizer.workers.shortage import is_loss, is_shortage


class RenewedPool:
    """The pool that `make` makes, entered when it is first asked for."""

    def __init__(self, make: Callable[[], AbstractContextManager[Executor]]) -> None:
        self._make = make
        self._stack = ExitStack()
        self._pool: Executor | None = None
        self._ended = False

    def current(self) -> Executor:
        """The workers there are, made where there are none.

        Raises what `make` raises, and CancelledError once they have been ended.
        """
        if self._ended:  # who was waiting for an answer would ask new workers, which nobody ends
            raise CancelledError("the workers have been ended")
        if self._pool is None:
            self._pool = self._stack.enter_context(self._make())
        return self._pool

    def drop(self) -> None:
        """Leave workers that are lost; their end is theirs."""
        self._pool = None
        stack, self._stack = self._stack, ExitStack()
        try:
            stack.close()
        except Exception as error:
            if not (is_loss(error) or is_shortage(error) or isinstance(error, OSError)):
                raise

    def drop_if(self, lost: Executor | None) -> None:
        """Leave workers that are lost, unless they have been left already."""
        if self._pool is lost:
            self.drop()

    def close(self, *failure: Any) -> None:
        """End the workers with their context, told of the failure that ends it, if one does."""
        self._pool = None
        self._stack.__exit__(*(failure or (None, None, None)))

    def close_now(self) -> None:
        """End the workers for good, whatever they are at, as Ctrl-C does."""
        self._ended = True
        end = KeyboardInterrupt()
        self.close(type(end), end, None)
