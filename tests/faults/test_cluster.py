"""A Dask cluster may be lost and come back; one that wants certificates takes those of Dask's own settings."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import trustme

from tests.faults.commands import COMMANDS, ROOT, finish, start, write_inputs

pytestmark = pytest.mark.slow

STARTED_S = 60.0
LOST_AFTER_S = 1.0
SWEEP = ("sweep", "sweep.toml", "--out", "rows.parquet", "--workers", "1")


def settings(folder: Path, authority: trustme.CA) -> dict[str, str]:
    """Dask's settings for certificates that an authority has issued, as environment variables."""
    folder.mkdir()
    whole = authority.issue_cert("127.0.0.1")
    names = {"CA_FILE": "ca.pem", "CERT": "my.pem", "KEY": "my.key"}
    paths = {kind: folder / name for kind, name in names.items()}
    authority.cert_pem.write_to_path(paths["CA_FILE"])
    whole.private_key_pem.write_to_path(paths["KEY"])
    for blob in whole.cert_chain_pems:
        blob.write_to_path(paths["CERT"], append=True)
    found = {"REQUIRE_ENCRYPTION": "true", "TLS__CA_FILE": str(paths["CA_FILE"])}
    for role in ("SCHEDULER", "WORKER", "CLIENT"):
        found |= {f"TLS__{role}__{kind}": str(paths[kind]) for kind in ("CERT", "KEY")}
    return {f"DASK_DISTRIBUTED__COMM__{key}": value for key, value in found.items()}


class Cluster:
    """A scheduler and a worker, as the manual starts them, which can be killed and started again."""

    def __init__(
        self, folder: Path, settings: Mapping[str, str], port: int, *protocol: str
    ) -> None:
        self._folder, self._port, self._protocol = folder, port, protocol
        self._environment = {
            **os.environ,
            **settings,
            "PYTHONPATH": str(ROOT),
            "OMP_NUM_THREADS": "1",
        }
        self._running: list[subprocess.Popen[bytes]] = []
        self.address = ""

    def begin(self) -> None:
        """Start both, and wait until the one has the other."""
        here = ("--host", "127.0.0.1", "--no-dashboard")
        said = self._start("scheduler", *self._protocol, "--port", str(self._port), *here)
        self.address = awaited(said, r"Scheduler at: +(\w+://127\.0\.0\.1:\d+)")
        one = ("--nthreads", "1", "--no-nanny", *here)
        awaited(self._start("worker", self.address, *one), r"Registered to: +(\w+://)")

    def kill(self) -> None:
        """Both are gone."""
        for running in self._running:
            running.kill()
            running.wait()
        self._running.clear()

    def _start(self, name: str, *words: str) -> Path:
        log = self._folder / f"{name} {time.monotonic_ns()}"
        with log.open("w") as file:
            running = subprocess.Popen(
                [sys.executable, "-m", "dask", name, *words],
                stdout=file,
                stderr=file,
                cwd=self._folder,
                env=self._environment,
            )
        self._running.append(running)
        return log


@pytest.fixture(scope="module")
def certified(tmp_path_factory):
    """The address of a cluster with certificates, and the settings for them."""
    folder = tmp_path_factory.mktemp("tls")
    its = settings(folder / "certificates", trustme.CA())
    cluster = Cluster(folder, its, 0, "--protocol", "tls")
    try:
        cluster.begin()
        yield cluster.address, its
    finally:
        cluster.kill()


def awaited(log: Path, pattern: str) -> str:
    """What a log says, once it does."""
    until = time.monotonic() + STARTED_S
    while (found := re.search(pattern, log.read_text())) is None:
        assert time.monotonic() < until, log.read_text()
        time.sleep(0.1)
    return found[1]


def test_a_sweep_by_workers_with_certificates_is_the_sweep_of_this_machine(certified, tmp_path):
    address, its = certified
    for name, words, environment in (
        ("there", ("--scheduler", address), its),
        ("here", (), {}),
    ):
        write_inputs(tmp_path / name)
        code, _, err = finish(start((*SWEEP, *words), tmp_path / name, environment=environment))
        assert code == 0, err
    there, here = (tmp_path / name / "rows.parquet" for name in ("there", "here"))
    assert set(pq.read_table(there)["status"].to_pylist()) == {"solved"}
    assert there.read_bytes() == here.read_bytes()


@pytest.mark.parametrize("whose", ["nobody's", "a stranger's"])
def test_without_the_clusters_certificates_a_sentence_says_so_within_seconds(
    certified, tmp_path, whose
):
    address, _ = certified
    write_inputs(tmp_path)
    its = {} if whose == "nobody's" else settings(tmp_path / "others", trustme.CA())
    running = start((*SWEEP, "--scheduler", address), tmp_path, environment=its)
    code, _, err = finish(running, within_s=60)
    assert code == 2, err
    assert err.startswith(f"pedalfit: the scheduler {address} cannot be reached")
    assert err.count("\n") == 1
    assert ("needs certificates" if whose == "nobody's" else "of two authorities") in err
    assert not (tmp_path / "rows.parquet").exists()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def test_a_cluster_that_is_lost_and_comes_back_changes_no_search(tmp_path):
    command = COMMANDS["fit"]
    write_inputs(tmp_path / "here")
    code, _, err = finish(start(command.words, tmp_path / "here"))
    assert code == 0, err
    cluster = Cluster(tmp_path, {}, free_port())
    cluster.begin()
    try:
        write_inputs(tmp_path / "there")
        running = start((*command.words, "--scheduler", cluster.address), tmp_path / "there")
        until = time.monotonic() + STARTED_S
        while not (tmp_path / "there" / "trials.journal").exists() and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(LOST_AFTER_S)
        assert running.poll() is None
        cluster.kill()
        time.sleep(LOST_AFTER_S)
        cluster.begin()
        code, _, err = finish(running)
    finally:
        cluster.kill()
    assert code == 0, err
    for made in set(command.makes) - set(command.keeps):
        assert (tmp_path / "there" / made).read_bytes() == (tmp_path / "here" / made).read_bytes()
