"""One studio for the tests of its API: its workers take a second to start."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme
from fastapi.testclient import TestClient

from fit_optimizer.setup.setup_file import read_set_up
from fit_optimizer.studio.app import Studio, studio_app
from fit_optimizer.studio.desk import Desk
from fit_optimizer.studio.guard import Door

EXAMPLES = Path(__file__).parents[3] / "examples"
RIDER: dict[str, Any] = {
    "rider": {"height_mm": 1780, "mass_kg": 66},
    "riding": {"power_w": 200, "cadence_rpm": 81},
}


@pytest.fixture(scope="session")
def studio() -> Studio:
    return Studio(Desk(2), read_set_up(EXAMPLES / "turbo_rider.toml"), "turbo_rider.toml")


@pytest.fixture(scope="session")
def client(studio: Studio) -> Iterator[TestClient]:
    app = studio_app(studio, Door("127.0.0.1", 8437))
    with TestClient(app, base_url="http://127.0.0.1:8437") as found:
        yield found


@pytest.fixture
def with_keys() -> Callable[..., dict[str, Any]]:
    """The question about the rider with some keys changed, each in its table."""

    def asked(bicycle: dict[str, Any] | None = None, **riding: Any) -> dict[str, Any]:
        tables = {**RIDER, "riding": {**RIDER["riding"], **riding}}
        return {"set_up": {**tables, **({} if bicycle is None else {"bicycle": bicycle})}}

    return asked


@pytest.fixture(scope="session")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """A certificate for 127.0.0.1, its key, and the certificate of whoever signed it."""
    folder = tmp_path_factory.mktemp("sealed")
    certificate, key, signer = (folder / f"{one}.pem" for one in ("certificate", "key", "signer"))
    authority = trustme.CA()
    issued = authority.issue_cert("127.0.0.1")
    issued.cert_chain_pems[0].write_to_path(certificate)
    issued.private_key_pem.write_to_path(key)
    authority.cert_pem.write_to_path(signer)
    return certificate, key, signer
