"""Random tests draw the same examples on every machine and have no time limit of their own; what tests
start hears Ctrl-C."""

import signal

from hypothesis import HealthCheck, settings

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
