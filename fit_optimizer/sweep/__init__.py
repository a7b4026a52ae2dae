"""Many set-ups, resumable. The package itself can be called, as `pf.sweep(file, out)`.

Importing a part of it makes Python set the attribute `sweep` of `fit_optimizer` to this package, where
the API has a function of that name: a call of either is the same.
"""

import sys
from types import ModuleType
from typing import Any


class _Callable(ModuleType):
    """The package, answering a call as `fit_optimizer.api.sweeps.sweep` does."""

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        from fit_optimizer.api.sweeps import sweep  # noqa: PLC0415  loaded when it is asked for

        return sweep(*arguments, **named)


sys.modules[__name__].__class__ = _Callable
