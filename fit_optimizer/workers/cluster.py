"""Workers on other machines: a Dask cluster seen as a standard executor."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any

from fit_optimizer.versions import package_versions
from rider_models.errors import PedalfitError

PATIENCE_S = 3.0
"""How long to try to reach a scheduler before saying that it cannot be reached."""


class ClusterError(PedalfitError):
    """A cluster that cannot be reached or cannot do this work."""


@contextmanager
def cluster_pool(scheduler: str) -> Iterator[Executor]:
    """The workers of the Dask scheduler at an address such as `tcp://10.0.0.1:8786`.

    The workers must have the packages of this machine in the same versions, or the same sweep
    would give other numbers, and one thread each, for PyBullet serves one thread in a process.
    Raises ClusterError.
    """
    try:
        from distributed import Client  # noqa: PLC0415  (extra `cluster`)
        from distributed.comm.addressing import get_address_host_port  # noqa: PLC0415
    except ImportError:
        raise ClusterError(
            "--scheduler needs Dask, which is not installed: pip install 'pedalfit[cluster]'"
        ) from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        # A client given a senseless address is left half open, and its finaliser can hold up the next.
        get_address_host_port(scheduler)
        client: Any = Client(scheduler, timeout=PATIENCE_S, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TimeoutError) as error:
        raise ClusterError(
            f"the scheduler {scheduler} cannot be reached within {PATIENCE_S:g} s "
            f"({_first_line(error)}); allowed is an address such as tcp://10.0.0.1:8786"
        ) from None
    with client:
        _check_workers(client, scheduler)
        yield client.get_executor(pure=False)


def _check_workers(client: Any, scheduler: str) -> None:
    """Raise ClusterError where there is no worker or one that would compute something else."""
    threads = client.nthreads()
    if not threads:
        raise ClusterError(f"the scheduler {scheduler} has no workers: start some, then try again")
    crowded = [address for address, count in threads.items() if count != 1]
    if crowded:
        raise ClusterError(
            f"the worker {crowded[0]} has {threads[crowded[0]]} threads: start it with --nthreads 1"
        )
    here = package_versions()
    try:
        found = client.run(package_versions)
    except Exception as error:
        raise ClusterError(
            f"the workers of {scheduler} cannot run pedalfit ({_first_line(error)}): "
            "install it there too"
        ) from None
    for address, versions in found.items():
        for package, version in here.items():
            if versions.get(package) != version:
                raise ClusterError(
                    f"the worker {address} has {package} {versions.get(package)}, this machine "
                    f"{version}: install the same"
                )


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
