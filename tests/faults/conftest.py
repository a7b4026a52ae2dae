"""The command line in the test's own process, as the other tests have it."""

from tests.fit_optimizer.conftest import run_here, workers_here

__all__ = ["run_here", "workers_here"]
