"""Random tests draw the same examples on every machine and have no time limit of their own."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "pedalfit",
    deadline=None,
    derandomize=True,
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("pedalfit")
