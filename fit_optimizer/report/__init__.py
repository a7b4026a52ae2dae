"""The reports: pages that open offline, and a PDF, from fit.json and compare.json documents.

The names stand in `__init__.pyi`, and each is loaded when it is first used: who asks for a sentence in another
language draws nothing.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
