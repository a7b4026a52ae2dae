"""Random tests draw the same examples on every machine and have no time limit of their own; what tests
start hears Ctrl-C. Garbage is looked for as seldom as commands look for it: what tests import holds none."""

import gc
import signal

from hypothesis import HealthCheck, settings

from fit_optimizer.cli import GARBAGE_AFTER

gc.set_threshold(GARBAGE_AFTER)

settings.register_profile(
    "pedalfit",
    deadline=None,
    derandomize=True,
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("pedalfit")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # started in the background by a script
    signal.signal(signal.SIGINT, signal.default_int_handler)
