"""Names of `import fit_optimizer as pf`, loaded when they are first used."""

from .api import plot
from .api.electromyograms import read_emg
from .api.errors import PedalfitError
from .api.poses import fit_pose, inverse, read_pose
from .api.recordings import calibrate, check, read_trace
from .api.results import Fit, Ride
from .api.searches import fit
from .api.set_ups import set_up
from .api.strokes import curves, metrics, simulate
from .api.sweeps import sweep
from .api.techniques import techniques
from .api.validation import validate
from .setup.tables import SetUp

__all__ = [
    "Fit",
    "PedalfitError",
    "Ride",
    "SetUp",
    "calibrate",
    "check",
    "curves",
    "fit",
    "fit_pose",
    "inverse",
    "metrics",
    "plot",
    "read_emg",
    "read_pose",
    "read_trace",
    "set_up",
    "simulate",
    "sweep",
    "techniques",
    "validate",
]
