"""Workers on other machines: a Dask cluster seen as a standard executor."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from threading import Thread
from typing import Any, TypeVar

from fit_optimizer.plain_text import without_secret
from fit_optimizer.versions import package_versions
from rider_models.errors import PedalfitError

PATIENCE_S = 3.0
"""How long to try to reach a scheduler before saying that it cannot be reached."""
ANSWER_S = 30.0
"""How long the workers may take to say which packages they have: importing them the first time takes
seconds (a guess)."""

T = TypeVar("T")

_WITHOUT_CERTIFICATES = (TypeError, RuntimeError)
_UNREACHED = (OSError, ValueError, TimeoutError, AssertionError, *_WITHOUT_CERTIFICATES)
"""What Dask raises for a scheduler that is not there, does not answer, or is no scheduler."""
CERTIFICATES = (
    "tls:// needs certificates, which Dask takes from DASK_DISTRIBUTED__COMM__TLS__CA_FILE, "
    "DASK_DISTRIBUTED__COMM__TLS__CLIENT__CERT and DASK_DISTRIBUTED__COMM__TLS__CLIENT__KEY"
)


class ClusterError(PedalfitError):
    """A cluster that cannot be reached or cannot do this work."""


@contextmanager
def cluster_pool(scheduler: str) -> Iterator[Executor]:
    """The workers of the Dask scheduler at an address such as `tcp://10.0.0.1:8786`.

    The workers must have the packages of this machine in the same versions, or the same sweep
    would give other numbers, and one thread each, for PyBullet serves one thread in a process.
    Certificates for `tls://` are those of Dask's own settings. Raises ClusterError.
    """
    try:
        from distributed import Client  # noqa: PLC0415  (extra `cluster`)
    except ImportError:
        raise ClusterError(
            "--scheduler needs Dask, which is not installed: pip install 'pedalfit[cluster]'"
        ) from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    shown = without_secret(scheduler)
    try:
        # A client given an address that is none, or does not answer, is left half open, and its
        # finaliser can hold up the next: so a plain connection is tried first.
        _within(PATIENCE_S + 1, lambda: _run_knock(scheduler))
        client: Any = Client(scheduler, timeout=PATIENCE_S, set_as_default=False)  # type: ignore[no-untyped-call]
    except _UNREACHED as error:
        if scheduler.startswith("tls://") and isinstance(error, _WITHOUT_CERTIFICATES):
            raise ClusterError(f"the scheduler {shown} cannot be reached: {CERTIFICATES}") from None
        if scheduler.startswith("tls://"):
            raise ClusterError(
                f"the scheduler {shown} cannot be reached within {PATIENCE_S:g} s: it is not "
                "there, or it and this machine have certificates of two authorities"
            ) from None
        raise ClusterError(
            f"the scheduler {shown} cannot be reached within {PATIENCE_S:g} s; "
            "allowed is an address such as tcp://10.0.0.1:8786"
        ) from None
    with client:
        _check_workers(client, shown)
        yield client.get_executor(pure=False)


def _run_knock(scheduler: str) -> None:
    """Run `_knock` to its end."""
    import asyncio  # noqa: PLC0415  (workers import this module, and have no cluster)

    asyncio.run(_knock(scheduler))


async def _knock(scheduler: str) -> bool:
    """Open a connection and close it again. Against a peer that says nothing it may wait for ever."""
    from distributed.comm.addressing import get_address_host_port  # noqa: PLC0415
    from distributed.comm.core import connect  # noqa: PLC0415
    from distributed.security import Security  # noqa: PLC0415

    get_address_host_port(scheduler)
    security = Security().get_connection_args("client")  # type: ignore[no-untyped-call]
    comm = await connect(scheduler, timeout=PATIENCE_S, **security)  # type: ignore[no-untyped-call]
    comm.abort()
    return True


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
        found = _within(ANSWER_S, lambda: client.run(package_versions))
    except TimeoutError:
        raise ClusterError(
            f"the workers of {scheduler} do not answer within {ANSWER_S:g} s: start them anew"
        ) from None
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


def _within(seconds: float, ask: Callable[[], T]) -> T:
    """What a question is answered with. Raises TimeoutError, and what the question raises."""
    answers: list[T] = []
    failures: list[Exception] = []

    def wait() -> None:
        try:
            answers.append(ask())
        except Exception as error:
            failures.append(error)

    thread = Thread(target=wait, daemon=True)
    thread.start()
    thread.join(seconds)
    if failures:
        raise failures[0]
    if not answers:
        raise TimeoutError
    return answers[0]


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
