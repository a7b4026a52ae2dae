"""A PyBullet whose inertias are wrong is refused when it is loaded."""

from types import SimpleNamespace

import pybullet
import pytest

from sim.bullet.build_check import BUILDS, PENDULUM, WrongBuild, build_name, check_build
from sim.bullet.server import GRAVITY_M_S2, load_urdf, physics_server


@pytest.fixture
def pendulum():
    client = physics_server()
    yield load_urdf(PENDULUM, client), client
    pybullet.resetSimulation(physicsClientId=client)


def test_the_build_that_is_loaded_passes_and_is_named(pendulum):
    body, client = pendulum
    check_build(pybullet, body, client, GRAVITY_M_S2)
    assert build_name().split()[0] in BUILDS


@pytest.mark.parametrize("wrong", ["inertia", "moment"])
def test_a_build_that_alters_inertia_or_moments_is_refused(pendulum, wrong):
    body, client = pendulum
    loaded = pybullet.getDynamicsInfo(body, 0, physicsClientId=client)

    def info(*_, **__):
        return (loaded[0], None, (0.0, 0.0, 0.0)) if wrong == "inertia" else loaded

    def moments(*asked, **where):
        right = pybullet.calculateInverseDynamics(*asked, **where)[0]
        return (right * (1 + 1e-6 * (wrong == "moment")),)

    engine = SimpleNamespace(getDynamicsInfo=info, calculateInverseDynamics=moments)
    with pytest.raises(WrongBuild, match=r"pybullet-arm64 3\.2\.8"):
        check_build(engine, body, client, GRAVITY_M_S2)
