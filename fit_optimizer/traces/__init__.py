"""Power-meter and laboratory traces: what a file recorded, and its bins of power and cadence.

trace = read_trace("ride.fit")
table = group_in_bins(trace.recording)

The names stand in `__init__.pyi`, and each is loaded when it is first used: a worker that compares bins
reads no files.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
