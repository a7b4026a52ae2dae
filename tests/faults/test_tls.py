"""A Dask cluster that wants certificates takes those of Dask's own settings, and nobody without them."""

import os
import re
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import trustme

from tests.faults.commands import ROOT, finish, start, write_inputs

pytestmark = pytest.mark.slow

STARTED_S = 60.0
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


@pytest.fixture(scope="module")
def certified(tmp_path_factory):
    """A scheduler and a worker as the manual starts them: its address, and the certificates' settings."""
    folder = tmp_path_factory.mktemp("tls")
    its = settings(folder / "certificates", trustme.CA())
    environment = {**os.environ, **its, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    dask = (sys.executable, "-m", "dask")
    at_random = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard")
    with ExitStack() as stack:

        def begin(name: str, *words: str) -> Path:
            log = folder / name
            with log.open("w") as file:
                running = subprocess.Popen(
                    [*dask, name, *words], stdout=file, stderr=file, cwd=folder, env=environment
                )
            stack.callback(running.wait)
            stack.callback(running.kill)
            return log

        said = begin("scheduler", "--protocol", "tls", *at_random)
        address = awaited(said, r"Scheduler at: +(tls://127\.0\.0\.1:\d+)")
        one = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")
        awaited(begin("worker", address, *one), r"Registered to: +(tls://)")
        yield address, its


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
