"""Metrics of a sweep's own: a function of the stroke that can be imported, by name."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from math import isfinite

from fit_optimizer.sweep.errors import SweepError
from sim.stroke import Stroke


@dataclass(frozen=True)
class OwnMetric:
    """A column of the results, with its unit in the name, and the function `module:function` of its number.

    `folder` is where the sweep file lies: a module there can be imported by any worker of this machine.
    """

    name: str
    function: str
    folder: str

    def load(self) -> Callable[[Stroke], float]:
        """The function. Raises SweepError."""
        module, _, name = self.function.partition(":")
        if self.folder not in sys.path:
            sys.path.append(self.folder)
        try:
            found = getattr(import_module(module), name)
        except (ImportError, AttributeError, ValueError) as error:
            raise SweepError(
                f"metrics.{self.name} is {self.function!r}: allowed is MODULE:FUNCTION, a function of the "
                f"stroke in a module beside the sweep file or installed ({error})"
            ) from None
        if not callable(found):
            raise SweepError(f"metrics.{self.name} is {self.function!r}, which is no function")
        function: Callable[[Stroke], float] = found
        return function

    def of(self, stroke: Stroke) -> float:
        """The number of a stroke. Raises ArithmeticError where it is not finite."""
        value = float(self.load()(stroke))
        if not isfinite(value):
            raise ArithmeticError(f"{self.name} is {value}")
        return value
