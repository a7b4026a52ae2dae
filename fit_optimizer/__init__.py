"""Pedal strokes and bike fits, to be used from Python: `import fit_optimizer as pf`.

    rider = pf.set_up("turbo_rider.toml", saddle_height_mm=720)
    ride = pf.simulate(rider)
    pf.metrics(ride)["dead_centre_size_pct"]
    pf.curves(ride)["right.knee_flexion_deg"]

The names stand in `__init__.pyi`, and each is loaded when it is first used: worker processes import
this package for every stroke. Raises ImportError where another package named `sim` or `rider_models`
stands in the way of pedalfit's own.
"""

import importlib.util
import sys
from pathlib import Path
from typing import Any

import lazy_loader

_load, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)


def __getattr__(name: str) -> Any:
    """A name of the stub, loaded; raises AttributeError, which says what is nearest to one that there is not."""
    try:
        return _load(name)
    except AttributeError:
        if name in __all__:
            raise
        from rider_models.nearest import did_you_mean  # noqa: PLC0415  (loaded below)

        raise AttributeError(f"fit_optimizer has no {name}{did_you_mean(name, __all__)}") from None


def _load_own(name: str) -> None:
    """Load the package beside this one, and not a folder of that name in the user's own project."""
    own = Path(__file__).parents[1] / name / "__init__.py"
    present = sys.modules.get(name)
    if present is not None:
        if Path(present.__file__ or "").resolve() != own.resolve():
            raise ImportError(
                f"a package named {name} is loaded from {present.__file__}, where pedalfit needs its own: "
                f"import fit_optimizer first, or rename that package"
            )
        return
    spec = importlib.util.spec_from_file_location(
        name, own, submodule_search_locations=[str(own.parent)]
    )
    if spec is None or spec.loader is None:
        raise ImportError(
            f"pedalfit's package {name} is missing from {own.parent}: install pedalfit anew"
        )
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)


for _name in ("rider_models", "sim"):
    _load_own(_name)
