"""What `import fit_optimizer as pf` offers, a module for each kind of work."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submodules=["plot"])
